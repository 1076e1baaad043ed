import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startProgram } from '../contract/running-program.ts';
import { cliScene, configured, samplesIn } from './cli-sync-scene.ts';

test('settings are read back as they are kept, in one form', async () => {
  const scene = await cliScene();
  await scene.done('config', 'set', 'trendy.baseUrl', 'HTTPS://Trendy.example.org/api/');
  expect((await scene.done('config', 'get', 'trendy.baseUrl')).stdout).toBe(
    'https://trendy.example.org/api\n',
  );
  await scene.done('config', 'set', 'trendy.kinds', 'workout,sleep');
  await scene.done('config', 'set', 'trendy.startDay', '2024-01-01');
  const all = (await scene.done('config', 'get', '--json')).lines[0];
  expect(all).toMatchObject({
    homeZone: null,
    'trendy.baseUrl': 'https://trendy.example.org/api',
    'trendy.enabled': false,
    'trendy.kinds': ['workout', 'sleep'],
    'trendy.startDay': '2024-01-01',
    'atlas.baseUrl': '',
    phoneUsesTrendy: true,
  });
  expect((await scene.done('config', 'get')).stdout).toContain('\ntrendy.kinds workout,sleep\n');
});

test.each([
  ['an address without TLS', ['atlas.baseUrl', 'http://atlas.example.org'], /https/],
  ['a zone that is none', ['homeZone', 'Europe/Atlantis'], /zone/i],
  ['a key that is none', ['trendy.token', 'secret'], /setting doesn’t exist/],
  ['a kind of another target', ['atlas.kinds', 'steps'], /isn’t valid/],
  ['a format that is none', ['foundry.format', 'csv'], /isn’t valid/],
  ['a target without an address', ['foundry.enabled', 'true'], /Not set up yet/],
])('%s is refused in a sentence with 2', async (_name, [key = '', value = ''], words) => {
  const scene = await cliScene();
  const { code, stdout, stderr } = await scene.run(['config', 'set', key, value]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(words);
});

test('a wider scope of a target that is on prints its review and sends what was left out', async () => {
  const scene = await configured();
  await scene.done('config', 'set', 'foundry.kinds', 'record');
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  await scene.done('import', scene.exportPath);
  expect(scene.sandbox.holdings().foundry.samples).toBe(samplesIn - 2);
  const { stderr } = await scene.done('config', 'set', 'foundry.kinds', 'record,workout,correlation');
  expect(stderr).toContain('this sends 2 of them');
  await scene.done('sync');
  expect(scene.sandbox.holdings().foundry).toEqual({ samples: samplesIn, doubled: 0 });
  await scene.done('config', 'set', 'foundry.enabled', 'false');
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({
    targets: { foundry: { delivered: samplesIn, pausedBy: 'sync.off' } },
  });
});

test('another home zone or order of sources says what goes to Trendy before it is set', async () => {
  const scene = await configured();
  await scene.done('config', 'set', 'phoneUsesTrendy', 'false');
  await scene.done('config', 'set', 'trendy.enabled', 'true');
  await scene.done('import', scene.exportPath);
  const order = await scene.done('config', 'set', 'sourcePriority', '1');
  expect(order.stderr).toMatch(/^Source order: 0 events created, .*; none of this is sent anywhere$/m);
  const zone = await scene.done('config', 'set', 'homeZone', 'Asia/Tokyo');
  expect(zone.stderr).toMatch(
    /^Home time zone Asia\/Tokyo: [1-9].* deleted; \d+ changes? goe?s? to Trendy$/m,
  );
  await scene.done('config', 'set', 'trendy.enabled', 'false');
  const off = await scene.done('config', 'set', 'homeZone', 'America/New_York');
  expect(off.stderr).toMatch(/ deleted; \d+ changes? waits? for Trendy until you turn it on$/m);
});

test('Foundry gets Parquet where it was chosen before anything was prepared, and keeps it', async () => {
  const scene = await configured();
  await scene.done('config', 'set', 'foundry.format', 'parquet');
  await scene.done('config', 'set', 'foundry.kinds', 'record');
  const { stderr } = await scene.done('config', 'set', 'foundry.enabled', 'true');
  expect(stderr).toContain('files Parquet');
  await scene.done('import', scene.exportPath);
  const paths = scene.sandbox.foundry.files().map(({ path }) => path);
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !path.endsWith('.parquet'))).toEqual([]);
  const refused = await scene.run(['config', 'set', 'foundry.format', 'ndjson']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('file format can’t change')]);
  expect((await scene.done('config', 'get', 'foundry.format')).stdout).toBe('parquet\n');
});

test('get reads while another program owns the profile, and makes none; set then is 4', async () => {
  const scene = await cliScene();
  expect((await scene.done('config', 'get', 'foundry.branch')).stdout).toBe('master\n');
  expect(existsSync(scene.profile)).toBe(false);
  const { client } = startProgram(scene.profile);
  await client.started;
  expect((await scene.done('config', 'get', 'foundry.branch')).stdout).toBe('master\n');
  expect((await scene.done('events')).stdout + (await scene.done('mutations')).stdout).toBe('');
  expect(await scene.run(['config', 'set', 'homeZone', 'UTC'])).toMatchObject({ code: 4 });
  expect(await scene.run(['sync'])).toMatchObject({ code: 4 });
});
