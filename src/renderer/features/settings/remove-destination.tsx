import { useState } from 'react';
import type { DestinationCard } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { sentences, t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { CheckBox } from '../../components/choice.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice } from '../../components/notice.tsx';

/** Removes a destination with its queue and list of deliveries after naming the losses and asking twice. */
export function RemoveDestination({ card }: { readonly card: DestinationCard }) {
  const remove = useAct('settings.removeDestination');
  const [isAsking, setIsAsking] = useState(false);
  const [isSure, setIsSure] = useState(false);
  const target = targetName(card.target);
  return (
    <>
      <Button
        look="quiet"
        aria-label={t('Remove {target} at {host}…', { target, host: card.host })}
        onPress={() => setIsAsking(true)}
      >
        {t('Remove…')}
      </Button>
      {remove.error !== null && <FailureNotice failure={failureOf(remove.error)} />}
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        isBusy={!isSure || remove.isPending}
        title={t('Remove {target} at {host}?', { target, host: card.host })}
        action={t('Remove')}
        onAnswer={(isYes) => {
          setIsAsking(false);
          setIsSure(false);
          if (isYes) remove.mutate({ destination: card.id });
        }}
      >
        <p>{lossText(card)}</p>
        <p>
          {t('Kept: your history on this computer and everything already stored at {target}.', { target })}
        </p>
        <CheckBox isOn={isSure} onChange={setIsSure}>
          {t('I understand that this can’t be undone')}
        </CheckBox>
      </ConfirmDialog>
    </>
  );
}

function lossText({ target, pending, failed, uncertain, delivered }: DestinationCard): string {
  if (pending + failed + uncertain + delivered === 0)
    return t('Nothing is pending there, and nothing was delivered.');
  return sentences(
    t(
      'Permanently lost: {pending, plural, one {# pending item} other {# pending items}}, {failed, plural, one {# failed one} other {# failed ones}}, {uncertain, plural, one {# uncertain one} other {# uncertain ones}}, and the list of {delivered, plural, one {# delivery} other {# deliveries}}.',
      { pending, failed, uncertain, delivered },
    ),
    target !== 'trendy'
      ? t('If you set it up again, everything counts as not delivered and would be stored twice there.')
      : t('If you set it up again, everything counts as not delivered.'),
  );
}
