import { parseDate, startOfWeek } from '@internationalized/date';
import { formatLocale } from '../../shared/language.ts';

/** The locale of numbers and dates. */
export const localeNow: string = formatLocale() ?? new Intl.NumberFormat().resolvedOptions().locale;

/**
 * First day of the week in the user's region: 0 Sunday … 6 Saturday. Uses the same data as the page's calendars (CLDR, weekData), so a chart of weeks
 * and the date picker next to it agree.
 */
export function weekStartOf(locale: string = localeNow): number {
  const anyDay = parseDate('2023-01-04');
  const first = startOfWeek(anyDay, locale);
  return new Date(`${first.toString()}T00:00:00Z`).getUTCDay();
}
