import { getLocalTimeZone, parseDate, today } from '@internationalized/date';
import { isDay } from '../../../shared/domain/date-phrase.ts';
import type { Route } from '../../navigation/routes.ts';

export const reportSpans = ['day', 'week', 'month'] as const;
export type ReportSpan = (typeof reportSpans)[number];

/** What a report is of, as it stands in the address. */
export interface ReportChoice {
  readonly types: readonly string[];
  /** Days of the home zone, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly by: ReportSpan;
}

/** More would be a book. */
export const maxReportTypes = 12;

/** Of which a report is made when nobody has chosen; those that there are. */
const usual = [
  'HKQuantityTypeIdentifierStepCount',
  'HKCategoryTypeIdentifierSleepAnalysis',
  'HKQuantityTypeIdentifierRestingHeartRate',
  'HKQuantityTypeIdentifierHeartRateVariabilitySDNN',
  'HKQuantityTypeIdentifierBodyMass',
  'HKQuantityTypeIdentifierBloodPressureSystolic',
  'HKQuantityTypeIdentifierBloodPressureDiastolic',
];

/**
 * A stale or hand-made link never breaks the page: what cannot be read is left out, and the last three months are shown. `known`: the types
 * that there are.
 */
export function reportChoice({ query }: Route, known: readonly string[], zone: string | null): ReportChoice {
  const now = today(zone ?? getLocalTimeZone());
  const to = isDay(query['to']) ? query['to'] : now.toString();
  const asked = isDay(query['from'])
    ? query['from']
    : parseDate(to).subtract({ months: 3 }).add({ days: 1 }).toString();
  const from = asked > to ? to : asked;
  const given = query['types']?.split(',').filter((type) => type !== '');
  const types = given ?? usual.filter((type) => known.includes(type));
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
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

export function reportQuery({ types, from, to, by }: ReportChoice): Readonly<Record<string, string>> {
  return { types: types.join(','), from, to, by };
}
