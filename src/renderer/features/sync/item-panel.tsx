import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { MoveRight } from 'lucide-react';
import type { OutboxItemDetail } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { bytesInWords, textFor } from '../../../shared/error-texts.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText, exactText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { Facts, ScrollBox, SidePanel } from '../../components/side-panel.tsx';
import { When } from '../../components/when.tsx';
import { formatRoute } from '../../navigation/routes.ts';
import styles from './item-panel.module.css';
import { canDiscard, canQueueAgain, canRetry, itemState, itemTime, itemTitle } from './outbox-words.ts';
import type { ItemKey } from './sync-filters.ts';
import { useItemActs } from './use-item-acts.tsx';

/** All details of one item, and its actions. */
export function ItemPanel({ item, onClose }: { readonly item: ItemKey; readonly onClose: () => void }) {
  const { kind, id } = item;
  const query = useQuery({
    ...callOptions(useBridge(), 'sync.item', { kind, id }),
    placeholderData: keepPreviousData,
  });
  const detail = query.data;
  return (
    <SidePanel title={detail === undefined ? 'Item' : itemTitle(detail)} onClose={onClose}>
      {query.error !== null ? (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      ) : detail === undefined ? (
        <Skeleton label="Loading the item" rows={8} height={28} />
      ) : (
        <ItemFacts key={`${kind} ${id}`} item={detail} onClose={onClose} />
      )}
    </SidePanel>
  );
}

function ItemFacts({ item, onClose }: { readonly item: OutboxItemDetail; readonly onClose: () => void }) {
  const zone = useHomeZone();
  const details = { target: targetName(item.target), untilMs: item.nextTryAtMs };
  const words = item.code === null ? null : textFor(item.code, details);
  const hasError = words !== null && item.state !== 'delivered' && item.state !== 'sending';
  return (
    <>
      {hasError && (
        <Notice tone={item.state === 'failed' ? 'bad' : 'warn'} title={words.title}>
          {words.text}
        </Notice>
      )}
      {item.warning !== null && (
        <Notice tone="warn" title={textFor(item.warning, details).title}>
          {textFor(item.warning, details).text}
        </Notice>
      )}
      <ItemActs item={item} onClose={onClose} />
      <Facts
        facts={[
          ['State', hasError ? null : itemState(item)],
          ['Target', targetName(item.target)],
          ['When', itemTime(item, zone)],
          ['Lines', item.lines === null ? null : countText(item.lines)],
          ['Size', item.bytes === null ? null : bytesInWords(item.bytes)],
          ['Attempts', countText(item.tries)],
          [
            'Next attempt',
            item.nextTryAtMs === null ? null : <Countdown key="at" atMs={item.nextTryAtMs} before="in" />,
          ],
          ['Last change', <When key="changed" at={item.updatedAt} />],
          [
            'May be stored twice',
            item.mayBeRepeated ? 'It was sent again before the outcome was known' : null,
          ],
        ]}
      />
      {item.eventId !== null && (
        <a
          className={styles['link']}
          href={formatRoute('history', { tab: 'events', item: String(item.eventId) })}
        >
          See the event in History <MoveRight size={14} aria-hidden />
        </a>
      )}
      <Disclosure title="Technical details">
        <Technical item={item} />
      </Disclosure>
    </>
  );
}

/** The server's raw message, shown as text, never as a page. */
function Technical({ item }: { readonly item: OutboxItemDetail }) {
  const texts = [
    ['Raw response', item.answer],
    [item.kind === 'chunk' ? 'First lines of the payload' : 'Payload', item.payload],
  ] as const;
  return (
    <div className={styles['technical']}>
      <Facts
        facts={[
          ['Code', item.code],
          ['Server message', item.error],
          ['Request ID', item.requestId],
          ['Path on the server', item.farPath],
          ['Transaction', item.transactionRid],
          ['SHA-256', item.sha256],
          ['Item', `${item.kind} ${item.id}`],
          ['Changed', exactText(item.updatedAt)],
        ]}
      />
      {texts.map(
        ([name, text]) =>
          text !== null && (
            <div key={name}>
              <h4>{name}</h4>
              <ScrollBox label={name} className={styles['raw']}>
                <pre>{text}</pre>
              </ScrollBox>
            </div>
          ),
      )}
    </div>
  );
}

interface Props {
  readonly item: OutboxItemDetail;
  readonly onClose: () => void;
}

/** The actions on one item. A requeued item is no longer in the list that it was opened from and may no longer exist. */
function ItemActs({ item, onClose }: Props) {
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
