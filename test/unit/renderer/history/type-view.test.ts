import { expect, test } from 'vitest';
import {
  type Ask,
  type Asked,
  drawnOf,
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
