import { describe, expect, test } from 'vitest';
import { beatSeries, secondsOfClock } from '../../../../src/renderer/features/heart/beat-series.ts';

describe('the clock of a beat', () => {
  test.each([
    ['6:14:48.94 PM', 6 * 3600 + 14 * 60 + 48.94],
    ['08:34:05,10', 8 * 3600 + 34 * 60 + 5.1],
    ['18:14:48.94', 6 * 3600 + 14 * 60 + 48.94],
    ['12:00:01.50 AM', 1.5],
    ['下午6:14:48.94', 6 * 3600 + 14 * 60 + 48.94],
    ['٦:١٤:٤٨٫٩٤ م', 6 * 3600 + 14 * 60 + 48.94],
    ['6:14:48', 6 * 3600 + 14 * 60 + 48],
    ['noon', null],
    ['', null],
  ])('%s', (clock, seconds) => {
    if (seconds === null) expect(secondsOfClock(clock)).toBeNull();
    else expect(secondsOfClock(clock)).toBeCloseTo(seconds, 6);
  });
});

describe('a series', () => {
  test('seconds from the first beat, and the interval that a rate is', () => {
    const { beats, gaps, unread } = beatSeries([
      [60, '8:00:00.00 AM'],
      [75, '8:00:00.80 AM'],
      [50, '8:00:02.00 AM'],
    ]);
    expect([gaps, unread]).toEqual([0, 0]);
    expect(beats.map(({ at, bpm, ms }) => [at, bpm, ms])).toEqual([
      [0, 60, 1000],
      [0.8, 75, 800],
      [2, 50, 1200],
    ]);
  });

  test.each([
    ['11:59:59.50 AM', '12:00:00.50 PM'],
    ['12:59:59.50 PM', '1:00:00.50 PM'],
    ['23:59:59.50', '00:00:00.50'],
    ['12:59:59,50', '13:00:00,50'],
  ])('from %s to %s a second passes', (before, after) => {
    expect(
      beatSeries([
        [60, before],
        [60, after],
      ]).beats[1]?.at,
    ).toBe(1);
  });

  test('a time in which beats are missing breaks the line', () => {
    const { beats, gaps } = beatSeries([
      [60, '8:00:00.00'],
      [60, '8:00:01.00'],
      [60, '8:00:04.00'],
      [60, '8:00:05.00'],
    ]);
    expect(beats.map(({ isAfterGap }) => isAfterGap)).toEqual([false, false, true, false]);
    expect(gaps).toBe(1);
  });

  test('beats out of order are put in order, those without a clock or a rate are counted', () => {
    const { beats, unread } = beatSeries([
      [60, '8:00:02.00'],
      [61, '8:00:01.00'],
      [0, '8:00:03.00'],
      [62, 'later'],
      [Number.NaN, '8:00:04.00'],
    ]);
    expect(beats.map(({ at, bpm }) => [at, bpm])).toEqual([
      [0, 61],
      [1, 60],
    ]);
    expect(unread).toBe(3);
    expect(beatSeries([])).toEqual({ beats: [], gaps: 0, unread: 0 });
  });
});
