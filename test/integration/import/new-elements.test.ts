// Files beside the XML, and what iOS 18, 26 and 27 added to it (src/core/healthkit/README.md, "Files beside the XML").
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../src/core/db/migrate.ts';
import { migrations } from '../../../src/core/db/migrations/index.ts';
import { openReader, openWriter } from '../../../src/core/db/open.ts';
import { createHistory } from '../../../src/core/history/history.ts';
import { EcgLines } from '../../../src/core/ndjson/ecg-lines.ts';
import { recordClassOf } from '../../../src/shared/domain/record-class.ts';
import { offByDefault } from '../../../src/shared/domain/sync.ts';
import { openImporter } from '../../support/import-harness.ts';
import { openScene } from '../../support/import-scene.ts';
import { writeZip } from '../../support/zip-writer.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const fixture = (name: string) => new URL(`../../fixtures/cases/${name}`, import.meta.url).pathname;

/** Rows of a query, each as a list. */
function rowsOf(database: string, sql: string): unknown[][] {
  const reader = openReader(database);
  const rows = reader.prepare<[], unknown[]>(sql).raw().all();
  reader.close();
  return rows;
}

const counts = (problems: readonly { code: string; count: number }[]) =>
  Object.fromEntries(problems.map(({ code, count }) => [code, count]));

test('a GPX keeps its good points whatever stands beside them (case 18)', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(fixture('18-gpx/a.zip'));
  const points = rowsOf(scene.database, 'SELECT file, point_count FROM route ORDER BY file');
  const names = points.map(([file, count]) => [String(file).replace('workout-routes/', ''), count]);
  expect(Object.fromEntries(names)).toEqual({
    'altcase.GPX': 5,
    'ampm.gpx': 3,
    'buddhist.gpx': 3,
    'comma.gpx': 3,
    'empty.gpx': 0,
    'emptyele.gpx': 5,
    'frac.gpx': 3,
    'nan.gpx': 5,
    'nanacc.gpx': 5,
    'nons.gpx': 5,
    'notime.gpx': 5,
    'onebadlat.gpx': 4,
    'plus.gpx': 5,
    'rtept.gpx': 0,
    'sci.gpx': 5,
    'trunc.gpx': 4,
    'zero.gpx': 0,
  });
  // One place beyond the pole, and three years of the Buddhist calendar.
  expect(counts(receipt.problems)).toEqual({ 'route.bad_points': 4, 'route.cut': 1, 'route.malformed': 1 });
  expect(rowsOf(scene.database, 'SELECT max("end") < 1800000000 FROM route')).toEqual([[1]]);

  const again = await scene.complete(renamed(scene.dir, '18-gpx/a.zip'));
  expect(again.others).toEqual({});
  expect(counts(again.problems)).toMatchObject({ 'route.cut': 1 });
  expect(rowsOf(scene.database, "SELECT count(*) FROM arrival WHERE class = 'route'")).toEqual([[16]]);
});

/** The same archive in other bytes, so that it is read again. */
function renamed(dir: string, name: string): string {
  const path = join(dir, 'again.zip');
  const bytes = readFileSync(fixture(name));
  writeFileSync(path, Buffer.concat([bytes, Buffer.from('\n')]));
  return path;
}

test('a route that was cut is completed by a later export, and not cut again by one in between', async () => {
  const scene = await openScene();
  const xml = readFileSync(fixture('18-gpx/../12-record-in-workout/a.xml'), 'utf8').replace(
    '<Record ',
    '<WorkoutRoute sourceName="W" startDate="2025-05-10 18:00:00 +0200" endDate="2025-05-10 18:40:00 +0200"><FileReference path="/workout-routes/r.gpx"/></WorkoutRoute><Record ',
  );
  const gpx = `<gpx><trk><trkseg>${'<trkpt lat="1" lon="2"/>'.repeat(9)}</trkseg></trk></gpx>`;
  const files = [gpx.slice(0, 80), gpx, gpx.slice(0, 60)];
  const found: unknown[] = [];
  for (const [index, data] of files.entries()) {
    const path = join(scene.dir, `${index}.zip`);
    // The sizes of all three are alike where it counts: what the directory says.
    const members = [
      { name: 'export.xml', data: xml.replace('2025-06-30', `2025-07-0${index + 1}`) },
      { name: 'workout-routes/r.gpx', data: data.padEnd(gpx.length, index === 1 ? '\n' : ' ') },
    ];
    writeFileSync(path, writeZip(members));
    await scene.complete(path);
    found.push(rowsOf(scene.database, 'SELECT point_count FROM route')[0]?.[0]);
  }
  expect(found).toEqual([2, 9, 9]);
});

test('routes are found whatever the form, case, spaces and colon of their names (case 19)', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(fixture('19-route-names/a.zip'));
  expect(receipt.problems).toEqual([]);
  expect(rowsOf(scene.database, 'SELECT count(*), min(point_count) > 0 FROM route')).toEqual([[4, 1]]);
});

test('the same route under a name in another form is the same route', async () => {
  const scene = await openScene();
  const xml = (name: string, day: number) =>
    readFileSync(fixture('12-record-in-workout/a.xml'), 'utf8')
      .replace('2025-06-30', `2025-07-0${day}`)
      .replace(
        '<Record ',
        `<WorkoutRoute sourceName="W" startDate="2025-05-10 18:00:00 +0200" endDate="2025-05-10 18:40:00 +0200"><FileReference path="/workout-routes/${name}"/></WorkoutRoute><Record `,
      );
  for (const [index, name] of ['route_6.00 PM.gpx', 'route_6.00\u202fpm.gpx'].entries()) {
    const path = join(scene.dir, `${index}.zip`);
    const gpx = '<gpx><trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>';
    writeFileSync(
      path,
      writeZip([
        { name: 'export.xml', data: xml(name, index + 1) },
        { name: `workout-routes/${name}`, data: gpx },
      ]),
    );
    await scene.complete(path);
  }
  expect(rowsOf(scene.database, 'SELECT count(*) FROM route')).toEqual([[1]]);
});

test('a record inside a workout is a record, and the workout is there (case 12)', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(fixture('12-record-in-workout/a.xml'));
  expect(receipt.records).toMatchObject({ read: 1, added: 1 });
  expect(receipt.problems).toEqual([]);
  expect(receipt.elements).toMatchObject({ Record: 1, Workout: 1, WorkoutStatistics: 1, unknown: 0 });
  const found = rowsOf(
    scene.database,
    'SELECT name, value, unit FROM record JOIN record_type t ON t.id = type JOIN origin o ON o.id = origin',
  );
  expect(found).toEqual([['HKQuantityTypeIdentifierEstimatedWorkoutEffortScore', 6, 'appleEffortScore']]);
  expect(rowsOf(scene.database, 'SELECT activity, energy FROM workout')).toEqual([
    ['HKWorkoutActivityTypeRunning', 400],
  ]);
  expect(rowsOf(scene.database, 'SELECT count(*) FROM kept_element')).toEqual([[0]]);
});

test('the same record inside a workout and beside it is one, which stands once; what it holds is read', async () => {
  const scene = await openScene();
  const source = readFileSync(fixture('12-record-in-workout/a.xml'), 'utf8');
  const record = /<Record [^>]*\/>/.exec(source)?.[0] ?? '';
  const withMore = `${record.slice(0, -2)}><MetadataEntry key="Line&#10;two" value="a &amp; b &lt;c&gt;"/><Future x="1"/></Record>`;
  const path = join(scene.dir, 'twins.xml');
  writeFileSync(path, source.replace(record, withMore).replace('</HealthData>', `${record}\n</HealthData>`));
  const receipt = await scene.complete(path);
  expect(receipt.records).toMatchObject({ read: 2, added: 1, repeated: 1 });
  expect(counts(receipt.problems)).toEqual({ 'element.unknown': 1 });
  expect(rowsOf(scene.database, 'SELECT copies, metadata FROM record')).toEqual([
    [1, JSON.stringify([['Line\ntwo', 'a & b <c>']])],
  ]);
});

test('a record inside a workout that cannot be read is skipped and kept, with the place said', async () => {
  const scene = await openScene();
  const source = readFileSync(fixture('12-record-in-workout/a.xml'), 'utf8');
  const path = join(scene.dir, 'bad.xml');
  writeFileSync(path, source.replace('startDate="2025-05-10 18:00:01 +0200"', 'startDate="some day"'));
  const receipt = await scene.importFile(path);
  expect(receipt).toMatchObject({ state: 'partial', code: 'import.mostly_skipped' });
  expect(receipt.records).toMatchObject({ read: 1, added: 0, skipped: 1 });
  expect(counts(receipt.problems)).toEqual({ 'record.bad_date': 1 });
  expect(rowsOf(scene.database, 'SELECT name, reason FROM kept_element')).toEqual([
    ['Record', 'record.bad_date'],
  ]);
});

test('each workout has its own zones (case 13), and a later export of them alone is nothing to send', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(fixture('13-zones/a.xml'));
  expect(receipt.problems).toEqual([]);
  const reader = openReader(scene.database);
  const history = createHistory(reader);
  const workouts = history.workoutsPage({ limit: 10 }).rows.map(({ id }) => history.workout({ id }));
  expect(workouts).toHaveLength(2);
  for (const { zones } of workouts) {
    expect(zones).toEqual([
      {
        type: 'HKQuantityTypeIdentifierHeartRate',
        unit: 'count/min',
        source: 'system',
        metadata: [],
        zones: [
          { minimum: null, maximum: 130, duration: 1230, metadata: [] },
          { minimum: 130, maximum: null, duration: 1170, metadata: [] },
        ],
      },
    ]);
  }
  reader.close();
  expect(rowsOf(scene.database, 'SELECT count(*) FROM kept_element')).toEqual([[0]]);

  const arrivals = () => rowsOf(scene.database, "SELECT count(*) FROM arrival WHERE class = 'workout'");
  const before = arrivals();
  const path = join(scene.dir, 'later.xml');
  const later = readFileSync(fixture('13-zones/a.xml'), 'utf8')
    .replace('2025-06-30', '2025-07-30')
    .replaceAll('duration="20.5"', 'duration="21.5"');
  writeFileSync(path, later);
  const second = await scene.complete(path);
  expect(second.others['workout']).toEqual({ added: 0, updated: 2 });
  expect(arrivals()).toEqual(before);
  expect(rowsOf(scene.database, "SELECT count(*) FROM workout WHERE zones LIKE '%1290%'")).toEqual([[2]]);
});

test('State of Mind, dose events and assessments stand in the history and go nowhere (case 33)', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(fixture('33-new-kinds/a.xml'));
  expect(receipt.problems).toEqual([]);
  expect(receipt.records).toMatchObject({ read: 8, added: 8 });
  expect(receipt.elements.unknown).toBe(0);
  const reader = openReader(scene.database);
  const history = createHistory(reader);
  const rows = (type: string) => history.recordsPage({ type, order: 'newest', limit: 10 }).rows;
  const mood = rows('HKDataTypeStateOfMind');
  expect(mood).toMatchObject([{ value: 0.4, source: 'Health', start: 1_746_900_000, end: 1_746_900_000 }]);
  expect(history.record({ id: mood[0]?.id ?? 0 }).metadata).toEqual([
    ['@kind', 'dailyMood'],
    ['@Label', 'calm'],
  ]);
  expect(rows('HKMedicationDoseEventTypeIdentifierMedicationDoseEvent')).toMatchObject([
    { value: null, text: 'Example: taken' },
  ]);
  expect(rows('HKScoredAssessmentTypeIdentifierGAD7')).toMatchObject([{ value: 4, unit: 'count' }]);
  for (const { type } of history.types({})) {
    // Hot flashes are an ordinary symptom; everything else of this file is sensitive.
    if (!type.endsWith('HotFlashes')) expect(offByDefault.has(recordClassOf(type)), type).toBe(true);
  }
  reader.close();
});

test('forms of these elements that nobody has seen lose nothing', async () => {
  const scene = await openScene();
  const path = join(scene.dir, 'forms.xml');
  const source = readFileSync(fixture('33-new-kinds/a.xml'), 'utf8');
  const at = 'startDate="2025-05-10 08:00:00 +0200"';
  const elements = [
    `<MedicationDoseEvent medicationName="A" logStatus="taken" doseQuantity="2" sourceName="Health" ${at}/>`,
    `<MedicationDoseEvent medicationName="B" logStatus="taken" sourceName="Health" ${at}/>`,
    `<PHQ9Assessment score="7" sourceName="Health" ${at}><Answer question="1">more than half</Answer></PHQ9Assessment>`,
    `<ScoredAssessment type="HKScoredAssessmentTypeIdentifierGAD7" score="3" sourceName="Health" ${at}/>`,
    '<StateOfMind valence="0.4" sourceName="Health"/>',
  ];
  writeFileSync(path, source.replace(/<StateOfMind[\s\S]*(?=<\/HealthData>)/, elements.join('\n')));
  const receipt = await scene.importFile(path);
  expect(receipt).toMatchObject({ state: 'partial', code: 'import.mostly_skipped' });
  expect(receipt.records).toMatchObject({ read: 5, added: 4, skipped: 1 });
  const found = rowsOf(
    scene.database,
    'SELECT name, value_key, metadata FROM record JOIN record_type t ON t.id = type ORDER BY record.id',
  );
  expect(found.sort()).toEqual(
    [
      [
        'HKMedicationDoseEventTypeIdentifierMedicationDoseEvent',
        'A: taken',
        JSON.stringify([['@doseQuantity', '2']]),
      ],
      ['HKMedicationDoseEventTypeIdentifierMedicationDoseEvent', 'B: taken', null],
      ['HKScoredAssessmentTypeIdentifierGAD7', 3, null],
      [
        'HKScoredAssessmentTypeIdentifierPHQ9',
        7,
        JSON.stringify([['@Answer', '<Answer question="1">more than half</Answer>']]),
      ],
    ].sort(),
  );
  expect(rowsOf(scene.database, 'SELECT name, reason FROM kept_element')).toEqual([
    ['StateOfMind', 'record.bad_date'],
  ]);
});

test('what an earlier version kept as XML is brought over, once, and what is still unknown stays', async () => {
  const profile = join(scratchDir(), 'profile');
  const importer = await openImporter(profile);
  await importer.importFile(fixture('13-zones/a.xml'));
  await importer.close();
  const database = importer.database;
  const kept = {
    StateOfMind: '<StateOfMind valence="0.4" sourceName="Health" startDate="2025-05-10 20:00:00 +0200"/>',
    Record:
      '<Record type="HKQuantityTypeIdentifierWorkoutEffortScore" sourceName="W" unit="appleEffortScore" startDate="2025-05-10 18:00:00 +0200" endDate="2025-05-10 18:40:00 +0200" value="7"/>',
    MedicationDoseEvent: '<MedicationDoseEvent medication="A" status="taken"/>',
    Future: '<Future a="1"/>',
  };
  beforeNewElements(database, kept);

  const next = await openImporter(profile);
  await next.importFile(fixture('12-record-in-workout/a.xml'), { isSamePerson: true });
  await next.close();
  expect(rowsOf(database, 'SELECT name FROM kept_element ORDER BY name')).toEqual([
    ['Future'],
    ['MedicationDoseEvent'],
  ]);
  expect(rowsOf(database, 'SELECT count(*) FROM kept_unread')).toEqual([[0]]);
  expect(
    rowsOf(
      database,
      'SELECT name, value, run FROM record JOIN record_type t ON t.id = type WHERE run = 1 ORDER BY name',
    ),
  ).toEqual([
    ['HKDataTypeStateOfMind', 0.4, 1],
    ['HKQuantityTypeIdentifierWorkoutEffortScore', 7, 1],
  ]);
  expect(rowsOf(database, 'SELECT sum(count) FROM record_summary')).toEqual([[3]]);
});

/** Puts a history back to the schema before zones, with elements kept as that version kept them. */
function beforeNewElements(database: string, kept: Readonly<Record<string, string>>): void {
  const writer = openWriter(database);
  writer.exec(`ALTER TABLE workout DROP COLUMN zones; ALTER TABLE removed_workout DROP COLUMN zones;
    DROP TABLE kept_unread; DROP TABLE removal_day;
    DROP TABLE figure_day; DROP TABLE figure_total; DROP TABLE figure_touched;
    CREATE TABLE sync_run (destination INTEGER); CREATE INDEX far_event_sample ON far_event (destination, sample_id);
    ALTER TABLE mutation DROP COLUMN day; ALTER TABLE record_day ADD COLUMN total REAL;
    ALTER TABLE record_day ADD COLUMN lowest REAL; ALTER TABLE record_day ADD COLUMN highest REAL;
    PRAGMA user_version = 9`);
  const insert = writer.prepare<[string, string, string]>(
    "INSERT INTO kept_element VALUES (?, ?, 'element.unknown', ?, 1)",
  );
  for (const [name, xml] of Object.entries(kept))
    insert.run(createHash('sha256').update(xml).digest('hex'), name, xml);
  writer.close();
}

const ecgHead = [
  'Name,A',
  'Recorded Date,2023-03-04 10:11:12 +0100',
  'Classification,Sinus Rhythm',
  'Sample Rate,512 hertz',
  'Lead,Lead I',
  'Unit,µV',
];

function ecgZip(path: string, samples: readonly string[], day: number): string {
  const xml = readFileSync(fixture('58-beats/a.xml'), 'utf8').replace('2025-06-30', `2025-07-0${day}`);
  const data = [...ecgHead, ...samples].join('\n');
  writeFileSync(
    path,
    writeZip([
      { name: 'export.xml', data: xml },
      { name: 'electrocardiograms/ecg_2023-03-04.csv', data },
    ]),
  );
  return path;
}

test('missing samples of an ECG are counted, keep their place, and are null in the line that is sent', async () => {
  const scene = await openScene();
  const receipt = await scene.complete(ecgZip(join(scene.dir, 'a.zip'), ['−1,5', '2,5', 'nan', '4'], 1));
  expect(counts(receipt.problems)['ecg.missing_samples']).toBe(1);
  expect(receipt.elements.Electrocardiogram).toBe(1);
  const reader = openReader(scene.database);
  const [line] = new EcgLines(reader).read({
    fromRow: 0,
    toRow: 100,
    fromAt: 0,
    toAt: 1e10,
  });
  expect(JSON.parse(line?.json ?? '{}')).toMatchObject({ sampleCount: 4, samples: [-1.5, 2.5, null, 4] });
  reader.close();
});

test('an ECG of which an earlier version read half of the samples is read again, as the same ECG', async () => {
  const scene = await openScene();
  const samples = ['−1,5', '2,5', '−3,5', '4'];
  await scene.complete(ecgZip(join(scene.dir, 'a.zip'), samples, 1));
  const writer = openWriter(scene.database);
  writer.exec('UPDATE ecg SET sample_count = 2, samples = zeroblob(8), size = NULL');
  writer.close();
  const receipt = await scene.complete(ecgZip(join(scene.dir, 'b.zip'), samples, 2));
  expect(receipt.others['ecg']).toEqual({ added: 0, updated: 1 });
  expect(rowsOf(scene.database, 'SELECT count(*), max(sample_count), length(samples) FROM ecg')).toEqual([
    [1, 4, 16],
  ]);
  const third = await scene.complete(ecgZip(join(scene.dir, 'c.zip'), samples, 3));
  expect(third.others).toEqual({});
});

test('an ECG stored without its missing samples is read again from the same file after the migration', async () => {
  const scene = await openScene();
  const file = ecgZip(join(scene.dir, 'a.zip'), ['−1,5', '2,5', '', '4'], 1);
  await scene.complete(file);
  const writer = openWriter(scene.database);
  writer.exec('UPDATE ecg SET sample_count = 3, samples = zeroblob(12); PRAGMA user_version = 16');
  await migrate(writer, join(scene.dir, 'backups'));
  writer.close();
  const receipt = await scene.complete(file);
  expect(receipt.others['ecg']).toEqual({ added: 0, updated: 1 });
  expect(rowsOf(scene.database, 'SELECT count(*), max(sample_count), length(samples) FROM ecg')).toEqual([
    [1, 4, 16],
  ]);
});

test('the migration asks for every ECG and every kept element of a known name once more', async () => {
  const dir = scratchDir();
  const writer = openWriter(join(dir, 'history.sqlite'));
  await migrate(
    writer,
    join(dir, 'backups'),
    migrations.filter(({ version }) => version <= 9),
  );
  writer.exec(`
    INSERT INTO ecg (recorded_at, sample_count, samples, file, size, run) VALUES (1, 1, x'00000000', 'a', 5, 1);
    INSERT INTO kept_element VALUES ('a', 'StateOfMind', 'element.unknown', '<StateOfMind/>', 1),
      ('b', 'Future', 'element.unknown', '<Future/>', 1)`);
  await migrate(writer, join(dir, 'backups'));
  expect(writer.prepare('SELECT size FROM ecg').get()).toEqual({ size: null });
  expect(writer.prepare('SELECT hash FROM kept_unread').all()).toEqual([{ hash: 'a' }]);
  writer.close();
});
