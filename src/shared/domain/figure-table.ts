import { t } from '../language.ts';
import type { Cell } from './csv.ts';
import type { Units } from './display-units.ts';
import type { ExportTable } from './export.ts';
import type { Figure, Figures, ValueFigure } from './figures.ts';
import { figureKindText, levelMean } from './mean-kind.ts';
import { durationText, filedValue, inOne, quantityText, unitName } from './quantity-text.ts';
import { hoursStood, standHourType } from './rings.ts';
import { valueLabel } from './value-label.ts';

/** A table of figures for display: the first column names the span, the others are formatted. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly figure: Figure; readonly cells: readonly string[] }[];
}

/** Maximum number of category values with their own column; the others have none. */
const maxValues = 6;

export const sleepType = 'HKCategoryTypeIdentifierSleepAnalysis';

/** false for values that aren't part of a category's time: time in bed overlaps time asleep, and awake isn't asleep. */
export const isAdded = (type: string, value: string) =>
  type !== sleepType || /SleepAnalysisAsleep/.test(value);

/** The kind of a type's figures, and their unit. */
export interface FigureKind extends Pick<Figures, 'aggregation' | 'unit'> {
  readonly type: string;
  /** The choices that `unit` follows; undefined if it's the canonical one. */
  readonly units?: Units | undefined;
}

/** The main figure of a span: the sum, the mean, the time in s, or the number. Null if it has none. */
export function mainFigure(
  { type, aggregation }: Pick<FigureKind, 'type' | 'aggregation'>,
  figure: Pick<Figure, 'sum' | 'mean' | 'count'> & { readonly values: readonly ValueFigure[] },
): number | null {
  if (type === standHourType) return figure.values.length === 0 ? null : hoursStood(figure.values);
  switch (aggregation) {
    case 'sum':
      return figure.sum;
    case 'mean':
    case 'level':
      return figure.mean;
    case 'time': {
      const added = figure.values.filter(({ value }) => isAdded(type, value));
      return added.length === 0 ? null : added.reduce((sum, { seconds }) => sum + seconds, 0);
    }
    case 'count':
      return figure.count;
  }
}

/** A sleep's total beside its stages: seconds of the values that are added, null for anything but times. */
export const totalTime = (
  { type, aggregation }: Pick<FigureKind, 'type' | 'aggregation'>,
  figure: Parameters<typeof mainFigure>[1],
): number | null => (aggregation === 'time' ? mainFigure({ type, aggregation }, figure) : null);

/** Whether times have a total that none of their values is: more than one value is added. */
export const hasTotal = (
  { type, aggregation }: Pick<FigureKind, 'type' | 'aggregation'>,
  values: readonly string[],
): boolean => aggregation === 'time' && values.filter((value) => isAdded(type, value)).length > 1;

/** The name of a total of times. */
/** Days that have records and no figures: that none counts, and why, or that they aren't counted yet (`isCurrent` false). */
export const noFiguresText = (range: string, count: number, isCurrent: boolean): string =>
  isCurrent
    ? t(
        '{range} has {count, plural, one {# record} other {# records}} but no figures: only records with a known value and a possible time count.',
        { range, count },
      )
    : t('{count, plural, one {# record} other {# records}} in {range}, not counted yet.', { count, range });

export const totalName = (type: string): string => (type === sleepType ? t('Asleep') : t('Total'));

/** A main figure for display, with its unit. */
export function mainFigureText({ type, aggregation, unit, units }: FigureKind, value: number | null): string {
  if (value === null) return '–';
  if (aggregation === 'time') return durationText(value);
  if (aggregation === 'count') return quantityText(type, value, null).figure;
  return inOne(quantityText(type, value, unit, units));
}

/** A category's values by their time in the range, most first. */
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
  figures: Figures & Pick<FigureKind, 'units'>,
  spanText: (figure: Figure) => string,
): FigureTable {
  const text = (value: number | null) => mainFigureText({ ...figures, type }, value);
  const row = (figure: Figure, ...cells: string[]) => ({ figure, cells: [spanText(figure), ...cells] });
  switch (figures.aggregation) {
    case 'sum':
      return {
        columns: ['', t('Sum'), t('Mean of a day')],
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
        columns: [
          '',
          figures.aggregation === 'level' ? t(levelMean) : t('Mean'),
          t('Lowest'),
          t('Highest'),
          t('Samples'),
        ],
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
      const isTotaled = hasTotal({ ...figures, type }, values);
      return {
        columns: [
          '',
          ...(isTotaled ? [totalName(type)] : []),
          ...values.map((value) => valueLabel(type, value) || t('Time', {}, 'duration')),
        ],
        rows: figures.figures.map((figure) =>
          row(
            figure,
            ...(isTotaled ? [text(mainFigure({ ...figures, type }, figure))] : []),
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
        columns: ['', t('Number')],
        rows: figures.figures.map((figure) => row(figure, text(mainFigure({ ...figures, type }, figure)))),
      };
  }
}

/**
 * Figures as rows of a file, in full precision: one per span, and for a category one per value; with times, each has the total of
 * its span. The unit has its own column and is that of `figures`: the export contains exactly the figures shown. `timeText`: an instant in the zone shown, with its
 * offset (RFC 3339). Words are English in any language.
 */
export function figureExport(
  title: string,
  type: string,
  { aggregation, unit, figures }: Pick<Figures, 'aggregation' | 'unit' | 'figures'>,
  timeText: (at: number) => string,
): ExportTable {
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
    'latest',
    'total',
    'figure_kind',
  ];
  const scaled = (value: number | null) => (value === null ? null : filedValue(value, unit));
  const isMeasure = aggregation === 'mean' || aggregation === 'level';
  const kindText = figureKindText(type, aggregation);
  const unitCell = aggregation === 'time' ? 's' : aggregation === 'count' ? '' : unitName(type, unit);
  const rows = figures.flatMap((figure): Cell[][] => {
    const head = [figure.day, timeText(figure.start), timeText(figure.end), type];
    const line = (value: string | null, amount: number | null, samples: number): Cell[] => [
      ...head,
      value,
      scaled(amount),
      unitCell,
      figure.days,
      samples,
      scaled(figure.lowest),
      scaled(figure.highest),
      isMeasure ? scaled(figure.latest) : null,
      totalTime({ type, aggregation }, figure),
      kindText,
    ];
    if (aggregation === 'time' || (aggregation === 'count' && figure.values.length > 0))
      return figure.values.map(({ value, seconds, count }) =>
        line(value, aggregation === 'time' ? seconds : count, count),
      );
    return [line(null, mainFigure({ type, aggregation }, figure), figure.count)];
  });
  return { kind: 'table', title, columns, rows };
}
