import { expect, test } from 'vitest';
import { zonedIso } from '../../../../src/renderer/components/zone-formats.ts';
import {
  figureExport,
  figureTable,
  mainFigure,
  mainFigureText,
} from '../../../../src/shared/domain/figure-table.ts';
import type { Figure, Figures } from '../../../../src/shared/domain/figures.ts';
import { noValues } from '../../../support/no-values.ts';

const figure = (part: Partial<Figure>): Figure => ({
  day: '2025-03-05',
  start: Date.parse('2025-03-05T00:00:00+01:00') / 1000,
  end: Date.parse('2025-03-06T00:00:00+01:00') / 1000,
  days: 1,
  count: 3,
  ...noValues,
  ...part,
});
const figures = (part: Partial<Figures>): Figures => ({
  aggregation: 'sum',
  unit: 'count',
  printedUnit: 'count',
  zone: 'Europe/Berlin',
  isCurrent: true,
  figures: [],
  ...part,
});
const spanText = ({ day }: Figure) => day;
const cells = (type: string, given: Figures) =>
  figureTable(type, given, spanText).rows.map((row) => row.cells);

const steps = 'HKQuantityTypeIdentifierStepCount';
const sleep = 'HKCategoryTypeIdentifierSleepAnalysis';
const oxygen = 'HKQuantityTypeIdentifierOxygenSaturation';

test('sums have a mean of the days that have samples', () => {
  const given = figures({ figures: [figure({ sum: 21_000, days: 4 })] });
  expect(figureTable(steps, given, spanText).columns).toEqual(['', 'Sum', 'Mean of a day']);
  expect(cells(steps, given)).toEqual([['2025-03-05', '21,000 steps', '5,250 steps']]);
});

test('measures have a mean, the lowest and the highest, a fraction as a percentage', () => {
  const given = figures({
    aggregation: 'mean',
    unit: '%',
    figures: [figure({ mean: 0.971, lowest: 0.9, highest: 1 }), figure({ day: '2025-03-06', mean: null })],
  });
  expect(cells(oxygen, given)).toEqual([
    ['2025-03-05', '97.1%', '90%', '100%', '3'],
    ['2025-03-06', '–', '–', '–', '3'],
  ]);
});

const night = figures({
  aggregation: 'time',
  unit: null,
  figures: [
    figure({
      values: [
        { value: 'HKCategoryValueSleepAnalysisAsleepREM', seconds: 5400, count: 3 },
        { value: 'HKCategoryValueSleepAnalysisAwake', seconds: 600, count: 2 },
      ],
    }),
    figure({
      day: '2025-03-06',
      values: [{ value: 'HKCategoryValueSleepAnalysisAwake', seconds: 7200, count: 1 }],
    }),
  ],
});

test('a category has a column for each of its values, most time in the range first', () => {
  expect(figureTable(sleep, night, spanText).columns).toEqual(['', 'Awake', 'REM sleep']);
  expect(cells(sleep, night)).toEqual([
    ['2025-03-05', '10 min', '1 h 30 min'],
    ['2025-03-06', '2 h', '–'],
  ]);
});

test('time in bed and awake are in no total of sleep', () => {
  const [first = figure({}), second = figure({})] = night.figures;
  const kind = { type: sleep, aggregation: 'time' } as const;
  expect(mainFigure(kind, first)).toBe(5400);
  expect(mainFigure(kind, second)).toBeNull();
});

test('the main figure of each kind, in words', () => {
  const of = (
    aggregation: Figures['aggregation'],
    part: Partial<Figure>,
    unit: string | null,
    type = steps,
  ) => {
    const given = figures({ aggregation, unit });
    return mainFigureText({ ...given, type }, mainFigure({ ...given, type }, figure(part)));
  };
  expect(of('sum', { sum: 5 }, 'count')).toBe('5 steps');
  expect(of('level', { mean: 61.25 }, 'dBASPL', 'HKQuantityTypeIdentifierEnvironmentalAudioExposure')).toBe(
    '61.25 dB',
  );
  expect(
    of(
      'time',
      {
        values: [
          { value: 'a', seconds: 3600, count: 1 },
          { value: 'b', seconds: 60, count: 1 },
        ],
      },
      null,
    ),
  ).toBe('1 h 1 min');
  expect(of('count', { count: 1200 }, null)).toBe('1,200');
  expect(of('mean', { mean: null }, 'kg')).toBe('–');
});

const timeText = (at: number) => zonedIso(at, 'Europe/Berlin');

test('a file has one row a span, or one a value of a category, with its unit in a column', () => {
  const given = figures({
    aggregation: 'mean',
    unit: '%',
    figures: [figure({ mean: 0.971, lowest: 0.9, highest: 1, latest: 0.935 })],
  });
  const { kind, columns, rows } = figureExport('Oxygen', oxygen, given, timeText);
  expect(kind).toBe('table');
  expect(columns.join()).toBe(
    'day,start,end,type,value,figure,unit,days,samples,lowest,highest,latest,total,figure_kind',
  );
  expect(rows).toEqual([
    [
      '2025-03-05',
      '2025-03-05T00:00:00+01:00',
      '2025-03-06T00:00:00+01:00',
      oxygen,
      null,
      97.1,
      '%',
      1,
      3,
      90,
      100,
      93.5,
      null,
      'arithmetic mean',
    ],
  ]);
  expect(
    figureExport('Sleep', sleep, night, timeText).rows.map(([day, , , , value, amount, unit, ...rest]) => [
      day,
      value,
      amount,
      unit,
      rest[columns.indexOf('total') - 7],
    ]),
  ).toEqual([
    ['2025-03-05', 'HKCategoryValueSleepAnalysisAsleepREM', 5400, 's', 5400],
    ['2025-03-05', 'HKCategoryValueSleepAnalysisAwake', 600, 's', 5400],
    ['2025-03-06', 'HKCategoryValueSleepAnalysisAwake', 7200, 's', null],
  ]);
});

test('a staged night has its total before its stages, and no stage has its name', () => {
  const stage = (value: string, seconds: number) => ({
    value: `HKCategoryValueSleepAnalysis${value}`,
    seconds,
    count: 1,
  });
  const given = figures({
    aggregation: 'time',
    unit: null,
    figures: [
      figure({ values: [stage('AsleepCore', 14_400), stage('AsleepDeep', 3600), stage('InBed', 28_800)] }),
      figure({ day: '2025-03-06', values: [stage('AsleepUnspecified', 25_200)] }),
    ],
  });
  expect(figureTable(sleep, given, spanText).columns).toEqual([
    ...['', 'Asleep', 'In bed', 'Asleep, no stage', 'Core sleep', 'Deep sleep'],
  ]);
  expect(cells(sleep, given)).toEqual([
    ['2025-03-05', '5 h', '8 h', '–', '4 h', '1 h'],
    ['2025-03-06', '7 h', '–', '7 h', '–', '–'],
  ]);
});

test('stand hours are the hours stood, as the ring has them, and not the samples that say so', () => {
  const type = 'HKCategoryTypeIdentifierAppleStandHour';
  const value = (name: string, count: number) => ({
    value: `HKCategoryValueAppleStandHour${name}`,
    seconds: 3600 * count,
    count,
  });
  const day = { sum: null, mean: null, count: 24, values: [value('Idle', 12), value('Stood', 12)] };
  expect(mainFigure({ type, aggregation: 'count' }, day)).toBe(12);
  expect(mainFigure({ type, aggregation: 'count' }, { ...day, values: [value('Idle', 12)] })).toBe(0);
  expect(mainFigure({ type, aggregation: 'count' }, { ...day, count: 0, values: [] })).toBeNull();
});
