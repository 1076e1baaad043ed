import { expect, test } from 'vitest';
import { makeCodec } from '../../electron-standin/codec.ts';

const { encode, decode } = makeCodec();

test.each([
  null,
  undefined,
  'text',
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  12n,
  Object.assign(new Array<unknown>(3), { 0: 1, 2: 3 }),
  { a: undefined, b: [new Date(5), /x/gi] },
  new Map<unknown, unknown>([[{ k: 1 }, new Set([1n, 'a'])]]),
  new Uint8Array([0, 1, 255]),
  new Float64Array([0.5, -1]),
])('%o comes back as it was', (value) => {
  expect(decode(encode(value))).toEqual(value);
});

test('minus zero stays what it is', () => {
  expect(Object.is(decode(encode(-0)), -0)).toBe(true);
});

test('one object twice is one object, and a circle stays closed', () => {
  const circle: { self?: unknown; pair: unknown[] } = { pair: [] };
  circle.self = circle;
  circle.pair = [circle, circle];
  const back = decode(encode(circle)) as typeof circle;
  expect(back.self).toBe(back);
  expect(back.pair[0]).toBe(back.pair[1]);
});

test('an error keeps its class and words', () => {
  const back = decode(encode(new RangeError('too far')));
  expect(back).toBeInstanceOf(RangeError);
  expect(back).toMatchObject({ message: 'too far' });
});

test.each([() => 1, Symbol('x'), { act() {} }, new Blob(['x'])])(
  '%o is refused in Electron’s words',
  (value) => {
    expect(() => encode(value)).toThrow('An object could not be cloned.');
  },
);

test('a key of the prototype is a key like any other', () => {
  const back = decode(encode(JSON.parse('{"__proto__":{"isAdmin":true}}'))) as Record<string, unknown>;
  expect(back['isAdmin']).toBeUndefined();
  expect(Object.hasOwn(back, '__proto__')).toBe(true);
});
