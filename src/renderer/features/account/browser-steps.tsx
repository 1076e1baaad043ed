import { ExternalLink } from 'lucide-react';
import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import { t } from '../../../shared/language.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { Button } from '../../components/button.tsx';
import page from '../../components/form-page.module.css';
import { Countdown } from '../../components/live-time.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import styles from './account.module.css';
import { auth0Ceremony } from './auth0-ceremony.ts';
import { createAuth0SignIn } from './auth0-sign-in.ts';
import { createFoundrySignIn } from './foundry-sign-in.ts';
import type { SignInState, SignInStore } from './sign-in-state.ts';

interface Props {
  readonly store: SignInStore;
  /** The target's name, for the sentences. */
  readonly name: string;
}

/** Shows the progress of a browser sign-in. */
export function BrowserSteps({ store, name }: Props) {
  return (
    <div role="status" className={styles['steps']}>
      <Step store={store} name={name} />
    </div>
  );
}

function Step({ store, name }: Props): ReactNode {
  const state = useSignInState(store);
  switch (state.step) {
    case 'idle':
    case 'done':
      return null;
    case 'starting':
      return <p className={page['soft']}>{t('Preparing to sign in to {name}…', { name })}</p>;
    case 'exchanging':
      return <p className={page['soft']}>{t('Finishing the sign-in to {name}…', { name })}</p>;
    case 'waiting':
      return (
        <Notice
          tone="info"
          title={t('Continue in your browser')}
          actions={
            <>
              <a className={styles['link']} href={state.url} target="_blank" rel="noopener noreferrer">
                <ExternalLink size={15} aria-hidden />
                {t('Open again')}
              </a>
              <Button onPress={() => store.cancel()}>{t('Cancel')}</Button>
            </>
          }
        >
          {t('The sign-in page of {name} is open there. When you’re done, you return here automatically.', {
            name,
          })}{' '}
          <span aria-live="off">
            <Countdown
              atMs={state.expiresAtMs}
              words={(left) => t('Time left: {left}', { left })}
              after={t('Time is up')}
            />
          </span>
        </Notice>
      );
    case 'failed':
      return <FailureNotice failure={state.failure} onDismiss={() => store.dismiss()} />;
  }
}

/** The two browser sign-ins. */
export interface SignIns {
  readonly auth0: SignInStore;
  readonly foundry: SignInStore;
}

export function createSignIns(bridge: PageBridge): SignIns {
  return {
    auth0: createAuth0SignIn(bridge, auth0Ceremony(bridge)),
    foundry: createFoundrySignIn(bridge),
  };
}

const SignInsContext = createContext<SignIns | null>(null);
export const SignInsProvider = SignInsContext;

export function useSignIns(): SignIns {
  const signIns = use(SignInsContext);
  if (signIns === null) throw new Error('outside of SignInsProvider');
  return signIns;
}

export function useSignInState(store: SignInStore): SignInState {
  return useSyncExternalStore(store.subscribe, store.get);
}
