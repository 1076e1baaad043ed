import type { QueryClient } from '@tanstack/react-query';
import { drop } from '../../shared/drop.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { callKey, invalidateAreas, noteFault } from '../bridge/queries.ts';
import { atMostOncePer } from './at-most-once-per.ts';

export const connectionKey = ['connection'] as const;

/** What a sync changes beside its overview: items, and where events were delivered. Read again at most once a second, however fast it goes. */
const followsSync = ['sync.item', 'history.event'];
/**
 * What is derived, before anything is sent, and never changed by sending. An answer that was whole stays so until an import or a setting
 * changes it, and both have calls of their own read again.
 */
const followsDerivation = ['history.figure', 'history.cards', 'history.rings', 'history.night'];
const followsImport = ['import.', 'history.', 'sync.', 'settings.'];
const listPauseMs = 1_000;

/** Whether an answer says that days were still to be derived when it was made. */
const isOutdated = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'isCurrent' in answer && answer.isCurrent === false;

/** Keeps what the page knows in step with what the data program tells. Returns the way to stop. */
export function syncPushes(bridge: PageBridge, client: QueryClient): () => void {
  const anew = (asked: Promise<unknown>) => drop(asked, 'queries keep their own errors', noteFault);
  const everything = () =>
    anew(client.invalidateQueries({ predicate: ({ queryKey }) => queryKey !== connectionKey }));
  /** An answer that is on its way may be older than what is told here, and come later: then it is asked for once more. */
  const told = (queryKey: readonly unknown[], value: unknown) => {
    const isAsked = client.isFetching({ queryKey, exact: true }) > 0;
    client.setQueryData(queryKey, value);
    if (isAsked) anew(client.invalidateQueries({ queryKey, exact: true }));
  };
  const current = callKey('import.current', {});
  let wasConnected = true;
  /** Days are left to derive, as far as was told; and were so at some time since figures were read. */
  let areDaysLeft = false;
  let isDerived = false;
  const lists = atMostOncePer(listPauseMs, () => {
    const isOf =
      (prefixes: readonly string[]) =>
      ({ queryKey }: { readonly queryKey: readonly unknown[] }) =>
        prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix));
    // A long list may take more than the pause: begun anew each time it would never be whole.
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
      // Gone at once; the next of the queue, if any, comes with the answer.
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
