import { writeFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { writeZip, type ZipMember } from '../../support/zip-writer.ts';
import {
  all,
  clinical,
  clock,
  dates,
  deep,
  ecgHead,
  exportOf,
  gpx,
  type Member,
  many,
  noise,
  point,
  record,
  routeOf,
  run,
  top,
  workout,
  writeExport,
} from './documents.ts';

/**
 * The hostile files: each is a few kilobytes to a few megabytes that once took minutes or gigabytes, ended an import as `internal`, or
 * was made to. `scale` 1 is the size that is measured by hand (`npm run bench -- hostile`); a hundredth reaches the same code.
 */
export interface HostileFile {
  readonly name: string;
  /** What the run ends with: null when it is completed. */
  readonly code: ErrorCode | null;
  /** What the receipt must remark. */
  readonly remarks: readonly ErrorCode[];
  /** Whether the records around the harm must be there. */
  readonly isGoodKept: boolean;
  write(path: string, scale: number): Promise<void>;
}

type Text = Iterable<string>;

interface Made {
  readonly xml?: string | Text;
  readonly head?: string;
  readonly files?: Iterable<Member>;
  readonly encoding?: BufferEncoding;
}

const files: HostileFile[] = [];

/** One that is imported to its end: whatever its harm, the rest is read. `make` gives the body of its XML and what lies beside. */
function read(name: string, remarks: readonly ErrorCode[], make: (scale: number) => Made): void {
  files.push({
    name,
    code: null,
    remarks,
    isGoodKept: true,
    write: async (path, scale) => {
      const { xml = '', head, files: beside, encoding } = make(scale);
      await writeExport(path, exportOf(xml, head), beside, encoding);
    },
  });
}

/** One that is refused or read in part. */
function ended(
  name: string,
  code: ErrorCode,
  write: (path: string, scale: number) => Promise<void>,
  isGoodKept = false,
): void {
  files.push({ name, code, remarks: [], isGoodKept, write });
}

const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));
const zipped =
  (members: () => readonly ZipMember[], change: (zip: Buffer) => Buffer = (zip) => zip) =>
  (path: string) =>
    writeFile(path, change(writeZip(members())));
const xmlMember = (body = ''): ZipMember => ({
  name: `${top}/export.xml`,
  data: [...exportOf(body)].join(''),
});
const route = (index: number | string) => `workout-routes/r${index}.gpx`;
const strangeNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

// One tag, one element, one text.
for (const [name, open, close] of [
  [
    'attr15mb',
    '<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" note="',
    `" ${dates}/>\n`,
  ],
  ['attr15mb_unknown', '<Strange note="', '"/>\n'],
] as const) {
  read(name, ['element.too_large'], (scale) => ({
    xml: all(
      ...Array.from(many(times(20, scale), String), (i) =>
        all(open, noise(15_000_000, Number(i) + 1), close),
      ),
    ),
  }));
}
for (const [name, element] of [
  ['attrs_3m_record', 'Record'],
  ['attrs_3m_unknown', 'Strange'],
] as const) {
  read(name, ['element.too_large'], (scale) => ({
    xml: all(`<${element}`, run(' a=""', 5 * times(3_000_000, scale)), `/>\n`),
  }));
}
for (const [name, element, levels, attributes] of [
  ['nest20k', 'Strange', 20_000, ''],
  ['nest400k', 'Strange', 400_000, ''],
  ['nest1m', 'Strange', 1_000_000, ''],
] as const) {
  read(name, ['element.too_large'], (scale) => ({
    xml: all(`<Outer${attributes}>`, deep(element, times(levels, scale) + 100), '</Outer>\n'),
  }));
}
read('nest20k_audiogram', ['element.too_large'], (scale) => ({
  xml: all(
    `<Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Phone" ${dates}>`,
    deep('SensitivityPoint', times(20_000, scale) + 100),
    '</Audiogram>\n',
  ),
}));
read('nest100k_record', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="3" ${dates}>`,
    deep('Record', times(100_000, scale) + 100),
    '</Record>\n',
  ),
}));
read('nest_correlation', ['element.too_large'], (scale) => ({
  xml: all(
    `<Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Phone" ${dates}>`,
    deep('Correlation', times(200_000, scale) + 100),
    '</Correlation>\n',
  ),
}));
read('text1500mb', ['element.too_large'], (scale) => ({
  xml: all('<Strange>', noise(times(1_500_000_000, scale) + 33_000_000), '</Strange>\n'),
}));
read('kept_big_tree', ['element.too_large'], (scale) => ({
  xml: all(
    '<Strange>',
    many(times(1_000_000, scale) + 100_000, (i) => `<Inner a="${i}" b="${i * 7}" c="${i % 13}"/>`),
    '</Strange>\n',
  ),
}));
read('kept_200k', ['element.unknown'], (scale) => ({
  xml: many(times(200_000, scale), (i) => `<Strange a="${i}"/>\n`),
}));
read('metadata_5m', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="3" ${dates}>`,
    many(times(5_000_000, scale), (i) => `<MetadataEntry key="k${i % 1000}" value="v"/>`),
    '</Record>\n',
  ),
}));
read('metadata_wide', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" value="3" ${dates}>`,
    ...Array.from(many(times(300, scale) + 3, String), (i) =>
      all('<MetadataEntry key="k" value="', noise(1_000_000, Number(i) + 1), '"/>'),
    ),
    '</Record>\n',
  ),
}));
read('beats_3m', ['element.too_large'], (scale) => ({
  xml: all(
    `<Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" sourceName="Phone" value="3" ${dates}><HeartRateVariabilityMetadataList>`,
    many(
      times(3_000_000, scale) + 100_001,
      (i) => `<InstantaneousBeatsPerMinute bpm="${60 + (i % 40)}" time="10:00:0${i % 10}"/>`,
    ),
    '</HeartRateVariabilityMetadataList></Record>\n',
  ),
}));
for (const [name, character, remark, encoding] of [
  ['controls_50mb', '\u0001', 'text.control_character', 'utf8'],
  ['badutf8_50mb', '\u00ff', 'text.bad_utf8', 'latin1'],
] as const) {
  read(name, [remark, 'element.too_large'], (scale) => ({
    xml: all(
      '<Strange a="',
      run(character, 700_000),
      '">',
      run(character, times(50_000_000, scale)),
      '</Strange>\n<Strange a="',
      run(character, times(5_000_000, scale) + 1_100_000),
      '"/>\n',
    ),
    encoding,
  }));
}

// Names.
read('sources_1m', ['name.too_many'], (scale) => ({
  xml: many(times(1_000_000, scale) + 11_000, (i) => record({ source: `Source ${i}` })),
}));
for (const [name, count] of [
  ['types_200k', 200_000],
  ['types_1m', 1_000_000],
] as const) {
  read(name, ['name.too_many'], (scale) => ({
    xml: many(times(count, scale) + 11_000, (i) => record({ type: `HKQuantityTypeIdentifier${i}` })),
  }));
}
read('origins_500k', ['name.too_many'], (scale) => ({
  xml: many(times(500_000, scale) + 11_000, (i) =>
    record({
      start: i,
      more: ` sourceVersion="${i % 700}" device="&lt;&lt;HKDevice: 0x${i}&gt;, name:${i}&gt;"`,
    }),
  ),
}));
read('hashflood', ['name.too_many'], (scale) => ({
  // Digits are hashed as the number that they are: these have the last 17 bits in common.
  xml: many(times(1_000_000, scale) + 11_000, (i) =>
    record({ source: String((i * 131_072 + Math.floor(i / 32_768)) % 4_294_967_296) }),
  ),
}));
read('proto_values', [], () => ({
  xml: all(
    ...strangeNames.map((name) =>
      all(
        record({ type: 'HKCategoryTypeIdentifierSleepAnalysis', value: name }),
        record({ value: name, more: ` ${name}="${name}" device="${name}:${name}"` }),
        `<ActivitySummary dateComponents="2024-03-01" ${name}="${name}"/>\n`,
      ),
    ),
  ),
}));
read('proto_sources', [], () => ({
  xml: all(
    ...strangeNames.map((name) =>
      all(record({ type: name, source: name }), `<${name} ${name}="${name}"/>\n`, workout(`<${name}/>`)),
    ),
  ),
}));
read('combining_source', ['element.too_large'], (scale) => ({
  xml: many(times(40, scale) + 2, (i) => record({ source: `${i}${'\u0316\u0301'.repeat(100_000)}` })),
}));

// Expressions.
read('redos_value', ['record.bad_value'], () => ({ xml: record({ value: `${'1'.repeat(1000)}x` }) }));
read('redos_value_1m', ['element.too_large'], (scale) => ({
  xml: many(5, () => record({ value: `${'1'.repeat(times(1_000_000, scale) + 2000)}x` })),
}));
read('redos_gpx', ['route.malformed'], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(all('<trkpt lat="1" lon="2"><ele>', run('1', times(4_000_000, scale)), 'x</ele></trkpt>')),
    },
  ],
}));
read('redos_summary', [], (scale) => ({
  xml: `<ActivitySummary dateComponents="2024-03-01" activeEnergyBurned="${'1'.repeat(times(1_000_000, scale))}x"/>\n`,
}));
for (const [name, line] of [
  ['redos_ecg_header', (count: number) => `Name,"${'""'.repeat(count)}"`],
  ['redos_ecg_header2', (count: number) => `Name,"${'a""'.repeat(count)}"x"`],
] as const) {
  read(name, [], (scale) => ({
    files: [
      {
        name: 'electrocardiograms/e.csv',
        text: all(
          ecgHead(line(times(1_200_000, scale))),
          many(600, (i) => `${i}.5\n`),
        ),
      },
    ],
  }));
}

// Files beside the XML.
read('ecg32mb', ['ecg.malformed'], (scale) => ({
  files: [
    {
      name: 'electrocardiograms/e.csv',
      text: all(ecgHead(), run('1\n', times(32_000_000, scale) + 5_000_000)),
    },
  ],
}));
read('ecg_numbers', [], (scale) => ({
  files: [{ name: 'electrocardiograms/e.csv', text: all(ecgHead(), run('1\n', times(4_000_000, scale))) }],
}));
read('ecg_long_lines', ['ecg.malformed'], (scale) => ({
  files: [
    {
      name: 'electrocardiograms/e.csv',
      text: all(ecgHead(), '1\n2\n', run('1', times(3_000_000, scale)), 'x\n'),
    },
  ],
}));
read('ecg_many', [], (scale) => ({
  files: Array.from(many(times(2000, scale), String), (i) => ({
    name: `electrocardiograms/e${i}.csv`,
    text: all(ecgHead().replace('10:11:12', clock(Number(i)).slice(11, 19)), run('1\n', 2000)),
  })),
}));
for (const [name, text] of [
  ['fhir32mb_nest', (count: number) => all(run('[', count), run(']', count))],
  ['fhir32mb_objects', (count: number) => all('[', run('{},', 3 * count), '{}]')],
  ['fhir32mb_arrays', (count: number) => all('[', run('[1,2],', 6 * count), '1]')],
] as const) {
  read(name, ['clinical.malformed'], (scale) => ({
    xml: clinical(1, '/clinical-records/c.json'),
    files: [{ name: 'clinical-records/c.json', text: text(times(5_000_000, scale) + 1_100_000) }],
  }));
}
read('clinical_50k', [], (scale) => ({
  xml: many(times(50_000, scale), (i) => clinical(i, '/clinical-records/c.json')),
  files: [{ name: 'clinical-records/c.json', text: ['{"resourceType":"Condition"}'] }],
}));
read('clinical_amplify', ['file.too_many'], (scale) => ({
  xml: many(times(5000, scale) + 80, (i) => clinical(i, '/clinical-records/c.json')),
  files: [{ name: 'clinical-records/c.json', text: all('{"a":"', noise(1_000_000), '"}') }],
}));
read('one_route_many_workouts', ['file.too_many'], (scale) => ({
  xml: many(times(20_000, scale) + 200, (i) => workout(routeOf(`/${route(1)}`), i)),
  files: [{ name: route(1), text: gpx(many(10_000, point)) }],
}));
read('gpx400mb_noise', ['route.malformed'], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(all('<trkpt lat="1" lon="2"><ele>', noise(times(400_000_000, scale)), '</ele></trkpt>')),
    },
  ],
}));
read('gpx_name_noise', [], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: all('<gpx><trk><name>', noise(times(200_000_000, scale)), '</name></trk></gpx>'),
    },
  ],
}));
read('gpx_points_6m', ['route.malformed'], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(many(times(6_000_000, scale) + 500_000, (i) => `<trkpt lat="${i % 90}" lon="${i % 91}"/>`)),
    },
  ],
}));
read('gpx_deep', [], (scale) => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [
    {
      name: route(1),
      text: gpx(all('<extensions>', deep('a', times(1_000_000, scale)), '</extensions>', point(1))),
    },
  ],
}));
read('overlap_routes_big', ['route.malformed'], (scale) => ({
  xml: many(times(50, scale) + 1, (i) => workout(routeOf(`/${route(i)}`), i)),
  // Each is below what one entry may come to, all of them together are a bomb.
  files: Array.from(many(times(50, scale) + 1, String), (i) => ({
    name: route(i),
    text: gpx(run('<a><b c="d"/></a>', 48_000_000)),
  })),
}));
files.push({
  name: 'overlapping_entries',
  code: null,
  remarks: ['route.malformed'],
  isGoodKept: true,
  write: async (path, scale) => {
    const count = times(2000, scale) + 2;
    const routeText = [...gpx(many(20_000, point))].join('');
    const zip = writeZip([
      xmlMember([...many(count, (i) => workout(routeOf(`/${route(i)}`), i))].join('')),
      ...Array.from({ length: count }, (_, i) => ({
        name: `${top}/${route(i)}`,
        data: i === 0 ? routeText : '',
      })),
    ]);
    // Every record of the directory names the first one's data.
    const [, first, ...others] = recordsOf(zip);
    for (const at of others) zip.copy(zip, at + 42, (first as number) + 42, (first as number) + 46);
    await writeFile(path, zip);
  },
});
for (const [name, file, data] of [
  ['route_size_z64', route(1), [...gpx([point(1)])].join('')],
  ['ecg_size_z64', 'electrocardiograms/e.csv', `${ecgHead()}1\n2\n3\n`],
] as const) {
  files.push({
    name,
    code: null,
    remarks: [],
    isGoodKept: true,
    write: zipped(() => [
      xmlMember(workout(routeOf(`/${route(1)}`))),
      { name: `${top}/${file}`, data, zip64: true, declaredSize: 2 ** 63 },
    ]),
  });
}
read('reference_long', ['route.missing'], (scale) => ({
  xml: many(times(10, scale) + 2, (i) => workout(routeOf(`/${'a/'.repeat(400_000)}${i}`), i)),
}));
read('reference_parent', ['import.reference_outside'], () => ({
  xml: workout(routeOf('/../../../etc/passwd')) + clinical(1, '..\\..\\x'),
}));
read('reference_url', ['import.reference_outside'], () => ({ xml: workout(routeOf('file:///etc/passwd')) }));
read('route_no_xml', ['route.malformed'], () => ({
  xml: workout(routeOf(`/${route(1)}`)),
  files: [{ name: route(1), text: ['\u0000'.repeat(100_000)] }],
}));

// A day and a workout of many samples.
read('workouts_hr', [], (scale) => ({
  xml: all(
    many(times(5000, scale), (i) => workout('', i, 80_000 + i)),
    many(times(200_000, scale), (i) =>
      record({
        type: 'HKQuantityTypeIdentifierHeartRate',
        unit: 'count/min',
        start: (i * 7) % 86_400,
        value: String(60 + (i % 90)),
      }),
    ),
  ),
}));
read('steps_poison_big', [], (scale) => ({
  xml: all(
    many(times(40_000, scale), (i) =>
      record({ source: 'A', start: 2 * i, end: 2 * i + 1, value: String((i % 9) + 1) }),
    ),
    many(times(40_000, scale), (i) =>
      record({ source: 'B', start: i % 80_000, end: 300_000 + i, value: '3' }),
    ),
  ),
}));
read('steps_sources', [], (scale) => ({
  xml: many(times(200_000, scale), (i) =>
    record({ source: `S${i % 9000}`, start: (i * 13) % 86_000, end: ((i * 13) % 86_000) + 7 }),
  ),
}));
read('sleep_stages', [], (scale) => ({
  xml: all(
    many(times(60_000, scale), (i) =>
      record({
        type: 'HKCategoryTypeIdentifierSleepAnalysis',
        start: 2 * (i % 20_000),
        end: 2 * (i % 20_000) + 1,
        value: `HKCategoryValueSleepAnalysisAsleep${['Deep', 'REM', 'Core'][i % 3]}`,
      }),
    ),
    many(times(40_000, scale), (i) =>
      record({
        type: 'HKCategoryTypeIdentifierSleepAnalysis',
        start: i,
        end: i + 3,
        value: 'HKCategoryValueSleepAnalysisAsleepUnspecified',
      }),
    ),
  ),
}));
read('one_second', [], (scale) => ({
  xml: many(times(300_000, scale), (i) => record({ value: String(i) })),
}));
read('one_second_units', [], (scale) => ({
  xml: many(times(150_000, scale), (i) =>
    record({
      type: 'HKQuantityTypeIdentifierBodyMass',
      unit: i % 2 ? 'kg' : 'lb',
      value: String(70 + i / 1e6),
    }),
  ),
}));
read('mindful_second', [], (scale) => ({
  xml: many(times(100_000, scale), (i) =>
    record({ type: 'HKCategoryTypeIdentifierMindfulSession', end: 36_000 + i, value: '' }),
  ),
}));
read('water_second', [], (scale) => ({
  xml: many(times(100_000, scale), (i) =>
    record({ type: 'HKQuantityTypeIdentifierDietaryWater', unit: 'mL', value: String(i) }),
  ),
}));
read('sync_versions', [], (scale) => ({
  xml: many(times(60_000, scale), (i) =>
    record({
      value: String(i),
      inner: `<MetadataEntry key="HKMetadataKeySyncIdentifier" value="one"/><MetadataEntry key="HKMetadataKeySyncVersion" value="${i}"/>`,
    }),
  ),
}));
read('correlation_members', ['element.too_large'], (scale) => ({
  xml: all(
    `<Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Phone" ${dates}>`,
    many(times(200_000, scale) + 1001, (i) => record({ start: i })),
    '</Correlation>\n',
  ),
}));
read('correlations_incomplete', ['element.incomplete'], (scale) => ({
  xml: many(times(50_000, scale), (i) => `<Correlation type="x">${record({ start: i })}</Correlation>\n`),
}));
read('workouts_same', [], (scale) => ({ xml: many(times(50_000, scale), () => workout('')) }));
read('workout_events_400k', ['element.too_large'], (scale) => ({
  xml: all(
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Phone" ${dates}>`,
    many(
      times(400_000, scale) + 60_000,
      (i) =>
        `<WorkoutEvent type="HKWorkoutEventTypeLap" date="${clock(i)}" duration="1" durationUnit="min"/>`,
    ),
    '</Workout>\n',
  ),
}));
read('workout_locations_490k', [], (scale) => ({
  xml: all(
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Phone" ${dates}><WorkoutRoute sourceName="Phone" ${dates}>`,
    many(
      times(490_000, scale),
      (i) =>
        `<Location date="${clock(i)}" latitude="1.${i}" longitude="2.${i}" altitude="3" horizontalAccuracy="1" verticalAccuracy="1" course="1" speed="1"/>`,
    ),
    '</WorkoutRoute></Workout>\n',
  ),
}));
read('workout_locations_2m', ['element.too_large'], (scale) => ({
  xml: all(
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Phone" ${dates}><WorkoutRoute sourceName="Phone" ${dates}>`,
    many(times(2_000_000, scale) + 530_000, (i) => `<Location latitude="${i % 90}" longitude="2"/>`),
    '</WorkoutRoute></Workout>\n',
  ),
}));

// Dates and figures.
read('dates_bad', ['record.bad_date'], (scale) => ({
  xml: many(
    times(100_000, scale),
    (i) => `<Record type="T" sourceName="Phone" startDate="2024-99-${i}" endDate="x" value="1"/>\n`,
  ),
}));
read('dates_extreme', [], (scale) => ({
  xml: many(
    times(3000, scale),
    (i) =>
      `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" unit="count" startDate="${String(i * 3).padStart(4, '0')}-01-01 00:00:00 +1400" endDate="9999-12-31 23:59:60 -1459" value="1"/>\n`,
  ),
}));
read('durations', [], (scale) => ({
  xml: many(times(30_000, scale), (i) => record({ start: i * 60, end: i % 2 ? i * 60 + 9e6 : i * 60 - 9e6 })),
}));
read('values_extreme', [], () => ({
  xml: all(
    ...['1e308', '-1e308', '1e-320', 'NaN', 'Infinity', '0x10', '9'.repeat(300), '-0', ''].flatMap(
      (value, i) => [
        record({ value, start: i }),
        record({ value, start: i, type: 'HKQuantityTypeIdentifierActiveEnergyBurned', unit: 'kJ' }),
        record({ value, start: i, type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min' }),
      ],
    ),
    workout('', 0, 100).replace('duration="1"', 'duration="1e308"'),
  ),
}));
read('summaries_same', [], (scale) => ({
  xml: many(
    times(50_000, scale),
    (i) => `<ActivitySummary dateComponents="2024-03-01" appleExerciseTime="${i}"/>\n`,
  ),
}));
read('metadata_equal_records', [], (scale) => ({
  xml: many(times(100_000, scale), () => record({ inner: '<MetadataEntry key="a" value="b"/>' })),
}));

// The document itself.
read('comments_many', [], (scale) => ({ xml: run('<!---->\n', 8 * times(2_000_000, scale)) }));
read('comment_15mb', [], (scale) => ({ xml: all('<!--', run('- ', times(15_000_000, scale)), '-->\n') }));
read('cdata_many', ['element.too_large'], (scale) => ({
  xml: all(
    '<Strange>',
    run(`<![CDATA[${'x'.repeat(188)}]]>`, 200 * (times(100_000, scale) + 190_000)),
    '</Strange>\n',
  ),
}));
read('instructions_many', [], (scale) => ({ xml: run('<?a b?>', 7 * times(1_000_000, scale)) }));
read('blank_100mb', [], (scale) => ({
  xml: all(
    ...Array.from(
      many(times(100, scale), () => ''),
      () => all(run(' \n\t', 500_000), noise(0)),
    ),
  ),
}));
read('second_root', [], () => ({ xml: '', files: [] }));
read('doctype_900kb', [], () => ({
  head: `<?xml version="1.0"?>\n<!DOCTYPE HealthData [${'<!ELEMENT a (b)>'.repeat(55_000)}]>\n`,
}));
const withXml = (text: (scale: number) => Text) => (path: string, scale: number) =>
  writeExport(path, text(scale));
ended(
  'doctype_2mb',
  'import.no_health_data',
  withXml(() =>
    exportOf('', `<!DOCTYPE HealthData [${'<!ELEMENT a (b)>'.repeat(30_000)}${' '.repeat(2_000_000)}]>\n`),
  ),
);
ended(
  'entity',
  'import.entity_declaration',
  withXml(() => exportOf('', '<!DOCTYPE HealthData [<!ENTITY a "aaaa">]>\n')),
);
ended(
  'entity_parameter',
  'import.entity_declaration',
  withXml(() => exportOf('', '<!DOCTYPE HealthData [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]>\n')),
);
ended(
  'tag_17mb',
  'import.not_xml',
  withXml(() => exportOf(all('<Strange a="', noise(17_000_000), '"/>\n'))),
);
ended(
  'comment_17mb',
  'import.not_xml',
  withXml(() => exportOf(all('<!--', noise(17_000_000), '-->\n'))),
);
ended(
  'names_5000',
  'import.not_xml',
  withXml(() => exportOf(many(5000, (i) => `<n${i}/>`))),
);
ended(
  'attribute_names_5000',
  'import.not_xml',
  withXml(() =>
    exportOf(many(50, (i) => `<Strange${[...many(100, (k) => ` a${i * 100 + k}=""`)].join('')}/>`)),
  ),
);
ended(
  'name_1mb',
  'import.not_xml',
  withXml(() => exportOf(many(20, (i) => `<n${i}${'n'.repeat(1_000_000)}/>`))),
);
ended(
  'close_other',
  'import.not_xml',
  withXml(() => exportOf('<Strange></Other>')),
);
ended(
  'attribute_unquoted',
  'import.not_xml',
  withXml(() => exportOf('<Strange a=1/>')),
);
ended(
  'other_root',
  'import.no_health_data',
  withXml(() => ['<html><HealthDat/></html>']),
);
ended(
  'cut_in_tag',
  'import.truncated_xml',
  withXml((scale) =>
    all(
      exportOfOpen(),
      many(times(100_000, scale), (i) => record({ start: i })),
      '<Record type="',
    ),
  ),
);

function exportOfOpen(): string {
  return '<HealthData locale="en_US">\n<ExportDate value="2024-03-02 10:00:00 +0000"/>\n';
}

// The zip.
const bomb = () => deflateRawSync(Buffer.alloc(100_000_000, ' '));
ended(
  'bomb_xml',
  'import.bomb',
  zipped(() => [
    {
      name: `${top}/export.xml`,
      compressed: deflateRawSync(
        Buffer.concat([Buffer.from(exportOfOpen()), Buffer.alloc(100_000_000, ' ')]),
      ),
    },
  ]),
);
files.push({
  name: 'bomb_route',
  code: null,
  remarks: ['route.malformed'],
  isGoodKept: true,
  write: zipped(() => [
    xmlMember(workout(routeOf(`/${route(1)}`))),
    { name: `${top}/${route(1)}`, compressed: bomb() },
  ]),
});
ended('dir64mb_gpx', 'import.too_large', async (path, scale) => {
  const count = times(600_000, scale) + 100_001;
  await writeFile(
    path,
    writeZip(
      [
        xmlMember(),
        ...Array.from({ length: count }, (_, i) => ({ name: `${top}/${route(i)}`, store: true, data: '' })),
      ],
      { zip64End: true },
    ),
  );
});
ended(
  'directory_names_16mb',
  'import.too_large',
  zipped(() => [
    xmlMember(),
    ...Array.from({ length: 300 }, (_, i) => ({
      name: `${top}/${i}${'n'.repeat(60_000)}`,
      store: true,
      data: '',
    })),
  ]),
);
ended(
  'no_end',
  'import.truncated_archive',
  zipped(
    () => [xmlMember()],
    (zip) => zip.subarray(0, zip.length - 30),
  ),
);
ended(
  'no_entries',
  'import.empty_archive',
  zipped(() => []),
);
ended(
  'encrypted',
  'import.encrypted',
  zipped(() => [{ ...xmlMember(), flags: 1 }]),
);
ended(
  'dotdot',
  'import.unsafe_name',
  zipped(() => [xmlMember(), { name: '../../x', data: 'x' }]),
);
ended(
  'absolute',
  'import.unsafe_name',
  zipped(() => [xmlMember(), { name: '/etc/x', data: 'x' }]),
);
ended(
  'method_99',
  'import.unsupported_compression',
  zipped(() => [{ ...xmlMember(), method: 99 }]),
);
ended(
  'local_header_gone',
  'import.damaged_archive',
  zipped(() => [{ ...xmlMember(), localSignature: 0 }]),
);
ended('not_a_zip', 'import.not_a_zip', (path) => writeFile(path, Buffer.alloc(100_000, 'x')));
files.push({
  name: 'checksum_lies',
  code: null,
  remarks: ['entry.checksum'],
  isGoodKept: true,
  write: zipped(() => [{ ...xmlMember(), crc: 1 }]),
});
files.push({
  name: 'link',
  code: null,
  remarks: ['import.reference_outside'],
  isGoodKept: true,
  write: zipped(() => [
    xmlMember(workout(routeOf(`/${route(1)}`))),
    { name: `${top}/${route(1)}`, data: '/etc/passwd', unixMode: 0o120777 },
  ]),
});

/** Where the records of a zip's directory begin. */
function recordsOf(zip: Buffer): number[] {
  const offsets: number[] = [];
  const end = zip.length - 22;
  for (let at = zip.readUInt32LE(end + 16); at < end; ) {
    offsets.push(at);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return offsets;
}

export const hostileFiles: readonly HostileFile[] = files;
