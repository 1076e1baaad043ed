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
