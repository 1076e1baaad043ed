import { SearchX } from 'lucide-react';
import { type ReactNode, useDeferredValue } from 'react';
import { failureOf } from '../../bridge/queries.ts';
import type { usePages } from '../../bridge/use-pages.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { Dated } from './day-items.ts';
import { VirtualDayList } from './virtual-day-list.tsx';

interface Props<T extends Dated> {
  readonly label: string;
  readonly pages: ReturnType<typeof usePages<T>>;
  readonly openId: number | undefined;
  readonly onOpen: (id: number | undefined) => void;
  readonly onClear: ReactNode;
  readonly children: (row: T) => ReactNode;
}

/** A paged list in whichever state it is: loading, failed, without a match, or with rows. */
export function ItemList<T extends Dated>({ pages, onClear, ...list }: Props<T>) {
  // Rendered in slices between frames.
  const rows = useDeferredValue(pages.rows);
  if (pages.isPending || (rows.length === 0 && pages.rows.length > 0))
    return <Skeleton label="Loading the list" rows={10} />;
  if (pages.error !== null && pages.rows.length === 0)
    return <FailureNotice failure={failureOf(pages.error)} onRetry={() => pages.refetch()} />;
  if (pages.rows.length === 0)
    return (
      <EmptyState icon={SearchX} title="Nothing matches" action={onClear}>
        Choose other dates, another source, or another type.
      </EmptyState>
    );
  return (
    <>
      {pages.error !== null && (
        <FailureNotice failure={failureOf(pages.error)} onRetry={() => pages.refetch()} />
      )}
      <VirtualDayList {...list} rows={rows} hasMore={pages.hasMore} onShown={pages.onShown} />
    </>
  );
}
