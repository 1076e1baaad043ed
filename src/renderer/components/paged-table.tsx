import type { ReactNode } from 'react';
import { t } from '../../shared/language.ts';
import { failureOf } from '../bridge/queries.ts';
import type { usePages } from '../bridge/use-pages.ts';
import { Button } from './button.tsx';
import { Skeleton } from './loading.tsx';
import { FailureNotice } from './notice.tsx';
import styles from './paged-table.module.css';
import { ScrollBox } from './side-panel.tsx';

interface Props<T> {
  readonly label: string;
  readonly pages: ReturnType<typeof usePages<T>>;
  /** Column headers, each with a class that may hide it in a narrow list. */
  readonly columns: readonly { readonly name: string; readonly className?: string | undefined }[];
  readonly empty: ReactNode;
  /** One row, a `tr`. */
  readonly children: (row: T) => ReactNode;
}

/** A list of hundreds, not millions, as a table: shows one page of rows, and a button loads the next. */
export function PagedTable<T>({ label, pages, columns, empty, children }: Props<T>) {
  const { rows, error, isPending, hasMore } = pages;
  if (isPending) return <Skeleton label={t('Loading {list}', { list: label })} rows={8} />;
  const failure =
    error === null ? null : <FailureNotice failure={failureOf(error)} onRetry={() => pages.refetch()} />;
  if (rows.length === 0) return failure ?? empty;
  return (
    <ScrollBox label={label} className={styles['place']}>
      {failure}
      <table className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, className }) => (
              <th key={name} scope="col" className={className}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{rows.map(children)}</tbody>
      </table>
      {hasMore && (
        <p className={styles['more']}>
          <Button onPress={() => pages.onShown(0, rows.length)}>{t('Show more')}</Button>
        </p>
      )}
    </ScrollBox>
  );
}
