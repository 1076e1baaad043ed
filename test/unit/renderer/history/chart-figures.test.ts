import { expect, test } from 'vitest';
import {
  bucketWords,
  chartFigures,
  fittingBucket,
} from '../../../../src/renderer/features/history/chart-figures.ts';

const bucket = (part: object) => ({ at: 0, count: 4, total: 8, lowest: 1, highest: 3, ...part });

test('heart rates are averaged in their band, steps summed, categories counted', () => {
  const heart = chartFigures('HKQuantityTypeIdentifierHeartRate', 'count/min', [bucket({})]);
  expect(heart).toMatchObject({ kind: 'average', middle: [2], lowest: [1], highest: [3], unit: 'bpm' });
  expect(chartFigures('HKQuantityTypeIdentifierStepCount', 'count', [bucket({})])).toMatchObject({
    kind: 'sum',
    middle: [8],
  });
  const sleep = chartFigures('HKCategoryTypeIdentifierSleepAnalysis', null, [
    bucket({ total: null, lowest: null, highest: null }),
  ]);
  expect(sleep).toMatchObject({ kind: 'count', middle: [4], unit: '' });
});

test('sound levels are drawn by their mean by energy, and say so', () => {
  const type = 'HKQuantityTypeIdentifierEnvironmentalAudioExposure';
  const loud = bucket({ total: 248, lowest: 50, highest: 74, level: 71 });
  expect(chartFigures(type, 'dBASPL', [loud])).toMatchObject({ kind: 'level', middle: [71] });
  expect(bucketWords(type, 'dBASPL', 'level', loud)).toMatch(/^71 dB\S* by energy \(Leq\) \(50 /);
});

test('fractions are drawn as percent', () => {
  const { middle, highest } = chartFigures('HKQuantityTypeIdentifierOxygenSaturation', '%', [
    bucket({ count: 1, total: 0.97, highest: 0.99 }),
  ]);
  expect([middle[0], highest[0]]).toEqual([97, 99]);
});

test('an empty bucket is a gap, not a nought', () => {
  expect(
    chartFigures('HKQuantityTypeIdentifierHeartRate', 'count/min', [bucket({ count: 0, total: 0 })]).middle,
  ).toEqual([null]);
});

test('a mark says its figure, spread and records', () => {
  expect(bucketWords('HKQuantityTypeIdentifierHeartRate', 'count/min', 'average', bucket({}))).toBe(
    '2 bpm on average (1 bpm – 3 bpm) · 4 records',
  );
});

test('no choice of buckets gives more than some hundred marks', () => {
  for (const days of [1, 124, 125, 1_100, 1_101, 5_000]) {
    const size = { day: 1, week: 7, month: 30 }[fittingBucket(days * 86_400)];
    expect(days / size).toBeLessThan(200);
  }
});
