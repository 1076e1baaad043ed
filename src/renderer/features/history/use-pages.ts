import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { CallInput } from '../../../shared/contract/index.ts';
import { drop } from '../../../shared/drop.ts';
import { ask, noteFault, useBridge } from '../../bridge/queries.ts';

type PagedCall = 'history.recordsPage' | 'history.workoutsPage' | 'history.eventsPage';
interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/** All pages read so far of a paged call as one list, and the way to the next. */
export function usePages<T, N extends PagedCall = PagedCall>(name: N, input: CallInput<N>) {
  const bridge = useBridge();
  const query = useInfiniteQuery({
    queryKey: [name, 'pages', input],
    queryFn: ({ pageParam }) =>
      ask(bridge, name, {
        ...input,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      }) as unknown as Promise<Page<T>>,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const { fetchNextPage, isFetchingNextPage, isFetchNextPageError } = query;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const more = useCallback(() => {
    if (!isFetchingNextPage && !isFetchNextPageError)
      drop(fetchNextPage({ cancelRefetch: false }), 'the query keeps its own error', noteFault);
  }, [fetchNextPage, isFetchingNextPage, isFetchNextPageError]);
  return { ...query, rows, more };
}
