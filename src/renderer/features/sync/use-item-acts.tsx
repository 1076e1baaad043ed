import { type ReactNode, useState } from 'react';
import { mayHaveArrived, type OutboxItem } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import type { Failure } from '../../../shared/errors.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Countdown } from '../../components/live-time.tsx';
import { discardText, itemTitle, nextAttempt } from './outbox-words.ts';

/** The actions on one item; the list and its panel follow the same rules. */
export interface ItemActs {
  /** Sends it again now; asks first if it may already have arrived. */
  readonly retry: () => void;
  /** Discards it after a question that names the consequences. */
  readonly discard: () => void;
  /** Undoes a discard, with the same rule. */
  readonly queueAgain: () => void;
  readonly isBusy: boolean;
  /** The failure of the last action. */
  readonly failure: Failure | null;
  /** The open question, if any; the caller must render it. */
  readonly question: ReactNode;
}

/** `onRequeued`: a discard was undone, which may have created a new item. */
export function useItemActs(item: OutboxItem, onRequeued?: () => void): ItemActs {
  const retry = useAct('sync.retry');
  const discard = useAct('sync.discard');
  const again = useAct('sync.queueAgain');
  const [asked, setAsked] = useState<'send' | 'discard' | null>(null);
  const key = { kind: item.kind, id: item.id };
  // The last action's failure; a later success clears it.
  const failed = [retry, discard, again].reduce((last, act) =>
    act.submittedAt > last.submittedAt ? act : last,
  ).error;
  const send = () =>
    item.state === 'discarded' ? again.mutate(key, { onSuccess: () => onRequeued?.() }) : retry.mutate(key);
  const ask = () => (mayHaveArrived(item) ? setAsked('send') : send());
  return {
    retry: ask,
    discard: () => setAsked('discard'),
    queueAgain: ask,
    isBusy: retry.isPending || discard.isPending || again.isPending,
    failure: failed === null ? null : failureOf(failed),
    question: (
      <>
        <ConfirmDialog
          isOpen={asked === 'discard'}
          isDanger
          title={t('Discard {item}?', { item: itemTitle(item) })}
          action={t('Discard')}
          onAnswer={(isYes) => {
            setAsked(null);
            if (isYes) discard.mutate(key);
          }}
        >
          <p>{discardText(item)}</p>
        </ConfirmDialog>
        <SendAgainQuestion
          isOpen={asked === 'send'}
          title={t('Send it again?')}
          onAnswer={(isYes) => {
            setAsked(null);
            if (isYes) send();
          }}
        >
          {t(
            'It may have arrived already. If it did, {target} will have it twice, and it stays marked as such here.',
            { target: targetName(item.target) },
          )}
        </SendAgainQuestion>
      </>
    ),
  };
}

/** When an item is tried again, or what its destination waits for; null where no attempt follows. */
export function useAttemptText(item: OutboxItem, words: (left: string) => string): ReactNode {
  const cards = useCall('sync.overview', {}).data?.destinations;
  const next = nextAttempt(
    item,
    cards?.find(({ id }) => id === item.destination),
  );
  if (next === null || next.atMs === null) return next === null ? null : next.pause;
  return (
    <Countdown
      key={item.id}
      atMs={next.atMs}
      words={words}
      {...(next.pause !== null && { after: next.pause })}
    />
  );
}

interface QuestionProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Confirms before resending items that may already have arrived. */
export function SendAgainQuestion({ children, ...props }: QuestionProps) {
  return (
    <ConfirmDialog action={t('Send again')} {...props}>
      <p>{children}</p>
    </ConfirmDialog>
  );
}
