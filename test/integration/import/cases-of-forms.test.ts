// Small exports that others reported as misread (units, dates, encodings, devices), with the values that the Health app has for them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDevice } from '../../../src/core/healthkit/device.ts';
import { readJson } from '../../support/dumped-rows.ts';
import { differences, type HistoryDump } from '../../support/history-dump.ts';
import { openScene } from '../../support/import-scene.ts';

const cases = join(import.meta.dirname, '../../fixtures/cases');
const fileOf = (name: string, file = 'a.xml') => join(cases, name, file);
/** Of stored records in order of time: start, key, printed value. */
const recordsOf = (dumped: HistoryDump) =>
  readJson(dumped, 'record')
    .map((row) => [row[1], row[4], row[6]] as const)
    .sort((a, b) => Number(a[0]) - Number(b[0]));
const counts = (added: number, known = 0) => ({ added, known, repeated: 0, skipped: 0 });

test('a reading in mg/dL and in every printed form of mmol/L is one', async () => {
  const scene = await openScene();
  const added: unknown[] = [];
  for (const file of ['a.xml', 'b.xml', 'c.xml'])
    added.push((await scene.complete(fileOf('04-molar-unit', file))).records);
  expect(added).toMatchObject([counts(1), counts(0, 1), counts(0, 1)]);
  expect(recordsOf(scene.dump())).toEqual([[expect.any(Number), 99, 99]]);
});

test('the same 41 samples under the units of another region are known', async () => {
  const scene = await openScene();
  expect((await scene.complete(fileOf('60-region-units'))).records).toMatchObject(counts(41));
  const before = scene.dump();
  expect((await scene.complete(fileOf('60-region-units', 'b.xml'))).records).toMatchObject(counts(0, 41));
  expect(differences(before, scene.dump())).toEqual([]);
  scene.check();
});

test('dates in every form that names an instant; three of nineteen do not, or are of a year that no sample has', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(fileOf('20-dates'));
  expect(receipt.records).toEqual({ read: 19, added: 16, known: 0, repeated: 0, skipped: 3 });
  expect(receipt.problems.map(({ code, count }) => [code, count])).toEqual([
    ['record.too_early', 2],
    ['record.after_export', 1],
    ['record.bad_date', 3],
  ]);
  const kept = readJson(scene.dump(), 'kept_element').map((row) => /value="(\d+)"/.exec(String(row[3]))?.[1]);
  expect(kept.sort()).toEqual(['67', '68', '69']);
  const six = Date.UTC(2025, 4, 10, 16) / 1000;
  const ofDay = recordsOf(scene.dump()).filter(([start]) => Math.abs(Number(start) - six) < 3600);
  expect(ofDay.map(([start, key]) => [(Number(start) - six) / 60, key])).toEqual([
    [0, 60],
    [0, 61],
    [1, 62],
    [2, 63],
    [3, 64],
    [4, 65],
    [5, 66],
    [9, 70],
    [10, 71],
    [11, 72],
  ]);
});

test('an export of a phone with a 12-hour clock', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(fileOf('21-ampm-only'));
  expect(receipt).toMatchObject({
    exportAt: Date.UTC(2025, 5, 30, 11) / 1000,
    offsetMinutes: 120,
    problems: [],
  });
  expect(recordsOf(scene.dump()).map(([start]) => Number(start) - Date.UTC(2025, 4, 10, 6) / 1000)).toEqual([
    0, 3600, 7200,
  ]);
});

test('the same instant under another offset is known', async () => {
  const scene = await openScene();
  await scene.complete(fileOf('57-offsets'));
  expect((await scene.complete(fileOf('57-offsets', 'b.xml'))).records).toMatchObject(counts(0, 1));
});

test.each(readdirSync(join(cases, '22-forms')))(
  'one record in %s, whatever its encoding and head',
  async (file) => {
    const scene = await openScene();
    const receipt = await scene.complete(join(cases, '22-forms', file));
    expect(receipt).toMatchObject({ records: counts(1), problems: [] });
    const [row] = readJson(scene.dump(), 'record');
    expect(row?.slice(0, 7)).toEqual([
      'HKQuantityTypeIdentifierHeartRate',
      Date.UTC(2025, 4, 10, 16) / 1000,
      0,
      file === 'latin1.xml' ? 'Téss iPhone' : 'Tess iPhone',
      60,
      'real',
      60,
    ]);
  },
);

test('values: decimal commas and spaces are read, what is no number is kept and named', async () => {
  const scene = await openScene();
  const receipt = await scene.importFile(fileOf('55-values'));
  scene.check();
  // Most of the heart rates here are none.
  expect(receipt).toMatchObject({ state: 'partial', code: 'import.mostly_skipped' });
  expect(receipt.problems).toEqual([
    { code: 'record.bad_value', count: 3, example: 'HKQuantityTypeIdentifierHeartRate: nan' },
  ]);
  const values = recordsOf(scene.dump()).map(([, key, value]) => [key, value]);
  expect(values).toEqual([
    [72_500, 72.5],
    [0.172, 0.172],
    [0.97, 0.97],
    ['nan', null],
    ['inf', null],
    [100, 100],
    ['', null],
    [expect.closeTo(73_028.37, 2), 11.5],
    [expect.closeTo(1.801368, 6), 5.91],
    [expect.closeTo(37, 9), 98.6],
    [41.2, 41.2],
    [61, 61],
    ['1,234', null],
  ]);
});

test('workouts in miles, kilojoules, yards, hours and seconds', async () => {
  const scene = await openScene();
  await scene.complete(fileOf('15-units'));
  const workouts = readJson(scene.dump(), 'workout').map((row) => row.slice(4, 7));
  expect(workouts.sort((a, b) => Number(a[1]) - Number(b[1]))).toEqual([
    [1800, expect.closeTo(914.4, 6), 300],
    [1800, expect.closeTo(4988.9664, 6), expect.closeTo(300, 6)],
  ]);
});

test('energy in kilojoules is 1,000 kcal, and days with a clock change have their own records', async () => {
  const scene = await openScene();
  await scene.complete(fileOf('25-kj'));
  const energy = recordsOf(scene.dump()).reduce((sum, [, key]) => sum + Number(key), 0);
  expect(energy).toBeCloseTo(1000, 6);
  const days = await openScene();
  await days.complete(fileOf('56-dst'));
  const starts = recordsOf(days.dump()).map(([start]) =>
    new Date(Number(start) * 1000).toISOString().slice(0, 16),
  );
  expect(starts).toEqual([
    '2018-02-18T01:30',
    '2018-02-18T02:30',
    '2018-02-18T03:30',
    '2018-11-04T02:30',
    '2018-11-04T03:10',
  ]);
});

test('devices with commas, brackets and colons in their names', async () => {
  const scene = await openScene();
  await scene.complete(fileOf('23-devices'));
  const devices = readJson(scene.dump(), 'record').map((row) => parseDevice(String(row[9])));
  expect(devices.map(({ name, hardware }) => [name, hardware]).sort()).toEqual([
    [undefined, undefined],
    ['<<odd>> name', 'iPhone14,5'],
    ['Belt', undefined],
    ['Galaxy Watch', undefined],
    ['One bracket', undefined],
    ['Pods S', undefined],
    ['Tess, the runner, model: x', 'Watch6,7'],
  ]);
});
