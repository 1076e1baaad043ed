import { expect, test } from 'vitest';
import { defaultProfileDir } from '../../../../src/core/profile/profile-paths.ts';
import { readArguments } from '../../../../src/headless/cli/arguments.ts';
import { UsageError } from '../../../../src/headless/cli/usage.ts';

test('import takes files and flags in any order', () => {
  expect(readArguments(['import', 'a.zip', '--json', 'b', '--profile', 'dir', '--same-person'])).toEqual({
    name: 'import',
    given: {
      paths: ['a.zip', 'b'],
      profile: 'dir',
      json: true,
      quiet: false,
      'same-person': true,
      'no-sync': false,
    },
  });
});

test('what follows -- is a path', () => {
  const command = readArguments(['import', '--', '--json']);
  expect(command).toMatchObject({ given: { paths: ['--json'], json: false } });
});

test('without --profile the default profile is meant', () => {
  expect(readArguments(['status'])).toMatchObject({ given: { profile: defaultProfileDir() } });
});

test('records reads its filters', () => {
  const words = ['records', '--type', 'HeartRate', '--from', '2025-03-01T00:00:00Z', '--limit', '10'];
  expect(readArguments(words)).toMatchObject({
    name: 'records',
    given: { type: 'HeartRate', from: { kind: 'instant', at: 1740787200 }, limit: 10, json: false },
  });
});

test('sync, events and mutations read their filters', () => {
  expect(readArguments(['sync', '--target', 'atlas', '--json'])).toMatchObject({
    name: 'sync',
    given: { target: 'atlas', json: true },
  });
  expect(
    readArguments(['events', '--category', 'active_energy', '--to', '2025-03-01T00:00:00Z']),
  ).toMatchObject({
    name: 'events',
    given: { category: 'active_energy', to: { kind: 'instant', at: 1740787200 } },
  });
  expect(readArguments(['mutations', '--state', 'failed'])).toMatchObject({ given: { state: 'failed' } });
});

test('config gets one or all, and sets any value', () => {
  expect(readArguments(['config', 'get'])).toMatchObject({ name: 'config', given: { paths: ['get'] } });
  expect(readArguments(['config', 'get', 'homeZone'])).toMatchObject({
    given: { paths: ['get', 'homeZone'] },
  });
  expect(readArguments(['config', 'set', 'homeZone', ''])).toMatchObject({
    given: { paths: ['set', 'homeZone', ''] },
  });
  expect(readArguments(['config', 'set', 'a', '--', '-b'])).toMatchObject({
    given: { paths: ['set', 'a', '-b'] },
  });
});

test.each([[['--help']], [['-h']], [['help']], [['import', '--help']]])('%o asks for help', (words) => {
  expect(readArguments(words)).toEqual({ name: 'help' });
});

test.each([
  [[], /no command/],
  [['export'], /unknown command: export/],
  [['import'], /at least one file/],
  [['import', ''], /./],
  [['import', 'a.zip', '--limit', '3'], /--limit/],
  [['import', 'a.zip', '--verbose'], /--verbose/],
  [['import', 'a.zip', '--profile'], /--profile/],
  [['import', 'a.zip', '--profile', ''], /--profile/],
  [['import', 'a.zip', '--json=yes'], /--json/],
  [['status', 'a.zip'], /takes no file/],
  [['status', '--same-person'], /--same-person/],
  [['records', '--from', 'yesterday'], /--from: give a day/],
  [['records', '--limit', '0'], /--limit: give a whole number/],
  [['records', '--limit', '1e3'], /--limit/],
  [['sync', 'trendy'], /takes no file/],
  [['sync', '--target', 'garmin'], /--target: give one of trendy, atlas, foundry/],
  [['sync', '--no-sync'], /--no-sync/],
  [['events', '--category', 'heart'], /--category: give one of workout/],
  [['mutations', '--state', 'pending'], /--state: give one of queued/],
  [['query'], /a statement or --schema/],
  [['query', 'SELECT 1', '--schema'], /a statement or --schema/],
  [['query', 'SELECT', '1'], /in quotes/],
  [['query', 'SELECT 1', '--json', '--csv'], /--json or --csv/],
  [['query', 'SELECT 1', '--seconds', '0'], /--seconds: give a whole number/],
  [['config'], /config get/],
  [['config', 'set', 'homeZone'], /config set KEY VALUE/],
  [['config', 'get', 'a', 'b'], /config get/],
  [['config', 'drop', 'a'], /config get/],
] as const)('%o is wrong usage', (words, message) => {
  expect(() => readArguments(words)).toThrow(UsageError);
  expect(() => readArguments(words)).toThrow(message);
});
