import { Download, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { CallOutput, Offer } from '../../../shared/contract/index.ts';
import { drop } from '../../../shared/drop.ts';
import { bytesInWords } from '../../../shared/error-texts.ts';
import type { Failure } from '../../../shared/errors.ts';
import { failureOf, noteFault, useAct, useBridge } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import page from '../../components/form-page.module.css';
import { percentOf } from '../../components/formats.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

/** The whole history of this profile in one file, and back. */
export function BackupCard() {
  const bridge = useBridge();
  const backUp = useAct('profiles.backUp');
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
  return (
    <section className={page['section']} aria-label="Backup">
      <h2>Backup</h2>
      <div className={page['card']}>
        <p className={page['soft']}>
          Everything of this profile in one file: records, events, settings and what was delivered. No sign-in
          is in it. The file is not encrypted: whoever has it can read your health data.
        </p>
        <div className={page['line']}>
          <Button isDisabled={backUp.isPending} onPress={() => backUp.mutate({}, { onSuccess: save })}>
            <Download size={16} aria-hidden />
            {backUp.isPending ? 'Backing up…' : 'Back up…'}
          </Button>
          <Button isDisabled={sent !== null} onPress={() => chooser.current?.click()}>
            <Upload size={16} aria-hidden />
            Restore…
          </Button>
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label="Backup to restore"
            accept=".sqlite"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              // The same file may be chosen again.
              target.value = '';
              if (file !== undefined) drop(take(file), 'it shows how it ended', noteFault);
            }}
          />
        </div>
        {sent !== null && <ProgressBar label="Taking in the backup" percent={sent} />}
        <p role="status" className={page['soft']} hidden={backUp.data === undefined}>
          {backUp.data === undefined ? '' : <Saved answer={backUp.data} />}
        </p>
        {backUp.error !== null && <FailureNotice failure={failureOf(backUp.error)} />}
        {failure !== null && <FailureNotice failure={failure} onDismiss={() => setFailure(null)} />}
        {offer !== null && <RestoreDialog offer={offer} onClose={() => setOffer(null)} />}
      </div>
    </section>
  );
}

/** The web host has no save dialog: the browser saves it as a download. */
function save({ state, href, name }: CallOutput<'profiles.backUp'>): void {
  if (state !== 'download' || href === null) return;
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

function Saved({ answer }: { readonly answer: CallOutput<'profiles.backUp'> }) {
  const { state, name, bytes } = answer;
  if (state === 'cancelled') return 'Nothing was saved.';
  return `${state === 'saved' ? 'Saved' : 'Your browser saves it'}: ${name}, ${bytesInWords(bytes)}.`;
}
