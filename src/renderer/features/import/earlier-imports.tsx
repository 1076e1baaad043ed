import type { Receipt } from '../../../shared/domain/receipt.ts';
import { t } from '../../../shared/language.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { When } from '../../components/live-time.tsx';
import styles from './earlier-imports.module.css';
import { endText } from './import-words.ts';
import { ReceiptCard } from './receipt-card.tsx';

interface Props {
  readonly receipts: readonly Receipt[];
  readonly onMore: (() => void) | null;
}

/** One line per earlier run; it expands to the whole receipt. */
export function EarlierImports({ receipts, onMore }: Props) {
  if (receipts.length === 0) return null;
  return (
    <section aria-label={t('Earlier imports')} className={styles['earlier']}>
      <h2>{t('Earlier imports')}</h2>
      <ul>
        {receipts.map((receipt) => (
          <li key={receipt.runId}>
            <Disclosure isWide title={<Line receipt={receipt} />}>
              <ReceiptCard receipt={receipt} />
            </Disclosure>
          </li>
        ))}
      </ul>
      {onMore !== null && <Button onPress={onMore}>{t('Show older')}</Button>}
    </section>
  );
}

function Line({ receipt }: { readonly receipt: Receipt }) {
  return (
    <span className={styles['line']}>
      <span className={styles['name']}>{receipt.name}</span>
      <span>
        {receipt.state === 'refused'
          ? ''
          : t('{added, plural, one {# new} other {# new}}', { added: receipt.records.added })}
      </span>
      <span>{endText(receipt)}</span>
      <When at={receipt.endedAt ?? receipt.startedAt} />
    </span>
  );
}
