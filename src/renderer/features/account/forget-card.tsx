import { useMutation } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ask, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { waitingTexts } from '../../components/credential-words.ts';
import page from '../../components/form-page.module.css';
import { countOf } from '../../components/formats.ts';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { startAgain } from './open-profile.ts';

const words = 'forget everything';

/** Removes every profile and every sign-in from this computer; asks twice. */
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
      const gone = await ask(bridge, 'profiles.forgetEverything', { confirm: words });
      close();
      window.localStorage.clear();
      window.sessionStorage.clear();
      if (gone.left === 0) startAgain('#/import');
      return gone;
    },
  });
  const left = forget.data?.left ?? 0;
  return (
    <section aria-label="Forget everything" className={page['section']}>
      <h2>Forget everything</h2>
      <div className={page['card']}>
        <p className={page['soft']}>
          Removes every Health Relay profile from this computer with all of its data. Delivered data stays
          where it is.
        </p>
        <div className={page['line']}>
          <Button look="danger" onPress={() => setAsked('once')}>
            <Trash2 size={16} aria-hidden />
            Forget everything on this computer…
          </Button>
        </div>
        {left > 0 && (
          <Notice
            tone="bad"
            title={`${countOf(left, 'file')} couldn’t be removed`}
            actions={<Button onPress={() => startAgain('#/import')}>Start over</Button>}
          >
            Another program has them open. Everything else was removed. Quit that program, then forget
            everything again.
          </Notice>
        )}
      </div>
      <ConfirmDialog
        isOpen={asked === 'once'}
        isDanger
        title="Forget everything on this computer?"
        action="Continue…"
        onAnswer={(isYes) => (isYes ? setAsked('twice') : close())}
      >
        <WhatIsLost />
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asked === 'twice'}
        isDanger
        isBusy={typed.trim().toLowerCase() !== words || forget.isPending}
        title="This can’t be undone"
        action={forget.isPending ? 'Forgetting…' : 'Forget everything'}
        onAnswer={(isYes) => (isYes ? forget.mutate() : close())}
      >
        <p>
          Type <strong>{words}</strong> to continue.
        </p>
        <TextField label="Type it here" value={typed} onChange={setTyped} />
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
        Removed: {countOf(records, 'record')} and everything made from them, settings, logs, saved copies, and
        every sign-in in the keychain.
      </p>
      {others.length > 0 && (
        <p>Other profiles are removed, too: {others.map(({ name }) => name).join(', ')}.</p>
      )}
      <p>{waiting.length === 0 ? 'Nothing is pending.' : `Never sent: ${waiting.join(', ')}.`}</p>
      <p>Kept: delivered data, backups you saved elsewhere, and the export on your iPhone.</p>
    </>
  );
}
