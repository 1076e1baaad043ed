import type { Credential } from '../../../shared/domain/account.ts';
import { drop } from '../../../shared/drop.ts';
import { failureWith } from '../../../shared/failure.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask, noteFault } from '../../bridge/queries.ts';
import { exchangeFailure, openInBrowser } from './auth0-sign-in.ts';
import { SignInSteps, type SignInStore } from './sign-in-state.ts';

const ofFoundry = ({ credentials }: { readonly credentials: readonly Credential[] }) =>
  credentials.find(({ target }) => target === 'foundry');

/** Signs in at Foundry: the data program listens for the callback, and the page opens the browser. */
export function createFoundrySignIn(bridge: PageBridge): SignInStore {
  let attempt = 0;
  /** The credential at the start of this sign-in; the first different one ends it. */
  let before: string | null = null;
  const steps = new SignInSteps(() => {
    drop(bridge.call('account.cancelFoundry', {}), 'the sign-in is given up here either way', noteFault);
    end(failureWith('account.link_late'));
  });

  const end = (failure: ReturnType<typeof failureWith> | null) => {
    attempt += 1;
    before = null;
    steps.set(failure === null ? { step: 'done' } : { step: 'failed', failure });
  };
  async function start(): Promise<void> {
    if (steps.get().step === 'starting') return;
    attempt += 1;
    const mine = attempt;
    steps.set({ step: 'starting' });
    try {
      const { url, expiresAtMs } = await ask(bridge, 'account.beginFoundry', {});
      before = JSON.stringify(ofFoundry(await ask(bridge, 'account.read', {})));
      if (mine !== attempt) return;
      steps.set({ step: 'waiting', url, expiresAtMs });
      openInBrowser(url);
    } catch (thrown) {
      if (mine === attempt) end(exchangeFailure(thrown));
    }
  }

  bridge.on('account.changed', (overview) => {
    const now = ofFoundry(overview);
    if (steps.get().step !== 'waiting' || now === undefined || JSON.stringify(now) === before) return;
    if (now.code !== null && !now.code.startsWith('account.keychain_')) end(failureWith(now.code));
    else if (now.state === 'signed_in') end(null);
  });
  bridge.on('app.dataState', ({ state }) => {
    if (state !== 'ready' && steps.get().step === 'waiting') end(failureWith('account.link_unknown'));
  });

  return {
    get: steps.get,
    subscribe: steps.subscribe,
    start,
    cancel() {
      attempt += 1;
      before = null;
      drop(bridge.call('account.cancelFoundry', {}), 'the sign-in is given up here either way', noteFault);
      steps.set({ step: 'idle' });
    },
    dismiss: () => steps.set({ step: 'idle' }),
  };
}
