import { useState } from 'react';
import type { Alias } from '../../../shared/domain/receipt.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { countOf } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import styles from './alias-list.module.css';

/** Sources that this run treated as renamed earlier ones, with undo. */
export function AliasList({ aliases }: { readonly aliases: readonly Alias[] }) {
  const undo = useAct('import.undoAlias');
  const now = useCall('import.aliases', {}).data;
  const [asked, setAsked] = useState<Alias | null>(null);
  const isForbidden = (alias: Alias) =>
    now?.find(({ sourceId }) => sourceId === alias.sourceId)?.isForbidden ?? alias.isForbidden;
  return (
    <ul className={styles['aliases']}>
      {aliases.map((alias) => (
        <li key={alias.sourceId}>
          <p>
            <q>{alias.name}</q> is <q>{alias.originalName}</q> under another name:{' '}
            {countOf(alias.records, 'record')} from it {alias.records === 1 ? 'was' : 'were'} already here.
            {isForbidden(alias) && ' You undid this. Import the file again to add them under that name.'}
          </p>
          {!isForbidden(alias) && <Button onPress={() => setAsked(alias)}>Undo…</Button>}
        </li>
      ))}
      {undo.error !== null && (
        <li>
          <FailureNotice failure={failureOf(undo.error)} />
        </li>
      )}
      <ConfirmDialog
        isOpen={asked !== null}
        title={`Treat ${asked?.name ?? ''} as a separate source?`}
        action="Undo"
        isBusy={undo.isPending}
        onAnswer={(isYes) => {
          if (isYes && asked !== null) undo.mutate({ sourceId: asked.sourceId });
          setAsked(null);
        }}
      >
        <p>
          The two names are never joined again. Import the file again afterward: its{' '}
          {countOf(asked?.records ?? 0, 'record')} will be added under that name, next to the existing ones.
        </p>
      </ConfirmDialog>
    </ul>
  );
}
