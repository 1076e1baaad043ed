import { useState } from 'react';
import type { Receipt } from '../../../shared/domain/receipt.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { sentences, t } from '../../../shared/language.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';

function endWords(receipt: Receipt): { readonly title: string; readonly text: string } | null {
  const kept = receipt.records.added;
  if (receipt.state === 'interrupted')
    return {
      title: t('Health Relay stopped during this import'),
      text: sentences(
        t(
          '{kept, plural, =0 {Nothing new had been stored yet.} one {# new record had been stored and is safe.} other {# new records had been stored and are safe.}}',
          { kept },
        ),
        t('Continue, or import the file again: only missing data is added.'),
      ),
    };
  if (receipt.state === 'already_imported')
    return {
      title: t('This exact file was imported before'),
      text: t('It contains nothing new, so it wasn’t read again.'),
    };
  if (receipt.state === 'cancelled') return textFor('cancelled', { kept, ...receipt.details });
  return receipt.code === null ? null : textFor(receipt.code, { kept, ...receipt.details });
}

/** Explains an incomplete run: the cause, the kept data, and the next step. */
export function ReceiptEnd({ receipt }: { readonly receipt: Receipt }) {
  const resume = useAct('import.resume');
  const dismiss = useAct('import.dismiss');
  const [isAsking, setIsAsking] = useState(false);
  const words = endWords(receipt);
  if (words === null) return null;
  const { runId } = receipt;
  const failed = resume.error ?? dismiss.error;
  const isBusy = resume.isPending || resume.isSuccess || dismiss.isPending || dismiss.isSuccess;
  return (
    <>
      <Notice
        tone={receipt.state === 'refused' ? 'bad' : receipt.state === 'already_imported' ? 'info' : 'warn'}
        title={words.title}
        actions={
          receipt.canResume ? (
            <>
              {receipt.state === 'interrupted' && (
                <Button isDisabled={isBusy} onPress={() => setIsAsking(true)}>
                  {t('Dismiss')}
                </Button>
              )}
              <Button look="primary" isDisabled={isBusy} onPress={() => resume.mutate({ runId })}>
                {receipt.state === 'interrupted' ? t('Continue') : t('Import again')}
              </Button>
            </>
          ) : undefined
        }
      >
        <p>{words.text}</p>
      </Notice>
      {failed !== null && <FailureNotice failure={failureOf(failed)} />}
      <ConfirmDialog
        isOpen={isAsking}
        title={t('Dismiss the import of {name}?', { name: receipt.name })}
        action={t('Dismiss')}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) dismiss.mutate({ runId });
        }}
      >
        <p>{t('It can’t be continued anymore. The records stored so far stay, and so does this receipt.')}</p>
      </ConfirmDialog>
    </>
  );
}
