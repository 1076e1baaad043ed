import { useMutation } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../shared/language.ts';
import { ask, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { waitingTexts } from '../../components/credential-words.ts';
import page from '../../components/form-page.module.css';
import { listText } from '../../components/formats.ts';
import { rich } from '../../components/language.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { startAgain } from './profile-dialogs.tsx';

/** What the person types, in their language. */
const phrase = t('forget everything');

/** Removes every profile of this home and every sign-in from this computer; asks twice. */
export function ForgetCard() {
  const bridge = useBridge();
  const [asked, setAsked] = useState<'not' | 'once' | 'twice'>('not');
  const [typed, setTyped] = useState('');
  const close = () => {
    setAsked('not');
    setTyped('');
  };
  const forget = useMutation({
    mutationFn: async () => {
      const gone = await ask(bridge, 'profiles.forgetEverything', { confirm: 'forget everything' });
      close();
      window.localStorage.clear();
      window.sessionStorage.clear();
      if (gone.left === 0) startAgain('#/import');
      return gone;
    },
  });
  const left = forget.data?.left ?? 0;
  return (
    <section aria-label={t('Forget everything')} className={page['section']}>
      <h2>{t('Forget everything')}</h2>
      <div className={page['card']}>
        <p className={page['soft']}>
          {t(
            'Removes every Health Relay profile in this history folder with all of its data. Delivered data stays where it is.',
          )}
        </p>
        <div className={page['line']}>
          <Button look="danger" onPress={() => setAsked('once')}>
            <Trash2 size={16} aria-hidden />
            {t('Forget everything on this computer…')}
          </Button>
        </div>
        {left > 0 && (
          <Notice
            tone="bad"
            title={t('{left, plural, one {# file couldn’t be removed} other {# files couldn’t be removed}}', {
              left,
            })}
            actions={<Button onPress={() => startAgain('#/import')}>{t('Start over')}</Button>}
          >
            {t(
              'Another program has them open. Everything else was removed. Quit that program, then forget everything again.',
            )}
          </Notice>
        )}
      </div>
      <ConfirmDialog
        isOpen={asked === 'once'}
        isDanger
        title={t('Forget everything on this computer?')}
        action={t('Continue…')}
        onAnswer={(isYes) => (isYes ? setAsked('twice') : close())}
      >
        <WhatIsLost />
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked === 'twice'}
        isDanger
        isBusy={typed.trim().toLowerCase() !== phrase.toLowerCase() || forget.isPending}
        title={t('This can’t be undone')}
        action={forget.isPending ? t('Forgetting…') : t('Forget everything')}
        onAnswer={(isYes) => (isYes ? forget.mutate() : close())}
      >
        <p>{rich('Type <b>{phrase}</b> to continue.', { b: (inner) => <strong>{inner}</strong>, phrase })}</p>
        <TextField label={t('Type it here')} value={typed} onChange={setTyped} />
        {forget.error !== null && <FailureNotice failure={failureOf(forget.error)} />}
      </ConfirmDialog>
    </section>
  );
}

function WhatIsLost() {
  const profiles = useCall('profiles.list', {}).data?.profiles ?? [];
  const cards = useCall('sync.overview', {}).data?.destinations ?? [];
  const records = useCall('history.overview', {}).data?.records ?? 0;
  const waiting = waitingTexts(cards, ['trendy', 'atlas', 'foundry']);
  const others = profiles.filter(({ isOpen }) => !isOpen);
  return (
    <>
      <p>
        {t(
          'Removed: {records, plural, one {# record} other {# records}} and everything made from them, settings, logs, the copies in the profile’s folder, and every sign-in and password in the keychain, including the passphrase of scheduled backups.',
          { records },
        )}
      </p>
      {others.length > 0 && (
        <p>
          {t('Other profiles are removed, too: {names}.', {
            names: listText(others.map(({ name }) => name)),
          })}
        </p>
      )}
      <p>
        {waiting.length === 0
          ? t('Nothing is pending.')
          : t('Never sent: {items}.', { items: listText(waiting) })}
      </p>
      <p>
        {t(
          'Kept: delivered data, backups and scheduled copies in other folders, profiles in other history folders, and the export on your iPhone.',
        )}
      </p>
    </>
  );
}
