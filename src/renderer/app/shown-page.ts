import { useEffect } from 'react';
import type { Overview } from '../../shared/domain/history.ts';
import { drop } from '../../shared/drop.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { noteFault, useBridge, useCall } from '../bridge/queries.ts';
import type { OfferStore } from '../features/import/offer-store.ts';
import { goTo, openPage, type PageName, replaceQuery, useRoute } from '../navigation/routes.ts';

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

/**
 * Follows the desktop app around the page: menus and notifications that lead somewhere, and files opened with the app, even before this page loaded.
 * Returns a function that stops it.
 */
export function followShell(bridge: PageBridge, offers: OfferStore): () => void {
  const take = () => drop(begin(), 'the store shows the outcome', noteFault);
  const begin = async () => {
    const opened = await bridge.call('app.takeOpened', {});
    if (!opened.ok || opened.value.length === 0) return;
    goTo('import');
    await offers.beginOpened(opened.value);
  };
  const stops = [bridge.on('app.navigate', ({ page }) => openPage(page)), bridge.on('app.opened', take)];
  take();
  return () => {
    for (const stop of stops) stop();
  };
}
