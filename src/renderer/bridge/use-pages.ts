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

/** A part of a list: the rows behind the place `start` (null: from the top) and before the start of the page that follows. */
export interface ListPage<T> {
  readonly start: string | null;
  readonly rows: readonly T[];
  /** `none`: never read. `stale`: something may have changed since. */
  readonly state: 'none' | 'stale' | 'read';
}

/** The rows on screen, both ends included, counted from the top of what is read. */
export interface Shown {
  readonly first: number;
  readonly last: number;
}

/** Rows `(after, until]`; `next` is null where there are no more of them. */
type Read<T> = (
  after: string | null,
  until: string | null,
) => Promise<{ readonly rows: readonly T[]; readonly next: string | null }>;

/** A page that was never read is read before it comes on screen; one that may have changed, when it is there. */
const aheadRows = 40;
const unread = (start: string | null): ListPage<never> => ({ start, rows: [], state: 'none' });

/** Where the rows on screen are in a list that became shorter. */
function within<T>({ first, last }: Shown, pages: readonly ListPage<T>[]): Shown {
  const end = pages.reduce((sum, { rows }) => sum + rows.length, 0);
  return { first: Math.min(first, Math.max(0, end - 1)), last: Math.min(last, end) };
}

function isWanted<T>({ state, rows }: ListPage<T>, offset: number, { first, last }: Shown): boolean {
  if (state === 'read') return false;
  const ahead = state === 'none' ? aheadRows : 0;
  return offset <= last + ahead && offset + Math.max(1, rows.length) > first - ahead;
}

/** Whether something on screen, or soon there, is to be read. */
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
 * Reads what of a list is on screen and leaves the rest as it is, so that the work of a change does not grow with how far
 * someone has scrolled. Each page keeps its ends: what left the list is gone from it, what came makes it longer, and beyond
 * what one answer holds a page of its own, so that nothing is missing between two and nothing is in both. `hasChanged`:
 * what was read before may be out of date.
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
      // What was never read behind it begins where this answer ends.
      while (left[0]?.state === 'none') left.shift();
      const { rows, next } = await read(page.start, left[0]?.start ?? null);
      if (next !== null) left.unshift(unread(next));
      page = { start: page.start, rows, state: 'read' };
    }
    offset += page.rows.length;
    const before = done.at(-1);
    // Pages that lost most of their rows become one: what is on screen stays few of them.
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

/** What was read of a paged call as one list. `onShown` is to be told which rows are on screen: those are kept right. */
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
    // Who comes back to a list finds it where it was, also after a while elsewhere.
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
            // A page that is read again may have become longer.
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
      // What failed is asked for again by the person, or when something changes.
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
