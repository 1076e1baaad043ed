import { useState } from 'react';
import { textFor } from '../../shared/error-texts.ts';
import { t } from '../../shared/language.ts';
import { failureOf, useAct, useCall } from '../bridge/queries.ts';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { exactText } from '../components/formats.ts';
import { FailureNotice, Notice } from '../components/notice.tsx';
import { startAgain } from '../features/account/profile-dialogs.tsx';
import frame from './frame.module.css';

/** Shown on every page while the history is unavailable: the cause, the kept data, and the remedy. The page can't show any of the history then. */
export function ProblemCard() {
  const info = useCall('app.info', {}).data;
  const open = useAct('profiles.open');
  if (info?.dataState.state !== 'failed') return null;
  const code = info.dataState.code ?? 'data.unavailable';
  const { title, text } = textFor(code);
  const again = () =>
    open.mutate({ id: info.profileId }, { onSuccess: () => startAgain(window.location.hash) });
  return (
    <section aria-label={t('The history can’t be opened')} className={frame['problem']}>
      <Notice
        tone="bad"
        title={title}
        actions={
          <>
            {code === 'profile.damaged' && <FromBackup />}
            <Button isDisabled={open.isPending} onPress={again}>
              {open.isPending ? t('Trying…') : t('Try again')}
            </Button>
          </>
        }
      >
        <p>{text}</p>
      </Notice>
      {open.error !== null && open.error !== undefined && failureOf(open.error).code !== code && (
        <FailureNotice failure={failureOf(open.error)} />
      )}
    </section>
  );
}

/** Asks first; renders nothing if there is no backup. */
function FromBackup() {
  const backup = useCall('profiles.lastBackup', {}).data;
  const start = useAct('profiles.startFromBackup');
  const [isAsking, setIsAsking] = useState(false);
  if (backup?.madeAt == null) return null;
  const put = () => start.mutate({}, { onSuccess: () => startAgain('#/history') });
  return (
    <>
      <Button look="primary" onPress={() => setIsAsking(true)}>
        {t('Start from the last backup…')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        isBusy={start.isPending}
        title={t('Start from the last backup?')}
        action={start.isPending ? t('Starting…') : t('Start from the backup')}
        onAnswer={(isYes) => (isYes ? put() : setIsAsking(false))}
      >
        <p>
          {t(
            'Health Relay made it on {time}. If it can’t be used either, an older one is used. It doesn’t contain anything imported, set, or delivered later: import your newest export again.',
            { time: exactText(backup.madeAt) },
          )}
        </p>
        <p>
          {t(
            'The damaged file is kept in the profile’s “backups” folder. Items delivered after the backup may be sent again, so if a target was on, sending is paused until you resume it.',
          )}
        </p>
        {start.error !== null && <FailureNotice failure={failureOf(start.error)} />}
      </ConfirmDialog>
    </>
  );
}
