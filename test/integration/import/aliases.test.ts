import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJson } from '../../support/dumped-rows.ts';
import { arrivalReport } from '../../support/history-checks.ts';
import { differences, type HistoryDump } from '../../support/history-dump.ts';
import { openScene } from '../../support/import-scene.ts';

const renamed = { watchName: 'Ultra' } as const;
const oldName = "Sam's Apple Watch";

/** Everything but what says that names changed: the alias and days touched anew. */
function rows(dumped: HistoryDump): HistoryDump {
  return { ...dumped, source_alias: [], touched_day: [] };
}

function recordsOf(dumped: HistoryDump, source: string): number {
  return readJson(dumped, 'record').filter((row) => row[3] === source).length;
}

test('a renamed Watch: its rows fold into the old ones, count as known, do not arrive, and stay one source', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const later = await scene.make('later.zip', { ...renamed, extraDays: 2, pointers: 1 });
  const same = await scene.make('same.zip', { extraDays: 2 });
  const third = await scene.make('third.zip', { ...renamed, extraDays: 2, pointers: 2, offsetMinutes: 0 });
  await scene.complete(first.path);
  const watch = recordsOf(scene.dump(), oldName);
  const receipt = await scene.complete(later.path);
  const added = later.census.expected.records - first.census.expected.records;
  expect(receipt.records).toMatchObject({ added, known: first.census.expected.records });
  expect(receipt.types.reduce((sum, type) => sum + type.added, 0)).toBe(added);
  expect(receipt.aliases).toEqual([
    {
      sourceId: expect.any(Number),
      name: 'Ultra',
      originalName: expect.any(String),
      records: watch,
      isForbidden: false,
    },
  ]);
  const { expected } = later.census;
  expect(receipt.others['workout']).toEqual(
    expected.workouts > first.census.expected.workouts
      ? { added: expected.workouts - first.census.expected.workouts, updated: 0 }
      : undefined,
  );
  scene.check();
  const only = await openScene();
  await only.complete(same.path);
  expect(differences(rows(only.dump()), rows(scene.dump()))).toEqual([]);

  const before = scene.dump();
  const again = await scene.complete(third.path);
  expect(again.records).toMatchObject({ added: 0, known: expected.records });
  expect(again).toMatchObject({ others: {}, aliases: [] });
  expect(differences(before, scene.dump())).toEqual([]);
  scene.check();
});

test('an older export under the earlier name, imported after the newer one, adds nothing', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const later = await scene.make('later.zip', { ...renamed, extraDays: 2, pointers: 1 });
  await scene.complete(later.path);
  const before = scene.dump();
  const receipt = await scene.complete(first.path);
  expect(receipt.records).toMatchObject({ added: 0, known: first.census.expected.records });
  expect(receipt.others).toEqual({});
  expect(receipt.aliases).toMatchObject([{ name: expect.any(String), originalName: 'Ultra' }]);
  expect(recordsOf(scene.dump(), oldName)).toBe(0);
  expect(differences(rows(before), rows(scene.dump()))).toEqual([]);
  scene.check();
});

test('undone, the alias is forbidden for good, and the file adds its rows under the new name', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const later = await scene.make('later.zip', renamed);
  const again = await scene.make('again.zip', { ...renamed, pointers: 4 });
  await scene.complete(first.path);
  const watch = recordsOf(scene.dump(), oldName);
  const { workouts } = first.census.expected;
  const [alias] = (await scene.complete(later.path)).aliases;
  await scene.undoAlias(alias?.sourceId ?? 0);
  expect(await scene.aliases()).toMatchObject([{ isForbidden: true }]);
  const receipt = await scene.complete(later.path);
  expect(receipt.records.added).toBe(watch);
  expect(receipt.aliases).toEqual([]);
  const stored = scene.dump();
  expect(recordsOf(stored, 'Ultra')).toBe(watch);
  expect(recordsOf(stored, oldName)).toBe(watch);
  expect(stored['workout']?.length).toBe(workouts + (receipt.others['workout']?.added ?? 0));
  scene.check();
  expect((await scene.complete(again.path)).records).toMatchObject({ added: 0 });
  expect(differences(stored, scene.dump())).toEqual([]);
});

test('a cut file decides nothing; the import that completes it folds what was stored', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const same = await scene.make('same.zip', { extraDays: 1 });
  const folder = await scene.make('renamed', { ...renamed, extraDays: 1 });
  await scene.complete(first.path);
  const whole = join(folder.path, 'apple_health_export', 'export.xml');
  const bytes = readFileSync(whole);
  const cut = join(scene.dir, 'cut.xml');
  writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
  const receipt = await scene.importFile(cut);
  expect(receipt).toMatchObject({ state: 'partial', code: 'import.truncated_xml', aliases: [] });
  expect(recordsOf(scene.dump(), 'Ultra')).toBeGreaterThan(100);
  scene.check();
  const visible = arrivalReport(scene.database).byRun.get(receipt.runId);

  const completing = await scene.complete(folder.path);
  expect(completing.aliases).toMatchObject([{ name: 'Ultra' }]);
  expect(recordsOf(scene.dump(), 'Ultra')).toBe(0);
  const only = await openScene();
  await only.complete(same.path);
  expect(differences(rows(only.dump()), rows(scene.dump()))).toEqual([]);
  // What the cut run let destinations see stays in the log.
  expect(arrivalReport(scene.database).byRun.get(receipt.runId)).toBe(visible);
  scene.check({ gone: true });
});

test('a source that repeats less than 95% is another source', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip', { days: 12, only: ['HeartRate'] });
  const shorter = await scene.make('shorter.zip', { ...renamed, days: 10, only: ['HeartRate'] });
  await scene.complete(first.path);
  const receipt = await scene.complete(shorter.path);
  expect(receipt.aliases).toEqual([]);
  expect(receipt.records).toMatchObject({ added: shorter.census.expected.records, known: 0 });
  scene.check();
});

test('renamed and moved to the other region at once', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const later = await scene.make('later.zip', { ...renamed, units: 'imperial' });
  await scene.complete(first.path);
  const before = scene.dump();
  const receipt = await scene.complete(later.path);
  expect(receipt.aliases).toMatchObject([{ name: 'Ultra' }]);
  expect(receipt.records).toMatchObject({ added: 0 });
  const names = (dumped: HistoryDump) => ({ ...rows(dumped), type_unit: [] });
  expect(differences(names(before), names(scene.dump()))).toEqual([]);
  scene.check();
});

test('renamed twice, and back', async () => {
  const scene = await openScene();
  const only = ['HeartRate', 'StepCount', 'Workout'];
  const names = [undefined, 'Ultra', 'Ultra 2', undefined];
  const counts: number[] = [];
  for (const [n, watchName] of names.entries()) {
    const options = watchName === undefined ? {} : { watchName };
    const { path } = await scene.make(`${n}.zip`, { only, extraDays: n, ...options });
    await scene.complete(path);
    counts.push(scene.dump()['source_alias']?.length ?? 0);
    scene.check();
  }
  expect(counts).toEqual([0, 1, 2, 2]);
  const sources = new Set(readJson(scene.dump(), 'record').map((row) => row[3]));
  expect([...sources].sort()).toEqual(["Sam's Apple Watch", "Sam's iPhone"]);
});
