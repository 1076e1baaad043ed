import { describe, expect, onTestFinished, test } from 'vitest';
import { type ChartModel, scaleRange } from '../../../../src/renderer/features/history/chart-options.ts';
import {
  axisOf,
  countingRules,
  type Kind,
  kindText,
  spreadText,
  statsOf,
} from '../../../../src/renderer/features/history/type-figures.ts';
import { regionalUnits } from '../../../../src/shared/domain/display-units.ts';
import { mainFigure, sleepType } from '../../../../src/shared/domain/figure-table.ts';
import type { Aggregation, Figure } from '../../../../src/shared/domain/figures.ts';
import { loadLanguage } from '../../../../src/shared/language.ts';
import { noValues } from '../../../support/no-values.ts';

const kind = (type: string, aggregation: Aggregation, unit: string | null): Kind => ({
  type,
  aggregation,
  unit,
});
const steps = kind('HKQuantityTypeIdentifierStepCount', 'sum', 'count');
const heart = kind('HKQuantityTypeIdentifierHeartRate', 'mean', 'count/min');
const sound = kind('HKQuantityTypeIdentifierEnvironmentalAudioExposure', 'level', 'dBASPL');
const sleep = kind(sleepType, 'time', null);
const figure = (part: Partial<Figure>): Figure => ({
  day: '2025-05-01',
  start: 0,
  end: 0,
  days: 1,
  count: 1,
  ...noValues,
  ...part,
});

test('time in bed and awake stand beside sleep, not in it', () => {
  const values = ['InBed', 'Awake', 'AsleepCore', 'AsleepREM'].map((value, index) => ({
    value: `HKCategoryValueSleepAnalysis${value}`,
    seconds: 3600 * (index + 1),
    count: 1,
  }));
  expect(mainFigure(sleep, figure({ values }))).toBe(7 * 3600);
  expect(mainFigure(sleep, figure({ values: values.slice(0, 2) }))).toBeNull();
  expect(mainFigure(kind('HKCategoryTypeIdentifierMindfulSession', 'time', null), figure({ values }))).toBe(
    10 * 3600,
  );
});

test('the headline has the mean of the days with data, the total, and those of the range before', () => {
  const head = figure({ sum: 9000, days: 3, count: 30 });
  const before = figure({ sum: 4000, days: 2, count: 8 });
  expect(statsOf(steps, false, head, before)).toEqual([
    { label: 'Mean per day with data', text: '3,000 steps', before: '2,000 steps' },
    { label: 'Total', text: '9,000 steps', before: '4,000 steps' },
  ]);
  expect(statsOf(steps, true, figure({ sum: 9000 }), null)).toEqual([
    { label: 'Total', text: '9,000 steps', before: '' },
  ]);
});

test('a measure has its mean and spread, a level says by energy', () => {
  const measured = figure({ mean: 72, lowest: 48, highest: 131, latest: 64 });
  expect(statsOf(heart, false, measured, null)).toEqual([
    { label: 'Mean', text: '72 bpm', before: '' },
    { label: 'Lowest – highest', text: '48 – 131 bpm', before: '' },
    { label: 'Latest', text: '64 bpm', before: '' },
  ]);
  expect(statsOf(sound, false, measured, null)[0]?.label).toBe('Mean by energy (Leq)');
  expect(statsOf(sound, false, figure({ lowest: 48, highest: 90 }), null).map(({ label }) => label)).toEqual([
    'Lowest – highest',
  ]);
  const height = { ...kind('HKQuantityTypeIdentifierHeight', 'mean', 'ft'), units: regionalUnits('en-US') };
  expect(spreadText(height, { lowest: 5.5, highest: 6 })).toBe('5 ft 6 in – 6 ft');
  expect(spreadText(kind('x', 'mean', '%'), { lowest: 0.9, highest: 0.99 })).toBe('90 – 99%');
});

test('axes are in the unit that is read: percent, and hours where there are two', () => {
  expect(axisOf(kind('HKQuantityTypeIdentifierOxygenSaturation', 'mean', '%'), 1)).toEqual({
    factor: 100,
    unit: '%',
  });
  expect(axisOf(sleep, 7 * 3600).unit).toBe('h');
  expect(axisOf(sleep, 600)).toEqual({ factor: 1 / 60, unit: 'min' });
});

test('units of time beside an axis are in the language of the page', async () => {
  onTestFinished(() => loadLanguage('en', 'en-US'));
  await loadLanguage('ja', 'ja-JP');
  expect([axisOf(sleep, 7 * 3600).unit, axisOf(sleep, 600).unit]).toEqual(['時間', '分']);
});

test('a conversion is said', () => {
  const weight = { ...kind('HKQuantityTypeIdentifierBodyMass', 'mean', 'lb'), keptUnit: 'g' };
  expect(countingRules(weight, 'UTC').join(' ')).toContain('kept in g and shown in lb');
  expect(countingRules({ ...weight, keptUnit: 'lb' }, 'UTC').join(' ')).not.toContain('kept in');
});

test('how it was counted is said for each kind, with the zone', () => {
  for (const one of [steps, heart, sound, sleep, kind('x', 'count', null)])
    expect(countingRules(one, 'Asia/Tokyo').join(' ')).toContain('Asia/Tokyo');
  expect(countingRules(heart, 'UTC').join(' ')).not.toMatch(/one source counts/);
  expect(countingRules(sound, 'UTC').join(' ')).toContain('Leq');
  expect(countingRules(heart, 'UTC').slice(0, 3)).toEqual([
    expect.stringMatching(/^The mean is the arithmetic mean of all records/),
    expect.stringMatching(/weights this type by time but hasn’t published how/),
    expect.stringMatching(/^The band goes/),
  ]);
  expect(countingRules(kind('HKQuantityTypeIdentifierDietaryWater', 'sum', 'mL'), 'UTC')[0]).toMatch(
    /^Each drink/,
  );
});

test('a record of days counts in means and other categories, and the page says so of the others alone', () => {
  const said = (one: Kind) => countingRules(one, 'UTC').some((rule) => rule.includes('25 hours'));
  const distance = kind('HKQuantityTypeIdentifierDistanceWalkingRunning', 'sum', 'km');
  const mindful = kind('HKCategoryTypeIdentifierMindfulSession', 'time', null);
  expect([steps, distance, sound, sleep, mindful].map(said)).toEqual([true, true, true, true, true]);
  const pregnancy = kind('HKCategoryTypeIdentifierPregnancy', 'time', null);
  expect([heart, pregnancy, kind('x', 'count', null)].map(said)).toEqual([false, false, false]);
});

describe('scales', () => {
  const model = (part: object): ChartModel => ({
    marks: ['a', 'b'],
    series: [{ name: '', tone: '1', form: 'line', scale: 'main', values: [50, null], ...part }],
  });

  test('bars stand on nought and stacks on each other', () => {
    expect(scaleRange(model({ form: 'bar' }), 'main')).toEqual([0, 54]);
    const { marks, series } = model({ form: 'stack' });
    expect(scaleRange({ marks, series: [...series, ...series] }, 'main')).toEqual([0, 108]);
  });

  test('a band is in the scale whole; of nothing there is one, too', () => {
    const [low, high] = scaleRange(model({ lowest: [40, null], highest: [140, null] }), 'main');
    expect([low < 40, high > 140]).toEqual([true, true]);
    expect(scaleRange(model({}), 'second')).toEqual([0, 1]);
  });
});

test('stand hours are written as hours', () => {
  const kind = { type: 'HKCategoryTypeIdentifierAppleStandHour', aggregation: 'count', unit: null } as const;
  expect(kindText(kind, 12)).toBe('12 h');
  expect(axisOf(kind, 12)).toEqual({ factor: 1, unit: 'h' });
});
