import { Auth0Client, type ICache } from '@auth0/auth0-spa-js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { IdentitySandbox } from '../../../sandbox/identity/identity-sandbox.ts';
import { type CookieJar, signIn } from '../../../sandbox/identity/sign-in.ts';
import { startIdentity } from '../../../sandbox/identity/start-identity.ts';
import { appCallback } from './native-client.ts';

let identity: IdentitySandbox;

beforeEach(async () => {
  identity = await startIdentity({ accessLifetimeS: 120 });
  // What the library reads of a page; its transaction goes to the session storage.
  const stored = new Map<string, string>();
  const sessionStorage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const own = { crypto, fetch, atob, btoa, setTimeout, clearTimeout };
  const events = { addEventListener: () => {}, removeEventListener: () => {} };
  vi.stubGlobal('window', { ...own, ...events, sessionStorage, location: { origin: 'app://bundle' } });
  vi.stubGlobal('document', { cookie: '' });
  vi.stubGlobal('sessionStorage', sessionStorage);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await identity.close();
});

/** As the page has it: every read and write is a message to somebody else. */
function asyncCache(): ICache & { readonly held: Map<string, string> } {
  const held = new Map<string, string>();
  return {
    held,
    async get<T>(key: string) {
      const text = held.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    async set(key, value) {
      held.set(key, JSON.stringify(value));
    },
    async remove(key) {
      held.delete(key);
    },
    async allKeys() {
      return [...held.keys()];
    },
  };
}

function spaClient(cache: ICache): Auth0Client {
  return new Auth0Client({
    domain: identity.domain,
    clientId: identity.clientId,
    useRefreshTokens: true,
    useRefreshTokensFallback: false,
    cache,
    authorizationParams: {
      redirect_uri: appCallback,
      audience: identity.audience,
      scope: 'openid profile email offline_access',
    },
  });
}

async function comeBack(client: Auth0Client, person: string, jar?: CookieJar): Promise<string> {
  let back = '';
  await client.loginWithRedirect({
    openUrl: async (url) => {
      back = await signIn(url, person, jar);
    },
  });
  return back;
}

it('@auth0/auth0-spa-js signs in, refreshes with rotation and signs out against it', async () => {
  const cache = asyncCache();
  const client = spaClient(cache);
  await client.handleRedirectCallback(await comeBack(client, 'ben'));
  expect(await client.getUser()).toMatchObject({ sub: 'auth0|65a1f0c2d3e4b5a697881b02', name: 'Ben' });
  const first = await client.getTokenSilently();
  expect(await client.getTokenSilently()).toBe(first);
  const second = await client.getTokenSilently({ cacheMode: 'off' });
  const third = await client.getTokenSilently({ cacheMode: 'off' });
  expect(new Set([first, second, third]).size).toBe(3);
  expect(identity.holdings()).toMatchObject({ signIns: 1, refreshes: 2, grants: 1, refusals: 0 });
  let left = '';
  await client.logout({
    logoutParams: { returnTo: appCallback },
    openUrl: async (url) => {
      left = await signIn(url, 'ben');
    },
  });
  expect(left).toBe(appCallback);
  expect([...cache.held.keys()]).toEqual([]);
});

it('tells it of Deny, of a revoked sign-in, and of a foreign state', async () => {
  const client = spaClient(asyncCache());
  const denied = await comeBack(client, 'deny');
  await expect(client.handleRedirectCallback(denied)).rejects.toMatchObject({ error: 'access_denied' });
  const back = await comeBack(client, 'ada');
  await expect(client.handleRedirectCallback(back.replace(/state=[^&]+/, 'state=foreign'))).rejects.toThrow(
    'Invalid state',
  );
  await client.handleRedirectCallback(await comeBack(client, 'ada'));
  identity.revoke('ada');
  await expect(client.getTokenSilently({ cacheMode: 'off' })).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});
