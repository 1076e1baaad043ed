import { describe, expect, it } from 'vitest';
import { dailySampleId } from '../../../../src/core/events/derived-event.ts';
import { isZone, zoneOf } from '../../../../src/core/events/zone.ts';
import { dayText, wireTime } from '../../../../src/shared/time.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const dayNumber = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

describe('local midnights and the ids of their days (trendy/README §3.4)', () => {
  it.each([
    ['America/New_York', '2025-01-15', '2025-01-15T05:00:00Z', 'steps-2025-01-15'],
    ['UTC', '2025-01-15', '2025-01-15T00:00:00Z', 'steps-2025-01-15'],
    ['Europe/Berlin', '2025-01-15', '2025-01-14T23:00:00Z', 'steps-2025-01-14'],
    ['Europe/Berlin', '2025-07-15', '2025-07-14T22:00:00Z', 'steps-2025-07-14'],
    ['Asia/Tokyo', '2025-01-15', '2025-01-14T15:00:00Z', 'steps-2025-01-14'],
  ])('%s %s begins at %s', (name, day, midnight, id) => {
    const start = zoneOf(name).startOf(dayNumber(day));
    expect(wireTime(start)).toBe(midnight);
    expect(dailySampleId('steps', start)).toBe(id);
  });
});

describe('days of unusual length', () => {
  it.each([
    ['Europe/Berlin', '2025-03-30', 23],
    ['Europe/Berlin', '2025-10-26', 25],
    ['Europe/Berlin', '2025-10-27', 24],
    ['America/New_York', '2025-03-09', 23],
    ['America/New_York', '2025-11-02', 25],
    ['Asia/Tokyo', '2025-03-30', 24],
    ['Australia/Lord_Howe', '2025-04-06', 24.5],
    // The clock goes from 23:59 to 01:00.
    ['America/Sao_Paulo', '2018-11-04', 23],
    // The clock goes from 24:00 back to 23:00.
    ['America/Sao_Paulo', '2019-02-16', 25],
    // Samoa had no 30 December 2011.
    ['Pacific/Apia', '2011-12-30', 0],
    ['Pacific/Apia', '2011-12-31', 24],
  ])('%s %s has %d hours', (name, day, hours) => {
    const zone = zoneOf(name);
    const number = dayNumber(day);
    expect((zone.startOf(number + 1) - zone.startOf(number)) / 3600).toBe(hours);
  });

  it('gives every instant the one day whose span holds it', () => {
    for (const name of [
      'Europe/Berlin',
      'America/St_Johns',
      'Pacific/Apia',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
    ]) {
      const zone = zoneOf(name);
      for (const from of ['2006-10-25', '2011-12-28', '2018-11-02', '2025-03-28']) {
        for (
          let instant = at(`${from}T00:00:00Z`);
          instant < at(`${from}T00:00:00Z`) + 5 * 86_400;
          instant += 613
        ) {
          const day = zone.dayOf(instant);
          expect(zone.startOf(day)).toBeLessThanOrEqual(instant);
          expect(zone.startOf(day + 1)).toBeGreaterThan(instant);
        }
      }
    }
  });

  it('begins at 01:00 where midnight is skipped, and knows noon on both days of the clock change', () => {
    const saoPaulo = zoneOf('America/Sao_Paulo');
    expect(wireTime(saoPaulo.startOf(dayNumber('2018-11-04')))).toBe('2018-11-04T03:00:00Z');
    const berlin = zoneOf('Europe/Berlin');
    expect(wireTime(berlin.noonOf(dayNumber('2025-03-30')))).toBe('2025-03-30T10:00:00Z');
    expect(wireTime(berlin.noonOf(dayNumber('2025-10-26')))).toBe('2025-10-26T11:00:00Z');
  });
});

describe('instants long ago and far ahead', () => {
  it.each([
    ['0001-06-01T12:00:00Z', '0001-06-01'],
    ['1969-12-31T23:30:00Z', '1970-01-01'],
    ['2030-06-30T22:30:00Z', '2030-07-01'],
  ])('%s is %s in Berlin', (instant, day) => {
    expect(dayText(zoneOf('Europe/Berlin').dayOf(at(instant)))).toBe(day);
  });
});

describe('names', () => {
  it.each([
    ['Europe/Berlin', true],
    ['Etc/GMT+5', true],
    ['UTC', true],
    ['+02:00', false],
    ['Europe/Atlantis', false],
    ['', false],
    ["Europe/Berlin'; --", false],
  ])('%s: %s', (name, isKnown) => {
    expect(isZone(name)).toBe(isKnown);
    if (!isKnown) expect(() => zoneOf(name)).toThrow('settings.unknown_zone');
  });
});
