import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { UpdatePlace, UpdateStatus } from '../../../shared/contract/app.ts';
import { t } from '../../../shared/language.ts';
import { callKey, failureOf, useAct, useBridge, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { SwitchField } from '../../components/choice.tsx';
import styles from '../../components/form-page.module.css';
import { ProgressBar } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import notes from './app-updates.module.css';

/** Why this copy of the app doesn't update itself. */
const whyNot: Readonly<Record<Exclude<UpdatePlace, 'here'>, string>> = {
  web: t('This page comes from the program that serves it. Update that program from where you got it.'),
  checkout: t('This copy runs from source. Update it with git.'),
  unsigned: t(
    'This build isn’t signed by a publisher, so it doesn’t check for updates. Look for a newer version where you got it.',
  ),
  package: t(
    'This copy was installed from a package. To update it, install a newer package from the same place.',
  ),
};

const hint = t(
  'Checks the publisher’s server at each start and once a day, and sends nothing about you or your history. A newer version is downloaded, checked against the publisher’s signature, and installed when you quit.',
);

/** Turns update checks on or off and shows the result and the download's progress. */
export function AppUpdates({ isOn }: { readonly isOn: boolean | null }) {
  const bridge = useBridge();
  const client = useQueryClient();
  useEffect(
    () => bridge.on('app.updateState', (next) => client.setQueryData(callKey('app.updates', {}), next)),
    [bridge, client],
  );
  const set = useAct('app.setPreferences');
  const status = useCall('app.updates', {}).data;
  if (status === undefined) return null;
  return (
    <section className={styles['card']} aria-label={t('Updates')}>
      {status.place === 'here' ? (
        <SwitchField
          label={t('Check for updates')}
          isOn={isOn === true}
          isDisabled={set.isPending}
          onChange={(next) => set.mutate({ looksForUpdates: next })}
        >
          {hint}
        </SwitchField>
      ) : (
        <p>
          {t('Updates are off.')} {whyNot[status.place]}
        </p>
      )}
      {set.error !== null && <FailureNotice failure={failureOf(set.error)} />}
      {isOn === true && <Progress status={status} />}
    </section>
  );
}

function Progress({ status }: { readonly status: UpdateStatus }) {
  const look = useAct('app.lookForUpdate');
  const cancel = useAct('app.cancelUpdate');
  const { state, percent, code } = status;
  const version = status.version ?? '';
  const failure = look.error ?? cancel.error;
  const isRunning = state === 'looking' || state === 'downloading';
  return (
    <>
      <div role="status">
        {state === 'newest' && <p>{t('This is the newest version.')}</p>}
        {state === 'cancelled' && <p>{t('Stopped. Nothing was changed.')}</p>}
        {state === 'ready' && (
          <Notice tone="info" title={t('Version {version} is ready', { version })}>
            <p>{t('It will be installed when you quit Health Relay.')}</p>
          </Notice>
        )}
      </div>
      {state === 'looking' && <ProgressBar label={t('Checking for updates')} percent={null} />}
      {state === 'downloading' && (
        <ProgressBar label={t('Downloading version {version}', { version })} percent={percent} />
      )}
      {status.notes !== null && (
        <section aria-label={t('New in {version}', { version })}>
          <h3>{t('New in {version}', { version })}</h3>
          <p className={notes['notes']}>{status.notes}</p>
        </section>
      )}
      {state === 'failed' && code !== null && (
        <FailureNotice failure={{ code, message: code, retryable: false }} />
      )}
      {failure !== null && <FailureNotice failure={failureOf(failure)} />}
      {isRunning && <Button onPress={() => cancel.mutate({})}>{t('Stop')}</Button>}
      {!isRunning && state !== 'ready' && <Button onPress={() => look.mutate({})}>{t('Check now')}</Button>}
    </>
  );
}
