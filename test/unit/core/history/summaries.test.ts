import { describe, expect, test } from 'vitest';
import { trendOf } from '../../../../src/core/history/types.ts';
import { addSource, addType, type HistorySeed } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

const month = (year: number, m: number): number => Date.UTC(year, m - 1, 15) / 1000;

function fill({ database, addRecord }: HistorySeed): void {
  for (const name of ['Steps', 'HeartRate', 'Unused']) addType(database, name);
  for (const name of ['Watch', 'Phone', 'Folded']) addSource(database, name);
  const row = { duration: 0, valueKey: 1, value: 1, origin: 1 };
  addRecord({ ...row, type: 1, source: 1, start: month(2020, 1) });
  addRecord({ ...row, type: 2, source: 1, start: month(2019, 12) });
  addRecord({ ...row, type: 2, source: 1, start: month(2020, 2) });
  addRecord({ ...row, type: 2, source: 1, start: month(2020, 2) + 1 });
  addRecord({ ...row, type: 2, source: 2, start: month(2020, 1) });
  const insert = `INSERT INTO workout (activity, start, "end", source, origin, statistics, events, activities, run)`;
  database.exec(
    `${insert} VALUES ('Run', ${month(2018, 1)}, ${month(2018, 1) + 60}, 1, 1, '[]', '[]', '[]', 1)`,
  );
  database.exec(`INSERT INTO route (workout, file, point_count, run) VALUES (1, 'a', 7, 1), (1, 'b', 5, 1)`);
}

describe('summaries', () => {
  test('types: most records first, span, sources and trend; those without records are left out', () => {
    expect(historyFile(fill).types({})).toEqual([
      {
        type: 'HeartRate',
        count: 4,
        firstAt: month(2019, 12),
        lastAt: month(2020, 2) + 1,
        sources: 2,
        trend: [1, 1, 2],
      },
      { type: 'Steps', count: 1, firstAt: month(2020, 1), lastAt: month(2020, 1), sources: 1, trend: [1] },
    ]);
  });

  test('sources of all records and of one type', () => {
    const history = historyFile(fill);
    const watch = { id: 1, name: 'Watch', count: 4, firstAt: month(2019, 12), lastAt: month(2020, 2) + 1 };
    const phone = { id: 2, name: 'Phone', count: 1, firstAt: month(2020, 1), lastAt: month(2020, 1) };
    expect(history.sources({})).toEqual([watch, phone]);
    expect(history.sources({ type: 'HeartRate' })).toEqual([{ ...watch, count: 3 }, phone]);
    expect(history.sources({ type: 'Nothing' })).toEqual([]);
  });

  test('overview counts every class and spans records and workouts', () => {
    expect(historyFile(fill).overview({})).toEqual({
      records: 5,
      workouts: 1,
      correlations: 0,
      ecg: 0,
      summaries: 0,
      routes: 2,
      routePoints: 12,
      clinical: 0,
      documents: 0,
      types: 2,
      removedRecords: 0,
      removedWorkouts: 0,
      firstAt: month(2018, 1),
      lastAt: month(2020, 2) + 1,
    });
  });

  test('an empty history is empty everywhere', () => {
    const history = historyFile(() => {});
    expect(history.overview({})).toMatchObject({ records: 0, routePoints: 0, firstAt: null, lastAt: null });
    expect([history.types({}), history.sources({}), history.activities({})]).toEqual([[], [], []]);
    expect(history.workoutsPage({ limit: 10 })).toEqual({ rows: [], next: null });
  });
});

describe('trendOf', () => {
  test('keeps every record, in at most 24 spans, the first and the last used', () => {
    for (let length = 1; length < 700; length += 1) {
      const months = Array.from({ length }, (_, i) => ({ month: 500 + i, count: i + 1 }));
      const trend = trendOf(months);
      expect(trend).toHaveLength(Math.min(24, length));
      expect(trend.reduce((sum, n) => sum + n)).toBe((length * (length + 1)) / 2);
      expect(Math.min(...trend)).toBeGreaterThan(0);
    }
  });

  test('months without records are spans of none', () => {
    const months = [
      { month: -3, count: 4 },
      { month: 0, count: 1 },
    ];
    expect(trendOf(months)).toEqual([4, 0, 0, 1]);
    expect(trendOf([])).toEqual([]);
  });
});
