import { useState } from 'react';
import type { OutboxItemDetail } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import styles from './item-panel.module.css';
import { canDiscard, canRetry, discardText, itemTitle } from './outbox-words.ts';

/** Retry, discard (asks, and says what is lost), take a discard back, copy. */
export function ItemActs({ item }: { readonly item: OutboxItemDetail }) {
  const retry = useAct('sync.retry');
  const discard = useAct('sync.discard');
  const again = useAct('sync.queueAgain');
  const [asked, setAsked] = useState<'retry' | 'discard' | null>(null);
  const key = { kind: item.kind, id: item.id };
  const failed = retry.error ?? discard.error ?? again.error;
  const isBusy = retry.isPending || discard.isPending || again.isPending;
  return (
    <>
      <div className={styles['acts']}>
        {canRetry(item) && (
          <Button
            look="primary"
            isDisabled={isBusy}
            onPress={() => (item.state === 'uncertain' ? setAsked('retry') : retry.mutate(key))}
          >
            {item.state === 'waiting' ? 'Try now' : 'Retry'}
          </Button>
        )}
        {canDiscard(item) && (
          <Button look="danger" isDisabled={isBusy} onPress={() => setAsked('discard')}>
            Discard…
          </Button>
        )}
        {item.state === 'discarded' && (
          <Button isDisabled={isBusy} onPress={() => again.mutate(key)}>
            Queue again
          </Button>
        )}
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(item, null, 2)} />
      </div>
      {failed !== null && <FailureNotice failure={failureOf(failed)} />}
      <ConfirmDialog
        isOpen={asked === 'discard'}
        isDanger
        title={`Give up ${itemTitle(item)}?`}
        action="Discard"
        onAnswer={(isYes) => {
          setAsked(null);
          if (isYes) discard.mutate(key);
        }}
      >
        <p>{discardText(item)}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked === 'retry'}
        title="Send it again?"
        action="Send again"
        onAnswer={(isYes) => {
          setAsked(null);
          if (isYes) retry.mutate(key);
        }}
      >
        <p>
          It may have arrived already. If it did, {targetName(item.target)} will hold it twice; if it did not,
          it will be there at last.
        </p>
      </ConfirmDialog>
    </>
  );
}
