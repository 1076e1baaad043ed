import type { Receipt } from '../../../shared/domain/receipt.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText } from '../../components/formats.ts';
import { When } from '../../components/when.tsx';
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
    <section aria-label="Earlier imports" className={styles['earlier']}>
      <h2>Earlier imports</h2>
      <ul>
        {receipts.map((receipt) => (
          <li key={receipt.runId}>
            <Disclosure isWide title={<Line receipt={receipt} />}>
              <ReceiptCard receipt={receipt} />
            </Disclosure>
          </li>
        ))}
      </ul>
      {onMore !== null && <Button onPress={onMore}>Show older</Button>}
    </section>
  );
}

function Line({ receipt }: { readonly receipt: Receipt }) {
  return (
    <span className={styles['line']}>
      <span className={styles['name']}>{receipt.name}</span>
      <span>{receipt.state === 'refused' ? '' : `${countText(receipt.records.added)} new`}</span>
      <span>{endText(receipt)}</span>
      <When at={receipt.endedAt ?? receipt.startedAt} />
    </span>
  );
}
