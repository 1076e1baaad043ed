import { afterEach, describe, expect, test } from 'vitest';
import { readTimeBound } from '../../../../src/headless/cli/time-bound.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});
const utc = (text: string) => Date.parse(text) / 1000;

describe('a day is one of the computer’s zone and counts whole at both ends', () => {
  test.each([
    ['UTC', 'from', '2025-03-01', '2025-03-01T00:00:00Z'],
    ['UTC', 'to', '2025-03-01', '2025-03-02T00:00:00Z'],
    ['UTC', 'to', '2024-02-29', '2024-03-01T00:00:00Z'],
    ['UTC', 'to', '2025-12-31', '2026-01-01T00:00:00Z'],
    ['America/New_York', 'from', '2025-03-09', '2025-03-09T05:00:00Z'],
    ['America/New_York', 'to', '2025-03-09', '2025-03-10T04:00:00Z'],
  ] as const)('in %s --%s %s', (tz, end, text, expected) => {
    process.env['TZ'] = tz;
    expect(readTimeBound(text, end)).toBe(utc(expected));
  });
});

test.each([
  ['2025-03-01T08:00:00Z', '2025-03-01T08:00:00Z'],
  ['2025-03-01T08:00:00+02:00', '2025-03-01T06:00:00Z'],
  ['2025-03-01T08:00:00.250Z', '2025-03-01T08:00:01Z'],
  ['2025-03-01T08:00Z', '2025-03-01T08:00:00Z'],
])('the instant %s is itself at both ends', (text, expected) => {
  expect([readTimeBound(text, 'from'), readTimeBound(text, 'to')]).toEqual([utc(expected), utc(expected)]);
});

test.each([
  '',
  'yesterday',
  '2025-02-30',
  '2025-13-01',
  '2025-3-1',
  '2025',
  '1740787200',
  '2025-03-01T25:00:00Z',
])('“%s” is no time', (text) => {
  expect(readTimeBound(text, 'from')).toBeNull();
});
