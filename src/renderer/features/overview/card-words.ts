import type { Card, CardDay, CardSeries } from '../../../shared/domain/cards.ts';
import { shownUnit, shownValue, type Units } from '../../../shared/domain/display-units.ts';
import { durationText, figureText, quantityText } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { countOf } from '../../components/formats.ts';
import { ringFigure, ringLabels } from '../../components/ring-words.ts';
import { calendarDayText, calendarShortText } from '../../components/zone-formats.ts';
import { goTo } from '../../navigation/routes.ts';

/** A card in the display units. */
export type ShownCard = Card & { readonly units: Units };

/** A figure with a separate unit, which can be smaller. */
interface Said {
  readonly figure: string;
  readonly unit: string;
}

const standHours = 'HKCategoryTypeIdentifierAppleStandHour';

export function cardLabel({ kind, id }: Pick<Card, 'kind' | 'id'>): string {
  switch (kind) {
    case 'rings':
      return 'Rings';
    case 'sleep':
      return 'Sleep';
    case 'workouts':
      return 'Workouts';
    case 'pressure':
      return 'Blood pressure';
    case 'type':
      return typeLabel(id);
  }
}

/** Opens the page of the card's subject. */
export function openCard({ kind, id, series }: Pick<Card, 'kind' | 'id' | 'series'>): void {
  if (kind === 'type') goTo('history', { type: id });
  else if (kind === 'pressure') goTo('history', { type: series[0]?.name });
  else goTo('history', { tab: kind });
}

/** A value of a series, as its card shows it. Seconds are shown as hours and minutes. */
export function valueText(
  { kind, id, aggregation, rings, units }: ShownCard,
  { name, unit, printedUnit }: CardSeries,
  value: number,
): Said {
  if (kind === 'rings') {
    const ring = name === 'exercise' || name === 'stand' ? name : 'move';
    return { figure: ringFigure(ring, rings?.moveBy ?? 'energy', value, units), unit: '' };
  }
  if (id === standHours) return { figure: figureText(Math.round(value * 10) / 10), unit: 'h' };
  if (aggregation === 'time') return { figure: durationText(wholeMinutes(value)), unit: '' };
  if (aggregation === 'count') {
    const rounded = Math.round(value * 10) / 10;
    return { figure: figureText(rounded), unit: rounded === 1 ? 'entry' : 'entries' };
  }
  const shown = shownUnit(name, unit, units, printedUnit);
  return quantityText(name, shortened(shownValue(value, shown), shown.unit), shown.unit, units);
}

/** Above ten minutes, seconds don't matter. */
const wholeMinutes = (seconds: number) => (seconds >= 600 ? Math.round(seconds / 60) * 60 : seconds);

/** Means of days have more digits than their samples: one behind the point is enough from ten on. A share keeps its own. */
function shortened(value: number, unit: string | null): number {
  if (unit === '%') return Math.round(value * 1000) / 1000;
  const size = Math.abs(value);
  return size >= 1000 ? Math.round(value) : size >= 10 ? Math.round(value * 10) / 10 : value;
}

export function textOf({ figure, unit }: Said): string {
  return unit === '' ? figure : `${figure} ${unit}`;
}

/** The values of all series of a card side by side: `121/79 mmHg`; of rings Move alone, the others stand as rings. */
export function joinedText(card: ShownCard, read: (series: CardSeries) => number | undefined): Said | null {
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
    return [`${isOneUnit ? low.figure : textOf(low)} – ${textOf(high)}`];
  });
  return texts.length === 0 ? null : texts.join(' / ');
}

/** The last day in words; what the day is called depends on the card. */
export function lastDayText({ kind, series }: Card, wholeUntil: string | null): string {
  const day = newestDayOf(series);
  const date = calendarDayText(day);
  if (kind === 'sleep') return `Night of ${date}`;
  return wholeUntil !== null && day > wholeUntil ? `${date}, part of the day` : date;
}

export function newestDayOf(series: readonly CardSeries[]): string {
  return series.reduce((newest, { last }) => (last.day > newest ? last.day : newest), '');
}

/** The unit of a mean's span, if the figure leaves it open; a heart rate has none. */
export function eachText({ kind, aggregation, per }: Card): string {
  if (aggregation === 'mean' || aggregation === 'level') return '';
  return per === 'week' ? ' a week' : kind === 'sleep' ? ' a night' : ' a day';
}

const ways = { up: 'up', down: 'down', same: 'about the same' } as const;

/** `8,340 steps a day, before 7,912: up`; what is missing is left out. */
export function movedText(card: ShownCard): string {
  const [series] = card.series;
  if (series === undefined) return '';
  const each = eachText(card);
  const recent = joinedText(card, ({ recent: mean }) => mean?.mean);
  const before = joinedText(card, ({ before: mean }) => mean?.mean);
  if (recent === null && before === null) return 'No data in the last 8 weeks';
  if (recent === null) return `No data in these 4 weeks, before ${textOf(before as Said)}${each}`;
  const now = `${textOf(recent)}${each}`;
  if (before === null) return `${now}, no data before`;
  const earlier = before.unit === recent.unit ? before.figure : textOf(before);
  return `${now}, before ${earlier}`;
}

export function wayOf({ series }: Card): { readonly way: keyof typeof ways; readonly words: string } | null {
  const moved = series[0]?.moved ?? null;
  return moved === null ? null : { way: moved, words: ways[moved] };
}

/** A text description of a four-week chart. */
export function chartText(card: ShownCard, series: CardSeries, from: string, to: string): string {
  const values = series.days.map(({ value }) => value);
  const span = `${calendarShortText(from)} to ${calendarShortText(to)}`;
  if (values.length === 0) return `${span}: no data`;
  const said = (value: number) => textOf(valueText(card, series, value));
  return `${span}: ${countOf(values.length, 'day')} with data, ${said(Math.min(...values))} to ${said(Math.max(...values))}`;
}

/** Name of a series among several. */
export function seriesLabel({ kind }: Card, { name }: CardSeries): string {
  if (kind === 'rings' && (name === 'move' || name === 'exercise' || name === 'stand'))
    return ringLabels[name];
  return kind === 'sleep' ? 'Asleep' : kind === 'workouts' ? 'Time' : typeLabel(name);
}

/** Every day of a span, with its value or null. */
export function daysFrom(days: readonly CardDay[], from: string, count: number): (CardDay | null)[] {
  const first = Date.parse(`${from}T00:00:00Z`);
  const byDay = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(first + index * 86_400_000).toISOString().slice(0, 10);
    return byDay.get(day) ?? null;
  });
}
