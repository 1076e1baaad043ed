import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PageBridge } from '../../../../src/renderer/bridge/page-bridge.ts';
import { CallFailed } from '../../../../src/renderer/bridge/queries.ts';
import type { Auth0Ceremony } from '../../../../src/renderer/features/account/auth0-ceremony.ts';
import { createAuth0SignIn } from '../../../../src/renderer/features/account/auth0-sign-in.ts';
import { failureWith } from '../../../../src/shared/failure.ts';
import { accountOverviews } from '../../../ui/fake-bridge/account-overviews.ts';

const storage = new Map<string, string>();
let opened: string[];

beforeEach(() => {
  storage.clear();
  opened = [];
  vi.stubGlobal('document', { addEventListener() {}, removeEventListener() {} });
  vi.stubGlobal('window', {
    open: (url: string) => void opened.push(url),
    sessionStorage: {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
      removeItem: (key: string) => void storage.delete(key),
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const url = 'https://tenant.example/authorize?state=one';
const webInfo = { host: 'web', redirectUri: 'http://127.0.0.1:8420/callback' };
const link = 'app.healthrelay.desktop:/callback';

function scene(overview = 'signedOut', info: object = webInfo, isPortTaken = false) {
  const calls: string[] = [];
  const finished: string[] = [];
  const comesBackTo: string[] = [];
  const listeners = new Map<string, (payload: never) => void>();
  let hold = Promise.resolve();
  const answers: Record<string, unknown> = {
    'account.read': accountOverviews[overview],
    'app.info': info,
    'account.beginSignIn': { state: 'one', expiresAtMs: Date.now() + 300_000 },
    'account.cancelSignIn': null,
  };
  const bridge: PageBridge = {
    host: 'web',
    readyOffer: null,
    call: async (name) => {
      calls.push(name);
      if (name === 'account.beginSignIn') await hold;
      return { ok: true, value: answers[name] as never };
    },
    on(name, listener) {
      listeners.set(name, listener as (payload: never) => void);
      return () => undefined;
    },
    onConnection: () => () => undefined,
    offer: () => Promise.reject(new Error('not here')),
  };
  const ceremony: Auth0Ceremony = {
    begin: async (place, open) => {
      comesBackTo.push(place.redirectUri);
      if (isPortTaken && place.redirectUri.startsWith('http:'))
        throw new CallFailed(failureWith('account.port_taken', { port: 8420 }));
      await open(url);
    },
    finish: async (_place, back) => void finished.push(back),
    forget: () => undefined,
  };
  return {
    calls,
    comesBackTo,
    finished,
    store: createAuth0SignIn(bridge, ceremony),
    push: (name: string, payload: object) => listeners.get(name)?.(payload as never),
    /** Holds the host's answer until the returned function is called. */
    holdHost(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      hold = promise;
      return resolve;
    },
  };
}

test('the browser is opened once the host remembers the state; the answer to it ends it', async () => {
  const { store, push, finished } = scene();
  await store.start();
  expect(store.get()).toMatchObject({ step: 'waiting', url });
  expect(opened).toEqual([url]);
  push('account.callback', { state: 'two', url: 'http://x/callback?state=two' });
  expect(finished).toEqual([]);
  push('account.callback', { state: 'one', url: 'http://x/callback?state=one' });
  await vi.waitFor(() => expect(store.get().step).toBe('done'));
  push('account.callback', { state: 'one', url: 'http://x/callback?state=one' });
  expect(finished).toEqual(['http://x/callback?state=one']);
  expect(storage.size).toBe(0);
});

test('given up before the host answered: nothing is opened, and the host is told', async () => {
  const { store, calls, holdHost } = scene();
  const release = holdHost();
  const started = store.start();
  await vi.waitFor(() => expect(calls).toContain('account.beginSignIn'));
  store.cancel();
  release();
  await started;
  expect(opened).toEqual([]);
  expect(calls).toContain('account.cancelSignIn');
  expect(store.get()).toEqual({ step: 'idle' });
});

test('after five minutes it has ended, and its answer is nobody’s', async () => {
  vi.useFakeTimers();
  const { store, push, finished } = scene();
  await store.start();
  vi.advanceTimersByTime(300_001);
  expect(store.get()).toMatchObject({ step: 'failed', failure: { code: 'account.link_late' } });
  push('account.callback', { state: 'one', url: 'http://x/callback?state=one' });
  expect(finished).toEqual([]);
});

test('what was not set up is said before anything is opened', async () => {
  const { store } = scene('notSetUp');
  await store.start();
  expect(store.get()).toMatchObject({ step: 'failed', failure: { code: 'account.not_configured' } });
  expect(opened).toEqual([]);
});

const door = 'http://127.0.0.1:8420/callback';
test.each([
  ['the web host, its own address', webInfo, false, [webInfo.redirectUri], 'waiting'],
  ['the desktop app, a door', { host: 'electron', redirectUri: link }, false, [door], 'waiting'],
  ['with its port taken, a link', { host: 'electron', redirectUri: link }, true, [door, link], 'waiting'],
  ['where no link comes back, nothing', { host: 'electron', redirectUri: '' }, true, [door], 'failed'],
])('where the browser comes back to: %s', async (_what, info, isPortTaken, wanted, step) => {
  const { store, comesBackTo } = scene('signedOut', info, isPortTaken);
  await store.start();
  expect(comesBackTo).toEqual(wanted);
  expect(store.get().step).toBe(step);
});
