import type { PressurePair } from '../../../shared/domain/history.ts';
import { pairText } from '../../../shared/domain/quantity-text.ts';
import { t } from '../../../shared/language.ts';
import { useHomeZone } from '../../bridge/queries.ts';
import { usePages } from '../../bridge/use-pages.ts';
import { ExportButton } from '../../components/export-dialog.tsx';
import spread from '../../components/spread-line.module.css';
import { changeFilters, openItem, rangeOf } from './filters.ts';
import { ItemList, TimeCell } from './item-list.tsx';
import row from './row.module.css';
import styles from './type-page.module.css';
import type { Days } from './type-spans.ts';
import { useIsPrinted } from './virtual-day-list.tsx';

/** Blood pressures with both sides, newest first; a value that was recorded without the other is alone. */
export function PairList({ days, title }: { readonly days: Days; readonly title: string }) {
  const zone = useHomeZone();
  const isPrinted = useIsPrinted();
  const range = rangeOf(days, zone);
  const pages = usePages<PressurePair>('history.bloodPressures', range, 100);
  return (
    <section aria-label={t('Readings')} className={styles['section']}>
      <div className={spread['line']}>
        <h3>{t('Readings')}</h3>
        {pages.rows.length > 0 && (
          <ExportButton request={() => ({ kind: 'blood-pressures', ...range })}>
            {t('Blood pressure, {range}: everything the list shows, in the same order.', { range: title })}
          </ExportButton>
        )}
      </div>
      <div
        className={styles['pairs']}
        style={isPrinted ? {} : { blockSize: Math.min(420, 42 + Math.max(2, pages.rows.length) * 56) }}
      >
        <ItemList
          label={t('Readings of {range}', { range: title })}
          pages={pages}
          openId={undefined}
          onOpen={(id) => {
            const pair = pages.rows.find((one) => one.id === id);
            if (pair === undefined) return;
            // The list of its second, with the record open: "back" leads here.
            changeFilters({
              isList: true,
              since: pair.start,
              until: pair.start + 1,
              from: undefined,
              to: undefined,
              isOverlapping: false,
            });
            openItem(pair.record);
          }}
          onClear={null}
        >
          {(pair) => (
            <>
              <TimeCell start={pair.start} end={pair.start} />
              <span className={row['value']}>
                {pairText(pair)} <span className={row['unit']}>{pair.unit ?? ''}</span>
              </span>
              <span className={row['source']}>{pair.source}</span>
            </>
          )}
        </ItemList>
      </div>
    </section>
  );
}
