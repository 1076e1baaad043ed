import { useEffect } from 'react';
import type { Overview } from '../../shared/domain/history.ts';
import { useBridge, useCall } from '../bridge/queries.ts';
import { type PageName, replaceQuery, useRoute } from '../navigation/routes.ts';

/** Whether there is anything that Overview or History could show. */
export function hasHistory({ records, workouts, summaries, ecg, clinical, documents }: Overview): boolean {
  return records + workouts + summaries + ecg + clinical + documents > 0;
}

/**
 * The page to show. An address that names one is followed; without one it is Overview once there is a history, and Import before,
 * while it can't be told, and where the host was started with a file that waits there. The address then names it, so that nothing moves a person from a page later. Null until that is known.
 */
export function useShownPage(): PageName | null {
  const { page } = useRoute();
  const { readyOffer } = useBridge();
  const overview = useCall('history.overview', {}, page === null && readyOffer === null);
  const hasProblem = overview.failureCount > 0 || overview.error !== null;
  const start =
    hasProblem || readyOffer !== null
      ? 'import'
      : overview.data === undefined
        ? null
        : hasHistory(overview.data)
          ? 'overview'
          : 'import';
  useEffect(() => {
    if (page === null && start !== null) replaceQuery(start, {});
  }, [page, start]);
  return page ?? start;
}
