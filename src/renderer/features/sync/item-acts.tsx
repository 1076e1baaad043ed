import type { OutboxItemDetail } from '../../../shared/domain/sync.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import styles from './item-panel.module.css';
import { canDiscard, canQueueAgain, canRetry } from './outbox-words.ts';
import { useItemActs } from './use-item-acts.tsx';

interface Props {
  readonly item: OutboxItemDetail;
  readonly onClose: () => void;
}

/** The actions on one item. A requeued item is no longer in the list that it was opened from and may no longer exist. */
export function ItemActs({ item, onClose }: Props) {
  const { retry, discard, queueAgain, isBusy, failure, question } = useItemActs(item, onClose);
  return (
    <>
      <div className={styles['acts']}>
        {canRetry(item) && (
          <Button look="primary" isDisabled={isBusy} onPress={retry}>
            {item.state === 'waiting' ? 'Try now' : 'Retry'}
          </Button>
        )}
        {canDiscard(item) && (
          <Button look="danger" isDisabled={isBusy} onPress={discard}>
            Discard…
          </Button>
        )}
        {canQueueAgain(item) && (
          <Button isDisabled={isBusy} onPress={queueAgain}>
            Queue again
          </Button>
        )}
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(item, null, 2)} />
      </div>
      {failure !== null && <FailureNotice failure={failure} />}
      {question}
    </>
  );
}
