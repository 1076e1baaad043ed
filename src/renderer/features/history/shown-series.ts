import { hasTotal, isAdded, mainFigure, totalName } from '../../../shared/domain/figure-table.ts';
import type { Figure } from '../../../shared/domain/figures.ts';
import { t } from '../../../shared/language.ts';
import { type ChartSeries, type Tone, tones } from './chart-options.ts';
import { type Kind, valueName, valuesOf } from './type-figures.ts';

/** The figures of a range by place; null for a place without any. */
export type Places = readonly (Figure | null)[];

/** A column of the table and a series of the chart at once. */
export interface Shown {
  readonly label: string;
  readonly kind: Kind;
  readonly tone: Tone;
  readonly form: ChartSeries['form'];
  readonly scale: ChartSeries['scale'];
  readonly places: Places;
  readonly pick: (figure: Figure) => number | null;
  readonly hasBand: boolean;
  /** A column of the table alone: there are more sources than colors. */
  readonly isTableOnly: boolean;
  /** The total of a stack: in the table and under the pointer, but not drawn, because the stack shows it. */
  readonly isTotal: boolean;
}

export const toneAt = (index: number): Tone => tones[index % tones.length] ?? '1';

/** Values of a category that are told apart; the rest of them is one. */
const maxValues = tones.length;

/** The values of a category one on another, with their total where there are several. */
export function stackOf({ kind, places }: Pick<Shown, 'kind' | 'places'>): Shown[] {
  const figures = places.filter((place) => place !== null);
  const values = valuesOf(figures)
    .map(({ value }) => value)
    .filter((value) => isAdded(kind.type, value));
  const pickOf = (names: readonly string[]) => (figure: Figure) => {
    const own = figure.values.filter(({ value }) => names.includes(value));
    if (own.length === 0) return null;
    return own.reduce((sum, { seconds, count }) => sum + (kind.aggregation === 'time' ? seconds : count), 0);
  };
  const single = values.length <= maxValues ? values : values.slice(0, maxValues - 1);
  const rest = values.slice(single.length);
  const groups = [
    ...single.map((value) => ({ label: valueName(kind.type, value), names: [value] })),
    ...(rest.length === 0 ? [] : [{ label: t('Other values'), names: rest }]),
  ];
  const stack = groups.map(
    ({ label, names }, index): Shown => ({
      label,
      kind,
      tone: toneAt(index),
      form: 'stack',
      scale: 'main',
      places,
      pick: pickOf(names),
      hasBand: false,
      isTableOnly: false,
      isTotal: false,
    }),
  );
  const [first] = stack;
  if (first === undefined || !hasTotal(kind, values)) return stack;
  const total = { label: totalName(kind.type), pick: (figure: Figure) => mainFigure(kind, figure) };
  return [{ ...first, ...total, isTotal: true }, ...stack];
}

/** What the chart draws of what the page shows. */
export const drawnOf = (shown: readonly Shown[]): readonly Shown[] =>
  shown.filter(({ isTableOnly, isTotal }) => !isTableOnly && !isTotal);

/** What the legend names: the drawn series and, under the pointer, their total. */
export const namedOf = (shown: readonly Shown[], isPointed: boolean): readonly Shown[] =>
  shown.filter(({ isTableOnly, isTotal }) => !isTableOnly && (isPointed || !isTotal));
