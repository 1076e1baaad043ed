import { describe, expect, test } from 'vitest';
import { dayStartIn } from '../../../../src/renderer/components/zone-formats.ts';
import {
  barsOf,
  daysOf,
  inSlots,
  rangeText,
  slotsOf,
  slotText,
  stepped,
  type TypeRange,
  typeRanges,
  yearBefore,
} from '../../../../src/renderer/features/history/type-spans.ts';
import type { Figure } from '../../../../src/shared/domain/figures.ts';
import { noValues } from '../../../support/no-values.ts';

const whole = { from: '2019-03-14', to: '2026-01-20' };
const asked = (range: TypeRange, at: string, weekStart = 1) => ({ range, at, weekStart, whole });
const monday = 1;

test.each([
  ['day', '2025-11-05', '2025-11-05', '2025-11-05'],
  ['week', '2025-11-05', '2025-11-03', '2025-11-09'],
  ['week', '2025-11-03', '2025-11-03', '2025-11-09'],
  ['week', '2025-11-09', '2025-11-03', '2025-11-09'],
  ['month', '2024-02-10', '2024-02-01', '2024-02-29'],
  ['half', '2025-02-28', '2024-09-01', '2025-02-28'],
  ['year', '2025-02-28', '2025-01-01', '2025-12-31'],
  ['all', '2025-02-28', '2019-03-01', '2026-01-31'],
] as const)('a %s with %s goes from %s to %s', (range, at, from, to) => {
  expect(daysOf(asked(range, at))).toEqual({ from, to });
});

test('a week begins on the day that the locale begins it on', () => {
  expect(daysOf(asked('week', '2025-11-05', 0))).toEqual({ from: '2025-11-02', to: '2025-11-08' });
  expect(daysOf(asked('week', '2025-11-05', 6))).toEqual({ from: '2025-11-01', to: '2025-11-07' });
});

test.each(typeRanges.filter((range) => range !== 'all'))(
  'a %s on and back is the same, without a gap or a day twice',
  (range) => {
    for (const at of ['2024-02-29', '2025-01-31', '2025-12-31', '2026-01-01']) {
      const here = daysOf(asked(range, at));
      const next = daysOf(asked(range, stepped(asked(range, at), 1) ?? ''));
      expect(dayStartIn(here.to, 1, 'UTC')).toBe(dayStartIn(next.from, 0, 'UTC'));
      expect(daysOf(asked(range, stepped(asked(range, next.to), -1) ?? ''))).toEqual(here);
    }
  },
);

test('all is neither left nor compared', () => {
  expect(stepped(asked('all', '2025-01-01'), 1)).toBeNull();
  expect(yearBefore(asked('all', '2025-01-01'))).toBeNull();
});

test('a year before is the same month, and of a week the same weekdays', () => {
  expect(yearBefore(asked('month', '2024-02-29'))).toEqual({ from: '2023-02-01', to: '2023-02-28' });
  expect(yearBefore(asked('week', '2025-11-05'))).toEqual({ from: '2024-11-04', to: '2024-11-10' });
  expect(yearBefore(asked('day', '2024-02-29'))).toEqual({ from: '2023-02-28', to: '2023-02-28' });
});

test('bars are hours of a day, days of a month, weeks of half a year, months of years, years of many', () => {
  expect(typeRanges.map((range) => barsOf(range, daysOf(asked(range, '2025-02-28'))))).toEqual([
    'hour',
    'day',
    'day',
    'week',
    'month',
    'month',
  ]);
  expect(barsOf('all', { from: '2001-01-01', to: '2026-01-31' })).toBe('year');
});

describe.each([
  ['Europe/Berlin', '2025-03-30', 23],
  ['Europe/Berlin', '2025-10-26', 25],
  ['America/Los_Angeles', '2025-03-09', 23],
  ['America/Los_Angeles', '2025-11-02', 25],
  ['Asia/Kolkata', '2025-10-26', 24],
  ['UTC', '2025-03-30', 24],
])('hours in %s on %s', (zone, day, count) => {
  const slots = slotsOf({ from: day, to: day }, 'hour', monday, zone);

  test('are as many as the day has, one after the other', () => {
    expect(slots).toHaveLength(count);
    expect(slots[0]?.start).toBe(dayStartIn(day, 0, zone));
    expect(slots.at(-1)?.end).toBe(dayStartIn(day, 1, zone));
    expect(slots.slice(1).map(({ start }) => start)).toEqual(slots.slice(0, -1).map(({ end }) => end));
  });

  test('have names of their own', () => {
    expect(new Set(slots.map((slot) => slotText(slot, 'hour', zone))).size).toBe(count);
  });
});

test('days of a range are cut to it, weeks at both ends', () => {
  const slots = slotsOf({ from: '2025-05-01', to: '2025-05-31' }, 'week', monday, 'Europe/Berlin');
  expect(slots.map(({ from, to }) => `${from} ${to}`)).toEqual([
    '2025-05-01 2025-05-04',
    '2025-05-05 2025-05-11',
    '2025-05-12 2025-05-18',
    '2025-05-19 2025-05-25',
    '2025-05-26 2025-05-31',
  ]);
});

const figure = (day: string, start: number): Figure => ({
  day,
  start,
  end: start + 1,
  days: 1,
  count: 1,
  ...noValues,
  sum: 1,
});

test('a figure stands in the place of its day, a night that begins at noon too; what is missing is a gap', () => {
  const slots = slotsOf({ from: '2025-05-01', to: '2025-05-04' }, 'day', monday, 'UTC');
  const noon = dayStartIn('2025-05-02', 0, 'UTC') + 43_200;
  const figures = [
    figure('2025-04-30', 0),
    figure('2025-05-02', noon),
    figure('2025-05-04', noon + 2 * 86_400),
  ];
  expect(inSlots(slots, 'day', figures).map((one) => one?.day ?? null)).toEqual([
    null,
    '2025-05-02',
    null,
    '2025-05-04',
  ]);
});

test('the hour that comes twice has both of its figures', () => {
  const slots = slotsOf({ from: '2025-10-26', to: '2025-10-26' }, 'hour', monday, 'Europe/Berlin');
  const midnight = dayStartIn('2025-10-26', 0, 'Europe/Berlin');
  const figures = [2, 3, 24].map((hours) => figure('2025-10-26', midnight + hours * 3600));
  const places = inSlots(slots, 'hour', figures).flatMap((one, index) => (one === null ? [] : [index]));
  expect(places).toEqual([2, 3, 24]);
  expect(slotText(slots[2] ?? { from: '', to: '', start: 0, end: 0 }, 'hour', 'Europe/Berlin')).toContain(
    'GMT+2',
  );
  expect(slotText(slots[3] ?? { from: '', to: '', start: 0, end: 0 }, 'hour', 'Europe/Berlin')).toContain(
    'GMT+1',
  );
});

test('titles name the range', () => {
  expect(rangeText('month', { from: '2025-05-01', to: '2025-05-31' })).toBe('May 2025');
  expect(rangeText('year', { from: '2025-01-01', to: '2025-12-31' })).toBe('2025');
});
