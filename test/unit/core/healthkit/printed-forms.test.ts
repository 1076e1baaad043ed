import { describe, expect, test } from 'vitest';
import { DateReader, parseNumber } from '../../../../src/core/healthkit/byte-values.ts';
import {
  type DateStyle,
  gregorianDay,
  parseExportDate,
  printedDate,
  readExportDate,
} from '../../../../src/core/healthkit/date.ts';

const iso = (text: string, style?: DateStyle) => {
  const date = parseExportDate(text, style);
  return date === null ? null : new Date(date.at * 1000).toISOString().slice(0, 19);
};

describe('dates', () => {
  test.each([
    ['2025-05-10 18:00:00 +0200', '2025-05-10T16:00:00'],
    ['2025-05-10 6:00:00 PM +0200', '2025-05-10T16:00:00'],
    ['2025-05-10 06:01:00 pm +0200', '2025-05-10T16:01:00'],
    ['2025-05-10 6:00:00\u202fPM +0200', '2025-05-10T16:00:00'],
    ['2025-05-10 12:00:00 AM +0000', '2025-05-10T00:00:00'],
    ['2025-05-10 12:30:00 PM +0000', '2025-05-10T12:30:00'],
    ['2025-05-10 6:00:00 p.\u00a0m. +0200', '2025-05-10T16:00:00'],
    ['2025-05-10 下午6:00:00 +0800', '2025-05-10T10:00:00'],
    ['2025-05-10 午後6:00:00 +0900', '2025-05-10T09:00:00'],
    ['2025-05-10 6:00:00 μ.μ. +0300', '2025-05-10T15:00:00'],
    ['٢٠٢٥-٠٥-١٠ ٦:٠٩:٠٠ م +٠٣٠٠', '2025-05-10T15:09:00'],
    ['٢٠٢٥-٠٥-١٠ ١٨:٠٩:٠٠ +٠٢٠٠', '2025-05-10T16:09:00'],
    ['۲۰۲۵-۰۵-۱۰ ۱۸:۰۹:۰۰ +۰۳۳۰', '2025-05-10T14:39:00'],
    ['2025-05-10 18:05:00 +02:00', '2025-05-10T16:05:00'],
    ['2025-05-10 18:05:00 \u22120430', '2025-05-10T22:35:00'],
    ['2025-05-10T18:02:00+02:00', '2025-05-10T16:02:00'],
    ['2025-05-10T16:03:00Z', '2025-05-10T16:03:00'],
    ['2025-05-10T16:03:00.750Z', '2025-05-10T16:03:00'],
    ['20140104084300-0800', '2014-01-04T16:43:00'],
    ['20250510181000+0200', '2025-05-10T16:10:00'],
    ['1900-01-01 00:00:00 +005328', '1899-12-31T23:06:32'],
  ])('%s', (text, expected) => {
    expect(iso(text)).toBe(expected);
    // The path of records reads the same, whichever way it takes.
    const bytes = Buffer.from(text);
    const reader = new DateReader();
    const fast = reader.read(bytes, 0, bytes.length);
    expect(Number.isNaN(fast) ? reader.readText(text) : fast).toBe(Date.parse(`${expected}Z`) / 1000);
    expect([...reader.offsetCounts().values()]).toEqual([{ count: 1 }]);
  });

  test.each([
    '2025-05-10 18:06:00',
    '2025-05-10 13:00:00 PM +0200',
    '2025-05-10 0:30:00 AM +0200',
    '2025-05-10 6:00:00 xx +0200',
    '2025-02-30 10:00:00 +0200',
    '2025-13-01 10:00:00 +0200',
    '2025-05-10 24:00:00 +0200',
    '2568-05-10 18:07:00 +0200',
    '0007-05-10 18:08:00 +0200',
    '10/05/2025 18:00:00 +0200',
    '',
    `2025-05-10 18:00:00 ${'x'.repeat(10_000)}`,
  ])('no instant, and no year that nothing can be of: %j', (text) => {
    expect(parseExportDate(text)).toBeNull();
    const bytes = Buffer.from(text);
    expect(new DateReader().read(bytes, 0, bytes.length)).toBeNaN();
  });

  test('a date is printed as a phone with the Gregorian calendar prints it', () => {
    for (const text of ['2025-05-10 18:00:00 +0545', '1969-12-31 23:00:00 -0330'])
      expect(printedDate(parseExportDate(text) ?? { at: 0, offsetMinutes: 0 })).toBe(text);
  });
});

describe('calendars', () => {
  const styleOf = (exportDate: string): DateStyle => {
    const read = readExportDate(exportDate);
    if (read === null || read === 'unknown_calendar') throw new Error(exportDate);
    return read.style;
  };

  test.each([
    ['2568-06-01 12:00:00 +0700', 'buddhist', '2025-06-01T05:00:00'],
    ['0114-06-01 12:00:00 +0800', 'minguo', '2025-06-01T04:00:00'],
    ['0007-06-01 12:00:00 +0900', 'japanese', '2025-06-01T03:00:00'],
    ['7-06-01 12:00:00 +0900', 'japanese', '2025-06-01T03:00:00'],
    ['0030-06-01 12:00:00 +0900', 'japanese', '2018-06-01T03:00:00'],
    ['2025-06-30 1:00:00 PM +0200', 'gregorian', '2025-06-30T11:00:00'],
  ])('an export of %s is %s', (text, calendar, expected) => {
    const read = readExportDate(text);
    expect(read).toMatchObject({ style: { calendar } });
    expect(iso(text, styleOf(text))).toBe(expected);
  });

  test.each(['1446-06-01 12:00:00 +0300', '1404-03-01 12:00:00 +0330', '5785-03-01 12:00:00 +0300'])(
    'an export of %s is in a calendar that is not read',
    (text) => expect(readExportDate(text)).toBe('unknown_calendar'),
  );

  test.each([
    ['0007-05-10 18:00:00 +0900', '2025-05-10T09:00:00'],
    ['0001-05-01 10:00:00 +0900', '2019-05-01T01:00:00'],
    ['0031-04-30 10:00:00 +0900', '2019-04-30T01:00:00'],
    ['0021-01-02 00:00:00 +0900', '2009-01-01T15:00:00'],
    ['0063-01-02 00:00:00 +0900', '1988-01-01T15:00:00'],
    // Written ahead, by less than a year.
    ['0008-01-02 00:00:00 +0900', '2026-01-01T15:00:00'],
    ['2025-05-10 18:00:00 +0900', null],
    ['0065-01-01 00:00:00 +0900', null],
  ])('in an export of Reiwa 7: %s', (text, expected) => {
    const style = styleOf('0007-06-01 12:00:00 +0900');
    expect(iso(text, style)).toBe(expected);
    const reader = new DateReader();
    reader.style = style;
    const bytes = Buffer.from(text);
    const fast = reader.read(bytes, 0, bytes.length);
    expect(fast).toBe(expected === null ? Number.NaN : Date.parse(`${expected}Z`) / 1000);
  });

  test('days without a clock, leap days of the calendar’s own year included', () => {
    const style = styleOf('2568-06-01 12:00:00 +0700');
    expect(gregorianDay('2567-02-29', style)).toBe('2024-02-29');
    expect(gregorianDay('2568-02-29', style)).toBeNull();
    expect(iso('2567-02-29 12:00:00 +0000', style)).toBe('2024-02-29T12:00:00');
  });
});

test.each([
  ['72.5', 72.5],
  ['72,5', 72.5],
  ['-0,731', -0.731],
  ['1,2345', 1.2345],
  ['1,5e3', 1500],
  ['٧٢٫٥', 72.5],
  ['\u22125', -5],
  [' 61 ', 61],
  ['1,234', Number.NaN],
  ['1,234,567', Number.NaN],
  ['1.072,5', 1072.5],
  ['1,072.5', 1072.5],
  ['-1.234.567,891', -1_234_567.891],
  ['1 072,5', 1072.5],
  ['1\u00a0072,512', 1072.512],
  ['1\u202f072.5', 1072.5],
  ["1'072.5", 1072.5],
  ['1’072,5', 1072.5],
  ['١٬٠٧٢٫٥', 1072.5],
  ['1 072', Number.NaN],
  ['1.072.5', Number.NaN],
  ['1.07,25', Number.NaN],
  ['1,072 345.5', Number.NaN],
  ['0.072,5', Number.NaN],
  ['1072.345,5', Number.NaN],
  [`1${'.000'.repeat(20_000)},5`, Number.NaN],
  ['nan', Number.NaN],
  ['inf', Number.NaN],
  ['0x10', Number.NaN],
  ['', Number.NaN],
  [`${'1'.repeat(100_000)},`, Number.NaN],
])('a value of %j', (text, expected) => {
  expect(parseNumber(text)).toBe(expected);
});
