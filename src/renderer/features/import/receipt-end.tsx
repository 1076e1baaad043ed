import { useState } from 'react';
import type { Receipt } from '../../../shared/domain/receipt.ts';
import { textFor } from '../../../shared/error-texts.ts';
import { failureOf, useAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { countOf } from '../../components/formats.ts';
import { FailureNotice, Notice } from '../../components/notice.tsx';

function endWords(receipt: Receipt): { readonly title: string; readonly text: string } | null {
  const kept = receipt.records.added;
  if (receipt.state === 'interrupted')
    return {
      title: 'Health Relay stopped during this import',
      text: `${kept === 0 ? 'Nothing new had been stored yet.' : `${countOf(kept, 'new record')} had been stored and ${kept === 1 ? 'is' : 'are'} safe.`} Continue, or import the file again: only missing data is added.`,
    };
  if (receipt.state === 'already_imported')
    return {
      title: 'This exact file was imported before',
      text: 'It contains nothing new, so it wasn’t read again.',
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
                  Dismiss
                </Button>
              )}
              <Button look="primary" isDisabled={isBusy} onPress={() => resume.mutate({ runId })}>
                {receipt.state === 'interrupted' ? 'Continue' : 'Import again'}
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
        title={`Dismiss the import of ${receipt.name}?`}
        action="Dismiss"
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) dismiss.mutate({ runId });
        }}
      >
        <p>
          The file copy that was kept for continuing is removed. The records stored so far stay, and so does
          this receipt.
        </p>
      </ConfirmDialog>
    </>
  );
}
