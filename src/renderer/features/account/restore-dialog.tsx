import { useQuery } from '@tanstack/react-query';
import type { Offer } from '../../../shared/contract/index.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { drop } from '../../../shared/drop.ts';
import { t } from '../../../shared/language.ts';
import {
  callOptions,
  failureOf,
  noteFault,
  useAct,
  useBridge,
  useCall,
  useSecretAct,
} from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import page from '../../components/form-page.module.css';
import { andText, countText, exactText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';
import { Facts } from '../../components/side-panel.tsx';
import { startAgain } from './profile-dialogs.tsx';

/** Shows the contents of the chosen backup and the data it replaces; nothing changes before the answer. */
export function RestoreDialog({ offer, onClose }: { readonly offer: Offer; readonly onClose: () => void }) {
  const restore = useAct('profiles.restore');
  const status = useCall('import.current', {}).data ?? null;
  const query = useQuery({
    ...callOptions(useBridge(), 'profiles.reviewBackup', { offer: offer.offer }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const opened = useSecretAct('profiles.reviewBackup');
  const passphrase = useSecret();
  const review = query.data ?? opened.value ?? undefined;
  const failure = opened.failure ?? (query.error === null ? null : failureOf(query.error));
  const isSealed = failure?.code === 'backup.needs_passphrase' || failure?.code === 'backup.bad_passphrase';
  const open = () => {
    const given = { offer: offer.offer, passphrase: passphrase.take({ isTrimmed: false }) };
    drop(opened.send(given), 'it keeps how it failed', noteFault);
  };
  const put = () => restore.mutate({ offer: offer.offer }, { onSuccess: () => startAgain('#/history') });
  return (
    <ConfirmDialog
      isOpen
      isDanger
      isBusy={review === undefined || restore.isPending}
      title={t('Restore {name}?', { name: offer.name })}
      action={restore.isPending ? t('Restoring…') : t('Restore')}
      onAnswer={(isYes) => (isYes ? put() : onClose())}
    >
      {review === undefined && query.error === null && (
        <Skeleton label={t('Reading the backup')} rows={4} height={22} />
      )}
      {review === undefined && failure !== null && !opened.isPending && <FailureNotice failure={failure} />}
      {review === undefined && isSealed && (
        <form
          aria-label={t('Passphrase of the backup')}
          className={page['withButton']}
          onSubmit={(event) => {
            event.preventDefault();
            if (passphrase.isFilledIn) open();
          }}
        >
          <SecretField label={t('Passphrase')} secret={passphrase} />
          <Button type="submit" isDisabled={!passphrase.isFilledIn || opened.isPending}>
            {opened.isPending ? t('Opening…') : t('Open')}
          </Button>
        </form>
      )}
      {review !== undefined && (
        <>
          <Facts
            facts={[
              [t('Records'), countText(review.records)],
              [t('Events'), countText(review.events)],
              [
                t('Last import'),
                review.lastImportAt === null ? t('none', {}, 'import') : exactText(review.lastImportAt),
              ],
            ]}
          />
          {!review.isSameProfile && (
            <Notice tone="warn" title={t('It was made from another profile')}>
              {t('It may be another person’s history. It replaces this profile’s history.')}
            </Notice>
          )}
          <p>
            {t(
              'It replaces this profile’s history, settings, and lists of deliveries. Your current data is kept in the profile’s “backups” folder.',
            )}
          </p>
          {review.targets.length > 0 && (
            <p>
              {t(
                'Items delivered to {targets} after the backup was made may be sent again. Sending is paused until you resume it.',
                { targets: andText(review.targets.map(targetName)) },
              )}
            </p>
          )}
          {status !== null && <p>{t('This stops the import of {name}.', { name: status.name })}</p>}
        </>
      )}
      {restore.error !== null && <FailureNotice failure={failureOf(restore.error)} />}
    </ConfirmDialog>
  );
}
