import { expect, test } from 'vitest';
import { dayRangeOf } from '../../../../src/shared/domain/date-phrase.ts';

/** A Wednesday. */
const today = '2025-05-14';
const british = { locale: 'en-GB', weekStart: 1 };
const read = (text: string, locale = british, now = today) => {
  const range = dayRangeOf(text, now, locale);
  return range === null ? null : `${range.from ?? ''}/${range.to ?? ''}`;
};

test.each([
  ['today', '2025-05-14/2025-05-14'],
  ['Yesterday', '2025-05-13/2025-05-13'],
  ['day before yesterday', '2025-05-12/2025-05-12'],
  ['this week', '2025-05-12/2025-05-18'],
  ['last week', '2025-05-05/2025-05-11'],
  ['last month', '2025-04-01/2025-04-30'],
  ['this year', '2025-01-01/2025-12-31'],
  ['last year', '2024-01-01/2024-12-31'],
  ['past week', '2025-05-08/2025-05-14'],
  ['last 30 days', '2025-04-15/2025-05-14'],
  ['past three months', '2025-02-15/2025-05-14'],
  ['3 days ago', '2025-05-11/2025-05-11'],
  ['2 weeks ago', '2025-04-28/2025-05-04'],
  ['a year ago', '2024-01-01/2024-12-31'],
  ['6 months ago', '2024-11-01/2024-11-30'],
  ['Monday', '2025-05-12/2025-05-12'],
  ['Wednesday', '2025-05-14/2025-05-14'],
  ['last Wednesday', '2025-05-07/2025-05-07'],
  ['thu', '2025-05-08/2025-05-08'],
])('%s', (text, range) => {
  expect(read(text)).toBe(range);
});

test.each([
  ['2024-03-05', '2024-03-05/2024-03-05'],
  ['2024-3-5', '2024-03-05/2024-03-05'],
  ['2024-03', '2024-03-01/2024-03-31'],
  ['2024', '2024-01-01/2024-12-31'],
  ['March 2024', '2024-03-01/2024-03-31'],
  ['2024 march', '2024-03-01/2024-03-31'],
  ['Feb 2024', '2024-02-01/2024-02-29'],
  ['5 Mar 2024', '2024-03-05/2024-03-05'],
  ['Mar 5, 2024', '2024-03-05/2024-03-05'],
  ['the 5th of March 2024', '2024-03-05/2024-03-05'],
  ['Sept. 1 2024', '2024-09-01/2024-09-01'],
  ['Q1 2024', '2024-01-01/2024-03-31'],
  ['2024 Q4', '2024-10-01/2024-12-31'],
  ['2024/03/05', '2024-03-05/2024-03-05'],
  ['may', '2025-05-01/2025-05-31'],
  ['June', '2024-06-01/2024-06-30'],
  ['15 May', '2024-05-15/2024-05-15'],
  ['14 May', '2025-05-14/2025-05-14'],
  ['29 February', '2024-02-29/2024-02-29'],
  ['March to May 2024', '2024-03-01/2024-05-31'],
  ['1–5 March 2024', '2024-03-01/2024-03-05'],
  ['Nov 2023 - Jan 2024', '2023-11-01/2024-01-31'],
  ['December to February', '2024-12-01/2025-02-28'],
  ['from 2022 to 2023', '2022-01-01/2023-12-31'],
  ['since March 2024', '2024-03-01/'],
  ['from 2023', '2023-01-01/'],
  ['before 2020', '/2019-12-31'],
  ['until May 2020', '/2020-05-31'],
])('%s', (text, range) => {
  expect(read(text)).toBe(range);
});

test.each([
  ['en-US', '3/4/2025', '2025-03-04/2025-03-04'],
  ['en-GB', '3/4/2025', '2025-04-03/2025-04-03'],
  ['de', '3.4.2025', '2025-04-03/2025-04-03'],
  ['en-US', '3.4.2025', '2025-04-03/2025-04-03'],
  ['en-US', '13/4/25', '2025-04-13/2025-04-13'],
  ['de', 'März 2024', '2024-03-01/2024-03-31'],
  ['de', '5. Marz 2024', '2024-03-05/2024-03-05'],
  ['de', 'Montag', '2025-05-12/2025-05-12'],
  ['fr', '5 août 2024', '2024-08-05/2024-08-05'],
  ['es', '5 de marzo de 2024', '2024-03-05/2024-03-05'],
  ['ru', '5 марта 2024', '2024-03-05/2024-03-05'],
  ['ja', 'March 2024', '2024-03-01/2024-03-31'],
])('%s: %s', (locale, text, range) => {
  expect(read(text, { locale, weekStart: 1 })).toBe(range);
});

test.each([
  [0, '2025-05-04/2025-05-10'],
  [1, '2025-05-05/2025-05-11'],
  [6, '2025-05-03/2025-05-09'],
])('weeks begin on day %d', (weekStart, range) => {
  expect(read('last week', { locale: 'en', weekStart })).toBe(range);
});

test.each([
  '',
  '31 February 2024',
  '29 Feb 2023',
  '2024-13',
  '2024-02-30',
  '0 days ago',
  '13/13/2024',
  'heart rate',
  'steps',
  'March March 2024',
  '5 6 March 2024',
  '1066',
  '5',
  'last',
  'weeks',
  'May 2024 to March 2024',
  'since',
  'before nothing',
  '__proto__ days ago',
])('%j is no date', (text) => {
  expect(read(text)).toBeNull();
});

test('a month that is cut by today, and a year that turns', () => {
  expect(read('past month', british, '2025-03-31')).toBe('2025-03-01/2025-03-31');
  expect(read('past 6 months', british, '2024-08-31')).toBe('2024-03-01/2024-08-31');
  expect(read('past year', british, '2024-02-29')).toBe('2023-03-01/2024-02-29');
  expect(read('last month', british, '2025-01-05')).toBe('2024-12-01/2024-12-31');
  expect(read('last week', british, '2025-01-01')).toBe('2024-12-23/2024-12-29');
});
