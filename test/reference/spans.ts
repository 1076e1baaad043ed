// Weeks, months and years of figures, and the range of a page: its days and the ranges beside it. By the calendar alone.
import type { PlainFigure } from './day-figures.ts';

export interface PlainDays {
  readonly from: string;
  readonly to: string;
}

export interface PlainSpan extends PlainFigure {
  /** Days that have something. */
  readonly days: number;
}

/** A day that the calendar may carry over: month 13 is January of the next year, day 0 the last of the month before. */
const dayText = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);

const partsOf = (day: string) => day.split('-').map(Number) as [year: number, month: number, day: number];

const moved = (day: string, days: number): string => {
  const [year, month, date] = partsOf(day);
  return dayText(year, month, date + days);
};

/** The first day of the week, month or year that has a day. `weekStart`: 0 is Sunday. */
export function firstOf(day: string, by: 'week' | 'month' | 'year', weekStart = 0): string {
  if (by !== 'week') return by === 'month' ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
  let first = day;
  while (new Date(first).getUTCDay() !== weekStart) first = moved(first, -1);
  return first;
}

/** Figures of a type, of days or of what `spanOf` puts together: `plainFigures` of one history. */
export type Count = (spanOf?: (day: string) => string) => readonly PlainFigure[];

/** The figures of each week, month or year of some days, cut at both ends; `all`: of all of them together. */
export function plainSpans(
  count: Count,
  { from, to }: PlainDays,
  by: 'week' | 'month' | 'year' | 'all',
  weekStart = 0,
): PlainSpan[] {
  const outside = '';
  const spanOf = (day: string): string => {
    if (day < from || day > to) return outside;
    const first = by === 'all' ? from : firstOf(day, by, weekStart);
    return first < from ? from : first;
  };
  const inDays = count();
  return count(spanOf)
    .filter(({ day }) => day !== outside)
    .map((figure) => ({ ...figure, days: inDays.filter(({ day }) => spanOf(day) === figure.day).length }));
}

export type PlainRange = 'week' | 'month' | 'half' | 'year';

/** The days of the range that a page shows for one day: six months end with the month of that day. */
export function rangeOf(range: PlainRange, at: string, weekStart = 0): PlainDays {
  if (range === 'week') {
    const from = firstOf(at, 'week', weekStart);
    return { from, to: moved(from, 6) };
  }
  const [year, month] = partsOf(at);
  if (range === 'year') return { from: `${year}-01-01`, to: `${year}-12-31` };
  return { from: dayText(year, range === 'half' ? month - 5 : month, 1), to: dayText(year, month + 1, 0) };
}

/** The range that ends on the day before another begins. */
export const rangeBefore = (range: PlainRange, at: string, weekStart = 0): PlainDays =>
  rangeOf(range, moved(rangeOf(range, at, weekStart).from, -1), weekStart);

/** The same months of the year before; of a week the one 52 weeks before, so that the days of the week are the same. */
export function rangeYearBefore(range: PlainRange, at: string, weekStart = 0): PlainDays {
  if (range === 'week') return rangeOf('week', moved(rangeOf('week', at, weekStart).from, -364), weekStart);
  const [year, month] = partsOf(at);
  return rangeOf(range, `${year - 1}-${String(month).padStart(2, '0')}-01`, weekStart);
}

/** First days of the bars of a range: weeks of six months, of which the first may be cut, and months of a year. */
export function barsOf(range: 'half' | 'year', { from, to }: PlainDays, weekStart = 0): string[] {
  const first = (day: string) => firstOf(day, range === 'half' ? 'week' : 'month', weekStart);
  const bars: string[] = [];
  for (let day = from; day <= to; day = moved(day, 1)) if (day === from || first(day) === day) bars.push(day);
  return bars;
}
