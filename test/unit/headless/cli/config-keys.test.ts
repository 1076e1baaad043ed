import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  booleanFrom,
  configKey,
  configKeys,
  kindsFrom,
  scopeOf,
  startDayFrom,
} from '../../../../src/headless/cli/read-config.ts';
import { usage } from '../../../../src/headless/cli/usage.ts';

const coded = (code: string) => expect.objectContaining({ code });

test('every key has its own name, and the documented ones are among them', () => {
  const names = configKeys.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const promised =
    'trendy.baseUrl atlas.baseUrl foundry.baseUrl foundry.datasetRid homeZone trendy.enabled atlas.enabled foundry.enabled trendy.kinds atlas.startDay';
  expect(names).toEqual(expect.arrayContaining(promised.split(' ')));
  expect(names).not.toContain('chosenScopes');
});

test('--help names every key that can be set', () => {
  const source = readFileSync(
    join(import.meta.dirname, '../../../../src/headless/cli/set-config.ts'),
    'utf8',
  );
  const names = [...source.matchAll(/case '([\w.]+)':/g)].map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining(['homeZone', 'phoneUsesTrendy', 'sourcePriority']));
  for (const name of [...names, 'trendy.enabled', 'trendy.isPaused', 'trendy.kinds', 'trendy.startDay']) {
    const ofAny = name.replace(/^(trendy|atlas|foundry)\./, 'T.');
    expect(usage.includes(name) || usage.includes(ofAny), name).toBe(true);
  }
});

test.each(['', 'trendy', 'trendy.token', 'chosenScopes', 'garmin.enabled', '__proto__'])(
  'the key %o is not known',
  (name) => expect(() => configKey(name)).toThrow(coded('settings.unknown_key')),
);

test('kinds are a list of what the target takes', () => {
  expect(kindsFrom('trendy', ' workout, steps,workout,')).toEqual(['workout', 'steps']);
  expect(kindsFrom('atlas', 'record,ecg')).toEqual(['record', 'ecg']);
  expect(kindsFrom('atlas', '')).toEqual([]);
  expect(() => kindsFrom('trendy', 'workout,record')).toThrow(coded('settings.bad_value'));
  expect(() => kindsFrom('foundry', 'steps')).toThrow(coded('settings.bad_value'));
});

test('a start day is a day, nothing is from the first on', () => {
  expect(startDayFrom('trendy', '2024-02-29')).toBe('2024-02-29');
  expect(startDayFrom('trendy', '')).toBe(null);
  for (const text of ['2024-13-01', 'yesterday', '2024-1-1', '2024-01-01T00:00:00Z']) {
    expect(() => startDayFrom('trendy', text), text).toThrow(coded('settings.bad_value'));
  }
});

test('yes and no are said in full', () => {
  expect([booleanFrom('a', 'true'), booleanFrom('a', 'false')]).toEqual([true, false]);
  for (const text of ['1', 'yes', '', 'TRUE']) {
    expect(() => booleanFrom('a', text)).toThrow(coded('settings.bad_value'));
  }
});

test('sensitive kinds are off until they are named', () => {
  const { kinds, startDay, isEnabled } = scopeOf('atlas', null, {});
  expect(kinds).toContain('record');
  for (const kind of ['clinical', 'reproductive', 'route', 'ecg', 'unknown'])
    expect(kinds).not.toContain(kind);
  expect([startDay, isEnabled]).toEqual([null, false]);
  const chosen = { atlas: { kinds: ['ecg' as const], startDay: '2024-01-01' } };
  expect(scopeOf('atlas', null, chosen)).toMatchObject({ kinds: ['ecg'], startDay: '2024-01-01' });
  expect(scopeOf('trendy', null, chosen).kinds).toContain('workout');
});
