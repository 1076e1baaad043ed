import { expect, test } from 'vitest';
import { dayNumber, dayText, plusDays, utcDate, utcText, wireTime } from '../../../src/shared/time.ts';

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
