import { type ReactNode, useState } from 'react';
import { mayHaveArrived, type OutboxItem } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import type { Failure } from '../../../shared/errors.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { discardText, itemTitle } from './outbox-words.ts';

/** What a person can do with one item, wherever it is shown: the list and its panel follow the same rules. */
export interface ItemActs {
  /** Sends it again, now; what may have arrived already only after a question. */
  readonly retry: () => void;
  /** Gives it up, after a question that says what is lost. */
  readonly discard: () => void;
  /** Takes a discard back, by the same rule. */
  readonly queueAgain: () => void;
  readonly isBusy: boolean;
  /** Why the last act failed. */
  readonly failure: Failure | null;
  /** The question that is open, if any; to be rendered by whoever uses this. */
  readonly question: ReactNode;
}

/** `onRequeued`: a discard was taken back, by which the item may have become another one. */
export function useItemActs(item: OutboxItem, onRequeued?: () => void): ItemActs {
  const retry = useAct('sync.retry');
  const discard = useAct('sync.discard');
  const again = useAct('sync.queueAgain');
  const [asked, setAsked] = useState<'send' | 'discard' | null>(null);
  const key = { kind: item.kind, id: item.id };
  // The last act's failure: one that went well since takes an older one away.
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
          title={`Discard ${itemTitle(item)}?`}
          action="Discard"
          onAnswer={(isYes) => {
            setAsked(null);
            if (isYes) discard.mutate(key);
          }}
        >
          <p>{discardText(item)}</p>
        </ConfirmDialog>
        <SendAgainQuestion
          isOpen={asked === 'send'}
          title="Send it again?"
          onAnswer={(isYes) => {
            setAsked(null);
            if (isYes) send();
          }}
        >
          It may have arrived already. If it did, {targetName(item.target)} will have it twice, and it stays
          marked as such here.
        </SendAgainQuestion>
      </>
    ),
  };
}

interface QuestionProps {
  readonly isOpen: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Whatever may have arrived already is sent again only after this question, one item or all. */
export function SendAgainQuestion({ children, ...props }: QuestionProps) {
  return (
    <ConfirmDialog action="Send again" {...props}>
      <p>{children}</p>
    </ConfirmDialog>
  );
}
