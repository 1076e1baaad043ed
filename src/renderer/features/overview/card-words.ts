import type { Card, CardDay, CardSeries } from '../../../shared/domain/cards.ts';
import { shownUnit, shownValue, type Units } from '../../../shared/domain/display-units.ts';
import {
  durationText,
  figureText,
  inOne,
  type QuantityText,
  quantityText,
  unitText,
} from '../../../shared/domain/quantity-text.ts';
import { pressureType, typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { plusDays } from '../../../shared/time.ts';
import { ringLabels, ringQuantity } from '../../components/ring-words.ts';
import { calendarDayText, calendarShortText } from '../../components/zone-formats.ts';
import { goTo } from '../../navigation/routes.ts';

/** A card in the display units. */
export type ShownCard = Card & { readonly units: Units };

const standHours = 'HKCategoryTypeIdentifierAppleStandHour';

export function cardLabel({ kind, id }: Pick<Card, 'kind' | 'id'>): string {
  switch (kind) {
    case 'rings':
      return t('Rings');
    case 'sleep':
      return t('Sleep');
    case 'workouts':
      return t('Workouts');
    case 'pressure':
      return t('Blood pressure');
    case 'type':
      return typeLabel(id);
  }
}

/** Opens the page of the card's subject. */
export function openCard({ kind, id }: Pick<Card, 'kind' | 'id'>): void {
  if (kind === 'type') goTo('history', { type: id });
  else if (kind === 'pressure') goTo('history', { type: pressureType });
  else goTo('history', { tab: kind });
}

/** A value of a series, as its card shows it. Seconds are shown as hours and minutes. */
export function valueText(
  { kind, id, aggregation, rings, units }: ShownCard,
  { name, unit, printedUnit }: CardSeries,
  value: number,
): QuantityText {
  if (kind === 'rings') {
    const ring = name === 'exercise' || name === 'stand' ? name : 'move';
    return ringQuantity(ring, rings?.moveBy ?? 'energy', value, units);
  }
  if (id === standHours) return { figure: figureText(Math.round(value * 10) / 10), unit: unitText('', 'hr') };
  if (aggregation === 'time') return { figure: durationText(value), unit: '' };
  if (aggregation === 'count') {
    const rounded = Math.round(value * 10) / 10;
    return {
      figure: figureText(rounded),
      unit: t('{count, plural, one {entry} other {entries}}', { count: rounded }),
    };
  }
  const shown = shownUnit(name, unit, units, printedUnit);
  return quantityText(name, shortened(shownValue(value, shown), shown.unit), shown.unit, units);
}

/** Means of days have more digits than their samples: one behind the point is enough from ten on. A share keeps its own. */
function shortened(value: number, unit: string | null): number {
  if (unit === '%') return Math.round(value * 1000) / 1000;
  const size = Math.abs(value);
  return size >= 1000 ? Math.round(value) : size >= 10 ? Math.round(value * 10) / 10 : value;
}

/** The values of all series of a card side by side: `121/79 mmHg`; of rings Move alone, the others stand as rings. */
export function joinedText(
  card: ShownCard,
  read: (series: CardSeries) => number | undefined,
): QuantityText | null {
  const shown = card.kind === 'rings' ? card.series.slice(0, 1) : card.series;
  const said = shown.flatMap((series) => {
    const value = read(series);
    return value === undefined ? [] : [valueText(card, series, value)];
  });
  const [first] = said;
  if (first === undefined || said.length < shown.length) return null;
  return { figure: said.map(({ figure }) => figure).join('/'), unit: first.unit };
}

/** `5,120 – 9,840 steps` */
export function usualText(card: ShownCard): string | null {
  const texts = (card.kind === 'rings' ? card.series.slice(0, 1) : card.series).flatMap((series) => {
    if (series.usual === null) return [];
    const low = valueText(card, series, series.usual.low);
    const high = valueText(card, series, series.usual.high);
    const isOneUnit = low.unit === high.unit;
    return [`${isOneUnit ? low.figure : inOne(low)} – ${inOne(high)}`];
  });
  return texts.length === 0 ? null : texts.join(' / ');
}

/** The last day in words; what the day is called depends on the card. */
export function lastDayText({ kind, series }: Card, wholeUntil: string | null): string {
  const day = newestDayOf(series);
  const date = calendarDayText(day);
  if (kind === 'sleep') return t('Night of {date}', { date });
  return wholeUntil !== null && day > wholeUntil ? t('{date}, part of the day', { date }) : date;
}

function newestDayOf(series: readonly CardSeries[]): string {
  return series.reduce((newest, { last }) => (last.day > newest ? last.day : newest), '');
}

/** The span that a mean is of, if the figure leaves it open; a heart rate has none. */
export function eachOf({ kind, aggregation, per }: Card): 'week' | 'night' | 'day' | 'none' {
  if (aggregation === 'mean' || aggregation === 'level') return 'none';
  return per === 'week' ? 'week' : kind === 'sleep' ? 'night' : 'day';
}

const ways = { up: t('up', {}, 'trend'), down: t('down', {}, 'trend'), same: t('about the same') } as const;

/** What the means of a card say, in two lines: a figure, and how it compares with the one before, in facts that stand together. */
interface Moved {
  /** `8,340 steps a day` */
  readonly recent: string;
  /** `up` and `previously 7,912`; missing facts are left out. */
  readonly ways: readonly Way[];
  readonly before: string;
}

export function movedOf(card: ShownCard): Moved {
  const each = eachOf(card);
  const recent = joinedText(card, ({ recent: mean }) => mean?.mean);
  const before = joinedText(card, ({ before: mean }) => mean?.mean);
  const alone = (words: string): Moved => ({ recent: words, ways: waysOf(card), before: '' });
  if (recent === null && before === null) return alone(t('No data in the last 8 weeks'));
  if (recent === null)
    return alone(
      t(
        '{each, select, week {No data in these 4 weeks; previously {before} a week} night {No data in these 4 weeks; previously {before} a night} day {No data in these 4 weeks; previously {before} a day} other {No data in these 4 weeks; previously {before}}}',
        { each, before: inOne(before as QuantityText) },
      ),
    );
  if (before === null)
    return alone(
      t(
        '{each, select, week {{recent} a week, no data before} night {{recent} a night, no data before} day {{recent} a day, no data before} other {{recent}, no data before}}',
        { each, recent: inOne(recent) },
      ),
    );
  return {
    recent: t(
      '{each, select, week {{recent} a week} night {{recent} a night} day {{recent} a day} other {{recent}}}',
      { each, recent: inOne(recent) },
    ),
    ways: waysOf(card),
    before: t('previously {before}', {
      before: before.unit === recent.unit ? before.figure : inOne(before),
    }),
  };
}

interface Way {
  readonly way: keyof typeof ways;
  readonly words: string;
}

/** Where a card's means moved: of blood pressure both sides, by name unless they moved alike; of rings Move. Empty with too few days. */
export function waysOf({ kind, series }: Pick<Card, 'kind' | 'series'>): readonly Way[] {
  const judged = kind === 'pressure' ? series : series.slice(0, 1);
  const all = judged.flatMap(({ name, moved }) => (moved === null ? [] : [{ name, way: moved }]));
  const [first] = all;
  if (first === undefined) return [];
  if (all.length === judged.length && all.every(({ way }) => way === first.way))
    return [{ way: first.way, words: ways[first.way] }];
  return all.map(({ name, way }) => ({
    way,
    words: name.endsWith('Systolic')
      ? t('systolic {way}', { way: ways[way] })
      : t('diastolic {way}', { way: ways[way] }),
  }));
}

/** A text description of a four-week chart. */
export function chartText(card: ShownCard, series: CardSeries, from: string, to: string): string {
  const values = series.days.map(({ value }) => value);
  const span = { from: calendarShortText(from), to: calendarShortText(to) };
  if (values.length === 0) return t('{from} to {to}: no data', span);
  const said = (value: number) => inOne(valueText(card, series, value));
  return t('{from} to {to}: {count, plural, one {# day} other {# days}} with data, {lowest} to {highest}', {
    ...span,
    count: values.length,
    lowest: said(Math.min(...values)),
    highest: said(Math.max(...values)),
  });
}

/** Name of a series among several. */
export function seriesLabel({ kind }: Card, { name }: CardSeries): string {
  if (kind === 'rings' && (name === 'move' || name === 'exercise' || name === 'stand'))
    return ringLabels[name];
  return kind === 'sleep' ? t('Asleep') : kind === 'workouts' ? t('Time', {}, 'duration') : typeLabel(name);
}

/** Every day of a span, with its value or null. */
export function daysFrom(days: readonly CardDay[], from: string, count: number): (CardDay | null)[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: count }, (_, index) => byDay.get(plusDays(from, index)) ?? null);
}
