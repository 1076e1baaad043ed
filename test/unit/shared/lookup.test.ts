import { expect, test } from 'vitest';
import { fieldsOf, lookup, remembered, textOrNull } from '../../../src/shared/lookup.ts';

test('a table finds only its own entries', () => {
  const table = lookup({ a: 1 });
  expect([table['a'], table['constructor'], table['toString']]).toEqual([1, undefined, undefined]);
});

test('what is no object has no fields', () => {
  for (const value of [null, undefined, 1, 'text', true]) expect(fieldsOf(value)).toEqual({});
  const { a, b } = fieldsOf({ a: 'text', b: 1 });
  expect([textOrNull(a), textOrNull(b)]).toEqual(['text', null]);
});

test('an entry is made once, null too; a full memory starts over', () => {
  const known = new Map<string, number | null>();
  const made: string[] = [];
  const ask = (key: string, value: number | null) =>
    remembered(
      known,
      key,
      () => {
        made.push(key);
        return value;
      },
      2,
    );
  expect([ask('a', 1), ask('a', 9), ask('b', null), ask('b', 9)]).toEqual([1, 1, null, null]);
  expect(made).toEqual(['a', 'b']);
  ask('c', 3);
  expect([...known.keys()]).toEqual(['c']);
  expect(ask('a', 4)).toBe(4);
});
