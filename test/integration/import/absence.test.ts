// What the absence of a stored row in a newer export says, and what it does not (src/core/import/README.md, "No longer in the Health app").
import { describe, expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { printWithOffset } from '../../generator/calendar.ts';
import { correlationXml, recordXml, type XmlElement, type XmlRecord } from '../../support/health-xml.ts';
import { day, type ExportFile, hour, importFiles, noon } from './imported-files.ts';

interface File extends Pick<ExportFile, 'exportAt' | 'elements'> {
  /** Text by the name of an ECG file. */
  readonly ecgs?: Readonly<Record<string, string>>;
}

const sample = (type: string, unit: string, start: number, more: Partial<XmlRecord> = {}): XmlElement =>
  recordXml({
    type: `HKQuantityTypeIdentifier${type}`,
    source: 'Band',
    start,
    end: start + 900,
    unit,
    value: '5',
    ...more,
  });
const steps = (start: number, more: Partial<XmlRecord> = {}) => sample('StepCount', 'count', start, more);
const weight = (start: number, more: Partial<XmlRecord> = {}) =>
  sample('BodyMass', 'kg', start, { end: start, ...more });

/** A whole ECG file; `count`: its samples. */
const ecg = (at: number, count = 4): string =>
  `Name,Tess\nRecorded Date,${printWithOffset(0)(at)}\nClassification,Sinus Rhythm\nSymptoms,\nSoftware Version,1.90\nDevice,"Watch6,7"\nSample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n${'7\n'.repeat(count)}`;

const clinical =
  (identifier: string, received: number | null): XmlElement =>
  (print) =>
    `<ClinicalRecord type="Condition" identifier="${identifier}" sourceName="Clinic" sourceURL="https://clinic.invalid" fhirVersion="4.0.1"${received === null ? '' : ` receivedDate="${print(received)}"`}/>\n`;

const tables = ['record', 'correlation', 'ecg', 'clinical'] as const;

/** Imports files in the given order, each a zip: how many rows count and are removed, by table, and of records by source and type. */
async function imported(files: readonly File[], undone?: number) {
  const besideOf = ({ ecgs = {} }: File) =>
    Object.entries(ecgs).map(([name, data]) => [`electrocardiograms/${name}.csv`, data] as const);
  const { importer, receipts } = await importFiles(
    files.map((file) => ({ ...file, beside: Object.fromEntries(besideOf(file)) })),
  );
  if (undone !== undefined) await importer.undoRemovals(receipts[undone]?.runId ?? 0);
  await importer.close();
  const reader = openReader(importer.database);
  const count = (table: string) => reader.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
  const rows = Object.fromEntries(tables.map((table) => [table, [count(table), count(`removed_${table}`)]]));
  const groups = reader
    .prepare<[], [string, number, number]>(
      `SELECT source.name || ' ' || replace(record_type.name, 'HKQuantityTypeIdentifier', ''), sum(stays), sum(1 - stays) FROM
       (SELECT type, source, 1 AS stays FROM record UNION ALL SELECT type, source, 0 FROM removed_record) row
       JOIN source ON source.id = row.source JOIN record_type ON record_type.id = row.type GROUP BY 1`,
    )
    .raw()
    .all();
  reader.close();
  return {
    rows,
    records: Object.fromEntries(groups.map(([name, stays, gone]) => [name, [stays, gone]])),
    receipts,
  };
}

const bothOrders = async (files: readonly File[]) => {
  const results = [await imported(files), await imported(files.toReversed())];
  return results.map(({ rows, records }) => ({ ...rows, ...records }));
};

/** Both orders say the same. */
const twice = <T>(one: T): [T, T] => [one, one];

describe('a stray sample', () => {
  const weeks = Array.from({ length: 20 }, (_, week) => noon - (week + 1) * 7 * day);
  // Of a phone that was set up anew: it begins after all that the older one held.
  const anew = [1, 2].map((days) => noon + days * day);
  const strays: Readonly<Record<string, (more: Partial<XmlRecord>) => XmlElement[]>> = {
    'ten years ago': (more) => [weight(noon - 3650 * day, more)],
    'twice long ago': (more) => [weight(noon - 3650 * day, more), weight(noon - 7300 * day, more)],
    'of another century': (more) => [steps(Date.UTC(1850, 0) / 1000, more)],
    'ends before it begins': (more) => [steps(noon - 120 * day, { ...more, end: noon - 121 * day })],
    'lasts for months': (more) => [steps(noon - 200 * day, { ...more, end: noon + day })],
    'ends long after the export': (more) => [weight(noon - 300 * day, { ...more, end: noon + 9000 * day })],
  };

  test('does not make what lies between look deleted', async () => {
    const of = (at: readonly number[], source: string) =>
      at.flatMap((start) => [steps(start, { source }), weight(start, { source })]);
    const names = Object.keys(strays);
    const old: File = { exportAt: noon, elements: names.flatMap((source) => of(weeks, source)) };
    const elements = Object.entries(strays).flatMap(([source, make]) => [
      ...of(anew, source),
      ...make({ source }),
    ]);
    const results = await bothOrders([old, { exportAt: noon + 4 * day, elements }]);
    const all = 2 * names.length * (weeks.length + anew.length) + names.length + 1;
    expect(results).toMatchObject(twice({ record: [all, 0] }));
  });

  test('after the export does not make the end of a file that was cut short look deleted', async () => {
    const old: File = { exportAt: noon, elements: weeks.map((at) => steps(at)) };
    const elements = [...weeks.slice(10).map((at) => steps(at)), steps(noon + 900 * day)];
    expect((await imported([old, { exportAt: noon + 4 * day, elements }])).rows).toMatchObject({
      record: [21, 0],
    });
  });

  test('one of a series with long gaps is gone where the file tells of as much time on both sides', async () => {
    const visits = Array.from({ length: 9 }, (_, index) => noon - index * 180 * day);
    const of = (source: string, missing?: number) =>
      visits.filter((_, index) => index !== missing).map((at) => weight(at, { source }));
    const all: File = { exportAt: noon + day, elements: [...of('Middle'), ...of('Edge')] };
    const without: File = { exportAt: noon + 2 * day, elements: [...of('Middle', 4), ...of('Edge', 1)] };
    const expected = { 'Middle BodyMass': [8, 1], 'Edge BodyMass': [9, 0] };
    expect(await bothOrders([all, without])).toMatchObject(twice(expected));
  });
});

describe('of entries by hand, years apart', () => {
  const year = 365 * day;
  const metadata = [['HKWasUserEntered', '1']] as const;
  const entered = (start: number, more: Partial<XmlRecord> = {}) => weight(start, { metadata, ...more });
  // All of them in the past, as exports are.
  const at = (years: number) => noon + (years - 10) * year;
  const file = (years: number, entries: readonly number[], more: Partial<XmlRecord> = {}): File => ({
    exportAt: at(years),
    elements: entries.map((one) => entered(at(one), more)),
  });
  const weights = async (files: readonly File[]) =>
    (await bothOrders(files)).map((counts) => counts['Band BodyMass']);

  test('one that a newer file lacks between two that both files hold is gone, and so are two', async () => {
    expect(await weights([file(2, [-3, -2, -1]), file(3, [-3, -1])])).toEqual(twice([2, 1]));
    expect(await weights([file(2, [-4, -3, -2, -1]), file(3, [-4, -1, 2.5])])).toEqual(twice([3, 2]));
  });

  test('so is one that a third file shows to be between them, whichever comes first', async () => {
    const files = [file(1, [-2]), file(2, [-3, -2, -1]), file(3, [-3, -1])] as const;
    const [alone, older, newer] = files;
    expect(await weights(files)).toEqual(twice([2, 1]));
    expect(await weights([alone, newer, older])).toEqual(twice([2, 1]));
    expect(await weights([older, newer, alone])).toEqual(twice([2, 1]));
  });

  test('it is back when a newer file holds it again', async () => {
    const files = [file(2, [-3, -2, -1]), file(3, [-3, -1]), file(4, [-3, -2, -1])];
    expect(await weights(files)).toEqual(twice([3, 0]));
  });

  test('none is gone where the file shares entries on one side only, or none', async () => {
    // A phone set up anew, with one entered for a day years ago; a file cut at its end, and one at its beginning.
    expect(await weights([file(0, [-4, -3, -2, -1]), file(2, [-10, 1])])).toEqual(twice([6, 0]));
    expect(await weights([file(0, [-4, -3, -2, -1]), file(2, [-4, 1])])).toEqual(twice([5, 0]));
    expect(await weights([file(0, [-4, -3, -2, -1]), file(2, [-10, -1])])).toEqual(twice([5, 0]));
  });

  test('what wasn’t entered by hand is judged by stretches alone', async () => {
    const more = { metadata: [] };
    expect(await weights([file(2, [-3, -2, -1], more), file(3, [-3, -1], more)])).toEqual(twice([3, 0]));
  });

  test('nothing is gone of a type of which the newer file has something unread', async () => {
    const newer = file(3, [-3, -1]);
    const unread: XmlElement = (print) => entered(at(0))(print).replace(/startDate="[^"]*"/, 'startDate="x"');
    const files = [file(2, [-3, -2, -1]), { ...newer, elements: [...newer.elements, unread] }];
    expect(await weights(files)).toEqual(twice([3, 0]));
  });
});

describe('what a newer export holds and cannot be read is not gone', () => {
  const times = [noon, noon + hour, noon + 2 * hour] as const;
  const types = [
    ['StepCount', 'count'],
    ['FlightsClimbed', 'count'],
    ['DistanceWalkingRunning', 'm'],
    ['DietaryWater', 'mL'],
    ['AppleExerciseTime', 'min'],
  ] as const;
  const row = (type: number, at: number, more: Partial<XmlRecord> = {}) => {
    const [name = 'StepCount', unit = 'count'] = types[type] ?? [];
    return sample(name, unit, at, more);
  };
  const old: File = {
    exportAt: noon + day,
    elements: types.flatMap((_, type) => times.map((at) => row(type, at))),
  };
  const around = types.flatMap((_, type) => [row(type, times[0]), row(type, times[2])]);
  const changed =
    (element: XmlElement, from: string | RegExp, to: string): XmlElement =>
    (print) =>
      element(print).replace(from, to);

  test('its date, its number, its unit; of other types, or elsewhere in time, nothing changes', async () => {
    const elements = [
      ...around,
      changed(row(0, times[1]), /startDate="[^"]*"/, 'startDate="soon"'),
      row(1, times[1], { value: 'five' }),
      row(2, times[1], { unit: 'furlong' }),
      row(3, times[1] + 1800, { value: 'five' }),
    ];
    expect(await bothOrders([old, { exportAt: noon + 2 * day, elements }])).toMatchObject(
      twice({
        'Band StepCount': [3, 0],
        'Band FlightsClimbed': [4, 0],
        'Band DistanceWalkingRunning': [4, 0],
        'Band DietaryWater': [3, 1],
        'Band AppleExerciseTime': [2, 1],
      }),
    );
  });

  test('its type: it may be any record', async () => {
    const elements = [...around, changed(row(0, times[1]), /type="[^"]*"/, '')];
    const { rows } = await imported([old, { exportAt: noon + 2 * day, elements }]);
    expect(rows).toMatchObject({ record: [15, 0] });
  });

  test('a correlation with such a record', async () => {
    const pressure = (at: number, unit = 'mmHg') => {
      const of = { source: 'Cuff', start: at, unit };
      return correlationXml('HKCorrelationTypeIdentifierBloodPressure', 'Cuff', at, [
        { ...of, type: 'HKQuantityTypeIdentifierBloodPressureSystolic', value: '120' },
        { ...of, type: 'HKQuantityTypeIdentifierBloodPressureDiastolic', value: '80', unit: 'mmHg' },
      ]);
    };
    const all: File = { exportAt: noon + day, elements: times.map((at) => pressure(at)) };
    const elements = times.map((at) => pressure(at, at === times[1] ? 'furlong' : 'mmHg'));
    const { rows } = await imported([all, { exportAt: noon + 2 * day, elements }]);
    expect(rows).toMatchObject({ correlation: [4, 0], record: [7, 0] });
  });
});

describe('ECGs and clinical records', () => {
  const at = [noon, noon + day, noon + 2 * day] as const;
  const files = { a: ecg(at[0]), b: ecg(at[1]), c: ecg(at[2]) };
  const records = [clinical('one', at[0]), clinical('two', at[1]), clinical('three', at[2])];
  const undated = clinical('undated', null);
  const all: File = { exportAt: noon + 3 * day, elements: [...records, undated], ecgs: files };
  const { a, c } = files;
  const without = (exportAt: number): File => ({
    exportAt,
    elements: records.toSpliced(1, 1),
    ecgs: { a, c },
  });
  const newer = without(noon + 4 * day);

  test('that the newer export does not hold between others are gone, one without a date is not', async () => {
    expect(await bothOrders([all, newer])).toMatchObject(twice({ ecg: [2, 1], clinical: [3, 1] }));
  });

  test('are back when they are met again', async () => {
    const { rows, receipts } = await imported([all, newer, { ...all, exportAt: noon + 5 * day }]);
    expect(rows).toMatchObject({ ecg: [3, 0], clinical: [4, 0] });
    expect(receipts.map(({ removed }) => [removed.gone, removed.returned])).toEqual([
      [0, 0],
      [2, 0],
      [0, 2],
    ]);
  });

  test('are back for good when the user takes the removals back', async () => {
    const { rows } = await imported([all, newer], 1);
    expect(rows).toMatchObject({ ecg: [3, 0], clinical: [4, 0] });
  });

  test('a record without a date does not make those before the others look deleted', async () => {
    const later: File = { exportAt: noon + 4 * day, elements: [undated, clinical('three', at[2])] };
    expect((await imported([{ ...all, ecgs: {} }, later])).rows).toMatchObject({ clinical: [4, 0] });
  });

  test('a file that cannot be read, or has fewer samples now, is not gone', async () => {
    const unreadable = { ...newer, ecgs: { a, b: 'no ECG\n', c } };
    const shorter = { ...newer, exportAt: noon + 5 * day, ecgs: { a, b: ecg(at[1], 3), c } };
    expect((await imported([all, unreadable, shorter])).rows).toMatchObject({ ecg: [4, 0] });
  });

  test('a clinical record that is not whole is not gone', async () => {
    const element: XmlElement = (print) => records[1]?.(print).replace(/identifier="[^"]*"/, '') ?? '';
    const damaged: File = { ...newer, elements: records.toSpliced(1, 1, element) };
    expect((await imported([all, damaged])).rows).toMatchObject({ clinical: [4, 0] });
  });
});

test('an export dated in the future counts as made when it was imported: the next one decides, and the receipt says so', async () => {
  const weeks = Array.from({ length: 20 }, (_, week) => steps(noon - (week + 1) * 7 * day));
  const now = Math.floor(Date.now() / 1000);
  const { rows, receipts } = await imported([
    { exportAt: now + 900 * day, elements: weeks },
    { exportAt: now + 12 * hour, elements: weeks.toSpliced(10, 1) },
  ]);
  expect(rows).toMatchObject({ record: [19, 1] });
  const [ahead, next] = receipts;
  expect(ahead?.problems).toEqual([{ code: 'date.ahead', count: 1, example: expect.any(String) }]);
  expect(Math.abs((ahead?.exportAt ?? 0) - now)).toBeLessThan(hour);
  expect(next).toMatchObject({ problems: [], exportAt: now + 12 * hour });
});
