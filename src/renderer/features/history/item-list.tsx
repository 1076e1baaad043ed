import { SearchX } from 'lucide-react';
import { type ReactNode, useDeferredValue } from 'react';
import type { Units } from '../../../shared/domain/display-units.ts';
import type { RecordRow } from '../../../shared/domain/history.ts';
import { durationText, type QuantityText, quantityText } from '../../../shared/domain/quantity-text.ts';
import { valueLabel } from '../../../shared/domain/value-label.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useHomeZone } from '../../bridge/queries.ts';
import type { usePages } from '../../bridge/use-pages.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { zonedSpanText, zonedText } from '../../components/zone-formats.ts';
import type { Dated } from './day-items.ts';
import styles from './row.module.css';
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
    return <Skeleton label={t('Loading the list')} rows={10} />;
  if (pages.error !== null && pages.rows.length === 0)
    return <FailureNotice failure={failureOf(pages.error)} onRetry={() => pages.refetch()} />;
  if (pages.rows.length === 0)
    return (
      <EmptyState icon={SearchX} title={t('Nothing matches')} action={onClear}>
        {t('Choose other dates, another source, or another type.')}
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

/** A record's value: its figure, its category in words, or else its duration. */
export function recordValue({ type, value, text, unit, start, end }: RecordRow, units: Units): QuantityText {
  if (value !== null) return quantityText(type, value, unit, units);
  const words = text === null ? '' : valueLabel(type, text);
  if (words !== '') return { figure: words, unit: end > start ? durationText(end - start) : '' };
  return { figure: end > start ? durationText(end - start) : '—', unit: '' };
}

/** From – to, or from alone where the list is narrow. */
export function TimeCell({ start, end }: { readonly start: number; readonly end: number }) {
  const zone = useHomeZone();
  return (
    <span className={styles['time']}>
      <span className={styles['wide']}>{zonedSpanText(start, end, zone)}</span>
      <span className={styles['narrow']}>{zonedText(start, 'time', zone)}</span>
    </span>
  );
}
