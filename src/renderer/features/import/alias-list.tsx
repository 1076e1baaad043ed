import { useState } from 'react';
import type { Alias } from '../../../shared/domain/receipt.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useAct, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { rich } from '../../components/language.tsx';
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
            {rich(
              '<q>{name}</q> is <q>{originalName}</q> under another name: {records, plural, one {# record from it was already here.} other {# records from it were already here.}}',
              {
                q: (inner) => <q>{inner}</q>,
                name: alias.name,
                originalName: alias.originalName,
                records: alias.records,
              },
            )}
            {isForbidden(alias) &&
              ` ${t('You undid this. Import the file again to add them under that name.')}`}
          </p>
          {!isForbidden(alias) && <Button onPress={() => setAsked(alias)}>{t('Undo…')}</Button>}
        </li>
      ))}
      {undo.error !== null && (
        <li>
          <FailureNotice failure={failureOf(undo.error)} />
        </li>
      )}
      <ConfirmDialog
        isOpen={asked !== null}
        title={t('Treat {name} as a separate source?', { name: asked?.name ?? '' })}
        action={t('Undo', {}, 'button')}
        isBusy={undo.isPending}
        onAnswer={(isYes) => {
          if (isYes && asked !== null) undo.mutate({ sourceId: asked.sourceId });
          setAsked(null);
        }}
      >
        <p>
          {t(
            'The two names are never joined again. Import the file again afterward: its {records, plural, one {# record} other {# records}} will be added under that name, next to the existing ones.',
            { records: asked?.records ?? 0 },
          )}
        </p>
      </ConfirmDialog>
    </ul>
  );
}
