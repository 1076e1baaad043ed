import { FolderOpen } from 'lucide-react';
import { ask, failureOf, useAct, useBridge } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import styles from '../../components/form-page.module.css';
import { FailureNotice } from '../../components/notice.tsx';

/** Tools for reporting a problem. */
export function AppReport({ hasLogs }: { readonly hasLogs: boolean }) {
  const bridge = useBridge();
  const show = useAct('app.showLogs');
  const showProfile = useAct('app.showProfile');
  const failed = showProfile.error ?? show.error;
  return (
    <>
      <div className={styles['line']}>
        <CopyButton
          label="Copy diagnostics"
          text={async () => (await ask(bridge, 'app.diagnostics', {})).text}
        />
        {hasLogs && (
          <>
            <Button isDisabled={showProfile.isPending} onPress={() => showProfile.mutate({})}>
              <FolderOpen size={16} aria-hidden />
              Open the folder
            </Button>
            <Button isDisabled={show.isPending} onPress={() => show.mutate({})}>
              <FolderOpen size={16} aria-hidden />
              Show logs
            </Button>
          </>
        )}
      </div>
      <p className={styles['soft']}>
        Versions, states, counts, and codes only: no health data, names, addresses, or files.
      </p>
      {failed !== null && <FailureNotice failure={failureOf(failed)} />}
    </>
  );
}
