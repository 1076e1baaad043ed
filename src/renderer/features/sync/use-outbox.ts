import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { drop } from '../../../shared/drop.ts';
import { ask, noteFault, useBridge, useCall } from '../../bridge/queries.ts';
import { statesOf, type TabName } from './sync-filters.ts';

const pageSize = 100;

const chosen = (destination: number | undefined) => (destination === undefined ? {} : { destination });

/** All items read so far of one tab as one list, and the way to the next. */
export function useOutbox(tab: TabName, destination: number | undefined) {
  const bridge = useBridge();
  const states = statesOf[tab];
  const query = useInfiniteQuery({
    queryKey: ['sync.items', 'pages', tab, destination ?? null],
    queryFn: ({ pageParam }) =>
      ask(bridge, 'sync.items', {
        ...chosen(destination),
        states,
        limit: pageSize,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const { fetchNextPage, isFetching, isFetchNextPageError } = query;
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const more = useCallback(() => {
    if (!isFetching && !isFetchNextPageError)
      drop(fetchNextPage({ cancelRefetch: false }), 'the query keeps its own error', noteFault);
  }, [fetchNextPage, isFetching, isFetchNextPageError]);
  return { ...query, items, more };
}

/** How many items a tab's list has; null while that is not known. */
export function useOutboxTotal(tab: TabName, destination: number | undefined): number | null {
  const first = useCall('sync.items', { ...chosen(destination), states: statesOf[tab], limit: 1 });
  return first.data?.total ?? null;
}
