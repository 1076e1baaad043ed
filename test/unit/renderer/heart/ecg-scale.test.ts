import { describe, expect, test } from 'vitest';
import {
  gridPath,
  secondsOf,
  stripHeight,
  stripsOf,
} from '../../../../src/renderer/features/heart/ecg-scale.ts';

/** Points of a path in millimeters. */
const pointsOf = (path: string) =>
  [...path.matchAll(/([ML])(-?[\d.]+) (-?[\d.]+)/g)].map(([, kind, x, y]) => [kind, Number(x), Number(y)]);

const ecg = (samples: readonly (number | null)[], first = 0) => {
  const there = samples.filter((value) => value !== null);
  return { first, samples: [...samples], lowest: Math.min(...there), highest: Math.max(...there) };
};

describe('strips', () => {
  test('a second is 25 mm to the right, a millivolt 10 mm up from the line of nought', () => {
    const [strip] = stripsOf(ecg([0, 1000, -500]), 1);
    // 1 mV above and 0.5 mV below: nought lies 10 mm under the upper edge.
    expect(pointsOf(strip?.path ?? '')).toEqual([
      ['M', 0, 10],
      ['L', 25, 0],
      ['L', 50, 15],
    ]);
  });

  test('512 samples a second are 25 mm', () => {
    const [strip] = stripsOf(ecg(Array.from({ length: 513 }, () => 0)), 512);
    expect(pointsOf(strip?.path ?? '').at(-1)).toEqual(['L', 25, 10]);
  });

  test('30 s are three strips of 10 s, each from its own left edge, whatever the rate', () => {
    const strips = stripsOf(ecg(Array.from({ length: 15_375 }, (_, i) => i % 7)), 512.499);
    expect(strips.map(({ from }) => from)).toEqual([0, 10, 20]);
    for (const { path } of strips) {
      const xs = pointsOf(path).map(([, x]) => Number(x));
      expect(Math.min(...xs)).toBeLessThan(0.06);
      expect(Math.max(...xs)).toBeGreaterThan(249.9);
      expect(Math.max(...xs)).toBeLessThan(250);
    }
  });

  test('a missing sample leaves a gap and keeps the time of the next', () => {
    const [strip] = stripsOf(ecg([0, null, 0, 0]), 1);
    expect(pointsOf(strip?.path ?? '')).toEqual([
      ['M', 0, 10],
      ['M', 50, 10],
      ['L', 75, 10],
    ]);
  });

  test('a later part begins at its own time', () => {
    const strips = stripsOf(ecg([0, 0], 25), 2);
    expect(strips).toHaveLength(1);
    expect(strips[0]?.from).toBe(10);
    expect(pointsOf(strips[0]?.path ?? '')[0]).toEqual(['M', 62.5, 10]);
  });
});

test.each([
  [-100, 960, { above: 10, below: 5, isCut: false }],
  [-510, 1001, { above: 15, below: 10, isCut: false }],
  [100, 200, { above: 10, below: 5, isCut: false }],
  [-9000, 300, { above: 10, below: 50, isCut: true }],
  [null, null, { above: 10, below: 5, isCut: false }],
])('from %s to %s µV a strip is whole boxes of 5 mm high', (lowest, highest, height) => {
  expect(stripHeight(lowest, highest)).toEqual(height);
});

test('the grid has a line at each step and at both edges', () => {
  const lines = gridPath(20, 5).match(/M/g) ?? [];
  expect(lines).toHaveLength(250 / 5 + 1 + (20 / 5 + 1));
  expect(gridPath(20, 5)).toContain('M250 0V20');
  expect(gridPath(20, 5)).toContain('M0 20H250');
});

test('each second as figures, in mV', () => {
  expect(secondsOf(ecg([100, -200, null, null, 1500], 2), 2)).toEqual([
    { second: 1, lowest: -0.2, highest: 0.1 },
    { second: 2, lowest: null, highest: null },
    { second: 3, lowest: 1.5, highest: 1.5 },
  ]);
});
