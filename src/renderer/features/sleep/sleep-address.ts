import { endOfMonth, getDayOfWeek, parseDate, startOfMonth, startOfWeek } from '@internationalized/date';
import { isDay } from '../../../shared/time.ts';
import { formatRoute, type Route } from '../../navigation/routes.ts';

export const sleepRanges = ['week', 'month', '6-months'] as const;
export type SleepRange = (typeof sleepRanges)[number];

/** The state of the Sleep page, as the address states it; evenings in the home zone, YYYY-MM-DD. */
export interface SleepAddress {
  readonly night: string | undefined;
  readonly range: SleepRange;
}

/** A stale link never breaks the page: unreadable parts are left out. */
export function sleepAddressOf({ query }: Pick<Route, 'query'>): SleepAddress {
  return {
    night: isDay(query['night']) ? query['night'] : undefined,
    range: sleepRanges.find((name) => name === query['range']) ?? 'week',
  };
}

export function sleepHash({ night, range }: SleepAddress): string {
  return formatRoute('history', { tab: 'sleep', night, range });
}

export interface SleepSpan {
  readonly from: string;
  readonly to: string;
  /** First day of the week; 0 is Sunday. */
  readonly weekStart: number;
}

/** The evenings of an evening's week or month, or of the six months up to the end of its month. */
export function spanOf(night: string, range: SleepRange, locale: string): SleepSpan {
  const day = parseDate(night);
  const week = startOfWeek(day, locale);
  // Counted from the first day of the locale's week: in an American week, Sunday is 0.
  const weekStart = getDayOfWeek(week, 'en-US');
  const [from, to] =
    range === 'week'
      ? [week, week.add({ days: 6 })]
      : [startOfMonth(range === 'month' ? day : day.subtract({ months: 5 })), endOfMonth(day)];
  return { from: from.toString(), to: to.toString(), weekStart };
}

/** The same evening in the previous or next span, or the closest one that exists. */
export function steppedNight(night: string, range: SleepRange, steps: 1 | -1): string {
  const length = range === 'week' ? { weeks: steps } : { months: steps * (range === 'month' ? 1 : 6) };
  return parseDate(night).add(length).toString();
}
