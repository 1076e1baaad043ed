import { useState } from 'react';
import { type DestinationCard, updatesReason } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { countOf } from '../../components/formats.ts';
import { FailureNotice, Notice } from '../../components/notice.tsx';

/** Delivered events that new rules or a newer export changed: the number is shown first, and they are sent only after confirmation. */
export function CardUpdates({ card }: { readonly card: DestinationCard }) {
  const release = useAct('sync.releaseUpdates');
  // The number shown in the question; a push must not change it while the user reads it.
  const [asked, setAsked] = useState<number | null>(null);
  const name = targetName(card.target);
  if (card.updatesWaiting === 0 && asked === null && release.error === null) return null;
  const events = countOf(card.updatesWaiting, 'delivered event');
  const areGone = card.updatesWaiting === 1 ? 'is gone' : 'are gone';
  return (
    <>
      {card.updatesWaiting > 0 && (
        <Notice
          tone="info"
          title={`${events} changed or ${areGone} because ${updatesReason(card.updatesBy)}`}
          actions={<Button onPress={() => setAsked(card.updatesWaiting)}>Send the changes…</Button>}
        >
          {name} still has the figures that were sent. Nothing of this is sent until you confirm.
        </Notice>
      )}
      {release.error !== null && <FailureNotice failure={failureOf(release.error)} />}
      <ConfirmDialog
        isOpen={asked !== null}
        isBusy={release.isPending}
        title={`Send ${countOf(asked ?? 0, 'change')} to ${name}?`}
        action="Send the changes"
        onAnswer={(isYes) => {
          if (isYes && asked !== null) release.mutate({ destination: card.id, updates: asked });
          setAsked(null);
        }}
      >
        <p>
          {name} gets the current figures of {countOf(asked ?? 0, 'event')}. Events that no longer exist here
          are deleted there. Changes that others made there stay.
        </p>
      </ConfirmDialog>
    </>
  );
}
