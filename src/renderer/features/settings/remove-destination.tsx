import { useState } from 'react';
import type { DestinationCard } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { CheckBox } from '../../components/choice.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { countOf } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';

/** Removes a destination with its queue and list of deliveries after naming the losses and asking twice. */
export function RemoveDestination({ card }: { readonly card: DestinationCard }) {
  const remove = useAct('settings.removeDestination');
  const [isAsking, setIsAsking] = useState(false);
  const [isSure, setIsSure] = useState(false);
  const name = targetName(card.target);
  return (
    <>
      <Button look="quiet" aria-label={`Remove ${name} at ${card.host}…`} onPress={() => setIsAsking(true)}>
        Remove…
      </Button>
      {remove.error !== null && <FailureNotice failure={failureOf(remove.error)} />}
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        isBusy={!isSure || remove.isPending}
        title={`Remove ${name} at ${card.host}?`}
        action="Remove"
        onAnswer={(isYes) => {
          setIsAsking(false);
          setIsSure(false);
          if (isYes) remove.mutate({ destination: card.id });
        }}
      >
        <p>
          Permanently lost: {countOf(card.pending, 'pending item')}, {countOf(card.failed, 'failed one')},{' '}
          {countOf(card.uncertain, 'uncertain one')}, and the list of{' '}
          {countOf(card.delivered, 'delivery', 'deliveries')}. If you set it up again, everything counts as
          not delivered
          {card.target === 'atlas' ? ' and would be stored twice there' : ''}.
        </p>
        <p>Kept: your history on this computer and everything already stored at {name}.</p>
        <CheckBox isOn={isSure} onChange={setIsSure}>
          I understand that this can’t be undone
        </CheckBox>
      </ConfirmDialog>
    </>
  );
}
