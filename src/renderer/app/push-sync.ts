import type { QueryClient } from '@tanstack/react-query';
import { drop } from '../../shared/drop.ts';
import { throttle } from '../../shared/throttle.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { callKey, invalidateAreas, noteFault } from '../bridge/queries.ts';

export const connectionKey = ['connection'] as const;

/** Queries that a sync changes besides its overview: items and deliveries of events. Refetched at most once a second. */
const followsSync = ['sync.item', 'history.event'];
/**
 * Queries of derived data, which sending never changes. A complete answer stays complete until an import or a setting changes it, and both trigger
 * their own refetch.
 */
const followsDerivation = ['history.figure', 'history.cards', 'history.rings', 'history.night'];
const followsImport = ['import.', 'history.', 'sync.', 'settings.'];
const listPauseMs = 1_000;

/** Whether days were still to be derived when this answer was created. */
const isOutdated = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'isCurrent' in answer && answer.isCurrent === false;

/** Keeps the page's cache in step with the data program's pushes. Returns a function that stops it. */
export function syncPushes(bridge: PageBridge, client: QueryClient): () => void {
  const anew = (asked: Promise<unknown>) => drop(asked, 'queries keep their own errors', noteFault);
  const everything = () =>
    anew(client.invalidateQueries({ predicate: ({ queryKey }) => queryKey !== connectionKey }));
  /** A pending answer may be older than this push but arrive later, so it is requested again. */
  const told = (queryKey: readonly unknown[], value: unknown) => {
    const isAsked = client.isFetching({ queryKey, exact: true }) > 0;
    client.setQueryData(queryKey, value);
    if (isAsked) anew(client.invalidateQueries({ queryKey, exact: true }));
  };
  const current = callKey('import.current', {});
  let wasConnected = true;
  /** Whether days are left to derive, and whether any were since the figures were read. */
  let areDaysLeft = false;
  let isDerived = false;
  const lists = throttle(listPauseMs, () => {
    const isOf =
      (prefixes: readonly string[]) =>
      ({ queryKey }: { readonly queryKey: readonly unknown[] }) =>
        prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix));
    // A long list may take longer than the pause: restarted each time, it would never finish.
    if (client.isFetching({ predicate: isOf([...followsSync, ...followsDerivation]) }) > 0) {
      lists.ask();
      return;
    }
    const isPartial = client
      .getQueriesData({ predicate: isOf(followsDerivation) })
      .some(([, answer]) => isOutdated(answer));
    const areas = isPartial || isDerived ? [...followsSync, ...followsDerivation] : followsSync;
    isDerived = areDaysLeft;
    anew(invalidateAreas(client, areas));
  });
  const stops = [
    bridge.on('import.progress', (status) => told(current, status)),
    bridge.on('import.ended', () => {
      // Removed at once; the answer brings the next one in the queue, if any.
      client.setQueryData(current, null);
      anew(invalidateAreas(client, followsImport));
    }),
    bridge.on('import.receiptChanged', () => anew(invalidateAreas(client, followsImport))),
    bridge.on('import.watchChanged', (state) => told(callKey('import.watch', {}), state)),
    bridge.on('settings.backupScheduleChanged', (schedule) =>
      told(callKey('settings.backupSchedule', {}), schedule),
    ),
    bridge.on('sync.changed', (overview) => {
      told(callKey('sync.overview', {}), overview);
      areDaysLeft = (overview.daysToDerive ?? 0) > 0;
      isDerived ||= areDaysLeft;
      lists.ask();
    }),
    bridge.on('account.changed', (overview) => {
      told(callKey('account.read', {}), overview);
      anew(invalidateAreas(client, ['settings.']));
    }),
    bridge.on('app.dataState', (dataState) => {
      told(['app.info', {}], (info: object | undefined) => info && { ...info, dataState });
      if (dataState.state === 'ready') everything();
    }),
    bridge.onConnection((isConnected) => {
      client.setQueryData(connectionKey, isConnected);
      if (isConnected && !wasConnected) everything();
      wasConnected = isConnected;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    lists.stop();
  };
}

/**
 * Retries at once when the network is back. Only the page has an event for that. Rate limits and pauses still apply. Returns a function that stops
 * it.
 */
export function syncWhenOnline(bridge: PageBridge): () => void {
  const wake = () => drop(bridge.call('sync.runNow', {}), 'pushes report what it sends', noteFault);
  window.addEventListener('online', wake);
  return () => window.removeEventListener('online', wake);
}
