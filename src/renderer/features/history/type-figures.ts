import { type FigureKind, mainFigure, sleepType } from '../../../shared/domain/figure-table.ts';
import type { Aggregation, Figure, ValueFigure } from '../../../shared/domain/figures.ts';
import { isLimited, levelMean, meanRules } from '../../../shared/domain/mean-kind.ts';
import {
  durationText,
  inOne,
  type QuantityText,
  quantityText,
  unitText,
} from '../../../shared/domain/quantity-text.ts';
import { standHourType } from '../../../shared/domain/rings.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { valueLabel } from '../../../shared/domain/value-label.ts';
import { formatLocale, t } from '../../../shared/language.ts';

/** What a type's figures are: enough to write one of them. `keptUnit`: what they are kept in, where they are shown in another unit. */
export interface Kind extends FigureKind {
  readonly keptUnit?: string | null;
}

function quantityOf({ type, unit, units }: Kind, value: number): QuantityText {
  return quantityText(type, rounded(value), unit, units);
}

/** A figure of a kind in words: `7,312 steps`, `72 bpm`, `1 h 5 min`, `12 records`. */
export function kindText(kind: Kind, value: number): string {
  if (kind.aggregation === 'time') return durationText(value);
  if (kind.type === standHourType) return t('{hours} h', { hours: oneDigit.format(value) });
  if (kind.aggregation === 'count')
    return t('{count, plural, one {# record} other {# records}}', { count: Math.round(value) });
  return inOne(quantityOf(kind, value));
}

/** `48 – 131 bpm`: the unit stands once where both have the same. */
export function spreadText(kind: Kind, { lowest, highest }: Pick<Head, 'lowest' | 'highest'>): string {
  if (lowest === null || highest === null) return '';
  const [low, high] = [quantityOf(kind, lowest), quantityOf(kind, highest)];
  return `${low.unit === high.unit ? low.figure : inOne(low)} – ${inOne(high)}`;
}

/** Twelve significant digits: 0.1 + 0.2 is 0.3, and sums of shares of whole samples are whole again. */
const rounded = (value: number) => Number(value.toPrecision(12));

/** `HKCategoryValueSleepAnalysisAsleepREM` → `REM sleep`; a value that says nothing has the name of its type. */
export const valueName = (type: string, value: string) => valueLabel(type, value) || typeLabel(type);

/** The figures of a whole range. */
export type Head = Pick<
  Figure,
  'days' | 'count' | 'sum' | 'mean' | 'lowest' | 'highest' | 'latest' | 'values'
>;

/** Time and number of each value in some figures, most time first. */
export function valuesOf(figures: readonly Pick<Head, 'values'>[]): ValueFigure[] {
  const sums = new Map<string, ValueFigure>();
  for (const { values } of figures)
    for (const { value, seconds, count } of values) {
      const known = sums.get(value);
      sums.set(value, {
        value,
        seconds: seconds + (known?.seconds ?? 0),
        count: count + (known?.count ?? 0),
      });
    }
  return [...sums.values()].sort((a, b) => b.seconds - a.seconds || b.count - a.count);
}

/** One figure of the headline. */
export interface Stat {
  readonly label: string;
  readonly text: string;
  /** The same figure of the range before, or ''. */
  readonly before: string;
}

/** The headline of a range: its total and mean, beside those of the range before. */
export function statsOf(kind: Kind, isOneDay: boolean, head: Head, before: Head | null): Stat[] {
  const { aggregation } = kind;
  const stat = (label: string, pick: (one: Head) => number | null): Stat[] => {
    const value = pick(head);
    const then = before === null ? null : pick(before);
    if (value === null) return [];
    return [{ label, text: kindText(kind, value), before: then === null ? '' : kindText(kind, then) }];
  };
  if (aggregation === 'mean' || aggregation === 'level') {
    return [
      ...stat(aggregation === 'level' ? t(levelMean) : t('Mean'), ({ mean }) => mean),
      {
        label: t('Lowest – highest'),
        text: spreadText(kind, head),
        before: before === null ? '' : spreadText(kind, before),
      },
      ...stat(t('Latest', {}, 'value'), ({ latest }) => latest),
    ];
  }
  const total = (one: Head) => mainFigure(kind, one);
  const mean = (one: Head) => {
    const value = total(one);
    return value === null || one.days === 0 ? null : value / one.days;
  };
  if (isOneDay) return stat(t('Total'), total);
  const perDay =
    aggregation === 'count' && kind.type !== standHourType
      ? [
          {
            label: t('Mean per day with data'),
            text: countsText(mean(head)),
            before: before === null ? '' : countsText(mean(before)),
          },
        ]
      : stat(t('Mean per day with data'), mean);
  return [...perDay, ...stat(t('Total'), total)];
}

const oneDigit = new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 1 });
const countsText = (value: number | null) =>
  value === null ? '' : t('{count} records', { count: oneDigit.format(value) });

/** How figures of a kind are drawn on an axis: times this factor, with this unit beside it. */
export function axisOf({ type, aggregation, unit }: Kind, highest: number): { factor: number; unit: string } {
  if (aggregation === 'time')
    return highest >= 7200
      ? { factor: 1 / 3600, unit: unitText('', 'hr') }
      : { factor: 1 / 60, unit: unitText('', 'min') };
  if (type === standHourType) return { factor: 1, unit: unitText('', 'hr') };
  if (aggregation === 'count') return { factor: 1, unit: t('records') };
  return unit === '%' ? { factor: 100, unit: '%' } : { factor: 1, unit: unitText(type, unit) };
}

/** What one bar or point is called: `Total`, `Mean`… */
export function figureWord({ type, aggregation }: Kind): string {
  if (type === sleepType) return t('Asleep');
  if (type === standHourType) return t('Total');
  return {
    sum: t('Total'),
    mean: t('Mean'),
    level: t(levelMean),
    time: t('Time', {}, 'duration'),
    count: t('Records'),
  }[aggregation];
}

const priority = t(
  'At each moment, one source counts: manual entries first, then Apple Watch, then iPhone, then other apps, unless Settings has your own order.',
);

const band = t('The band goes from the lowest record to the highest.');

const rules: Readonly<Record<Aggregation, readonly string[]>> = {
  sum: [
    priority,
    t(
      'A record counts for the share of its time that no earlier source covers. Records from one source add up.',
    ),
    t(
      'A record that crosses the end of an hour or a day is divided in proportion to time, as HealthKit does.',
    ),
  ],
  mean: [band],
  level: [band],
  time: [priority, t('No second counts twice, and time is divided at the end of an hour or a day.')],
  count: [t('Each record counts once. A record whose time an earlier source covers isn’t counted.')],
};

/** Types with rules of their own (core/events/README.md). */
const ownRules: Readonly<Record<string, readonly string[]>> = {
  HKQuantityTypeIdentifierDietaryWater: [
    t('Each drink counts in full in the span in which it begins, whichever app wrote it.'),
  ],
  [sleepType]: [
    t(
      'For each second, one source decides: manual entries first, then Apple Watch, then iPhone, then other apps, unless Settings has your own order. Within a source, awake comes before deep, REM, core, and sleep without a stage.',
    ),
    t(
      'A day is a night, from noon to noon, named by its evening. Time in bed and time awake aren’t in the total.',
    ),
    t(
      'All sleep of an evening is added up, naps included. Overview has only the night, and the Sleep tab and events have each sleep separately.',
    ),
  ],
};

/** "How this was counted", in sentences that hold for the kind (core/events/README.md, "How figures are made"). */
export function countingRules({ type, aggregation, unit, keptUnit = unit }: Kind, zone: string): string[] {
  const isConverted = keptUnit !== unit && keptUnit !== null;
  return [
    ...meanRules(type, aggregation),
    ...(ownRules[type] ?? rules[aggregation]),
    ...(isConverted
      ? [
          t('Figures are kept in {kept} and shown in {shown}, the unit from Settings or your region.', {
            kept: unitText(type, keptUnit),
            shown: unitText(type, unit),
          }),
        ]
      : []),
    t('Days and hours are in {zone}, your home time zone.', { zone }),
    isLimited(type)
      ? t(
          'A record is kept but not counted if it ends before it begins, lasts longer than 25 hours, begins after the export was made, or is no longer in the Health app.',
        )
      : t(
          'A record is kept but not counted if it ends before it begins, begins after the export was made, or is no longer in the Health app.',
        ),
  ];
}
