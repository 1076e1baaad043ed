import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openReader } from '../../src/core/db/open.ts';
import { parseNumber } from '../../src/core/healthkit/byte-values.ts';
import { parseDevice } from '../../src/core/healthkit/device.ts';
import { readElectrocardiogram } from '../../src/core/healthkit/sidecar/ecg.ts';
import { readHeaderRow } from '../../src/core/healthkit/sidecar/ecg-lines.ts';
import { readRoute } from '../../src/core/healthkit/sidecar/gpx.ts';
import type { Receipt } from '../../src/shared/domain/receipt.ts';
import { typeLabel } from '../../src/shared/domain/type-label.ts';
import { workoutName } from '../../src/shared/domain/workout-name.ts';
import { openImporter, type TestImporter, temporaryDir } from '../support/import-harness.ts';
import { writeZip, type ZipMember } from '../support/zip-writer.ts';
import { entryOf } from '../unit/core/healthkit/sidecar/entries.ts';

/**
 * Files made to harm. Whatever is in them, a run ends with a known code, keeps what stands around the harm and takes work
 * in step with the file's size. Quadratic work on these sizes takes many minutes, which the runner's limit ends; nothing
 * here asks how fast linear work is.
 */

const long = 4_000_000;
const dates = 'startDate="2024-03-01 10:00:00 +0000" endDate="2024-03-01 10:00:00 +0000"';
const steps = 'HKQuantityTypeIdentifierStepCount';
const good = `<Record type="${steps}" sourceName="Phone" unit="count" ${dates} value="7"/>\n`;

function recordWith({ type = steps, source = 'Phone', value = '1', more = '', inner = '' }): string {
  return `<Record type="${type}" sourceName="${source}" unit="count" ${dates} value="${value}"${more}>${inner}</Record>\n`;
}

/** The bad element stands between two good ones, which must arrive whatever it is. */
function exportOf(bad: string): string {
  const before = good.replace('value="7"', 'value="8"');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n<ExportDate value="2024-03-02 10:00:00 +0000"/>\n${before}${bad}${good}</HealthData>\n`;
}

let dir: { path: string; remove: () => void };
let importer: TestImporter;
let profile: string;

beforeEach(async () => {
  dir = temporaryDir();
  profile = join(dir.path, 'profile');
  importer = await openImporter(profile);
});

afterEach(async () => {
  await importer.close();
  dir.remove();
});

async function importMembers(members: readonly ZipMember[]): Promise<Receipt> {
  const path = join(dir.path, 'hostile.zip');
  writeFileSync(path, writeZip(members));
  return importer.importFile(path);
}

function importElement(bad: string, ...files: readonly ZipMember[]): Promise<Receipt> {
  return importMembers([{ name: 'apple_health_export/export.xml', data: exportOf(bad) }, ...files]);
}

function expectGoodKept(receipt: Receipt): void {
  expect(receipt).toMatchObject({ state: 'completed', code: null });
  const database = openReader(importer.database);
  const values = database
    .prepare<[], number>(
      "SELECT r.value FROM record r JOIN record_type t ON t.id = r.type WHERE t.name = 'HKQuantityTypeIdentifierStepCount' AND r.value IN (7, 8) ORDER BY 1",
    )
    .pluck()
    .all();
  database.close();
  expect(values).toEqual([7, 8]);
}

const codesOf = (receipt: Receipt) => receipt.problems.map(({ code }) => code);

const route = (point: string) =>
  `<?xml version="1.0"?><gpx version="1.1"><trk><trkseg><trkpt lat="1" lon="2">${point}</trkpt></trkseg></trk></gpx>`;
const digits = '1'.repeat(long);
const workout = (path: string) =>
  `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="1" durationUnit="min" sourceName="Phone" ${dates}><WorkoutRoute sourceName="Phone" ${dates}><FileReference path="${path}"/></WorkoutRoute></Workout>\n`;

test('a number is read in time linear in its length', () => {
  expect(parseNumber(`${digits}x`)).toBeNaN();
  expect(parseNumber(`${digits}.${digits}x`)).toBeNaN();
  expect(parseNumber(`.${digits}e1x`)).toBeNaN();
  expect(['1.', '.5', '-2e3', '+1.5E-2'].map(parseNumber)).toEqual([1, 0.5, -2000, 0.015]);
});

test('numbers of a million digits in a record, a summary and a device are remarks', async () => {
  const receipt = await importElement(
    recordWith({ value: `${'1'.repeat(900_000)}x` }) +
      `<ActivitySummary dateComponents="2024-03-01" activeEnergyBurned="${'1'.repeat(900_000)}x"/>\n` +
      recordWith({ value: '2', more: ` device="${', a'.repeat(300_000)}"` }),
  );
  expectGoodKept(receipt);
});

test.each([
  ['digits', `<ele>${digits}x</ele>`],
  ['spaces', `<ele>1${' '.repeat(long)}x</ele>`],
  ['a fraction of a second', `<time>2024-03-01T10:00:00.${digits}</time>`],
])('a route point with %s is kept without that figure', async (_, point) => {
  expect(await readRoute(entryOf(route(point)))).toMatchObject({
    pointCount: 1,
    unreadable: 1,
    isCut: false,
  });
});

test('the import goes on behind such a route', async () => {
  const receipt = await importElement(workout('/workout-routes/r.gpx'), {
    name: 'apple_health_export/workout-routes/r.gpx',
    data: route(`<ele>${digits}x</ele>`),
  });
  expectGoodKept(receipt);
  expect(codesOf(receipt)).toContain('route.bad_points');
});

test.each([
  ['quotes', `Name,"${'""'.repeat(1_500_000)}"`],
  ['an open quote', `Name,"${'a'.repeat(3_000_000)}`],
  ['a version', `Software Version,${'1.'.repeat(1_500_000)}x`],
  ['a rate', `Sample Rate,${'1'.repeat(3_000_000)} ${'h'.repeat(500_000)}!`],
])('an ECG whose header holds %s is read', async (_, line) => {
  const lines = [
    'Name,Sam',
    'Recorded Date,2024-03-01 10:11:12 -0500',
    'Classification,Sinus Rhythm',
    line,
    'Sample Rate,512 hertz',
    'Lead,Lead I',
    'Unit,µV',
    ...Array.from({ length: 600 }, (_number, i) => `${i}.5`),
  ];
  const ecg = await readElectrocardiogram(entryOf(lines.join('\n')));
  expect(ecg.samples).toHaveLength(600);
});

test('a header line longer than the stack of an expression is read', () => {
  const text = 'a""'.repeat(8_000_000);
  expect(readHeaderRow(`Name,"${text}"`).value).toHaveLength(16_000_000);
  expect(readHeaderRow(`Name,"${text}"x"`).value).toHaveLength(text.length + 4);
});

const deep = (name: string, levels: number) => `<${name}>`.repeat(levels) + `</${name}>`.repeat(levels);

test.each([
  ['unknown elements', deep('Strange', 200_000)],
  ['unknown elements in a record', recordWith({ value: '3', inner: deep('Strange', 100_000) })],
  ['records in a record', recordWith({ value: '3', inner: deep('Record', 100_000) })],
  [
    'audiograms',
    `<Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Phone" ${dates}>${deep('SensitivityPoint', 20_000)}</Audiogram>\n`,
  ],
  [
    'correlations',
    `<Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Phone" ${dates}>${deep('Correlation', 50_000)}</Correlation>\n`,
  ],
  [
    'workouts',
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Phone" ${dates}>${deep('WorkoutActivity', 50_000)}</Workout>\n`,
  ],
])('%s nested without end are cut, with a remark', async (_, bad) => {
  const receipt = await importElement(bad);
  expectGoodKept(receipt);
  expect(receipt.problems).toContainEqual(expect.objectContaining({ code: 'element.too_large', count: 1 }));
});

const strangeNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

test.each(strangeNames)('%s is a name like any other, wherever it stands', async (name) => {
  const receipt = await importElement(
    recordWith({
      type: name,
      source: name,
      value: name,
      more: ` device="${name}:${name}" ${name}="${name}"`,
    }) +
      recordWith({ type: `HKCategoryTypeIdentifier${name}`, value: name }) +
      recordWith({
        type: `HKQuantityTypeIdentifier${name}`,
        value: '5',
        inner: `<MetadataEntry key="${name}" value="${name}"/>`,
      }) +
      recordWith({
        type: 'HKCategoryTypeIdentifierSleepAnalysis',
        value: `HKCategoryValueSleepAnalysis${name}`,
      }) +
      `<${name} ${name}="${name}"/>\n` +
      `<ActivitySummary dateComponents="2024-03-01" ${name}="${name}"/>\n` +
      `<Audiogram type="${name}" sourceName="${name}" ${dates}><${name} ${name}="1"/><SensitivityPoint ${name}="1"/></Audiogram>\n` +
      `<Workout workoutActivityType="HKWorkoutActivityType${name}" duration="1" durationUnit="${name}" sourceName="${name}" ${dates}><WorkoutStatistics type="${name}" sum="1" unit="${name}"/></Workout>\n` +
      `<Me ${name}="${name}"/>\n`,
  );
  expectGoodKept(receipt);
  const read = new Map(receipt.types.map((one) => [one.type, one.read]));
  expect(read.get(name)).toBe(1);
  const database = openReader(importer.database);
  const sources = database.prepare<[], string>('SELECT name FROM source').pluck().all();
  const summary = database.prepare<[], string>('SELECT content FROM activity_summary').pluck().get();
  database.close();
  expect(sources).toContain(name);
  expect(summary).toContain(`"${name}":"${name}"`);
});

test.each(strangeNames)('%s is a name for the tables of labels and devices too', (name) => {
  expect(typeof typeLabel(name)).toBe('string');
  expect(typeof workoutName(`HKWorkoutActivityType${name}`)).toBe('string');
  expect(Object.entries(parseDevice(`${name}:x, model:Watch`))).toEqual([
    [name, 'x'],
    ['model', 'Watch'],
  ]);
});

test('sizes beyond 2^53 are stored as the largest that can be', async () => {
  const size = 2 ** 63;
  const receipt = await importElement(
    workout('/workout-routes/r.gpx'),
    {
      name: 'apple_health_export/workout-routes/r.gpx',
      data: route('<ele>1</ele><time>2024-03-01T10:00:00Z</time>'),
      zip64: true,
      declaredSize: size,
    },
    {
      name: 'apple_health_export/electrocardiograms/e.csv',
      data: [
        'Recorded Date,2024-03-01 10:11:12 -0500',
        'C,S',
        'R,512 hertz',
        'L,I',
        'U,µV',
        '1',
        '2',
        '3',
      ].join('\n'),
      zip64: true,
      declaredSize: size,
    },
  );
  expectGoodKept(receipt);
  expect(receipt.others).toMatchObject({ ecg: { added: 1 }, route: { added: 1 } });
});

test.each(['export.xml', 'workout-routes/r.gpx', 'electrocardiograms/e.csv', 'clinical-records/c.json'])(
  'a checksum that does not match is a remark that names %s, and all is kept',
  async (altered) => {
    const member = (name: string, data: string): ZipMember => ({
      name: `apple_health_export/${name}`,
      data,
      ...(name === altered && { crc: 1 }),
    });
    const clinical = `<ClinicalRecord type="Condition" identifier="1" sourceName="Clinic" sourceURL="u" fhirVersion="4.0.1" receivedDate="2024-03-01 10:00:00 +0000" resourceFilePath="/clinical-records/c.json"/>\n`;
    const receipt = await importMembers([
      member('export.xml', exportOf(clinical + workout('/workout-routes/r.gpx'))),
      member('workout-routes/r.gpx', route('<ele>1</ele><time>2024-03-01T10:00:00Z</time>')),
      member(
        'electrocardiograms/e.csv',
        ['Recorded Date,2024-03-01 10:11:12 -0500', 'C,S', 'R,512 hertz', 'L,I', 'U,µV', '1', '2'].join('\n'),
      ),
      member('clinical-records/c.json', '{"resourceType":"Condition"}'),
    ]);
    expectGoodKept(receipt);
    expect(receipt.problems).toEqual([{ code: 'entry.checksum', count: 1, example: altered }]);
    expect(receipt.others).toMatchObject({ ecg: { added: 1 }, route: { added: 1 }, clinical: { added: 1 } });
    expect(receipt.elements.RoutePoint).toBe(1);
  },
);
