import { expect, test } from 'vitest';
import {
  dayNumber,
  dayText,
  isDay,
  plusDays,
  spanStart,
  utcDate,
  utcText,
  weekdayOf,
  wireTime,
} from '../../../src/shared/time.ts';

test('days count from 1970-01-01, also before it and over leap days', () => {
  expect(dayNumber('1970-01-01')).toBe(0);
  expect(dayNumber('1969-12-31')).toBe(-1);
  expect(dayText(dayNumber('2024-02-29'))).toBe('2024-02-29');
  expect(plusDays('2024-02-28', 2)).toBe('2024-03-01');
  expect(plusDays('2024-03-01', -1)).toBe('2024-02-29');
  expect(dayNumber('no day')).toBeNaN();
});

test('an instant has its UTC date, before 1970 too', () => {
  expect(utcDate(86_399)).toBe('1970-01-01');
  expect(utcDate(-1)).toBe('1969-12-31');
});

test('the wire has whole seconds; a text keeps milliseconds', () => {
  expect(wireTime(1_736_928_000.9)).toBe('2025-01-15T08:00:00Z');
  expect(utcText(1_736_928_000)).toBe('2025-01-15T08:00:00Z');
  expect(utcText(1_736_928_000.25)).toBe('2025-01-15T08:00:00.250Z');
  expect(utcText(-1)).toBe('1969-12-31T23:59:59Z');
});

test('what no calendar holds is an empty text', () => {
  expect(utcText(1e15)).toBe('');
  expect(utcText(1e15 + 0.5)).toBe('');
  expect(utcText(Number.NaN)).toBe('');
});

test('a day of the calendar, and nothing that only looks like one', () => {
  expect(['2024-02-29', '1969-12-31'].every(isDay)).toBe(true);
  for (const text of [
    '2023-02-29',
    '2024-02-31',
    '2024-13-01',
    '2024-1-1',
    '2024-01-01T00:00:00Z',
    '',
    undefined,
  ])
    expect([text, isDay(text)]).toEqual([text, false]);
});

test('a week, a month and a year begin where the calendar says, before 1970 too', () => {
  const start = (day: string, by: 'day' | 'week' | 'month' | 'year', weekStart: number) =>
    dayText(spanStart(dayNumber(day), by, weekStart));
  expect(weekdayOf(dayNumber('2024-03-03'))).toBe(0);
  expect(weekdayOf(dayNumber('1969-12-31'))).toBe(3);
  expect(start('2024-03-03', 'day', 1)).toBe('2024-03-03');
  // A Sunday: the last day of a European week, the first of an American one, the second of an Arabic one.
  expect([1, 0, 6].map((weekStart) => start('2024-03-03', 'week', weekStart))).toEqual([
    '2024-02-26',
    '2024-03-03',
    '2024-03-02',
  ]);
  expect(start('1969-12-31', 'week', 1)).toBe('1969-12-29');
  expect(start('2024-02-29', 'month', 0)).toBe('2024-02-01');
  expect(start('1969-12-31', 'year', 0)).toBe('1969-01-01');
});
