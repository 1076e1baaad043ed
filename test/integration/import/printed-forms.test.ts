// What a record may be printed as: units that are not known, renamed values, calendars, and what a run says that could read little of it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { readJson } from '../../support/dumped-rows.ts';
import type { XmlElement, XmlRecord } from '../../support/health-xml.ts';
import {
  correlationXml,
  recordXml,
  statisticXml,
  summaryXml,
  workoutXml,
  writeExport,
} from '../../support/health-xml.ts';
import { differences } from '../../support/history-dump.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { openScene } from '../../support/import-scene.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const at = Date.UTC(2025, 4, 10, 8) / 1000;
const style = { exportAt: at + 86_400 };
const steps = 'HKQuantityTypeIdentifierStepCount';

const record = (more: Partial<XmlRecord>): XmlRecord => ({
  type: steps,
  source: 'Phone',
  unit: 'count',
  start: at,
  value: '100',
  ...more,
});

test('a number in a unit that is not known is kept and named, and in no sum', async () => {
  const scene = await openScene();
  const water = (value: string, unit: string, start = at) =>
    record({ type: 'HKQuantityTypeIdentifierDietaryWater', value, unit, start });
  const energy = (value: string, unit: string, start = at) =>
    record({ type: 'HKQuantityTypeIdentifierActiveEnergyBurned', value, unit, start });
  const records = [
    water('250', 'mL'),
    water('3', 'gal_us'),
    water('3', 'gal_us'),
    water('3', 'gal_imp'),
    water('8', 'fl_oz_us', at + 60),
    water('2', 'kg', at + 120),
    energy('5', 'Wh'),
    energy('418.4', 'kJ', at + 60),
  ];
  const file = writeExport(scene.dir, 'units.xml', records.map(recordXml), style);
  const receipt = await scene.complete(file);
  expect(receipt.records).toEqual({ read: 8, added: 7, known: 0, repeated: 1, skipped: 0 });
  expect(receipt.problems).toEqual([
    { code: 'record.unknown_unit', count: 5, example: 'HKQuantityTypeIdentifierDietaryWater: 3 gal_us' },
  ]);
  const stored = scene.dump();
  const days = readJson(stored, 'record_day').map((row) => [row[0], row[3]]);
  expect(days).toEqual([
    ['HKQuantityTypeIdentifierActiveEnergyBurned', 2],
    ['HKQuantityTypeIdentifierDietaryWater', 5],
  ]);
  const odd = readJson(stored, 'record').filter((row) => typeof row[4] === 'string');
  expect(odd.map((row) => [row[4], row[6], row[7]]).sort()).toEqual([
    ['2 kg', 2, 'kg'],
    ['3 gal_imp', 3, 'gal_imp'],
    ['3 gal_us', 3, 'gal_us'],
    ['5 Wh', 5, 'Wh'],
  ]);
  // In another order they are known all the same.
  const again = writeExport(scene.dir, 'again.xml', records.reverse().map(recordXml), style);
  expect((await scene.complete(again)).records).toMatchObject({ added: 0, known: 7 });
  expect(differences(stored, scene.dump()).filter((line) => !line.includes('"copies"'))).toEqual([]);
  scene.check();
});

test('a number without a unit is kept and named, and in no figure; only what is counted needs none', async () => {
  const dir = scratchDir();
  const profile = await openImporter(join(dir, 'profile'), readHere);
  const plain = ({ unit: _, ...rest }: XmlRecord): XmlRecord => rest;
  const mass = (value: string, start: number) =>
    record({ type: 'HKQuantityTypeIdentifierBodyMass', unit: 'kg', value, start });
  const pressure = record({ type: 'HKQuantityTypeIdentifierBloodPressureSystolic', value: '120' });
  const distance = 'HKQuantityTypeIdentifierDistanceWalkingRunning';
  const unmarked =
    (element: XmlElement): XmlElement =>
    (print) =>
      element(print).replaceAll(/ (unit|activeEnergyBurnedUnit)=""/g, '');
  const elements = [
    recordXml(mass('70', at)),
    recordXml(plain(mass('71', at + 60))),
    recordXml(plain(record({}))),
    correlationXml('HKCorrelationTypeIdentifierBloodPressure', 'Cuff', at, [plain(pressure)]),
    unmarked(workoutXml('Watch', at, statisticXml(distance, at, '5', ''))),
    workoutXml('Watch', at + 7200, undefined, ' totalDistance="5" totalEnergyBurned="300"'),
    workoutXml('Watch', at + 14_400, statisticXml(distance, at, '5', 'km'), ' totalDistance="6"'),
    unmarked(summaryXml('2025-05-10', '400', '')),
    summaryXml('2025-05-11', '500'),
  ];
  const file = writeExport(dir, 'plain.xml', elements, style);
  const receipt = await profile.importFile(file);
  expect(receipt.records).toMatchObject({ added: 4, skipped: 0 });
  expect(receipt.problems).toEqual([
    // Two records, a statistic, two totals, energy and its goal.
    { code: 'record.unknown_unit', count: 7, example: 'HKQuantityTypeIdentifierBodyMass: 71' },
  ]);
  const { handlers, sync } = profile.program;
  await sync.service.whenDerived();
  const read = async (type: string) => {
    const answer = await handlers['history.figures']({ type, by: 'day', weekStart: 1 });
    return [answer.unit, answer.printedUnit, answer.figures.map(({ sum, mean }) => sum ?? mean)];
  };
  expect(await read('HKQuantityTypeIdentifierBodyMass')).toEqual(['g', 'kg', [70_000]]);
  expect(await read(steps)).toEqual(['count', null, [100]]);
  expect(await read('HKQuantityTypeIdentifierBloodPressureSystolic')).toEqual(['mmHg', null, []]);
  const { rows } = await handlers['history.workoutsPage']({ limit: 9 });
  expect(rows.map((workout) => [workout.distance, workout.energy])).toEqual([
    [5000, null],
    [null, null],
    [null, null],
  ]);
  const rings = await handlers['history.rings']({});
  expect(rings.days.map(({ day, move }) => [day, move])).toEqual([
    ['2025-05-10', { value: null, goal: null }],
    ['2025-05-11', { value: 500, goal: 500 }],
  ]);
  // The file again brings nothing new.
  const again = writeExport(dir, 'again.xml', elements.toReversed(), style);
  expect((await profile.importFile(again)).records).toMatchObject({ added: 0, known: 4 });
  await profile.close();
});

test('a sample under the name that Apple gave its value later is the same', async () => {
  const scene = await openScene();
  const pairs = [
    ['MenstrualFlow', 'MenstrualFlowMedium', 'VaginalBleedingMedium'],
    ['MenstrualFlow', 'MenstrualFlowNone', 'VaginalBleedingNone'],
    ['OvulationTestResult', 'OvulationTestResultPositive', 'OvulationTestResultLuteinizingHormoneSurge'],
    [
      'AudioExposureEvent',
      'AudioExposureEventLoudEnvironment',
      'EnvironmentalAudioExposureEventMomentaryLimit',
    ],
    ['SleepAnalysis', 'SleepAnalysisAsleep', 'SleepAnalysisAsleepUnspecified'],
  ] as const;
  const named = (which: 1 | 2) =>
    pairs.map((pair, i) => ({
      type: `HKCategoryTypeIdentifier${pair[0]}`,
      source: 'Phone',
      start: at + i * 60,
      value: `HKCategoryValue${pair[which]}`,
    }));
  const file = (name: string, which: 1 | 2) =>
    writeExport(scene.dir, name, named(which).map(recordXml), style);
  await scene.complete(file('earlier.xml', 1));
  const before = scene.dump();
  expect((await scene.complete(file('later.xml', 2))).records).toMatchObject({ added: 0, known: 5 });
  expect(differences(before, scene.dump())).toEqual([]);
});

/** The text of an export, its dates printed by `print`. */
function exportIn(print: (date: string) => string, body: string): string {
  const text = `<HealthData locale="th_TH"><ExportDate value="2025-06-30 12:00:00 +0700"/>${body}</HealthData>`;
  return text.replace(/\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d [+-]\d{4})?/g, print);
}
const dates = 'startDate="2025-05-10 08:00:00 +0700" endDate="2025-05-10 08:30:00 +0700"';
const body = `
 <Record type="${steps}" sourceName="Phone" unit="count" creationDate="2025-05-10 08:31:00 +0700" ${dates} value="100"/>
 <Correlation type="HKCorrelationTypeIdentifierFood" sourceName="App" ${dates}><Record type="HKQuantityTypeIdentifierDietaryWater" sourceName="App" unit="mL" ${dates} value="250"/></Correlation>
 <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" sourceName="Phone" ${dates}>
  <WorkoutEvent type="HKWorkoutEventTypeLap" date="2025-05-10 08:10:00 +0700" duration="1" durationUnit="min"/>
  <WorkoutRoute sourceName="Phone" ${dates}><Location date="2025-05-10 08:01:00 +0700" latitude="1" longitude="2"/><Location date="2025-05-10 08:02:00 +0700" latitude="1" longitude="2"/></WorkoutRoute>
  <Record type="HKQuantityTypeIdentifierWorkoutEffortScore" sourceName="Phone" unit="appleEffortScore" ${dates} value="6"/>
 </Workout>
 <StateOfMind kind="dailyMood" valence="0.4" sourceName="Health" ${dates}/>
 <ActivitySummary dateComponents="2025-05-10" activeEnergyBurned="400" activeEnergyBurnedUnit="kcal"/>
 <Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Phone" ${dates}/>`;

test.each([
  ['Buddhist', (date: string) => String(Number(date.slice(0, 4)) + 543) + date.slice(4)],
  ['Japanese', (date: string) => `000${Number(date.slice(0, 4)) - 2018}${date.slice(4)}`],
  ['of the Republic of China', (date: string) => `0${Number(date.slice(0, 4)) - 1911}${date.slice(4)}`],
])('an export whose calendar is %s is what it is in the Gregorian one', async (_, print) => {
  const scene = await openScene();
  const plain = join(scene.dir, 'plain.xml');
  writeFileSync(
    plain,
    exportIn((date) => date, body),
  );
  const { exportAt } = await scene.complete(plain);
  const before = scene.dump();
  const printed = join(scene.dir, 'printed.xml');
  writeFileSync(printed, exportIn(print, body));
  const receipt = await scene.complete(printed);
  expect(receipt).toMatchObject({ exportAt, records: { added: 0, known: 4 }, others: {} });
  expect(receipt.problems).toMatchObject([{ code: 'date.other_calendar', count: 1 }]);
  expect(differences(before, scene.dump())).toEqual([]);
});

test('an export in a calendar that is not read is refused in words, and nothing of it is kept', async () => {
  const scene = await openScene();
  const path = join(scene.dir, 'islamic.xml');
  writeFileSync(
    path,
    exportIn((date) => String(Number(date.slice(0, 4)) - 579) + date.slice(4), body),
  );
  expect(await scene.importFile(path)).toMatchObject({
    state: 'refused',
    code: 'import.other_calendar',
    details: { printed: '1446-06-30 12:00:00 +0700', kept: 0 },
  });
  expect(scene.dump()['record']).toEqual([]);
});

test('a file of which most of a kind was skipped is partial and says which, all of it or not', async () => {
  const scene = await openScene();
  const odd = recordXml(record({}))(() => '10 May 2025');
  const heart = record({ type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min', value: '60' });
  const nothing = writeExport(scene.dir, 'nothing.xml', [() => odd, () => odd], style);
  const whole = await scene.importFile(nothing);
  expect(whole).toMatchObject({
    state: 'partial',
    code: 'import.mostly_skipped',
    details: { kind: steps, skipped: 2, read: 2, kept: 0 },
    records: { read: 2, skipped: 2 },
    problems: [{ code: 'record.bad_date', count: 2 }],
  });
  const some = [recordXml(heart), () => odd];
  const partly = await scene.importFile(writeExport(scene.dir, 'partly.xml', some, style));
  expect(partly).toMatchObject({
    state: 'partial',
    code: 'import.mostly_skipped',
    details: { kind: steps, skipped: 1, read: 1, kept: 1 },
  });
  // Half is not most.
  const half = [recordXml(heart), recordXml(record({})), () => odd];
  expect(await scene.complete(writeExport(scene.dir, 'half.xml', half, style))).toMatchObject({
    records: { skipped: 1, added: 1, known: 1 },
  });
  // Elements other than records are kinds too.
  const workout = workoutXml('Watch', at);
  const torn = workoutXml('Watch', at + 7200)(() => 'never');
  const workouts = await scene.importFile(
    writeExport(scene.dir, 'workouts.xml', [workout, () => torn, () => torn], style),
  );
  expect(workouts).toMatchObject({ state: 'partial', details: { kind: 'Workout', skipped: 2, read: 3 } });
  scene.check();
});

test('what a newer file could mostly not read is not taken for deleted', async () => {
  const scene = await openScene();
  const heart = (start: number) =>
    record({ type: 'HKQuantityTypeIdentifierBodyMass', unit: 'kg', value: '70', start });
  const first = [at, at + 600, at + 1200].flatMap((start) => [record({ start }), heart(start)]);
  await scene.complete(writeExport(scene.dir, 'first.xml', first.map(recordXml), style));
  const odd = recordXml(record({ start: at + 600 }))(() => 'soon');
  const ends = [record({ start: at }), heart(at), heart(at + 1200)].map(recordXml);
  const newer = writeExport(scene.dir, 'newer.xml', [...ends, () => odd, () => odd], {
    exportAt: at + 90_000,
  });
  expect(await scene.importFile(newer)).toMatchObject({
    state: 'partial',
    removed: { gone: 1, superseded: 0 },
  });
  const left = readJson(scene.dump(), 'record').map((row) => [row[0], Number(row[1]) - at]);
  expect(left.filter(([type]) => type === steps)).toHaveLength(3);
  expect(left.filter(([type]) => type !== steps)).toEqual([
    ['HKQuantityTypeIdentifierBodyMass', 0],
    ['HKQuantityTypeIdentifierBodyMass', 1200],
  ]);
});

test('statistics of a workout in a unit that is not known are not its totals', async () => {
  const scene = await openScene();
  const energy = 'HKQuantityTypeIdentifierActiveEnergyBurned';
  const statistic = () => `<WorkoutStatistics type="${energy}" sum="5" unit="Wh"/>`;
  await scene.complete(writeExport(scene.dir, 'run.xml', [workoutXml('Watch', at, statistic)], style));
  expect(readJson(scene.dump(), 'workout')[0]?.[6]).toBeNull();
});

test('a correlation whose members stand in an unknown unit holds them', async () => {
  const scene = await openScene();
  const member = record({
    type: 'HKQuantityTypeIdentifierDietaryWater',
    unit: 'gal_us',
    value: '1',
    source: 'App',
  });
  const food = correlationXml('HKCorrelationTypeIdentifierFood', 'App', at, [member]);
  await scene.complete(writeExport(scene.dir, 'food.xml', [food], style));
  const reader = openReader(scene.database);
  const { members } = reader.prepare<[], { members: string }>('SELECT members FROM correlation').get() ?? {
    members: '',
  };
  reader.close();
  expect(JSON.parse(members)).toHaveLength(1);
});
