import { expect, test } from 'vitest';
import type { PressurePair } from '../../../../src/shared/domain/history.ts';
import { addSource, addType } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

const types = [
  'HKQuantityTypeIdentifierBloodPressureSystolic',
  'HKQuantityTypeIdentifierBloodPressureDiastolic',
  'HKCorrelationTypeIdentifierBloodPressure',
  'HKCorrelationTypeIdentifierFood',
];

/** Pairs at 100, 200 and 200; a food; a pair whose records are gone. */
function seeded() {
  return historyFile(({ database, addRecord }) => {
    for (const type of types) addType(database, type);
    addSource(database, 'Cuff');
    const put = database.prepare(
      'INSERT INTO correlation (type, start, "end", source, members, origin, run) VALUES (?, ?, ?, 1, ?, 1, 1)',
    );
    [
      [100, 121, 79],
      [200, 135, 88],
      [200, 134, 87],
    ].forEach(([start = 0, systolic = 0, diastolic = 0], index) => {
      const record = (type: number, value: number) =>
        addRecord({ type, start, duration: 0, source: 1, valueKey: value, value, origin: 1 });
      record(1, systolic);
      record(2, diastolic);
      put.run(3, start, start, JSON.stringify([2 * index + 1, 2 * index + 2]));
    });
    put.run(4, 150, 150, JSON.stringify([1]));
    put.run(3, 300, 300, JSON.stringify([901, 902]));
  });
}

const texts = (rows: readonly PressurePair[]) =>
  rows.map(({ start, systolic, diastolic, source }) => `${start} ${systolic}/${diastolic} ${source}`);

test('pairs have both sides, newest first; a pair without records, and what is no pair, is none', () => {
  const { rows, next } = seeded().bloodPressures({ limit: 10 });
  expect(texts(rows)).toEqual(['200 134/87 Cuff', '200 135/88 Cuff', '100 121/79 Cuff']);
  expect(next).toBeNull();
  expect(rows.map(({ record }) => record)).toEqual([5, 3, 1]);
});

test('a range and pages give each pair once', () => {
  const history = seeded();
  expect(texts(history.bloodPressures({ from: 100, to: 200, limit: 10 }).rows)).toEqual(['100 121/79 Cuff']);
  const found: PressurePair[] = [];
  let cursor: string | undefined;
  do {
    const page = history.bloodPressures({ cursor, limit: 1 });
    found.push(...page.rows);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(texts(found)).toEqual(texts(history.bloodPressures({ limit: 10 }).rows));
  expect(() => history.bloodPressures({ cursor: '1wn.1.1', limit: 1 })).toThrow(/request\.invalid/);
});

const [systolic, diastolic] = [1, 2];

/** A pair at 100; at 200 both values of one second from one source and a systolic from another; a second diastolic of that second; food of neither. */
function unpaired() {
  return historyFile(({ database, addRecord }) => {
    for (const type of types) addType(database, type);
    for (const source of ['Cuff', 'App']) addSource(database, source);
    const record = (type: number, start: number, source: number, value: number) =>
      addRecord({ type, start, duration: 0, source, valueKey: value, value, origin: 1 });
    record(systolic, 100, 1, 121);
    record(diastolic, 100, 1, 79);
    record(systolic, 200, 1, 130);
    record(diastolic, 200, 1, 85);
    record(diastolic, 200, 1, 86);
    record(systolic, 200, 2, 131);
    record(diastolic, 5_000_000, 2, 90);
    database
      .prepare(
        'INSERT INTO correlation (type, start, "end", source, members, origin, run) VALUES (3, 100, 100, 1, ?, 1, 1)',
      )
      .run('[1,2]');
  });
}

test('a value without the other is a reading of its own; two of one second and source are one', () => {
  const history = unpaired();
  const all = [
    '5000000 null/90 App',
    '200 131/null App',
    '200 null/86 Cuff',
    '200 130/85 Cuff',
    '100 121/79 Cuff',
  ];
  const rows = texts(history.bloodPressures({ limit: 10 }).rows);
  expect(rows.toSorted()).toEqual(all.toSorted());
  expect([rows[0], rows.at(-1)]).toEqual([all[0], all.at(-1)]);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = history.bloodPressures({ cursor, limit: 2 });
    found.push(...texts(page.rows));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(found).toEqual(rows);
});

test('the summary counts what the list has, as one type', () => {
  expect(unpaired().pressureSummary({})).toEqual({
    type: 'HKCorrelationTypeIdentifierBloodPressure',
    count: 5,
    firstAt: 100,
    lastAt: 5_000_000,
    sources: 2,
    // January and February 1970.
    trend: [4, 1],
  });
  // The pair whose records are gone is none.
  expect(seeded().pressureSummary({})?.count).toBe(3);
  expect(historyFile(() => undefined).pressureSummary({})).toBeNull();
});

test('records and sources of blood pressure are those of both types', () => {
  const history = unpaired();
  const type = 'HKCorrelationTypeIdentifierBloodPressure';
  const { rows, next } = history.recordsPage({ type, order: 'newest', limit: 3 });
  expect(rows.map(({ start, value }) => [start, value])).toEqual([
    [5_000_000, 90],
    [200, 131],
    [200, 86],
  ]);
  const rest = history.recordsPage({ type, order: 'newest', limit: 10, cursor: next ?? '' }).rows;
  expect(rest.map(({ value }) => value)).toEqual([85, 130, 79, 121]);
  expect(history.sources({ type }).map(({ name, count }) => [name, count])).toEqual([
    ['Cuff', 5],
    ['App', 2],
  ]);
  expect(history.recordCount({ type })).toEqual({ count: 7, from: null, to: null });
  expect(history.recordCount({ type: types[0] ?? '' }).count).toBe(3);
  expect(history.recordCount({ type, from: '1970-02-01', to: '1970-03-31' }).count).toBe(1);
  expect(history.recordCount({ type: 'unknown' }).count).toBe(0);
});
