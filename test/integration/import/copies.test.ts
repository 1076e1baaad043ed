import { expect, test } from 'vitest';
import { readJson } from '../../support/dumped-rows.ts';
import { correlationXml, recordXml, writeExport, type XmlRecord } from '../../support/health-xml.ts';
import { arrivalReport } from '../../support/history-checks.ts';
import { differences, type HistoryDump } from '../../support/history-dump.ts';
import { openScene } from '../../support/import-scene.ts';

const copiesColumn = 11;
const at = 1_750_000_000;
const style = { exportAt: at + 86_400 };

test('exact copies are one record with a count; the same file without copies changes nothing', async () => {
  const scene = await openScene();
  const { path, census } = await scene.make('copies.zip', { duplicateShare: 0.03 });
  const plain = await scene.make('plain.zip');
  const receipt = await scene.complete(path);
  const { copies, records, correlationTwins } = census.expected;
  expect(copies).toBeGreaterThan(50);
  expect(receipt.records).toMatchObject({ added: records, repeated: copies + correlationTwins });
  const stored = scene.dump();
  const more = readJson(stored, 'record').reduce((sum, row) => sum + Number(row[copiesColumn]) - 1, 0);
  expect(more).toBe(copies);
  await scene.complete(plain.path);
  expect(differences(stored, scene.dump())).toEqual([]);
  scene.check();
  const reverse = await openScene();
  await reverse.complete(plain.path);
  await reverse.complete(path);
  expect(differences(stored, reverse.dump())).toEqual([]);
  reverse.check();
});

const systolic: XmlRecord = {
  type: 'HKQuantityTypeIdentifierBloodPressureSystolic',
  source: 'Cuff',
  start: at,
  unit: 'mmHg',
  value: '120',
};
const pressure = correlationXml('HKCorrelationTypeIdentifierBloodPressure', 'Cuff', at, [systolic]);
const alone = recordXml(systolic);

test.each([
  ['inside first', [pressure, alone], 1],
  ['inside last', [alone, pressure], 1],
  ['only inside', [pressure], 1],
  ['inside twice', [pressure, alone, pressure], 1],
  ['inside, then three at top level', [pressure, alone, alone, alone], 3],
  ['two at top level around it', [alone, pressure, alone], 2],
] as const)('a twin in a correlation is no copy: %s', async (_, elements, copies) => {
  const scene = await openScene();
  const path = writeExport(scene.dir, 'a.xml', elements, style);
  const receipt = await scene.complete(path);
  const repeated = elements.length - 1;
  expect(receipt.records).toMatchObject({ added: 1, repeated });
  expect(readJson(scene.dump(), 'record').map((row) => row[copiesColumn])).toEqual([copies]);
  expect(scene.dump()['correlation']).toHaveLength(elements.includes(pressure) ? 1 : 0);
  const before = scene.dump();
  const again = await scene.complete(
    writeExport(scene.dir, 'b.xml', elements, { ...style, offsetMinutes: 0 }),
  );
  expect(again.records).toMatchObject({ added: 0, known: 1, repeated });
  expect(differences(before, scene.dump())).toEqual([]);
  scene.check();
});

test('a file that holds fewer copies does not lower the count; with more the record arrives again', async () => {
  const scene = await openScene();
  const counts: unknown[] = [];
  for (const [n, copies] of [2, 8, 3].entries()) {
    const path = writeExport(scene.dir, `${n}.xml`, Array(copies).fill(alone), style);
    await scene.complete(path);
    counts.push(readJson(scene.dump(), 'record')[0]?.[copiesColumn]);
  }
  expect(counts).toEqual([2, 8, 8]);
  // Last with the eight, and only so: a destination that has not had it gets one line.
  expect([...arrivalReport(scene.database).byRun]).toEqual([[2, 1]]);
});

test('records without a value and categories do not double', async () => {
  const scene = await openScene();
  const records: XmlRecord[] = [
    { type: 'HKCategoryTypeIdentifierMindfulSession', source: 'Calm', start: at, end: at + 600 },
    { type: 'HKCategoryTypeIdentifierIntermenstrualBleeding', source: 'Health', start: at, value: '1' },
    {
      type: 'HKCategoryTypeIdentifierToothbrushingEvent',
      source: 'Health',
      start: at,
      value: 'HKCategoryValueNotApplicable',
    },
    // The same moment, another value: another record.
    { type: 'HKCategoryTypeIdentifierIntermenstrualBleeding', source: 'Health', start: at, value: '0' },
    { type: 'HKCategoryTypeIdentifierIntermenstrualBleeding', source: 'Health', start: at },
  ];
  const elements = records.map(recordXml);
  const receipt = await scene.complete(writeExport(scene.dir, 'a.xml', [...elements, ...elements], style));
  expect(receipt.records).toMatchObject({ added: 5, repeated: 5 });
  const again = await scene.complete(
    writeExport(scene.dir, 'b.xml', elements, { ...style, offsetMinutes: -300 }),
  );
  expect(again.records).toMatchObject({ added: 0, known: 5 });
  scene.check();
});

test('a source is the same with other spaces, quotes and controls in its name', async () => {
  const scene = await openScene();
  const names = [
    'Sam\u2019s Apple\u00a0Watch',
    "Sam's Apple Watch",
    'Sam\u2018s  Apple Watch ',
    "Sam's Apple\u200b Watch",
  ];
  const elements = names.map((source) => recordXml({ ...systolic, source }));
  const receipt = await scene.complete(writeExport(scene.dir, 'a.xml', elements, style));
  expect(receipt.records).toMatchObject({ added: 1, repeated: 3 });
});

test('sleep as iOS 15 spelt it is the sleep of iOS 16', async () => {
  const type = 'HKCategoryTypeIdentifierSleepAnalysis';
  const asleep = (value: string) =>
    recordXml({
      type,
      source: 'Watch',
      start: at,
      end: at + 3600,
      value: `HKCategoryValueSleepAnalysis${value}`,
    });
  const scene = await openScene();
  await scene.complete(writeExport(scene.dir, 'old.xml', [asleep('Asleep')], style));
  const receipt = await scene.complete(
    writeExport(scene.dir, 'new.xml', [asleep('AsleepUnspecified'), asleep('AsleepCore')], style),
  );
  expect(receipt.records).toMatchObject({ added: 1, known: 1 });
  expect(scene.dump()['record']?.join()).not.toContain('SleepAnalysisAsleep"');
});

test('a whole history from before iOS 16, then exported by iOS 16', async () => {
  const scene = await openScene();
  const end = '2022-08-30';
  const old = await scene.make('old.zip', { end, pre16: true });
  const fresh = await scene.make('new.zip', { end });
  await scene.complete(old.path);
  const receipt = await scene.complete(fresh.path);
  expect(receipt.records).toMatchObject({ added: 0, known: fresh.census.expected.records });
  const only = await openScene();
  await only.complete(fresh.path);
  // Workouts keep what the older export alone said of them, and the generator draws Strava's anew.
  const without = (dumped: HistoryDump) => ({ ...dumped, workout: [] });
  expect(differences(without(only.dump()), without(scene.dump()))).toEqual([]);
  scene.check();
});

const metadataColumn = 12;
const withNote = recordXml({ ...systolic, metadata: [['Note', 'after coffee']] });
/** Far more than a batch holds. */
const others = Array.from({ length: 7000 }, (_, i) =>
  recordXml({ ...systolic, type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min', start: at + i }),
);
const manyOfOneSecond = Array.from({ length: 300 }, (_, i) =>
  recordXml({ ...systolic, value: `${200 + i}` }),
);

test.each([
  ['in one batch', [[alone, withNote]]],
  ['in one batch with hundreds between them', [[alone, ...manyOfOneSecond, withNote]]],
  ['over two batches', [[alone, ...others, withNote]]],
  ['over two files', [[alone], [withNote]]],
] as const)('metadata that only one of two equal records has is kept, %s', async (_, files) => {
  const pair = new Set([alone, withNote]);
  const swapped = (one: (typeof files)[number][number]) => (one === alone ? withNote : alone);
  const reversed = files.map((file) => file.map((one) => (pair.has(one) ? swapped(one) : one)));
  for (const order of [files, reversed]) {
    const scene = await openScene();
    for (const [index, elements] of order.entries())
      await scene.complete(
        writeExport(scene.dir, `${index}.xml`, elements, { exportAt: at + 86_400 + index }),
      );
    const texts = readJson(scene.dump(), 'record').map((row) => row[metadataColumn]);
    expect(texts.filter((text) => text !== null)).toEqual([expect.stringContaining('after coffee')]);
    scene.check();
  }
});
