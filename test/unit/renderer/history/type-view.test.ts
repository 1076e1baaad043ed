import { expect, test } from 'vitest';
import { drawnOf, namedOf } from '../../../../src/renderer/features/history/shown-series.ts';
import {
  type Ask,
  type Asked,
  exportOf,
  modelOf,
  readView,
  shownOf,
  tableOf,
} from '../../../../src/renderer/features/history/type-view.ts';
import { regionalUnits } from '../../../../src/shared/domain/display-units.ts';
import type { Figure } from '../../../../src/shared/domain/figures.ts';

const zone = 'Europe/Berlin';
const type = 'HKQuantityTypeIdentifierStepCount';
const start = Date.parse('2025-05-05T00:00:00+02:00') / 1000;

const figureOf = (sum: number): Figure => ({
  ...{ day: '2025-05-05', start, end: start + 86_400, days: 1, count: 1, sum },
  ...{ mean: null, lowest: null, highest: null, latest: null, values: [] },
});

const asked: Asked = {
  ...{ types: [type], range: 'week', at: '2025-05-05', weekStart: 1, zone },
  ...{ whole: { from: '2025-05-05', to: '2025-05-05' }, isCompared: false, isEach: true },
  ...{ overlay: undefined, units: regionalUnits('de-DE') },
};

/** Sources 1 to `count`: the n-th has n + 1 steps. */
const askOf = (count: number): Ask => ({
  figures: async ({ source }) => ({
    ...{ aggregation: 'sum', unit: 'count', printedUnit: 'count', zone, isCurrent: true },
    figures: [figureOf((source ?? 999) + 1)],
  }),
  shares: async () => ({
    shares: Array.from({ length: count }, (_, index) => ({
      ...{ source: index + 1, name: `App ${index + 1}`, count: 1, whole: index + 1, counted: index + 1 },
    })),
  }),
});

test('each source has its column and its rows in the file; the chart draws as many as it has colors', async () => {
  const view = await readView(asked, askOf(9));
  const shown = shownOf(view);
  const names = Array.from({ length: 9 }, (_, index) => `App ${index + 1}`);
  expect(tableOf(view, shown).columns).toEqual([...names, 'Records']);
  expect(tableOf(view, shown).rows[0]?.cells.slice(0, 9)).toEqual(
    names.map((_, index) => `${index + 2} steps`),
  );
  const file = exportOf(view, 'Steps');
  expect(file.rows.map(([series]) => series)).toEqual(names);
  expect(modelOf(view, drawnOf(shown)).series.map(({ name }) => name)).toEqual(names.slice(0, 6));
});

test('the instants of a file are of the zone that the page shows', async () => {
  const { columns, rows } = exportOf(await readView({ ...asked, isEach: false }, askOf(1)), 'Steps');
  const [row = []] = rows;
  expect([row[columns.indexOf('start')], row[columns.indexOf('end')]]).toEqual([
    '2025-05-05T00:00:00+02:00',
    '2025-05-06T00:00:00+02:00',
  ]);
});

test('a whole range is asked for as one figure', async () => {
  const spans: string[] = [];
  const ask: Ask = {
    ...askOf(1),
    figures(input) {
      spans.push(input.by);
      return askOf(1).figures(input);
    },
  };
  const view = await readView({ ...asked, range: 'half', isEach: false }, ask);
  expect(spans.toSorted()).toEqual(['range', 'range', 'week']);
  expect(view.parts[0]?.head?.sum).toBe(1000);
});

test('a staged night has its total in the table, under the pointer and in the file, but not in the stack', async () => {
  const sleep = 'HKCategoryTypeIdentifierSleepAnalysis';
  const stage = (value: string, seconds: number) => ({
    value: `HKCategoryValueSleepAnalysis${value}`,
    seconds,
    count: 1,
  });
  const values = [stage('AsleepCore', 14_400), stage('AsleepREM', 3600), stage('Awake', 600)];
  const ask: Ask = {
    figures: async () => ({
      ...{ aggregation: 'time', unit: null, printedUnit: null, zone, isCurrent: true },
      figures: [{ ...figureOf(0), sum: null, values }],
    }),
    shares: async () => ({ shares: [] }),
  };
  const view = await readView({ ...asked, types: [sleep], isEach: false }, ask);
  const shown = shownOf(view);
  const { columns, rows } = tableOf(view, shown);
  expect(columns).toEqual(['Asleep', 'Core sleep', 'REM sleep', 'Records']);
  expect(rows[0]?.cells.slice(0, 3)).toEqual(['5 h', '4 h', '1 h']);
  expect(drawnOf(shown).map(({ label }) => label)).toEqual(['Core sleep', 'REM sleep']);
  expect(namedOf(shown, true).map(({ label }) => label)).toEqual(['Asleep', 'Core sleep', 'REM sleep']);
  expect(namedOf(shown, false).map(({ label }) => label)).toEqual(['Core sleep', 'REM sleep']);
  const file = exportOf(view, 'Sleep');
  expect(file.rows.map((row) => row[file.columns.indexOf('total')])).toEqual([18_000, 18_000, 18_000]);
});

test('a measure has its latest record in the table and in the file', async () => {
  const ask: Ask = {
    figures: async () => ({
      ...{ aggregation: 'mean', unit: 'count/min', printedUnit: 'count/min', zone, isCurrent: true },
      figures: [{ ...figureOf(0), sum: null, mean: 72, lowest: 60, highest: 95, latest: 64 }],
    }),
    shares: async () => ({ shares: [] }),
  };
  const heartRate = 'HKQuantityTypeIdentifierHeartRate';
  const view = await readView({ ...asked, types: [heartRate], isEach: false }, ask);
  const { columns, rows } = tableOf(view, shownOf(view));
  expect(columns).toEqual(['Mean', 'Lowest – highest', 'Latest', 'Records']);
  expect(rows[0]?.cells).toEqual(['72 bpm', '60 – 95 bpm', '64 bpm', '1']);
  const file = exportOf(view, 'Heart rate');
  expect(file.rows.map((row) => row[file.columns.indexOf('latest')])).toEqual([64]);
});
