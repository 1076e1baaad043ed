import { useState } from 'react';
import { type BackupSchedule, scheduledCopiesKept } from '../../../shared/domain/backup-schedule.ts';
import { drop } from '../../../shared/drop.ts';
import { bytesInWords } from '../../../shared/error-texts.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, noteFault, useAct, useCall, useSecretAct } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Choice, SwitchField } from '../../components/choice.tsx';
import { FolderChoice } from '../../components/folder-choice.tsx';
import page from '../../components/form-page.module.css';
import { countText, exactText } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { SecretField, useSecret } from '../../components/secret-field.tsx';

const offeredDays = [1, 7, 30];

/** Automatic copies; off until the user chooses a folder. */
export function ScheduledBackups() {
  const schedule = useCall('settings.backupSchedule', {}).data;
  if (schedule === undefined) return null;
  return <Schedule schedule={schedule} />;
}

function Schedule({ schedule }: { readonly schedule: BackupSchedule }) {
  const { isOn, folder, everyDays, isEncrypted } = schedule;
  const set = useSecretAct('settings.setBackupSchedule');
  const make = useAct('settings.makeScheduledBackup');
  const passphrase = useSecret();
  /** Before the first setup, the folder is only chosen. */
  const [chosen, setChosen] = useState(folder);
  const change = (changed: Partial<Parameters<typeof set.send>[0]>) => {
    const to = changed.folder ?? chosen;
    if (to !== null)
      drop(set.send({ isOn, folder: to, everyDays, ...changed }), 'it keeps how it failed', noteFault);
  };
  const withPassphrase = () =>
    passphrase.isFilledIn ? { passphrase: passphrase.take({ isTrimmed: false }) } : {};
  const { error } = make;
  return (
    <section
      id="settings-schedule"
      tabIndex={-1}
      className={page['card']}
      aria-label={t('Scheduled backups')}
    >
      <h3>{t('Scheduled backups')}</h3>
      <p className={page['soft']}>
        {t(
          'Health Relay saves copies to your folder automatically while it’s open. It opens each copy to check it before it deletes an older one, and keeps the {kept} newest. Other files in the folder are left alone.',
          { kept: countText(scheduledCopiesKept) },
        )}
      </p>
      <p>{chosen === null ? t('No folder is chosen yet.') : chosen}</p>
      <FolderChoice
        chooseLabel={t('Choose a backup folder…')}
        formLabel={t('Choose a backup folder')}
        fieldLabel={t('Backup folder')}
        hint={t('The full path, preferably on another drive.')}
        submitLabel={t('Use it')}
        isDisabled={set.isPending}
        onPick={(path, taken) => {
          setChosen(path);
          taken();
          if (isOn) change({ folder: path });
        }}
      />
      <SecretField
        label={
          isEncrypted ? t('New passphrase for scheduled backups') : t('Passphrase for scheduled backups')
        }
        secret={passphrase}
        hint={
          isEncrypted
            ? t(
                'New copies use the passphrase in this computer’s keychain. Each older copy opens with the passphrase it was made with.',
              )
            : t(
                'Without one, anyone who has a copy can read your health data. This computer’s keychain stores the passphrase. Write it down elsewhere, too: without it, nobody can open the copies if this computer is lost.',
              )
        }
      />
      <SwitchField
        label={t('Back up automatically')}
        isOn={isOn}
        isDisabled={chosen === null || set.isPending}
        // The first copy is made at once, with the passphrase in the field.
        onChange={(on) => change({ isOn: on, ...(on && withPassphrase()) })}
      >
        {isOn ? nextInWords(schedule) : t('Off: no copy is made automatically. Existing copies stay.')}
      </SwitchField>
      {isOn && (
        <Choice
          label={t('How often')}
          value={String(everyDays)}
          options={intervalsWith(everyDays)}
          isDisabled={set.isPending}
          onChange={(days) => change({ everyDays: Number(days) })}
        />
      )}
      {isOn && (
        <div className={page['line']}>
          <Button
            isDisabled={!passphrase.isFilledIn || set.isPending}
            onPress={() => change(withPassphrase())}
          >
            {t('Encrypt with this passphrase')}
          </Button>
          {isEncrypted && (
            <Button isDisabled={set.isPending} onPress={() => change({ passphrase: null })}>
              {t('Stop encrypting')}
            </Button>
          )}
          <Button isDisabled={schedule.isMaking || make.isPending} onPress={() => make.mutate({})}>
            {schedule.isMaking ? t('Making a copy…') : t('Make one now')}
          </Button>
        </div>
      )}
      <p role="status" className={page['soft']}>
        {lastInWords(schedule)}
        {make.data?.isMade === false && ` ${t('It waits until the import or other backup finishes.')}`}
      </p>
      {schedule.failure !== null && (
        <>
          <FailureNotice
            failure={{ code: schedule.failure.code, message: schedule.failure.code, retryable: false }}
          />
          <p className={page['soft']}>{failedInWords(schedule.failure, isOn)}</p>
        </>
      )}
      {set.failure !== null && <FailureNotice failure={set.failure} />}
      {error !== null && schedule.failure === null && <FailureNotice failure={failureOf(error)} />}
    </section>
  );
}

/** The command line sets any number of days (`backup --every`). */
function intervalsWith(everyDays: number): (readonly [string, string])[] {
  const days = [...new Set([...offeredDays, everyDays])].toSorted((a, b) => a - b);
  return days.map((each) => [String(each), intervalInWords(each)]);
}

function intervalInWords(days: number): string {
  if (days === 1) return t('Every day');
  return days === 7 ? t('Every week') : t('{days, plural, one {Every # day} other {Every # days}}', { days });
}

function nextInWords({ nextAt, isMaking, failure }: BackupSchedule): string {
  if (isMaking) return t('A copy is being made.');
  if (nextAt === null || nextAt * 1000 <= Date.now()) return t('The next copy is due now.');
  const at = exactText(nextAt);
  return failure === null
    ? t('Next copy: {at}, or the next time Health Relay is open after that.', { at })
    : t('Next attempt: {at}, or the next time Health Relay is open after that.', { at });
}

function failedInWords({ at, code }: NonNullable<BackupSchedule['failure']>, isOn: boolean): string {
  const values = { at: exactText(at), code };
  return isOn
    ? t('No copy was made on {at}; Health Relay tries again every hour ({code}).', values)
    : t('No copy was made on {at} ({code}).', values);
}

function lastInWords({ last }: BackupSchedule): string {
  if (last === null) return t('No scheduled copy has been made in this folder yet.');
  return t('Last copy: {at}, {name}, {size}, opened again to check it.', {
    at: exactText(last.at),
    name: last.name,
    size: bytesInWords(last.bytes),
  });
}
