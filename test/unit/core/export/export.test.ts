import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ExportedTable, exportedTable } from '../../../../src/core/export/export-rows.ts';
import { Exports, textOf } from '../../../../src/core/export/write-export.ts';
import { type ExportInput, exportRequestSchema } from '../../../../src/shared/contract/profiles.ts';
import { asFiled } from '../../../../src/shared/domain/display-units.ts';
import type { DocumentDate, DocumentRow } from '../../../../src/shared/domain/documents.ts';
import { exportFileName } from '../../../../src/shared/domain/export.ts';
import type { RecordRow } from '../../../../src/shared/domain/history.ts';
import { expectMode, scratchDir } from '../../data/scratch.ts';

const at = (text: string) => Date.parse(text) / 1000;
const record = (part: Partial<RecordRow>): RecordRow => ({
  id: 1,
  type: 'HKQuantityTypeIdentifierHeartRate',
  start: at('2025-03-30T00:59:00Z'),
  end: at('2025-03-30T01:01:00Z'),
  value: 61.5,
  text: null,
  unit: 'count/min',
  source: 'Watch, "old"',
  removed: null,
  ...part,
});
type Lists = Parameters<typeof exportedTable>[0];
const noLists: Lists = {
  recordsPage: () => ({ rows: [], next: null }),
  workoutsPage: () => ({ rows: [], next: null }),
  eventsPage: () => ({ rows: [], next: null }),
  bloodPressures: () => ({ rows: [], next: null }),
  documentsPage: () => ({ rows: [], next: null }),
  ecgPage: () => ({ rows: [], next: null }),
  beatsPage: () => ({ rows: [], next: null }),
};
const parsed = (request: ExportInput) => exportRequestSchema.parse(request);
const text = (table: ExportedTable, format: 'csv' | 'json') => [...textOf(table, format)].join('');

test('records are written with their unit in a column, times of the home zone over a change of clocks', () => {
  const rows = [
    record({}),
    record({ type: 'HKQuantityTypeIdentifierOxygenSaturation', value: 0.971, unit: '%', source: 'Watch' }),
    record({
      type: 'HKCategoryTypeIdentifierSleepAnalysis',
      value: null,
      text: 'HKCategoryValueSleepAnalysisAsleepREM',
      unit: null,
      source: 'Watch',
    }),
  ];
  const lists: Lists = { ...noLists, recordsPage: () => ({ rows, next: null }) };
  expect(text(exportedTable(lists, 'Europe/Berlin', parsed({ kind: 'records' })), 'csv')).toBe(
    [
      'start,end,type,name,value,unit,text,source',
      '2025-03-30T01:59:00+01:00,2025-03-30T03:01:00+02:00,HKQuantityTypeIdentifierHeartRate,Heart rate,61.5,bpm,,"Watch, ""old"""',
      '2025-03-30T01:59:00+01:00,2025-03-30T03:01:00+02:00,HKQuantityTypeIdentifierOxygenSaturation,Blood oxygen,97.1,%,,Watch',
      '2025-03-30T01:59:00+01:00,2025-03-30T03:01:00+02:00,HKCategoryTypeIdentifierSleepAnalysis,Sleep,,,REM sleep,Watch',
      '',
    ].join('\r\n'),
  );
  expect(text(exportedTable(lists, null, parsed({ kind: 'records' })), 'csv')).toContain(
    '2025-03-30T00:59:00Z,2025-03-30T01:01:00Z,',
  );
});

test('every page is asked for with the filters of the list, and none twice', () => {
  const asked: unknown[] = [];
  const lists: Lists = {
    ...noLists,
    recordsPage: (input) => {
      asked.push(input);
      const page = asked.length;
      return { rows: [record({ value: page })], next: page < 3 ? `after ${page}` : null };
    },
  };
  const request = parsed({ kind: 'records', type: 'T', source: 4, from: 10, to: 20, isRemoved: true });
  const read = [...exportedTable(lists, null, request).pages()].flat().map((cells) => cells[4]);
  expect(read).toEqual([1, 2, 3]);
  const filters = { type: 'T', source: 4, from: 10, to: 20, isRemoved: true, order: 'newest', limit: 500 };
  expect(asked).toEqual([
    { ...filters, cursor: undefined },
    { ...filters, cursor: 'after 1' },
    { ...filters, cursor: 'after 2' },
  ]);
});

test('workouts carry a unit for each figure, and none for what is not there', () => {
  const row = {
    id: 1,
    activity: 'HKWorkoutActivityTypeRunning',
    start: 0,
    end: 1800,
    duration: 1750.5,
    distance: 5012.25,
    energy: null,
    source: 'Watch',
    hasRoute: true,
    removed: null,
    twinOf: null,
    twins: [],
  };
  const lists: Lists = { ...noLists, workoutsPage: () => ({ rows: [row], next: null }) };
  const table = exportedTable(lists, 'Asia/Kolkata', parsed({ kind: 'workouts' }));
  expect(JSON.parse(text(table, 'json'))).toEqual([
    {
      start: '1970-01-01T05:30:00+05:30',
      end: '1970-01-01T06:00:00+05:30',
      activity: 'HKWorkoutActivityTypeRunning',
      name: 'Running',
      duration: 1750.5,
      duration_unit: 's',
      distance: 5012.25,
      distance_unit: 'm',
      energy: null,
      energy_unit: null,
      has_route: true,
      source: 'Watch',
      is_counted: true,
      same_workout_by: null,
    },
  ]);
  const twin = { id: 2, source: 'Strava' };
  const twins = [
    { ...row, twins: [twin, { id: 3, source: 'Phone' }] },
    { ...row, id: 2, source: 'Strava', twinOf: { id: 1, source: 'Watch' } },
  ];
  const both: Lists = { ...noLists, workoutsPage: () => ({ rows: twins, next: null }) };
  expect(JSON.parse(text(exportedTable(both, null, parsed({ kind: 'workouts' })), 'json'))).toMatchObject([
    { source: 'Watch', is_counted: true, same_workout_by: 'Strava; Phone' },
    { source: 'Strava', is_counted: false, same_workout_by: 'Watch' },
  ]);
});

test('values are in the units that the person reads, workouts and events too', () => {
  const units = { ...asFiled, mass: 'lb', distance: 'mi', energy: 'kJ', volume: 'fl_oz_us' } as const;
  const cells = (lists: Partial<Lists>, kind: 'records' | 'workouts' | 'events') =>
    JSON.parse(text(exportedTable({ ...noLists, ...lists }, null, parsed({ kind, units })), 'json'))[0];
  const weight = record({ type: 'HKQuantityTypeIdentifierBodyMass', value: 70, unit: 'kg' });
  expect(cells({ recordsPage: () => ({ rows: [weight], next: null }) }, 'records')).toMatchObject({
    value: 154.323583529,
    unit: 'lb',
  });
  const workout = {
    ...{ id: 1, activity: 'HKWorkoutActivityTypeRunning', start: 0, end: 1800, duration: 1750.5 },
    ...{ distance: 16_093.44, energy: 500, source: 'Watch', hasRoute: true, removed: null },
    ...{ twinOf: null, twins: [] },
  };
  expect(cells({ workoutsPage: () => ({ rows: [workout], next: null }) }, 'workouts')).toMatchObject({
    ...{ distance: 10, distance_unit: 'mi', energy: 2092, energy_unit: 'kJ', duration_unit: 's' },
  });
  const drink = {
    ...{ id: 1, category: 'water' as const, start: 0, end: null, isAllDay: false, day: '1970-01-01' },
    ...{ notes: '', properties: { 'Amount (ml)': { type: 'number' as const, value: 295.735295625 } } },
    ...{ figure: null, deliveries: [], records: 1 },
  };
  expect(cells({ eventsPage: () => ({ rows: [drink], next: null }) }, 'events')).toMatchObject({
    value: 10,
    unit: 'fl oz',
  });
});

test('events carry the figure that the list shows, its unit and what became of them', () => {
  const row = {
    id: 1,
    category: 'steps' as const,
    start: 0,
    end: null,
    isAllDay: true,
    day: '1970-01-01',
    notes: 'Auto-logged: 8,012 steps',
    properties: { 'Step Count': { type: 'number' as const, value: 8012 } },
    figure: null,
    deliveries: [
      {
        destination: 1,
        target: 'trendy' as const,
        host: 'h',
        state: 'delivered' as const,
        hold: null,
        mutation: 3,
        theirs: null,
      },
    ],
  };
  const lists: Lists = {
    ...noLists,
    eventsPage: () => ({ rows: [row, { ...row, figure: 8100 }], next: null }),
  };
  expect(text(exportedTable(lists, null, parsed({ kind: 'events' })), 'csv')).toBe(
    'day,start,end,all_day,category,value,unit,notes,deliveries\r\n' +
      '1970-01-01,1970-01-01T00:00:00Z,,true,steps,8012,steps,"8,012 steps",trendy: delivered\r\n' +
      '1970-01-01,1970-01-01T00:00:00Z,,true,steps,8100,steps,"8,012 steps",trendy: delivered\r\n',
  );
});

test('a table of the page is written as it is, short rows filled up', () => {
  const request = parsed({
    kind: 'table',
    title: 'Steps',
    columns: ['day', 'sum'],
    rows: [['2025-01-01', 3], ['x']],
  });
  expect(text(exportedTable(noLists, null, request), 'csv')).toBe('day,sum\r\n2025-01-01,3\r\nx,\r\n');
  expect(text(exportedTable(noLists, null, request), 'json')).toBe(
    '[\n{"day":"2025-01-01","sum":3},\n{"day":"x","sum":null}\n]\n',
  );
});

test('a list without rows is a header alone, and an empty array', () => {
  const table = exportedTable(noLists, null, parsed({ kind: 'events' }));
  expect(text(table, 'json')).toBe('[]\n');
  expect(text(table, 'csv')).toMatch(/^day,[a-z_,]+\r\n$/);
});

test('a file has its name only when it is whole; one that failed leaves nothing and keeps the former', async () => {
  const dir = scratchDir();
  const path = join(dir, 'rows.csv');
  writeFileSync(path, 'former');
  const exports = new Exports();
  const broken: ExportedTable = {
    columns: ['a'],
    *pages() {
      yield [[1]];
      throw new Error('the disk');
    },
  };
  await expect(exports.write(broken, 'csv', path)).rejects.toMatchObject({ code: 'internal' });
  expect(readFileSync(path, 'utf8')).toBe('former');
  expect(readdirSync(dir)).toEqual(['rows.csv']);

  const seen: boolean[] = [];
  const watched: ExportedTable = {
    columns: ['a'],
    *pages() {
      for (let page = 0; page < 100; page += 1) {
        seen.push(readFileSync(path, 'utf8') === 'former');
        yield Array.from({ length: 500 }, (_, row) => [page * 500 + row]);
      }
    },
  };
  const { bytes } = await exports.write(watched, 'csv', path);
  const written = readFileSync(path, 'utf8');
  expect(bytes).toBe(Buffer.byteLength(written));
  expect(written.split('\r\n')).toHaveLength(50_000 + 2);
  expect(seen).toEqual(Array.from({ length: 100 }, () => true));
  expectMode(path, '600');
});

test('the end of the program ends an export, which leaves nothing', async () => {
  const dir = scratchDir();
  const exports = new Exports();
  let closing: Promise<void> | null = null;
  const endless: ExportedTable = {
    columns: ['a'],
    *pages() {
      for (;;) {
        closing ??= exports.close();
        yield [[1]];
      }
    },
  };
  const path = join(dir, 'rows.csv');
  await expect(exports.write(endless, 'csv', path)).rejects.toMatchObject({ code: 'cancelled' });
  await closing;
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(dir)).toEqual([]);
});

test('a file is named after what is in it, in plain ASCII', () => {
  const day = new Date(2026, 2, 9, 12);
  expect(exportFileName({ kind: 'records', type: 'HKQuantityTypeIdentifierVO2Max' }, 'csv', day)).toBe(
    'health-relay-vo2-max-2026-03-09.csv',
  );
  expect(exportFileName({ kind: 'workouts' }, 'json', day)).toBe('health-relay-workouts-2026-03-09.json');
  expect(exportFileName({ kind: 'table', title: 'Größe "\r\n歩数"' }, 'csv', day)).toBe(
    'health-relay-gro-e-2026-03-09.csv',
  );
  expect(exportFileName({ kind: 'table', title: '歩数' }, 'csv', day)).toBe(
    'health-relay-table-2026-03-09.csv',
  );
});

test('blood pressures keep both sides, with a side that is missing empty', () => {
  const pair = { id: 1, start: 0, source: 'Cuff', systolic: 128, diastolic: null, unit: 'mmHg', record: 2 };
  const lists: Lists = { ...noLists, bloodPressures: () => ({ rows: [pair], next: null }) };
  const table = exportedTable(lists, 'Europe/Berlin', parsed({ kind: 'blood-pressures', from: 0, to: 10 }));
  expect(JSON.parse(text(table, 'json'))).toEqual([
    { time: '1970-01-01T01:00:00+01:00', systolic: 128, diastolic: null, unit: 'mmHg', source: 'Cuff' },
  ]);
});

test('the list of ECGs: the words of the file with Apple’s English name beside them, the heart rate that is ours', () => {
  const row = {
    ...{ id: 1, recordedAt: 86_400, seconds: 30, classification: 'Sinusrhythmus', symptoms: 'Schwindel' },
    ...{ heartRate: { mean: 115.5, records: 2 }, removed: null },
  };
  const bare = { ...row, classification: null, heartRate: null, symptoms: null, seconds: null };
  const asked: unknown[] = [];
  const lists: Lists = {
    ...noLists,
    ecgPage: (input) => {
      asked.push(input);
      return input.cursor === undefined ? { rows: [row], next: 'more' } : { rows: [bare], next: null };
    },
  };
  const written = (more: object) =>
    JSON.parse(text(exportedTable(lists, 'Europe/Berlin', parsed({ kind: 'ecgs', ...more })), 'json'));
  expect(written({})).toEqual([
    {
      ...{ recorded: '1970-01-02T01:00:00+01:00', classification: 'Sinusrhythmus' },
      ...{ classification_name: 'Sinus rhythm', heart_rate_bpm: 115.5, heart_rate_records: 2 },
      ...{ symptoms: 'Schwindel', length_s: 30 },
    },
    {
      ...{ recorded: '1970-01-02T01:00:00+01:00', classification: null, classification_name: null },
      ...{ heart_rate_bpm: null, heart_rate_records: null, symptoms: null, length_s: null },
    },
  ]);
  expect(written({ isRemoved: true })[0]).toHaveProperty('removed', null);
  expect(asked.at(-1)).toEqual({ isRemoved: true, cursor: 'more', limit: 500 });
});

test('the list of beat-to-beat series carries each variability with its number of beats', () => {
  const type = 'HKQuantityTypeIdentifierHeartRateVariabilitySDNN';
  const row = { ...record({ type, value: 41.5, unit: 'ms', source: 'Watch' }), beats: 4 };
  const lists: Lists = { ...noLists, beatsPage: () => ({ rows: [row], next: null }) };
  const table = exportedTable(lists, 'Europe/Berlin', parsed({ kind: 'beats' }));
  expect(JSON.parse(text(table, 'json'))).toEqual([
    {
      ...{ start: '2025-03-30T01:59:00+01:00', end: '2025-03-30T03:01:00+02:00', type },
      ...{ name: 'Heart rate variability', value: 41.5, unit: 'ms', beats: 4, source: 'Watch' },
    },
  ]);
});

describe('documents have the columns of their kind', () => {
  const common = { id: 1, start: 86_400, source: 'Clinic', removed: null };
  const written = (group: string, row: DocumentRow, more: object = {}) => {
    const lists: Lists = { ...noLists, documentsPage: () => ({ rows: [row], next: null }) };
    const request = parsed({ kind: 'documents', group, ...more });
    return JSON.parse(text(exportedTable(lists, 'Europe/Berlin', request), 'json'))[0];
  };

  test('a clinical record: its date as exact as it is, the reader’s words in English', () => {
    const row = (date: DocumentDate | null): DocumentRow => ({
      ...common,
      kind: 'clinical',
      date,
      name: 'Vaccine',
      value: [{ word: 'dose', number: '2' }],
      range: null,
      status: 'completed',
    });
    const group = 'clinical:HKClinicalTypeIdentifierImmunizationRecord';
    expect(written(group, row({ at: 86_400, precision: 'month' }))).toEqual({
      date: '1970-01',
      name: 'Vaccine',
      value: 'Dose 2',
      range: null,
      status: 'completed',
      source: 'Clinic',
    });
    expect(written(group, row({ at: 86_400, precision: 'year' }))).toMatchObject({ date: '1970' });
    expect(written(group, row({ at: 86_400, precision: 'day' }))).toMatchObject({ date: '1970-01-02' });
    expect(written(group, row({ at: 86_400, precision: 'time' }))).toMatchObject({
      date: '1970-01-02T01:00:00+01:00',
    });
    expect(written(group, row(null))).toMatchObject({ date: null });
  });

  test('audiograms and prescriptions', () => {
    expect(written('audiogram', { ...common, kind: 'audiogram', frequencies: 7 })).toEqual({
      time: '1970-01-02T01:00:00+01:00',
      frequencies: 7,
      source: 'Clinic',
    });
    const glasses = 'HKVisionPrescriptionTypeGlasses';
    const row: DocumentRow = { ...common, kind: 'vision', type: glasses, expiresAt: null };
    expect(written('vision', row)).toEqual({
      issued: '1970-01-02T01:00:00+01:00',
      type: glasses,
      expires: null,
      source: 'Clinic',
    });
  });

  test('records with what they carry, and what removed them where that is shown', () => {
    const row: DocumentRow = {
      ...record({
        type: 'HKCategoryTypeIdentifierHeadache',
        value: null,
        text: 'HKCategoryValueSeverityMild',
      }),
      kind: 'record',
      metadata: [['HKWasUserEntered', '1']],
      removed: 'gone',
    };
    const own = written('HKCategoryTypeIdentifierHeadache', row, { isRemoved: true });
    expect(own).toMatchObject({
      type: 'HKCategoryTypeIdentifierHeadache',
      name: 'Headache',
      text: 'Mild',
      metadata: 'HKWasUserEntered: 1',
      removed: 'gone',
    });
  });

  test('a correlation names its records with value and unit', () => {
    const group = 'HKCorrelationTypeIdentifierFood';
    const fat = record({ type: 'HKQuantityTypeIdentifierDietaryFatTotal', value: 12, unit: 'g' });
    const row: DocumentRow = {
      ...common,
      kind: 'correlation',
      type: group,
      end: 86_400,
      members: [fat, fat],
    };
    expect(written(group, row)).toMatchObject({ records: 'Total fat 12 g; Total fat 12 g' });
  });
});
