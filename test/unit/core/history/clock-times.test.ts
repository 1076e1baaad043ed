import { describe, expect, it } from 'vitest';
import { zoneOf } from '../../../../src/core/events/zone.ts';
import { clockTimes } from '../../../../src/core/history/nights.ts';

const hour = 3600;

describe('mean and spread of times of the clock', () => {
  it('goes round at midnight', () => {
    const around = clockTimes([23.5 * hour, 0.5 * hour]);
    expect((around?.mean ?? -1) % 86_400).toBeCloseTo(0, 6);
    // R = cos(7.5°); √(−2 ln R) = 0.13147 rad = 1808 s. The plain mean, noon, would be as wrong as can be.
    expect(around?.spread).toBeCloseTo(
      (Math.sqrt(-2 * Math.log(Math.cos(Math.PI / 24))) / Math.PI) * 43_200,
      6,
    );
    expect(clockTimes([23 * hour, 23 * hour, 1 * hour])?.mean).toBeCloseTo(23.659 * hour, -2);
  });

  it('is the plain mean and standard deviation of times that lie close together', () => {
    const found = clockTimes([6.9 * hour, 7 * hour, 7.1 * hour, 7 * hour]);
    expect(found?.mean).toBeCloseTo(7 * hour, 6);
    expect(found?.spread).toBeCloseTo(Math.sqrt((0.1 ** 2 + 0.1 ** 2) / 4) * hour, 0);
  });

  it('of one time again and again is that time, to the minute that a clock shows', () => {
    const minutes = Array.from({ length: 24 * 60 }, (_, minute) => minute * 60);
    for (const times of [1, 2, 3])
      expect(
        minutes.map((at) => Math.floor((clockTimes(Array(times).fill(at))?.mean ?? -1) / 60) * 60),
      ).toEqual(minutes);
  });

  it('says nothing where there is nothing to say', () => {
    expect(clockTimes([])).toBeNull();
    expect(clockTimes([0, 12 * hour])).toBeNull();
    const single = clockTimes([22 * hour]);
    expect(single?.mean).toBeCloseTo(22 * hour, 6);
    expect(single?.spread).toBeNull();
  });
});

it.each([
  ['Europe/Berlin', '2025-03-30T00:59:59Z', '1:59:59'],
  ['Europe/Berlin', '2025-03-30T01:00:00Z', '3:00:00'],
  ['Europe/Berlin', '2025-10-26T00:30:00Z', '2:30:00'],
  ['Europe/Berlin', '2025-10-26T01:30:00Z', '2:30:00'],
  ['America/Los_Angeles', '1969-12-31T23:00:00Z', '15:00:00'],
  ['Asia/Kolkata', '2025-01-01T18:30:00Z', '0:00:00'],
])('the clock of %s at %s', (name, instant, shown) => {
  const seconds = zoneOf(name).clockOf(Date.parse(instant) / 1000);
  const two = (part: number) => String(part % 60).padStart(2, '0');
  expect(`${Math.floor(seconds / hour)}:${two(Math.floor(seconds / 60))}:${two(seconds)}`).toBe(shown);
});
