import type { ReactNode } from 'react';
import type { RecordRow } from '../../../shared/domain/history.ts';
import { beside } from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { useHomeZone } from '../../bridge/queries.ts';
import { usePages } from '../../bridge/use-pages.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { TypeMark } from '../../components/marks.tsx';
import { type Filters, recordRangeOf } from './filters.ts';
import { ItemList, recordValue, TimeCell } from './item-list.tsx';
import styles from './row.module.css';

interface Props {
  readonly filters: Filters;
  readonly onOpen: (id: number | undefined) => void;
  readonly onClear: ReactNode;
}

export function RecordList({ filters, onOpen, onClear }: Props) {
  const { type, source, isRemoved } = filters;
  const zone = useHomeZone();
  const pages = usePages<RecordRow>(
    'history.recordsPage',
    {
      ...(type === undefined ? {} : { type }),
      ...(source === undefined ? {} : { source }),
      ...recordRangeOf(filters, zone),
      ...(isRemoved ? { isRemoved } : {}),
    },
    200,
  );
  return (
    <ItemList
      key={JSON.stringify([type, source, recordRangeOf(filters, zone), isRemoved])}
      label={type === undefined ? t('Records') : t('Records of {type}', { type: typeLabel(type) })}
      pages={pages}
      openId={filters.item}
      onOpen={onOpen}
      onClear={onClear}
    >
      {(row) => <RecordLine row={row} hasType={type === undefined} />}
    </ItemList>
  );
}

function RecordLine({ row, hasType }: { readonly row: RecordRow; readonly hasType: boolean }) {
  const { figure, unit } = beside(recordValue(row, useUnits()));
  return (
    <>
      <TimeCell start={row.start} end={row.end} />
      {hasType && (
        <span className={styles['what']}>
          <TypeMark type={row.type} />
          <span className={styles['name']}>{typeLabel(row.type)}</span>
        </span>
      )}
      <span className={styles['value']}>
        {figure} <span className={styles['unit']}>{unit}</span>
      </span>
      <span className={styles['source']}>{row.source}</span>
    </>
  );
}
