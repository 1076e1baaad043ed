import { Download, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Offer } from '../../../shared/contract/index.ts';
import { keptCopyDays } from '../../../shared/domain/backup-schedule.ts';
import { drop } from '../../../shared/drop.ts';
import type { Failure } from '../../../shared/errors.ts';
import { t } from '../../../shared/language.ts';
import { noteFault, useBridge, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { fetchSaved, savedText } from '../../components/export-dialog.tsx';
import page from '../../components/form-page.module.css';
import { percentOf } from '../../components/formats.ts';
import { ProgressBar } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { ScheduledBackups } from './scheduled-backups.tsx';

/** Saves the profile's whole history to one file and restores it. */
export function BackupCard() {
  const bridge = useBridge();
  const backUp = useSecretAct('profiles.backUp');
  const passphrase = useSecret();
  const chooser = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const take = async (file: File) => {
    setFailure(null);
    setSent(0);
    const offered = await bridge.offer([{ file }], (done, total) => setSent(percentOf(done, total)));
    setSent(null);
    if (offered.ok) setOffer(offered.value);
    else setFailure(offered.error);
  };
  const make = () => {
    const given = passphrase.take({ isTrimmed: false });
    drop(backUp.send(given === '' ? {} : { passphrase: given }), 'it keeps how it failed', noteFault);
  };
  const made = backUp.value;
  useEffect(() => {
    if (made !== null) fetchSaved(made);
  }, [made]);
  return (
    <section id="settings-backup" tabIndex={-1} className={page['section']} aria-label={t('Backup')}>
      <h2>{t('Backup')}</h2>
      <div className={page['card']}>
        <p className={page['soft']}>
          {t(
            'A backup holds this whole profile in one file: records, events, settings, and the list of deliveries. It contains no sign-ins. With a passphrase, the file is encrypted in the age format: without the passphrase, nobody can read it, not even us. Without a passphrase, anyone who has the file can read your health data.',
          )}
        </p>
        <p className={page['soft']}>
          {t(
            'Before each restore and each database update, Health Relay saves a copy in the profile’s “backups” folder. It deletes that copy {days, plural, one {# day} other {# days}} later, once a newer copy is complete.',
            { days: keptCopyDays },
          )}
        </p>
        <SecretField label={t('Passphrase (optional)')} secret={passphrase} />
        <div className={page['line']}>
          <Button isDisabled={backUp.isPending} onPress={make}>
            <Download size={16} aria-hidden />
            {backUp.isPending ? t('Backing up…') : t('Back up…')}
          </Button>
          <Button isDisabled={sent !== null} onPress={() => chooser.current?.click()}>
            <Upload size={16} aria-hidden />
            {t('Restore…')}
          </Button>
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label={t('Backup to restore')}
            accept=".sqlite,.age"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              // Allows choosing the same file again.
              target.value = '';
              if (file !== undefined) drop(take(file), 'it shows how it ended', noteFault);
            }}
          />
        </div>
        {sent !== null && <ProgressBar label={t('Receiving the backup')} percent={sent} />}
        <p role="status" className={page['soft']} hidden={made === null}>
          {made === null ? '' : savedText(made)}
        </p>
        {backUp.failure !== null && <FailureNotice failure={backUp.failure} />}
        {failure !== null && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        {offer !== null && <RestoreDialog offer={offer} onClose={() => setOffer(null)} />}
      </div>
      <ScheduledBackups />
    </section>
  );
}
