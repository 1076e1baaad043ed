import { useEffect } from 'react';
import type { Overview } from '../../shared/domain/history.ts';
import { useBridge, useCall } from '../bridge/queries.ts';
import { type PageName, replaceQuery, useRoute } from '../navigation/routes.ts';

/** Whether Overview or History has anything to show. */
function hasHistory({ records, workouts, summaries, ecg, clinical, documents }: Overview): boolean {
  return records + workouts + summaries + ecg + clinical + documents > 0;
}

/**
 * The page to show: the one in the address, else Overview if there is a history, else Import. Import also if the history is unknown or the host was
 * started with a file. The address then names the page, so nothing changes it later. Null until it is known.
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
