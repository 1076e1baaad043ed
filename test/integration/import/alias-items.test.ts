import { expect, test } from 'vitest';
import { readJson } from '../../support/dumped-rows.ts';
import {
  audiogramXml,
  correlationXml,
  recordXml,
  statisticXml,
  workoutXml,
  writeExport,
  type XmlElement,
  type XmlRecord,
} from '../../support/health-xml.ts';
import { arrivalReport } from '../../support/history-checks.ts';
import { differences } from '../../support/history-dump.ts';
import { openScene, type Scene } from '../../support/import-scene.ts';

const at = 1_750_000_000;
const hour = 3600;

const systolic = (source: string, n: number): XmlRecord => ({
  type: 'HKQuantityTypeIdentifierBloodPressureSystolic',
  source,
  start: at + n * hour,
  unit: 'mmHg',
  value: String(110 + (n % 20)),
});

const pressureType = 'HKCorrelationTypeIdentifierBloodPressure';

/** Everything that a device of this name wrote: `count` hours of it. `holder` is an app that groups its records. */
function device(source: string, count: number, holder = source): XmlElement[] {
  const elements: XmlElement[] = [];
  for (let n = 0; n < count; n++) {
    const record = systolic(source, n);
    elements.push(recordXml(record));
    if (n % 4 === 0) elements.push(correlationXml(pressureType, holder, record.start, [record]));
    if (n % 10 === 0)
      elements.push(
        workoutXml(
          source,
          record.start,
          statisticXml('HKQuantityTypeIdentifierActiveEnergyBurned', record.start, '90', 'kcal'),
        ),
      );
  }
  return [...elements, audiogramXml(source, at)];
}

async function importAs(scene: Scene, n: number, elements: readonly XmlElement[]) {
  return scene.complete(writeExport(scene.dir, `${n}.xml`, elements, { exportAt: at + (n + 10) * 86_400 }));
}

function names(scene: Scene): Set<unknown> {
  const dumped = scene.dump();
  return new Set([
    ...readJson(dumped, 'record').map((row) => row[3]),
    ...readJson(dumped, 'workout').map((row) => row[3]),
    ...readJson(dumped, 'correlation').map((row) => row[3]),
    ...readJson(dumped, 'document').map((row) => row[2]),
  ]);
}

test('workouts, correlations and documents of a renamed device fold too, and none arrives', async () => {
  const scene = await openScene();
  await importAs(scene, 0, device('Old', 60));
  const before = scene.dump();
  const receipt = await importAs(scene, 1, device('New', 60));
  expect(receipt.aliases).toMatchObject([{ name: 'New', originalName: 'Old', records: 60 }]);
  expect(receipt.records).toMatchObject({ added: 0, known: 60, repeated: 15 });
  expect(receipt.others).toEqual({});
  expect(differences({ ...before, source_alias: [] }, { ...scene.dump(), source_alias: [] })).toEqual([]);
  expect(arrivalReport(scene.database).byRun.get(receipt.runId)).toBeUndefined();
  scene.check();
});

test('what is new under the new name moves to the old one and arrives', async () => {
  const scene = await openScene();
  await importAs(scene, 0, device('Old', 60));
  const receipt = await importAs(scene, 1, device('New', 70));
  expect(receipt.records).toMatchObject({ added: 10, known: 60 });
  expect(receipt.others).toEqual({
    workout: { added: 1, updated: 0 },
    correlation: { added: 3, updated: 0 },
  });
  expect(names(scene)).toEqual(new Set(['Old']));
  const only = await openScene();
  await importAs(only, 1, device('Old', 70));
  const bare = (one: Scene) => ({ ...one.dump(), source_alias: [] });
  expect(differences(bare(only), bare(scene))).toEqual([]);
  expect(arrivalReport(scene.database).byRun.get(receipt.runId)).toBe(14);
  scene.check();
});

test('a correlation of another app that holds the device’s records follows them', async () => {
  const scene = await openScene();
  await importAs(scene, 0, device('Old', 60, 'App'));
  const before = scene.dump();
  const receipt = await importAs(scene, 1, device('New', 60, 'App'));
  expect(receipt.aliases).toHaveLength(1);
  expect(receipt.others).toEqual({});
  expect(differences({ ...before, source_alias: [] }, { ...scene.dump(), source_alias: [] })).toEqual([]);
  scene.check();
});

test('the higher count of copies stays', async () => {
  const scene = await openScene();
  const [first = () => '', ...rest] = Array.from({ length: 40 }, (_, n) => recordXml(systolic('Old', n)));
  const [newFirst = () => '', ...newRest] = Array.from({ length: 40 }, (_, n) =>
    recordXml(systolic('New', n)),
  );
  await importAs(scene, 0, [first, ...rest]);
  const receipt = await importAs(scene, 1, [newFirst, newFirst, newFirst, ...newRest]);
  expect(receipt.records).toMatchObject({ added: 0, known: 40, repeated: 2 });
  const copies = readJson(scene.dump(), 'record').map((row) => Number(row[11]));
  expect(copies.sort((a, b) => b - a).slice(0, 2)).toEqual([3, 1]);
});

test('95 of 100 are enough, 94 are not', async () => {
  for (const [repeated, count] of [
    [95, 1],
    [94, 0],
  ] as const) {
    const scene = await openScene();
    await importAs(
      scene,
      0,
      Array.from({ length: 100 }, (_, n) => recordXml(systolic('Old', n))),
    );
    const receipt = await importAs(
      scene,
      1,
      Array.from({ length: repeated }, (_, n) => recordXml(systolic('New', n))),
    );
    expect(receipt.aliases).toHaveLength(count);
    expect(receipt.records.added).toBe(count === 1 ? 0 : repeated);
    scene.check();
  }
});

test('a source that is still in the file, or was there before, is never taken for another', async () => {
  const scene = await openScene();
  const old = Array.from({ length: 40 }, (_, n) => recordXml(systolic('Old', n)));
  const same = Array.from({ length: 40 }, (_, n) => recordXml(systolic('Twin', n)));
  await importAs(scene, 0, old);
  expect((await importAs(scene, 1, [...old, ...same])).aliases).toEqual([]);
  // Known to a completed run, so not new any more, though Old is missing now.
  expect((await importAs(scene, 2, same)).aliases).toEqual([]);
  expect(scene.dump()['record']).toHaveLength(80);
  scene.check();
});
