import { useState } from 'react';
import type { DestinationCard } from '../../../shared/domain/sync.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { m, t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';

const { rules, removals, both } = {
  rules: m(
    '{count, plural, one {# delivered event changed or is gone because the rules changed} other {# delivered events changed or are gone because the rules changed}}',
  ),
  removals: m(
    '{count, plural, one {# delivered event changed or is gone because records are no longer in the Health app} other {# delivered events changed or are gone because records are no longer in the Health app}}',
  ),
  both: m(
    '{count, plural, one {# delivered event changed or is gone because the rules changed, or because records are no longer in the Health app} other {# delivered events changed or are gone because the rules changed, or because records are no longer in the Health app}}',
  ),
};

function reasonMessage({ updatesBy }: DestinationCard): string {
  if (!updatesBy.includes('removals')) return rules;
  return updatesBy.includes('rules') ? both : removals;
}

/** Delivered events that new rules or a newer export changed: the number is shown first, and they are sent only after confirmation. */
export function CardUpdates({ card }: { readonly card: DestinationCard }) {
  const release = useAct('sync.releaseUpdates');
  // The number shown in the question; a push must not change it while the user reads it.
  const [asked, setAsked] = useState<number | null>(null);
  const target = targetName(card.target);
  if (card.updatesWaiting === 0 && asked === null && release.error === null) return null;
  return (
    <>
      {card.updatesWaiting > 0 && (
        <Notice
          tone="info"
          title={t(reasonMessage(card), { count: card.updatesWaiting })}
          actions={<Button onPress={() => setAsked(card.updatesWaiting)}>{t('Send the changes…')}</Button>}
        >
          {t('{target} still has the figures that were sent. None of this is sent until you confirm.', {
            target,
          })}
        </Notice>
      )}
      {release.error !== null && <FailureNotice failure={failureOf(release.error)} />}
      <ConfirmDialog
        isOpen={asked !== null}
        isBusy={release.isPending}
        title={t('Send {count, plural, one {# change} other {# changes}} to {target}?', {
          count: asked ?? 0,
          target,
        })}
        action={t('Send the changes')}
        onAnswer={(isYes) => {
          if (isYes && asked !== null) release.mutate({ destination: card.id, updates: asked });
          setAsked(null);
        }}
      >
        <p>
          {t(
            '{target} gets the current figures of {count, plural, one {# event} other {# events}}. Events that no longer exist here are deleted there. Changes that others made there stay.',
            { target, count: asked ?? 0 },
          )}
        </p>
      </ConfirmDialog>
    </>
  );
}
