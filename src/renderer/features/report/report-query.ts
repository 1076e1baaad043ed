import { parseDate } from '@internationalized/date';
import type { TypeSummary } from '../../../shared/domain/history.ts';
import { isPressure, pressureType } from '../../../shared/domain/type-label.ts';
import { isDay, msPerDay } from '../../../shared/time.ts';
import { dayIn } from '../../components/zone-formats.ts';
import type { Route } from '../../navigation/routes.ts';

const reportSpans = ['day', 'week', 'month'] as const;
export type ReportSpan = (typeof reportSpans)[number];

/** A report's content, as the address states it. */
export interface ReportChoice {
  readonly types: readonly string[];
  /** Days of the home zone, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly by: ReportSpan;
}

/** More would be a book. */
export const maxReportTypes = 12;

/** The types of a report if the user chose none; types without records are left out. */
const usual = [
  'HKQuantityTypeIdentifierStepCount',
  'HKCategoryTypeIdentifierSleepAnalysis',
  'HKQuantityTypeIdentifierRestingHeartRate',
  'HKQuantityTypeIdentifierHeartRateVariabilitySDNN',
  'HKQuantityTypeIdentifierBodyMass',
  pressureType,
];

/**
 * A stale or handmade link never breaks the page: unreadable parts are left out, and the report then covers the three months that end with the newest
 * record of its types, or today if that record is in the future. `known`: the types of the history as lists offer them.
 */
export function reportChoice(
  { query }: Route,
  known: readonly Pick<TypeSummary, 'type' | 'lastAt'>[],
  zone: string | null,
): ReportChoice {
  const given = query['types']?.split(',').filter((type) => type !== '');
  // A report has both sides of a blood pressure as one, whichever an earlier link or a list names.
  const types =
    given?.map((type) => (isPressure(type) ? pressureType : type)) ??
    usual.filter((type) => known.some((each) => each.type === type));
  const to = isDay(query['to']) ? query['to'] : lastDay(known, types, zone);
  const asked = isDay(query['from'])
    ? query['from']
    : parseDate(to).subtract({ months: 3 }).add({ days: 1 }).toString();
  const from = asked > to ? to : asked;
  const days = (Date.parse(to) - Date.parse(from)) / msPerDay + 1;
  return {
    types: [...new Set(types)].slice(0, maxReportTypes),
    from,
    to,
    // A page holds about fifty lines.
    by:
      reportSpans.find((span) => span === query['by']) ??
      (days <= 45 ? 'day' : days <= 366 ? 'week' : 'month'),
  };
}

/** An export is often older than today, and a report without figures says nothing. */
function lastDay(
  known: readonly Pick<TypeSummary, 'type' | 'lastAt'>[],
  types: readonly string[],
  zone: string | null,
): string {
  const chosen = known.filter(({ type }) => types.includes(type));
  const now = Date.now() / 1000;
  const newest = Math.max(...chosen.map(({ lastAt }) => lastAt));
  return dayIn(chosen.length === 0 ? now : Math.min(newest, now), zone);
}

export function reportQuery({ types, from, to, by }: ReportChoice): Readonly<Record<string, string>> {
  return { types: types.join(','), from, to, by };
}
