import { expect, test } from 'vitest';
import { dayItems } from '../../../../src/renderer/features/history/day-items.ts';

const at = (year: number, month: number, day: number, hour: number) =>
  new Date(year, month - 1, day, hour).getTime() / 1000;

test('a heading stands above the first row of each local day', () => {
  const rows = [at(2026, 1, 14, 23), at(2026, 1, 14, 0), at(2026, 1, 13, 23), at(2026, 1, 11, 5)].map(
    (start, id) => ({ id, start }),
  );
  const { items, itemOfRow } = dayItems(rows, null);
  expect(items.map((item) => (item.kind === 'day' ? 'day' : item.row.id))).toEqual([
    'day',
    0,
    1,
    'day',
    2,
    'day',
    3,
  ]);
  expect(itemOfRow).toEqual([1, 2, 4, 6]);
});

test('nothing gives nothing', () => {
  expect(dayItems([], null)).toEqual({ items: [], itemOfRow: [] });
});

test('a row that names its day stands under that day, whatever the computer’s clock says', () => {
  const rows = [
    { id: 1, start: at(2026, 1, 14, 1), day: '2026-01-13' },
    { id: 2, start: at(2026, 1, 13, 9), day: '2026-01-13' },
    { id: 3, start: at(2026, 1, 13, 2), day: '2026-01-12' },
  ];
  const { items } = dayItems(rows, null);
  expect(items.map((item) => (item.kind === 'day' ? new Date(item.at * 1000).getDate() : 'row'))).toEqual([
    13,
    'row',
    'row',
    12,
    'row',
  ]);
});

test('days are those of the home zone, whatever the computer’s clock says', () => {
  const rows = ['2026-01-13T16:00:00Z', '2026-01-13T15:00:00Z', '2026-01-13T14:59:59Z'].map((text, id) => ({
    id,
    start: Date.parse(text) / 1000,
  }));
  const { items } = dayItems(rows, 'Asia/Tokyo');
  expect(items.map((item) => (item.kind === 'day' ? new Date(item.at * 1000).getDate() : 'row'))).toEqual([
    14,
    'row',
    'row',
    13,
    'row',
  ]);
});
