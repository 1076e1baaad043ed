// Figures that are no numbers, beside records: each is named in the receipt and kept as printed (src/core/healthkit/README.md, "What an export prints").
import { expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { routeColumns } from '../../../src/core/healthkit/sidecar/route-columns.ts';
import { createHistory } from '../../../src/core/history/history.ts';
import { recordXml, summaryXml, workoutXml, writeExport, type XmlElement } from '../../support/health-xml.ts';
import { openScene } from '../../support/import-scene.ts';

const at = Date.UTC(2025, 4, 10, 8) / 1000;
const style = { exportAt: at + 86_400 };
const running = 'HKWorkoutActivityTypeRunning';
const walked = 'HKQuantityTypeIdentifierDistanceWalkingRunning';
const timed = (name: string, more: string): XmlElement => {
  return (print) => `<${name} startDate="${print(at)}" endDate="${print(at + 60)}" ${more}/>`;
};
const inAll =
  (...elements: readonly XmlElement[]): XmlElement =>
  (print) =>
    elements.map((element) => element(print)).join('');

/** Imports the elements in one file: the problems of its receipt, and a query's rows with parsed JSON. */
async function imported(elements: readonly XmlElement[], sql: string) {
  const scene = await openScene();
  const receipt = await scene.complete(writeExport(scene.dir, 'a.xml', elements, style));
  const reader = openReader(scene.database);
  const rows = reader.prepare<[], unknown[]>(sql).raw().all();
  reader.close();
  const read = (value: unknown) =>
    typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : value;
  return { problems: receipt.problems, rows: rows.map((row) => row.map(read)), database: scene.database };
}

test('of a workout, its statistics, events, activities and zones', async () => {
  const duration = workoutXml('Watch', at, () => '');
  const inner = inAll(
    timed('WorkoutStatistics', `type="${walked}" sum="12,345" average="nan" minimum="1,5" unit="km"`),
    (print) =>
      `<WorkoutEvent type="HKWorkoutEventTypeLap" date="${print(at)}" duration="1,234" durationUnit="s"/><WorkoutEvent type="HKWorkoutEventTypeLap" date="soon" duration="2" durationUnit="fortnight"/>`,
    (print) =>
      `<WorkoutActivity uuid="u" startDate="${print(at)}" endDate="late" duration="?" durationUnit="min"><WorkoutStatistics type="${walked}" sum="many"/></WorkoutActivity>`,
    () =>
      '<WorkoutZoneGroup type="Z" unit="count/min"><WorkoutZone minimum="low" maximum="90" duration="5" durationUnit="min"/></WorkoutZoneGroup>',
  );
  const changed: XmlElement = (print) =>
    workoutXml(
      'Watch',
      at,
      inner,
      ' totalDistance="5,125" totalDistanceUnit="km"',
    )(print).replace('duration="30"', 'duration="30,125"');
  const unit: XmlElement = (print) =>
    duration(print).replace('durationUnit="min"', 'durationUnit="fortnight"').replace('"Watch"', '"Other"');
  const { problems, rows } = await imported(
    [changed, unit],
    'SELECT duration, distance, metadata, statistics, events, activities, zones FROM workout ORDER BY id',
  );
  expect(problems).toEqual([
    { code: 'record.bad_value', count: 10, example: `${running} duration: 30,125 min` },
    {
      code: 'record.unknown_unit',
      count: 2,
      example: `${running} HKWorkoutEventTypeLap duration: 2 fortnight`,
    },
  ]);
  const [first, second] = rows;
  expect(first?.slice(0, 3)).toEqual([
    null,
    null,
    [
      ['@duration', '30,125'],
      ['@durationUnit', 'min'],
      ['@totalDistance', '5,125'],
      ['@totalDistanceUnit', 'km'],
      [`@${walked} average`, 'nan'],
      [`@${walked} sum`, '12,345'],
    ],
  ]);
  expect(first?.slice(3)).toMatchObject([
    [{ type: walked, sum: null, average: null, minimum: 1.5, unit: 'km' }],
    [
      {
        duration: null,
        metadata: [
          ['@duration', '1,234'],
          ['@durationUnit', 's'],
        ],
      },
      {
        at: 0,
        duration: null,
        metadata: [
          ['@date', 'soon'],
          ['@duration', '2'],
          ['@durationUnit', 'fortnight'],
        ],
      },
    ],
    [
      {
        end: null,
        duration: null,
        metadata: [
          ['@endDate', 'late'],
          ['@duration', '?'],
          ['@durationUnit', 'min'],
          [`@${walked} sum`, 'many'],
        ],
      },
    ],
    [{ zones: [{ minimum: null, maximum: 90, duration: 300, metadata: [['@minimum', 'low']] }] }],
  ]);
  expect(second?.slice(0, 3)).toEqual([
    null,
    null,
    [
      ['@duration', '30'],
      ['@durationUnit', 'fortnight'],
    ],
  ]);
});

test('of an activity day', async () => {
  const { problems, rows } = await imported(
    [summaryXml('2025-05-10', '512,125')],
    'SELECT content FROM activity_summary',
  );
  expect(problems).toEqual([
    { code: 'record.bad_value', count: 2, example: '2025-05-10 activeEnergyBurned: 512,125' },
  ]);
  expect(rows).toMatchObject([[{ activeEnergyBurned: '512,125', appleStandHours: 9 }]]);
});

test('of an audiogram and a prescription; a decimal comma is read', async () => {
  const audiogram: XmlElement = (print) =>
    `<Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="Ears" startDate="${print(at)}" endDate="${print(at)}"><SensitivityPoint frequencyValue="0,5" frequencyUnit="kHz" leftEarValue="12,5" leftEarUnit="dBHL"/><SensitivityPoint frequencyValue="1,000" frequencyUnit="Hz" leftEarValue="5" leftEarUnit="dBHL"/></Audiogram>\n`;
  const prescription: XmlElement = (print) =>
    `<VisionPrescription type="glasses" sourceName="Eyes" dateIssued="${print(at)}"><RightEye sphere="plano" sphereUnit="D" axis="90" axisUnit="deg"/></VisionPrescription>\n`;
  const { problems, rows, database } = await imported(
    [audiogram, prescription],
    'SELECT id, class, content FROM document ORDER BY id',
  );
  expect(problems).toEqual([
    { code: 'record.bad_value', count: 2, example: 'Audiogram frequencyValue: 1,000' },
  ]);
  expect(JSON.stringify(rows)).toMatch(/"1,000".*"plano"/);
  const reader = openReader(database);
  const detail = createHistory(reader).document({ table: 'document', id: Number(rows[0]?.[0]) });
  reader.close();
  expect(detail).toMatchObject({ points: [{ hertz: 500, left: { level: 12.5 } }] });
});

test('of a list of beats: the record keeps the others, and the text', async () => {
  const beats = `<HeartRateVariabilityMetadataList>${['61,5', 'nan', '٦٢'].map((bpm, index) => `<InstantaneousBeatsPerMinute bpm="${bpm}" time="8:00:0${index}"/>`).join('')}</HeartRateVariabilityMetadataList>`;
  const record = recordXml({
    type: 'HKQuantityTypeIdentifierHeartRateVariabilitySDNN',
    source: 'Watch',
    start: at,
    unit: 'ms',
    value: '40',
    metadata: [['a', 'b']],
  });
  const { problems, rows } = await imported(
    [(print) => record(print).replace('</Record>', `${beats}</Record>`)],
    'SELECT metadata, beats FROM record LEFT JOIN record_beats ON record_beats.record = record.id',
  );
  expect(problems).toEqual([{ code: 'beats.malformed', count: 1, example: 'nan 8:00:01' }]);
  expect(rows).toEqual([
    [
      [
        ['a', 'b'],
        ['@InstantaneousBeatsPerMinute', 'nan 8:00:01'],
      ],
      [
        [61.5, '8:00:00'],
        [62, '8:00:02'],
      ],
    ],
  ]);
});

const location =
  (minute: number, latitude: string, more = ''): XmlElement =>
  (print) =>
    `<Location date="${print(at + minute * 60)}" latitude="${latitude}" longitude="11.5"${more}/>`;
const routeXml = (points: readonly XmlElement[]): XmlElement =>
  workoutXml(
    'Watch',
    at,
    (print) =>
      `<WorkoutRoute sourceName="Watch" startDate="${print(at)}" endDate="${print(at + 300)}">${inAll(...points)(print)}</WorkoutRoute>`,
  );

test('a route inside the XML that is stored whole is not replaced by a damaged one', async () => {
  const scene = await openScene();
  const of = (latitudes: readonly string[]) => [
    routeXml(latitudes.map((one, minute) => location(minute, one))),
  ];
  const files = [of(['1', 'nan', '3']), of(['1', '2', '3']), of(['1', 'nan', '3', 'nan'])];
  const counts: unknown[] = [];
  for (const [index, elements] of files.entries()) {
    await scene.complete(
      writeExport(scene.dir, `${index}.xml`, elements, { exportAt: style.exportAt + index * 86_400 }),
    );
    const reader = openReader(scene.database);
    counts.push(reader.prepare<[], number>('SELECT point_count FROM route').pluck().all());
    reader.close();
  }
  expect(counts).toEqual([[2], [3], [3]]);
});

test('of a route inside the XML, by the rules of a GPX file', async () => {
  const points = ['48.1', 'nan', '95', '48,123', '48.2'].map((latitude, minute) =>
    location(minute, latitude, ` altitude="${minute === 4 ? 'high' : 'nan'}" speed="2,5"`),
  );
  const { problems, rows } = await imported([routeXml(points)], 'SELECT point_count, points FROM route');
  expect(problems).toEqual([
    { code: 'route.bad_points', count: 3, example: `${running} 2025-05-10 10:00:00 +0200` },
  ]);
  const [count, stored] = rows[0] as [number, Buffer];
  const columns = new Float64Array(new Uint8Array(stored).buffer);
  const column = (index: number) => [...columns.subarray(index * count, (index + 1) * count)];
  expect(column(routeColumns.latitude)).toEqual([48.1, 48.123, 48.2]);
  expect(column(routeColumns.time)).toEqual([at, at + 180, at + 240]);
  expect(column(routeColumns.elevation)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(column(routeColumns.speed)).toEqual([2.5, 2.5, 2.5]);
});

test('when a sample was saved: a record, a correlation, a workout and a clinical record keep their place without it', async () => {
  const saved =
    (element: XmlElement, text: string): XmlElement =>
    (print) =>
      element(print)
        .replace(/ creationDate="[^"]*"/, '')
        .replace(' startDate', ` creationDate="${text}" startDate`);
  const record = recordXml({
    type: walked,
    source: 'Phone',
    start: at,
    end: at + 60,
    value: '2',
    unit: 'km',
  });
  const meal: XmlElement = (print) =>
    `<Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Food" startDate="${print(at)}" endDate="${print(at)}"></Correlation>\n`;
  const clinical: XmlElement = () =>
    '<ClinicalRecord type="AllergyIntolerance" identifier="1" sourceName="Clinic" sourceURL="https://clinic.example" fhirVersion="4.0.1" receivedDate="last week"/>\n';
  const { problems, rows } = await imported(
    [saved(record, 'yesterday'), saved(workoutXml('Watch', at), 'today'), saved(meal, 'now'), clinical],
    `SELECT value_key, created, metadata FROM record UNION ALL SELECT duration, created, metadata FROM workout
     UNION ALL SELECT id, created, metadata FROM correlation UNION ALL SELECT identifier, received_at, NULL FROM clinical`,
  );
  expect(problems).toEqual([
    { code: 'record.bad_value', count: 4, example: `${walked} creationDate: yesterday` },
  ]);
  expect(rows).toEqual([
    [2000, null, [['@creationDate', 'yesterday']]],
    [1800, null, [['@creationDate', 'today']]],
    [1, null, [['@creationDate', 'now']]],
    ['1', null, null],
  ]);
});
