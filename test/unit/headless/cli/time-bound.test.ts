import { afterEach, describe, expect, test } from 'vitest';
import { boundAt, readTimeBound } from '../../../../src/headless/cli/arguments.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});
const utc = (text: string) => Date.parse(text) / 1000;
const at = (text: string, end: 'from' | 'to', homeZone: string | null = null) => {
  const bound = readTimeBound(text);
  return bound && boundAt(bound, end, homeZone);
};

describe('without a home zone a day is one of the computer’s zone and counts whole at both ends', () => {
  test.each([
    ['UTC', 'from', '2025-03-01', '2025-03-01T00:00:00Z'],
    ['UTC', 'to', '2025-03-01', '2025-03-02T00:00:00Z'],
    ['UTC', 'to', '2024-02-29', '2024-03-01T00:00:00Z'],
    ['UTC', 'to', '2025-12-31', '2026-01-01T00:00:00Z'],
    ['America/New_York', 'from', '2025-03-09', '2025-03-09T05:00:00Z'],
    ['America/New_York', 'to', '2025-03-09', '2025-03-10T04:00:00Z'],
  ] as const)('in %s --%s %s', (tz, end, text, expected) => {
    process.env['TZ'] = tz;
    expect(at(text, end)).toBe(utc(expected));
  });
});

describe('with a home zone it is one of that, wherever the computer is', () => {
  test.each([
    ['Asia/Tokyo', 'from', '2025-03-01', '2025-02-28T15:00:00Z'],
    ['Asia/Tokyo', 'to', '2025-03-01', '2025-03-01T15:00:00Z'],
    ['Europe/Berlin', 'from', '2025-03-30', '2025-03-29T23:00:00Z'],
    ['Europe/Berlin', 'to', '2025-03-30', '2025-03-30T22:00:00Z'],
    ['Europe/Berlin', 'to', '2024-12-31', '2024-12-31T23:00:00Z'],
    // Clocks there skip midnight: the day begins at one.
    ['Africa/Cairo', 'from', '2025-04-25', '2025-04-24T22:00:00Z'],
  ] as const)('in %s --%s %s', (homeZone, end, text, expected) => {
    process.env['TZ'] = 'America/New_York';
    expect(at(text, end, homeZone)).toBe(utc(expected));
  });
});

test.each([
  ['2025-03-01T08:00:00Z', '2025-03-01T08:00:00Z'],
  ['2025-03-01T08:00:00+02:00', '2025-03-01T06:00:00Z'],
  ['2025-03-01T08:00:00.250Z', '2025-03-01T08:00:01Z'],
  ['2025-03-01T08:00Z', '2025-03-01T08:00:00Z'],
])('the instant %s is itself at both ends and in any zone', (text, expected) => {
  for (const homeZone of [null, 'Asia/Tokyo'])
    expect([at(text, 'from', homeZone), at(text, 'to', homeZone)]).toEqual([utc(expected), utc(expected)]);
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
  expect(readTimeBound(text)).toBeNull();
});
