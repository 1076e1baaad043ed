import { useState } from 'react';
import type { DestinationCard } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';

/** Lasting warnings (a wrong format at the server) and questions that only the user can decide. */
export function CardWarnings({ card }: { readonly card: DestinationCard }) {
  const details = { target: targetName(card.target), untilMs: card.nextTryAtMs };
  const warning = card.warning === null ? null : textFor(card.warning, details);
  const unreadable = card.readBack?.code == null ? null : textFor(card.readBack.code, details);
  return (
    <>
      {warning !== null && (
        <Notice tone="warn" title={warning.title}>
          {warning.text}
        </Notice>
      )}
      {unreadable !== null && (
        <Notice tone="warn" title={unreadable.title}>
          {unreadable.text}
          {card.readBack?.error != null &&
            ` ${t('Foundry reported: {error}.', { error: card.readBack.error })}`}
        </Notice>
      )}
      {card.question !== null && <TransactionQuestion card={card} />}
    </>
  );
}

/** `sync.transaction_open`: an empty transaction that we may have left open; aborted only after confirmation. */
function TransactionQuestion({ card }: { readonly card: DestinationCard }) {
  const abort = useAct('sync.abortTransaction');
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Notice
        tone="warn"
        title={t('An empty transaction is open on this branch')}
        actions={<Button onPress={() => setIsAsking(true)}>{t('Review…')}</Button>}
      >
        {t(
          'Health Relay may have left it open when it stopped. Foundry allows one at a time, so nothing is sent until it’s closed.',
        )}
      </Notice>
      {abort.error !== null && <FailureNotice failure={failureOf(abort.error)} />}
      <ConfirmDialog
        isOpen={isAsking}
        isBusy={abort.isPending}
        title={t('Abort the empty transaction?')}
        action={t('Abort it')}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) abort.mutate({ destination: card.id });
        }}
      >
        <p>
          {t(
            'It’s on branch {branch} of {dataset} and contains no files. It was created when Health Relay was about to create one, so it’s most likely ours.',
            { branch: card.branch, dataset: card.dataset },
          )}
        </p>
        <p>
          {t(
            'If another program is about to write to it, that program will have to start over. Data already stored in the dataset isn’t touched.',
          )}
        </p>
      </ConfirmDialog>
    </>
  );
}
