import { expect, test } from 'vitest';
import { settingsOf } from '../sandbox/setup-lines.ts';
import { cliScene, configured, samplesIn } from './cli-sync-scene.ts';

const delivered = (count: number) => ({ delivered: count, pending: 0, failed: 0, uncertain: 0 });

test('config, import, consent, sync: everything arrives once, and every command tells of it', async () => {
  const scene = await cliScene();
  for (const [key, value] of Object.entries(settingsOf(scene.sandbox))) {
    await scene.done('config', 'set', key, value);
  }
  await scene.done('config', 'set', 'homeZone', 'Europe/Berlin');
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'phoneUsesTrendy', 'false');
  const { stdout, stderr } = await scene.done('config', 'set', 'trendy.enabled', 'true');
  expect(stdout).toBe('trendy.enabled true\n');
  expect(stderr).toContain('gets 2 events:');
  expect(stderr).toContain('  workout: 1\n');
  expect((await scene.done('config', 'set', 'atlas.enabled', 'true')).stderr).toContain(
    `gets ${samplesIn} records:`,
  );
  expect((await scene.done('config', 'set', 'foundry.enabled', 'true')).stderr).toMatch(
    /dataset ri\..*, branch master\n[\s\S]*not sent: route \(1\)/,
  );
  expect(scene.sandbox.holdings()).toMatchObject({
    trendy: { events: 0 },
    atlas: { samples: 0 },
    foundry: { samples: 0 },
  });

  const { lines } = await scene.done('sync', '--json');
  expect(lines.toSorted((a, b) => String(a['target']).localeCompare(String(b['target'])))).toMatchObject([
    { target: 'atlas', ...delivered(samplesIn), pausedBy: null, requests: expect.any(Number) },
    { target: 'foundry', ...delivered(samplesIn), pausedBy: null },
    { target: 'trendy', ...delivered(2), pausedBy: null, seconds: expect.any(Number) },
  ]);
  const everything = {
    trendy: { events: 2 },
    atlas: { samples: samplesIn, doubled: 0 },
    foundry: { samples: samplesIn, doubled: 0 },
  };
  expect(scene.sandbox.holdings()).toEqual(everything);

  await scene.done('sync', '--json');
  expect(scene.sandbox.holdings()).toEqual(everything);
  const status = (await scene.done('status', '--json')).lines[0];
  expect(status).toMatchObject({
    events: { workout: 1, sleep: 1, steps: 0 },
    targets: { trendy: { ...delivered(2), pausedBy: null }, atlas: delivered(samplesIn) },
  });
  const events = (await scene.done('events', '--json')).lines;
  expect(events).toMatchObject([
    {
      category: 'workout',
      start: '2025-03-01T08:10:00Z',
      sampleId: expect.stringMatching(/^hkx-workout-/),
      properties: { 'Workout Type': { type: 'text', value: 'Running' } },
      deliveries: [{ target: 'trendy', state: 'delivered', hold: null }],
    },
    { category: 'sleep', day: '2025-02-28', sampleId: 'sleep-2025-02-27' },
  ]);
  expect((await scene.done('events', '--category', 'sleep', '--json')).lines).toHaveLength(1);
  const mutations = (await scene.done('mutations', '--json')).lines;
  expect(mutations.filter(({ kind }) => kind === 'mutation')).toHaveLength(2);
  expect(new Set(mutations.map(({ state }) => state))).toEqual(new Set(['delivered']));
  expect((await scene.done('mutations', '--state', 'failed')).stdout).toBe('');
});

test('an import sends by itself what it added, and says so on stderr', async () => {
  const scene = await configured();
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  const { stdout, stderr } = await scene.done('import', scene.exportPath, '--json');
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(new RegExp(`Foundry \\(127.*: ${samplesIn} delivered, 0 pending`));
  expect(scene.sandbox.holdings()).toMatchObject({ foundry: { samples: samplesIn }, atlas: { samples: 0 } });
});

test('without a target everything is kept, and both import and sync say that', async () => {
  const scene = await cliScene();
  expect((await scene.done('import', scene.exportPath)).stderr).toContain('no target is turned on');
  const sync = await scene.done('sync', '--json');
  expect([sync.stdout, sync.stderr]).toEqual(['', expect.stringContaining('no target is turned on')]);
  expect(await scene.run(['sync', '--target', 'atlas'])).toMatchObject({ code: 2, stdout: '' });
});

test('without a token nothing is sent, what waits is counted, and the end is 3', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  const noTokens = { ATLAS_ACCESS_TOKEN: '', TRENDY_ACCESS_TOKEN: '', FOUNDRY_TOKEN: '' };
  const { code, lines } = await scene.run(['sync', '--target', 'atlas', '--json'], noTokens);
  expect(code).toBe(3);
  expect(lines).toMatchObject([
    { target: 'atlas', pending: samplesIn, requests: 0, pausedBy: 'sync.signed_out' },
  ]);
  expect(scene.sandbox.atlas.requests).toEqual([]);
});

test('--target sends to that one alone', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  expect((await scene.done('sync', '--target', 'foundry', '--json')).lines).toMatchObject([
    { target: 'foundry', ...delivered(samplesIn) },
  ]);
  expect(scene.sandbox.atlas.requests).toEqual([]);
});

test('a target that refuses ends with 3 and says what failed', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  scene.sandbox.foundry.access.forbidden.add('upload');
  const { code, lines } = await scene.run(['sync', '--json']);
  expect(code).toBe(3);
  const line = lines.find(({ target }) => target === 'foundry');
  expect(line).toMatchObject({ delivered: 0 });
  expect(Number(line?.['pending']) + Number(line?.['failed']) + Number(line?.['uncertain'])).toBe(samplesIn);
});

test('sync and status say that a dataset can’t be read as a table, with Foundry’s own word', async () => {
  const scene = await configured();
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  scene.sandbox.foundry.dataset().tableReading = 'no_schema';
  const imported = await scene.done('import', scene.exportPath, '--quiet');
  const said = /dataset has no schema\. .*Foundry reported: SchemaNotFound\./;
  expect(imported.stderr).toMatch(said);
  expect((await scene.done('sync')).stdout).toMatch(said);
  expect((await scene.done('status')).stdout).toMatch(said);
  const readBack = { atMs: expect.any(Number), code: 'sync.no_schema', error: 'SchemaNotFound' };
  const { lines } = await scene.done('sync', '--json');
  expect(lines.map((line) => line['readBack'])).toEqual(expect.arrayContaining([readBack]));
  expect((await scene.done('status', '--json')).lines).toMatchObject([
    { targets: { foundry: { readBack } } },
  ]);
});
