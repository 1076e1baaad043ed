import { expect, test } from 'vitest';
import { bucketStart, bucketsOf } from '../../../../src/core/history/buckets.ts';

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const dateOf = (at: number): string => new Date(at * 1000).toISOString();

test.each([
  ['2024-02-29', 'day', '2024-02-29'],
  ['2024-03-03', 'week', '2024-02-26'],
  ['2024-03-04', 'week', '2024-03-04'],
  ['2027-01-01', 'week', '2026-12-28'],
  ['1969-12-28', 'week', '1969-12-22'],
  ['1970-01-01', 'week', '1969-12-29'],
  ['2024-02-29', 'month', '2024-02-01'],
  ['1969-12-31', 'month', '1969-12-01'],
] as const)('%s by %s is in the bucket of %s', (date, size, start) => {
  expect(dateOf(bucketStart(dayOf(date), size))).toBe(`${start}T00:00:00.000Z`);
});

test('joins days, a day without figures included, and leaves out days without records', () => {
  const of = (day: number, count: number, figure: number | null) => ({
    day,
    count,
    total: figure,
    lowest: figure,
    highest: figure,
  });
  expect(bucketsOf([of(0, 2, 5), of(1, 1, null), of(2, 0, null), of(31, 1, null)], 'month')).toEqual([
    { at: 0, count: 3, total: 5, lowest: 5, highest: 5 },
    { at: 31 * 86_400, count: 1, total: null, lowest: null, highest: null },
  ]);
  expect(bucketsOf([of(0, 1, 5), of(1, 1, -2)], 'month')).toEqual([
    { at: 0, count: 2, total: 3, lowest: -2, highest: 5 },
  ]);
});
