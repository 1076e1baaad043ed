import { drop } from '../../../shared/drop.ts';
import type { Failure } from '../../../shared/errors.ts';
import { failureWith } from '../../../shared/failure.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask, CallFailed, noteFault } from '../../bridge/queries.ts';
import { type Auth0Ceremony, type Auth0Place, waysBack } from './auth0-ceremony.ts';
import { SignInSteps, type SignInStore } from './sign-in-state.ts';

const givenUp = 'the sign-in is given up here either way';

/** Signs in through Auth0, for Atlas and targets that share it. */
export function createAuth0SignIn(bridge: PageBridge, ceremony: Auth0Ceremony): SignInStore {
  /** The expected callback; set exactly while the step is `waiting`. */
  let kept: KeptSignIn | null = null;
  /** Counts starts, so late steps of an abandoned one change nothing. */
  let attempt = 0;
  const steps = new SignInSteps(() => fail(failureWith('account.link_late')));

  const giveUp = () => {
    attempt += 1;
    if (kept !== null) ceremony.forget(kept.place);
    kept = null;
    dropKeptSignIn();
  };
  const fail = (failure: ReturnType<typeof exchangeFailure>) => {
    giveUp();
    steps.set({ step: 'failed', failure });
  };
  const wait = (next: KeptSignIn) => {
    kept = next;
    steps.set({ step: 'waiting', url: next.url, expiresAtMs: next.expiresAtMs });
  };

  /** One per callback address, the best first. */
  async function placesNow(): Promise<readonly Auth0Place[]> {
    const { auth0 } = await ask(bridge, 'account.read', {});
    const { domain, clientId, audience } = auth0;
    const ways = waysBack(await ask(bridge, 'app.info', {}), auth0.redirectPort);
    return ways.map((redirectUri) => ({ domain, clientId, audience, redirectUri }));
  }

  async function begin(place: Auth0Place, mine: number): Promise<void> {
    await ceremony.begin(place, async (url) => {
      const begun = await ask(bridge, 'account.beginSignIn', { url });
      if (mine !== attempt) {
        ceremony.forget(place);
        drop(bridge.call('account.cancelSignIn', { state: begun.state }), givenUp, noteFault);
        return;
      }
      const next = { ...begun, url, place };
      keepSignIn(next);
      wait(next);
      openInBrowser(url);
    });
  }

  async function start(): Promise<void> {
    if (steps.get().step === 'starting' || steps.get().step === 'exchanging') return;
    giveUp();
    const mine = attempt;
    steps.set({ step: 'starting' });
    try {
      const places = await placesNow();
      const { domain, clientId } = places[0] ?? { domain: '', clientId: '' };
      if (domain === '' || clientId === '') {
        fail(failureWith('account.not_configured'));
        return;
      }
      for (const [index, place] of places.entries()) {
        const failure = await begin(place, mine).then(
          () => null,
          (thrown: unknown) => exchangeFailure(thrown),
        );
        if (failure === null || mine !== attempt) return;
        // Another program has the port: try the next address.
        if (failure.code !== 'account.port_taken' || index === places.length - 1) return fail(failure);
        ceremony.forget(place);
      }
    } catch (thrown) {
      if (mine === attempt) fail(exchangeFailure(thrown));
    }
  }

  async function finish({ place }: KeptSignIn, url: string): Promise<void> {
    kept = null;
    dropKeptSignIn();
    steps.set({ step: 'exchanging' });
    try {
      await ceremony.finish(place, url);
      steps.set({ step: 'done' });
    } catch (thrown) {
      fail(exchangeFailure(thrown));
    }
  }

  bridge.on('account.callback', ({ state, url }) => {
    if (kept?.state === state) drop(finish(kept, url), 'its steps say how it ended', noteFault);
  });
  // Its pending state is gone, so the link would lead nowhere.
  bridge.on('app.dataState', ({ state }) => {
    if (state !== 'ready' && kept !== null) fail(failureWith('account.link_unknown'));
  });

  const before = readKeptSignIn();
  if (before === null) dropKeptSignIn();
  else wait(before);

  return {
    get: steps.get,
    subscribe: steps.subscribe,
    start,
    cancel() {
      if (kept !== null) drop(bridge.call('account.cancelSignIn', { state: kept.state }), givenUp, noteFault);
      giveUp();
      steps.set({ step: 'idle' });
    },
    dismiss: () => steps.set({ step: 'idle' }),
  };
}

const key = 'health-relay sign-in';

/** A sign-in that waits for the browser. It contains no secret: auth0-spa-js keeps the verifier. */
interface KeptSignIn {
  readonly state: string;
  readonly url: string;
  readonly expiresAtMs: number;
  readonly place: Auth0Place;
}

/** The sign-in that this tab waited for before a reload; null if there is none. */
function readKeptSignIn(): KeptSignIn | null {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(key) ?? 'null') as KeptSignIn | null;
    return kept !== null && kept.expiresAtMs > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

function keepSignIn(kept: KeptSignIn): void {
  window.sessionStorage.setItem(key, JSON.stringify(kept));
}

function dropKeptSignIn(): void {
  window.sessionStorage.removeItem(key);
}

/** A browser's error if auth0-spa-js couldn't be loaded, and the library's own timeout error (its src/http.ts). */
const nothingCameBack = /fetch|NetworkError|Load failed|Timeout/;

/** The OAuth error inside auth0-spa-js's errors (its src/errors.ts). */
function oauthError(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('error' in thrown)) return null;
  return typeof thrown.error === 'string' ? thrown.error : null;
}

/** Converts an error of the sign-in to a Failure. Its own text is never shown, because the server wrote it. */
export function exchangeFailure(thrown: unknown): Failure {
  if (thrown instanceof CallFailed) return thrown.failure;
  switch (oauthError(thrown)) {
    case 'access_denied':
      return failureWith('account.denied');
    case 'missing_transaction':
    case 'state_mismatch':
      return failureWith('account.link_unknown');
    case null:
      break;
    default:
      return failureWith('account.not_their_answer');
  }
  if (thrown instanceof Error && nothingCameBack.test(thrown.message))
    return failureWith('account.unreachable');
  return failureWith('account.not_their_answer');
}

/**
 * Opens an address in the user's browser: in a tab here, or in the system's browser from the desktop app through its window-open rule. `noopener`
 * also hides blocking, so the page offers the address as a link, too.
 */
export function openInBrowser(url: string): void {
  window.open(url, '_blank', 'noopener');
}
