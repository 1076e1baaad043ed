import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { WorkoutSpan } from '../../../../shared/domain/workout-figures.ts';
import { callOptions, useBridge } from '../../../bridge/queries.ts';
import { useHomeZone } from '../../../bridge/use-home-zone.ts';
import { type Filters, rangeOf } from '../filters.ts';

/** The first day of the week where the person lives, as the calls take it: 0 Sunday … 6 Saturday. */
function weekStartOf(language: string): number {
  // `getWeekInfo` stands in every browser that shows the page (ECMA-402, Intl.Locale.prototype.getWeekInfo); 7 is Sunday.
  const locale: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(language);
  return (locale.getWeekInfo?.().firstDay ?? 1) % 7;
}

/** Totals under the filters; the ones before stay until they are there. */
export function useWorkoutTotals(filters: Filters, by: WorkoutSpan, isEnabled: boolean) {
  const zone = useHomeZone();
  const { activity, source, hasRoute } = filters;
  return useQuery({
    ...callOptions(useBridge(), 'history.workoutTotals', {
      by,
      weekStart: weekStartOf(navigator.language),
      ...(activity === undefined ? {} : { activity }),
      ...(source === undefined ? {} : { source }),
      ...(hasRoute ? { hasRoute } : {}),
      ...rangeOf(filters, zone),
    }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}
