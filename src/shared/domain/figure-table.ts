import type { Cell } from './csv.ts';
import type { ExportTable } from './export.ts';
import type { Figure, Figures } from './figures.ts';
import { durationText, quantityText, unitText } from './quantity-text.ts';
import { valueLabel } from './value-label.ts';

/** A table of figures for reading: the first column names the span, the others are written out. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly figure: Figure; readonly cells: readonly string[] }[];
}

/** Values of a category that have a column of their own; the others are left to the whole. */
const maxValues = 6;

/** The figure that stands for a span: the sum, the mean, the time in s or the number. Null where it has none. */
export function mainFigure({ aggregation }: Pick<Figures, 'aggregation'>, figure: Figure): number | null {
  switch (aggregation) {
    case 'sum':
      return figure.sum;
    case 'mean':
    case 'level':
      return figure.mean;
    case 'time':
      return figure.values.reduce((sum, { seconds }) => sum + seconds, 0);
    case 'count':
      return figure.count;
  }
}

/** A main figure as it is read, with its unit. */
export function mainFigureText(
  type: string,
  { aggregation, unit }: Pick<Figures, 'aggregation' | 'unit'>,
  value: number | null,
): string {
  if (value === null) return '–';
  if (aggregation === 'time') return durationText(value);
  if (aggregation === 'count') return quantityText(type, value, null).figure;
  const text = quantityText(type, value, unit);
  return text.unit === '' ? text.figure : `${text.figure} ${text.unit}`;
}

/** Values of a category in the order of their time in the range, most first. */
function valuesIn({ figures }: Pick<Figures, 'figures'>): string[] {
  const seconds = new Map<string, number>();
  for (const { values } of figures)
    for (const one of values) seconds.set(one.value, (seconds.get(one.value) ?? 0) + one.seconds);
  return [...seconds]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, maxValues)
    .map(([value]) => value);
}

/** The figures of a range as a table, oldest first; `spanText` names a span. */
export function figureTable(
  type: string,
  figures: Figures,
  spanText: (figure: Figure) => string,
): FigureTable {
  const text = (value: number | null) => mainFigureText(type, figures, value);
  const row = (figure: Figure, ...cells: string[]) => ({ figure, cells: [spanText(figure), ...cells] });
  switch (figures.aggregation) {
    case 'sum':
      return {
        columns: ['', 'Sum', 'Mean of a day'],
        rows: figures.figures.map((figure) =>
          row(
            figure,
            text(figure.sum),
            text(figure.sum === null ? null : figure.sum / Math.max(1, figure.days)),
          ),
        ),
      };
    case 'mean':
    case 'level':
      return {
        columns: ['', 'Mean', 'Lowest', 'Highest', 'Samples'],
        rows: figures.figures.map((figure) =>
          row(
            figure,
            text(figure.mean),
            text(figure.lowest),
            text(figure.highest),
            quantityText(type, figure.count, null).figure,
          ),
        ),
      };
    case 'time': {
      const values = valuesIn(figures);
      return {
        columns: ['', ...values.map((value) => valueLabel(type, value) || 'Time')],
        rows: figures.figures.map((figure) =>
          row(
            figure,
            ...values.map((value) => {
              const one = figure.values.find((each) => each.value === value);
              return one === undefined ? '–' : durationText(one.seconds);
            }),
          ),
        ),
      };
    }
    case 'count':
      return {
        columns: ['', 'Number'],
        rows: figures.figures.map((figure) => row(figure, text(figure.count))),
      };
  }
}

/** The same figures in full precision, for a file: a row a span, and one a value of a category. */
export function figureExport(title: string, type: string, figures: Figures): ExportTable {
  const { aggregation, unit } = figures;
  const columns = [
    'day',
    'start',
    'end',
    'type',
    'value',
    'figure',
    'unit',
    'days',
    'samples',
    'lowest',
    'highest',
  ];
  const iso = (at: number) => new Date(at * 1000).toISOString().replace('.000Z', 'Z');
  // Stored as a fraction and read as a percentage, as in every list.
  const scaled = (value: number | null) =>
    value !== null && unit === '%' ? Math.round(value * 1e8) / 1e6 : value;
  const shownUnit = aggregation === 'time' ? 's' : aggregation === 'count' ? '' : unitText(type, unit);
  const rows = figures.figures.flatMap((figure): Cell[][] => {
    const head = [figure.day, iso(figure.start), iso(figure.end), type];
    const line = (value: string | null, amount: number | null, samples: number): Cell[] => [
      ...head,
      value,
      scaled(amount),
      shownUnit,
      figure.days,
      samples,
      scaled(figure.lowest),
      scaled(figure.highest),
    ];
    if (aggregation === 'time')
      return figure.values.map(({ value, seconds, count }) => line(value, seconds, count));
    return [line(null, mainFigure(figures, figure), figure.count)];
  });
  return { kind: 'table', title, columns, rows };
}
