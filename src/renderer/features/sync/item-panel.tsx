import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { MoveRight } from 'lucide-react';
import type { OutboxItemDetail } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { bytesInWords, textFor } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button, CopyButton } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { countText, exactText } from '../../components/formats.ts';
import { When } from '../../components/live-time.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { Facts, ScrollBox, SidePanel } from '../../components/side-panel.tsx';
import { formatRoute } from '../../navigation/routes.ts';
import styles from './item-panel.module.css';
import {
  canDiscard,
  canQueueAgain,
  canRetry,
  itemNotice,
  itemState,
  itemTime,
  itemTitle,
} from './outbox-words.ts';
import type { ItemKey } from './sync-filters.ts';
import { useAttemptText, useItemActs } from './use-item-acts.tsx';

/** All details of one item, and its actions. */
export function ItemPanel({ item, onClose }: { readonly item: ItemKey; readonly onClose: () => void }) {
  const { kind, id } = item;
  const units = useUnits();
  const query = useQuery({
    ...callOptions(useBridge(), 'sync.item', { kind, id }),
    placeholderData: keepPreviousData,
  });
  const detail = query.data;
  return (
    <SidePanel title={detail === undefined ? t('Item') : itemTitle(detail, units)} onClose={onClose}>
      {query.error !== null ? (
        <FailureNotice failure={failureOf(query.error)} onRetry={() => query.refetch()} />
      ) : detail === undefined ? (
        <Skeleton label={t('Loading the item')} rows={8} height={28} />
      ) : (
        <ItemFacts key={`${kind} ${id}`} item={detail} onClose={onClose} />
      )}
    </SidePanel>
  );
}

function ItemFacts({ item, onClose }: { readonly item: OutboxItemDetail; readonly onClose: () => void }) {
  const zone = useHomeZone();
  const details = { target: targetName(item.target), untilMs: item.nextTryAtMs };
  const words = itemNotice(item);
  const attempt = useAttemptText(item, (left) => t('in {left}', { left }));
  return (
    <>
      {words !== null && (
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
          [t('State'), words === null ? itemState(item) : null],
          [t('Target'), targetName(item.target)],
          [t('When'), itemTime(item, zone)],
          [t('Lines'), item.lines === null ? null : countText(item.lines)],
          [t('Size'), item.bytes === null ? null : bytesInWords(item.bytes)],
          [t('Attempts'), countText(item.tries)],
          [t('Next attempt'), attempt],
          [t('Last change'), <When key="changed" at={item.updatedAt} />],
          [
            t('May be stored twice'),
            item.mayBeRepeated ? t('A request whose outcome is unknown may have stored it') : null,
          ],
        ]}
      />
      {item.eventId !== null && (
        <a
          className={styles['link']}
          href={formatRoute('history', { tab: 'events', item: String(item.eventId) })}
        >
          {t('See the event in History')} <MoveRight size={14} aria-hidden />
        </a>
      )}
      <Disclosure title={t('Technical details')}>
        <Technical item={item} />
      </Disclosure>
    </>
  );
}

/** The server's raw message, shown as text, never as a page. */
function Technical({ item }: { readonly item: OutboxItemDetail }) {
  const texts = [
    [t('Raw response'), item.answer],
    [item.kind === 'chunk' ? t('First lines of the payload') : t('Payload'), item.payload],
  ] as const;
  return (
    <div className={styles['technical']}>
      <Facts
        facts={[
          [t('Code'), item.code],
          [t('Server message'), item.error],
          [t('Request ID'), item.requestId],
          [t('Path on the server'), item.remotePath],
          [t('Transaction'), item.transactionRid],
          ['SHA-256', item.sha256],
          [t('Item'), `${item.kind} ${item.id}`],
          [t('Changed', {}, 'time'), exactText(item.updatedAt)],
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
            {item.state === 'waiting' ? t('Try now') : t('Retry')}
          </Button>
        )}
        {canDiscard(item) && (
          <Button look="danger" isDisabled={isBusy} onPress={discard}>
            {t('Discard…')}
          </Button>
        )}
        {canQueueAgain(item) && (
          <Button isDisabled={isBusy} onPress={queueAgain}>
            {t('Queue again')}
          </Button>
        )}
        <CopyButton label={t('Copy as JSON')} text={() => JSON.stringify(item, null, 2)} />
      </div>
      {failure !== null && <FailureNotice failure={failure} />}
      {question}
    </>
  );
}
