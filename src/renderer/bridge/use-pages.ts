import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import type { CallInput } from '../../shared/contract/index.ts';
import { drop } from '../../shared/drop.ts';
import { ask, noteFault, useBridge } from './queries.ts';

type PagedCall =
  | 'history.recordsPage'
  | 'history.workoutsPage'
  | 'history.eventsPage'
  | 'history.ecgPage'
  | 'history.beatsPage'
  | 'history.documentsPage'
  | 'history.bloodPressures'
  | 'sync.items';

/** Part of a list: the rows after the position `start` (null: from the top) and before the start of the next page. */
export interface ListPage<T> {
  readonly start: string | null;
  readonly rows: readonly T[];
  /** `none`: never read. `stale`: something may have changed since. */
  readonly state: 'none' | 'stale' | 'read';
}

/** The rows on screen, both ends included, counted from the top of the loaded rows. */
export interface Shown {
  readonly first: number;
  readonly last: number;
}

/** Rows `(after, until]`; `next` is null at the end. */
type Read<T> = (
  after: string | null,
  until: string | null,
) => Promise<{ readonly rows: readonly T[]; readonly next: string | null }>;

/** An unread page is loaded before it comes on screen; a possibly changed one is reloaded once it is on screen. */
const aheadRows = 40;
const unread = (start: string | null): ListPage<never> => ({ start, rows: [], state: 'none' });

/** The position of the rows on screen in a list that became shorter. */
function within<T>({ first, last }: Shown, pages: readonly ListPage<T>[]): Shown {
  const end = pages.reduce((sum, { rows }) => sum + rows.length, 0);
  return { first: Math.min(first, Math.max(0, end - 1)), last: Math.min(last, end) };
}

function isWanted<T>({ state, rows }: ListPage<T>, offset: number, { first, last }: Shown): boolean {
  if (state === 'read') return false;
  const ahead = state === 'none' ? aheadRows : 0;
  return offset <= last + ahead && offset + Math.max(1, rows.length) > first - ahead;
}

/** Whether a page on or near the screen must be loaded. */
export function isMissing<T>(pages: readonly ListPage<T>[], shown: Shown): boolean {
  const seen = within(shown, pages);
  let offset = 0;
  return pages.some((page) => {
    const isNeeded = isWanted(page, offset, seen);
    offset += page.rows.length;
    return isNeeded;
  });
}

/**
 * Reloads only the on-screen part of a list, so the cost of a change doesn't grow with the scroll distance. Each page keeps its ends: removed rows
 * leave it, new rows extend it, and rows beyond one answer form a new page, so no row is missing or in two pages. `hasChanged`: earlier pages may be
 * out of date.
 */
export async function readShown<T>(
  pages: readonly ListPage<T>[],
  shown: Shown,
  hasChanged: boolean,
  pageSize: number,
  read: Read<T>,
): Promise<ListPage<T>[]> {
  const known = pages.length === 0 ? [unread(null)] : pages;
  const left = known.map((page) => (hasChanged && page.state === 'read' ? stale(page) : page));
  const seen = within(shown, known);
  const done: ListPage<T>[] = [];
  let offset = 0;
  for (let page = left.shift(); page !== undefined; page = left.shift()) {
    if (isWanted(page, offset, seen)) {
      // The unread page after it begins at the end of this answer.
      while (left[0]?.state === 'none') left.shift();
      const { rows, next } = await read(page.start, left[0]?.start ?? null);
      if (next !== null) left.unshift(unread(next));
      page = { start: page.start, rows, state: 'read' };
    }
    offset += page.rows.length;
    const before = done.at(-1);
    // Pages that lost most of their rows are merged, so few pages are on screen.
    if (
      before?.state === 'read' &&
      page.state === 'read' &&
      before.rows.length + page.rows.length <= pageSize / 2
    )
      done[done.length - 1] = { ...before, rows: [...before.rows, ...page.rows] };
    else done.push(page);
  }
  return done;
}

const stale = <T>(page: ListPage<T>): ListPage<T> => ({ ...page, state: 'stale' });

/** The loaded rows of a paged call as one list. Call `onShown` with the rows on screen, which are kept up to date. */
export function usePages<T, N extends PagedCall = PagedCall>(
  name: N,
  input: Omit<CallInput<N>, 'cursor' | 'until' | 'limit'>,
  pageSize: number,
) {
  const bridge = useBridge();
  const client = useQueryClient();
  const shown = useRef<Shown>({ first: 0, last: 0 });
  const queryKey = [name, 'pages', input];
  const query = useQuery({
    queryKey,
    // A list keeps its position when the user returns to it, even after a while.
    gcTime: 30 * 60_000,
    queryFn: () => {
      const kept = client.getQueryState<ListPage<T>[]>(queryKey);
      return readShown(
        kept?.data ?? [],
        shown.current,
        kept?.isInvalidated ?? false,
        pageSize,
        (after, until) =>
          ask(bridge, name, {
            ...input,
            // A reloaded page may have become longer.
            limit: until === null ? pageSize : 2 * pageSize,
            ...(after === null ? {} : { cursor: after }),
            ...(until === null ? {} : { until }),
          } as CallInput<N>) as unknown as ReturnType<Read<T>>,
      );
    },
  });
  const { data, isFetching, isError, refetch } = query;
  const rows = useMemo(() => data?.flatMap((page) => page.rows) ?? [], [data]);
  const onShown = useCallback(
    (first: number, last: number) => {
      shown.current = { first, last };
      // A failed page is retried by the user or after a change.
      if (data !== undefined && !isFetching && !isError && isMissing(data, shown.current))
        drop(refetch({ cancelRefetch: false }), 'the query keeps its own error', noteFault);
    },
    [data, isFetching, isError, refetch],
  );
  return {
    rows,
    onShown,
    hasMore: data?.some(({ state }) => state === 'none') ?? false,
    isPending: query.isPending,
    error: query.error,
    refetch,
  };
}
