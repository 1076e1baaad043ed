import { expect, test } from 'vitest';
import { readJson } from '../../support/dumped-rows.ts';
import { statisticXml, summaryXml, workoutXml, writeExport } from '../../support/health-xml.ts';
import { arrivalReport } from '../../support/history-checks.ts';
import { differences } from '../../support/history-dump.ts';
import { expectedRows, openScene, storedRows } from '../../support/import-scene.ts';

test('three imports with other pointers, another offset and another order: the same rows', async () => {
  const scene = await openScene();
  const { path, census } = await scene.make('first.zip');
  await scene.complete(path);
  const before = scene.dump();
  const second = await scene.make('second.zip', { pointers: 5, offsetMinutes: -420 });
  const third = await scene.make('third.zip', { pointers: 9, offsetMinutes: 345, shuffle: true });
  for (const { path: next } of [second, third]) {
    const receipt = await scene.complete(next);
    const { records: known, repeated } = census.expected;
    expect(receipt.records).toMatchObject({ added: 0, known, repeated });
    expect(receipt.others).toEqual({});
  }
  expect(differences(before, scene.dump())).toEqual([]);
  scene.check();
});

test('one more week: exactly what is new, and then as if the later export had been the only one', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const later = await scene.make('later.zip', { extraDays: 7, pointers: 3 });
  await scene.complete(first.path);
  const receipt = await scene.complete(later.path);
  const added = later.census.expected.records - first.census.expected.records;
  expect(added).toBeGreaterThan(1000);
  expect(receipt.records).toMatchObject({ added, known: first.census.expected.records });
  expect(storedRows(scene.dump())).toEqual(expectedRows(later.census));
  // The day of the first export had only its morning.
  expect(receipt.others['activity_summary']).toEqual({ added: 7, updated: 1 });
  const only = await openScene();
  await only.complete(later.path);
  expect(differences(only.dump(), scene.dump())).toEqual([]);
  const others = Object.values(receipt.others).reduce((sum, one) => sum + one.added + one.updated, 0);
  expect(arrivalReport(scene.database).byRun.get(receipt.runId)).toBe(added + others);
  scene.check();
});

test('the older export after the newer one adds nothing and overwrites nothing', async () => {
  const scene = await openScene();
  const first = await scene.make('first.zip');
  const later = await scene.make('later.zip', { extraDays: 7 });
  await scene.complete(later.path);
  const before = scene.dump();
  const receipt = await scene.complete(first.path);
  expect(receipt.records).toMatchObject({ added: 0, known: first.census.expected.records });
  expect(receipt.others).toEqual({});
  expect(differences(before, scene.dump())).toEqual([]);
  expect(arrivalReport(scene.database).byRun.get(receipt.runId)).toBeUndefined();
});

test('samples written hours after their own time are added with their old dates', async () => {
  const scene = await openScene();
  const only = ['RestingHeartRate'];
  const first = await scene.make('first.zip', { only });
  const later = await scene.make('later.zip', { only, extraDays: 1 });
  await scene.complete(first.path);
  const before = new Set(scene.dump()['record']);
  await scene.complete(later.path);
  const late = readJson(scene.dump(), 'record').filter(
    (row) => !before.has(JSON.stringify(row)) && Number(row[1]) < first.census.exportAt,
  );
  expect(late.length).toBeGreaterThan(0);
  scene.check();
});

test('older samples that a later export lacks are kept', async () => {
  const scene = await openScene();
  const long = { days: 420, density: 0.02, only: ['HeartRate', 'StepCount'] } as const;
  const first = await scene.make('first.zip', long);
  const thinned = await scene.make('thinned.zip', { ...long, extraDays: 1, dropOldShare: 0.5, pointers: 2 });
  await scene.complete(first.path);
  const before = new Set(scene.dump()['record']);
  const receipt = await scene.complete(thinned.path);
  expect(receipt.records.known).toBeLessThan(first.census.expected.records);
  const after = new Set(scene.dump()['record']);
  expect([...before].filter((row) => !after.has(row))).toEqual([]);
  scene.check();
});

const at = 1_750_000_000;
const day = 86_400;
const energy = 'HKQuantityTypeIdentifierActiveEnergyBurned';

/** An export of one workout and one day's rings, made so many days after the workout. */
function changing(dir: string, after: number, kilocalories: string, more: readonly string[] = []): string {
  const statistics = [energy, ...more].map((type) => statisticXml(type, at, kilocalories, 'kcal'));
  const workout = workoutXml('Watch', at, (print) => statistics.map((one) => one(print)).join(''));
  return writeExport(dir, `after-${after}.xml`, [workout, summaryXml('2025-06-15', kilocalories)], {
    exportAt: at + after * day,
    offsetMinutes: after,
  });
}

test('what a newer export changed is updated in place, arrives again, and stays whatever order they come in', async () => {
  const scene = await openScene();
  const paths = [10, 20, 30].map((after) => changing(scene.dir, after, String(after * 10)));
  const [first = '', second = '', third = ''] = paths;
  await scene.complete(first);
  expect(await scene.complete(third)).toMatchObject({
    others: { workout: { added: 0, updated: 1 }, activity_summary: { added: 0, updated: 1 } },
  });
  expect((await scene.complete(second)).others).toEqual({});
  expect(readJson(scene.dump(), 'workout')).toEqual([expect.arrayContaining([300])]);
  expect(scene.dump()['activity_summary']).toEqual([expect.stringContaining('\\"activeEnergyBurned\\":300')]);
  // Both by their newest arrival alone.
  expect([...arrivalReport(scene.database).byRun]).toEqual([[2, 2]]);
  scene.check();
});

test('a newer export that says the same as the stored one still outdates those between', async () => {
  const scene = await openScene();
  await scene.complete(changing(scene.dir, 10, '100'));
  expect((await scene.complete(changing(scene.dir, 30, '100'))).others).toEqual({});
  expect((await scene.complete(changing(scene.dir, 20, '200'))).others).toEqual({});
  expect(readJson(scene.dump(), 'workout')).toEqual([expect.arrayContaining([100])]);
});

test('what only an older export says of a workout is kept, in both orders', async () => {
  const full = ['HKQuantityTypeIdentifierStepCount'];
  const forward = await openScene();
  await forward.complete(changing(forward.dir, 10, '100', full));
  await forward.complete(changing(forward.dir, 20, '200'));
  const backward = await openScene();
  await backward.complete(changing(backward.dir, 20, '200'));
  await backward.complete(changing(backward.dir, 10, '100', full));
  expect(differences(forward.dump(), backward.dump())).toEqual([]);
  expect(forward.dump()['workout']).toEqual([expect.stringContaining('StepCount')]);
  backward.check();
});
