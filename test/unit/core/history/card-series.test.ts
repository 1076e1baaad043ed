import { describe, expect, test } from 'vitest';
import { movedOf, percentileOf, seriesOf, usualOf } from '../../../../src/core/history/card-series.ts';
import { plusDays } from '../../../../src/shared/time.ts';

describe('percentiles, worked out by hand', () => {
  test.each([
    [[5], 0.1, 5],
    [[1, 2], 0.5, 1.5],
    // (11 - 1) × 0.1 = 1: the second of eleven.
    [[0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 0.1, 10],
    [[0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 0.9, 90],
    // (4 - 1) × 0.9 = 2.7: seven tenths of the way from 3 to 10.
    [[1, 2, 3, 10], 0.9, 7.9],
    [[1, 2, 3, 10], 0, 1],
    [[1, 2, 3, 10], 1, 10],
  ] as const)('of %j at %d', (sorted, share, expected) => {
    expect(percentileOf(sorted, share)).toBeCloseTo(expected, 12);
  });

  test('the usual range needs seven days, in any order', () => {
    expect(usualOf([9, 1, 5, 3, 7, 2])).toBeNull();
    // Sorted 1 2 3 5 7 9 9: places 0.6 and 5.4.
    expect(usualOf([9, 1, 5, 3, 7, 2, 9])).toEqual({ low: 1.6, high: 9, days: 7 });
  });
});

describe('whether it moved', () => {
  test('by more than twice the standard error of the difference', () => {
    // Variance 1 each, of three: an error of sqrt(1/3 + 1/3) = 0.8165, twice that 1.633.
    expect(movedOf([10, 11, 12], [8.3, 9.3, 10.3])).toBe('up');
    expect(movedOf([8.3, 9.3, 10.3], [10, 11, 12])).toBe('down');
    expect(movedOf([10, 11, 12], [8.4, 9.4, 10.4])).toBe('same');
  });

  test('equal values moved by any difference, and not by none', () => {
    expect(movedOf([5, 5, 5], [4, 4, 4])).toBe('up');
    expect(movedOf([0.1 + 0.2, 0.3, 0.3], [0.3, 0.3, 0.3])).toBe('same');
  });

  test('is not told of fewer than three days or weeks', () => {
    expect(movedOf([1, 2], [5, 6, 7])).toBeNull();
    expect(movedOf([1, 2, 3], [])).toBeNull();
  });
});

const newest = '2026-03-31';
const until = '2026-03-30';
/** `values` of days back from `from`, newest first. */
const daysBack = (from: string, values: readonly number[]) =>
  values.map((value, ago) => ({ day: plusDays(from, -ago), value })).reverse();
const seriesFrom = (
  days: readonly { day: string; value: number }[],
  per: 'day' | 'week' = 'day',
  aggregation: 'sum' | 'level' = 'sum',
) =>
  seriesOf(
    { name: 'x', unit: 'count', printedUnit: 'count', days, last: days.at(-1) ?? { day: newest, value: 0 } },
    { per, aggregation },
    newest,
    until,
  );

test('days of sound are averaged by energy', () => {
  const series = seriesFrom(
    [...daysBack('2026-02-20', [80, 50, 50, 50]), ...daysBack('2026-03-20', [70, 70, 70, 70])],
    'day',
    'level',
  );
  expect(series.recent?.mean).toBeCloseTo(70, 10);
  // 10·log10((10^8 + 3·10^5) / 4), where the mean of the numbers would be 57.5.
  expect(series.before?.mean).toBeCloseTo(73.9924, 4);
});

test('windows end at the last whole day, the chart at the newest one, across the change of clocks', () => {
  // The newest day has 1000 and is known in part; 28 days of 20 before it, and 28 of 10 before these.
  const values = [
    1000,
    ...Array<number>(28).fill(20),
    ...Array<number>(28).fill(10),
    ...Array<number>(34).fill(5),
  ];
  const series = seriesFrom(daysBack(newest, values));
  expect(series.recent).toEqual({ from: '2026-03-03', to: '2026-03-30', mean: 20, count: 28 });
  expect(series.before).toEqual({ from: '2026-02-03', to: '2026-03-02', mean: 10, count: 28 });
  expect(series.moved).toBe('up');
  // 34 × 5, 28 × 10, 28 × 20: places 8.9 and 80.1 of 90.
  expect(series.usual).toEqual({ low: 5, high: 20, days: 90 });
  expect(series.days).toHaveLength(28);
  expect(series.days[0]?.day).toBe('2026-03-04');
  expect(series.days.at(-1)).toEqual({ day: newest, value: 1000 });
});

test('a mean a day is one of the days with data; days without are no zeros', () => {
  const series = seriesFrom([
    { day: '2026-03-01', value: 4 },
    { day: '2026-03-10', value: 70 },
    { day: '2026-03-20', value: 72 },
  ]);
  expect(series.recent).toMatchObject({ mean: 71, count: 2 });
  expect(series.before).toMatchObject({ mean: 4, count: 1 });
  expect(series.moved).toBeNull();
  expect(series.usual).toBeNull();
});

test('a mean a week is one of all four weeks: a week without any is one of 0', () => {
  // Weeks of the last four begin on 3, 10, 17 and 24 March.
  const series = seriesFrom(
    [
      { day: '2026-03-03', value: 600 },
      { day: '2026-03-09', value: 300 },
      { day: '2026-03-30', value: 1100 },
    ],
    'week',
  );
  expect(series.recent).toMatchObject({ mean: 500, count: 4 });
  expect(series.before).toBeNull();
});
