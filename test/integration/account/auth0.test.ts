import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { personOf } from '../../sandbox/identity/people.ts';
import { signIn } from '../../sandbox/identity/sign-in.ts';
import { NativeClient } from '../../unit/sandbox/identity/native-client.ts';
import { accountScene, cacheEntry, exchangeAt } from './account-scene.ts';

const ada = { id: personOf('ada').sub, name: 'Ada' };

test('signed in: the page never has a token that opens anything, and a restart needs no page', async () => {
  const scene = await accountScene();
  const client = new NativeClient(scene.sandbox.identity);
  const exchanged = await exchangeAt(scene, client, 'ada');
  // Nobody is signed in before auth0-spa-js has checked the ID token.
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out' });
  await scene.ask('account.cacheSet', cacheEntry(scene.sandbox, { ...exchanged, grant: 'made up' }));
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out' });
  await scene.ask('account.cacheSet', cacheEntry(scene.sandbox, exchanged));
  expect(await scene.credential('atlas')).toMatchObject({
    method: 'auth0',
    state: 'signed_in',
    account: ada,
    keptIn: 'keychain',
    canRenew: true,
    code: null,
  });
  const [living, ...others] = scene.sandbox.identity.refreshTokens();
  expect([living?.isLiving, others]).toEqual([true, []]);
  const { keys } = await scene.ask('account.cacheKeys', {});
  const entries = await Promise.all(keys.map((key) => scene.ask('account.cacheGet', { key })));
  const calls = JSON.stringify([exchanged, entries, scene.pushes]);
  expect(calls).not.toContain(living?.token);
  expect(calls).not.toContain('refresh_token');
  const [entry = ''] = scene.secrets.stored.keys();
  expect(scene.secrets.secret(entry)).toContain(living?.token);
  expect(scene.sandbox.identity.holdings()).toMatchObject({
    signIns: 1,
    refreshes: 0,
    grants: 1,
    refusals: 0,
  });
  await scene.restart();
  expect(await scene.credential('atlas')).toMatchObject({
    state: 'signed_in',
    account: ada,
    keptIn: 'keychain',
  });
  expect(await scene.ask('settings.testConnection', { target: 'atlas' })).toMatchObject({
    isOk: true,
    account: ada.id,
  });
});

test('a code is exchanged once, if it came back here, and only where the sign-in was begun', async () => {
  const scene = await accountScene();
  const { identity } = scene.sandbox;
  const client = new NativeClient(identity);
  const codeVerifier = client.verifier;
  const exchange = (code: string, verifier = codeVerifier) =>
    scene.refusal('account.exchangeCode', { code, codeVerifier: verifier });
  const comeBack = async (state: string, more: Readonly<Record<string, string>> = {}) => {
    const url = client.authorizeUrl({ state, ...more });
    await scene.ask('account.beginSignIn', { url });
    const back = await signIn(url, 'ada');
    expect(await scene.comeBack(back)).toBe('accepted');
    return new URL(back).searchParams.get('code') ?? '';
  };
  const tokenRequests = () => identity.requests.filter(({ path }) => path === '/oauth/token').length;
  expect(await exchange('of nobody')).toBe('account.link_unknown');
  const notBack = (await client.comeBack('ada')).searchParams.get('code') ?? '';
  expect(await exchange(notBack)).toBe('account.link_unknown');
  expect(tokenRequests()).toBe(0);

  const code = await comeBack('one');
  expect(await exchange(code)).toBe('taken');
  expect(await exchange(code)).toBe('account.link_unknown');
  expect(tokenRequests()).toBe(1);

  expect(await exchange(await comeBack('two'), 'x'.repeat(43))).toBe('account.not_their_answer');
  identity.failNext('POST /oauth/token', { kind: 'dropBeforeCommit' });
  expect(await exchange(await comeBack('three'))).toBe('account.unreachable');
  identity.failNext('POST /oauth/token', { kind: 'internalError' });
  expect(await exchange(await comeBack('four'))).toBe('account.not_their_answer');

  // An ID token of another ceremony: its nonce is not the one that this page sent out.
  const url = client.authorizeUrl({ state: 'five' });
  await scene.ask('account.beginSignIn', { url });
  const foreign = await client.comeBack('ada', { state: 'five', nonce: 'of somebody else' });
  expect(await scene.comeBack(foreign.href)).toBe('accepted');
  expect(await exchange(foreign.searchParams.get('code') ?? '')).toBe('account.not_their_answer');

  const late = await comeBack('six');
  await scene.ask('account.configure', { auth0Domain: '' });
  expect(await exchange(late)).toBe('account.link_unknown');
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out' });
});

test('links: twice, late, foreign, of another address, denied, after a restart', async () => {
  const scene = await accountScene();
  const client = new NativeClient(scene.sandbox.identity);
  const begin = (state: string) => scene.ask('account.beginSignIn', { url: client.authorizeUrl({ state }) });
  const link = (state: string, more = 'code=c') => `app.healthrelay.desktop:/callback?${more}&state=${state}`;
  await begin('one');
  expect(await scene.comeBack(link('foreign'))).toBe('unknown');
  expect(await scene.comeBack('http://127.0.0.1:8420/callback?code=c&state=one')).toBe('unknown');
  expect(await scene.comeBack(`${link('one')}&code=d`)).toBe('unknown');
  expect(await scene.comeBack('no address')).toBe('unknown');
  expect(await scene.comeBack(link('one'))).toBe('accepted');
  expect(await scene.comeBack(link('one'))).toBe('used');
  await begin('two');
  expect(await scene.comeBack(link('two', 'error=access_denied'))).toBe('denied');
  await begin('three');
  await scene.ask('account.cancelSignIn', { state: 'three' });
  expect(await scene.comeBack(link('three'))).toBe('unknown');
  await begin('four');
  const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5 * 60_000);
  try {
    expect(await scene.comeBack(link('four'))).toBe('late');
  } finally {
    now.mockRestore();
  }
  const told = scene.pushes.filter(({ name }) => name === 'account.callback').map(({ payload }) => payload);
  expect(told).toEqual([
    { state: 'one', url: link('one') },
    { state: 'two', url: link('two', 'error=access_denied') },
  ]);
  await begin('five');
  await scene.restart();
  expect(await scene.comeBack(link('five'))).toBe('unknown');
});

test('only the configured place is opened, and only ours is come back to', async () => {
  const scene = await accountScene();
  const good = new NativeClient(scene.sandbox.identity).authorizeUrl();
  const bad: Readonly<Record<string, (url: URL) => void>> = {
    'another origin': (url) => {
      url.hostname = 'localhost';
    },
    'another path': (url) => {
      url.pathname = '/authorize2';
    },
    'user info': (url) => {
      url.username = 'ada';
    },
    'another client': (url) => url.searchParams.set('client_id', 'other'),
    'two clients': (url) => url.searchParams.append('client_id', 'other'),
    'a token at once': (url) => url.searchParams.set('response_type', 'token'),
    'no PKCE': (url) => url.searchParams.delete('code_challenge'),
    'plain PKCE': (url) => url.searchParams.set('code_challenge_method', 'plain'),
    'no nonce': (url) => url.searchParams.delete('nonce'),
    'no state': (url) => url.searchParams.delete('state'),
    'two returns': (url) => url.searchParams.append('redirect_uri', 'https://evil.example/callback'),
    'a foreign return': (url) => url.searchParams.set('redirect_uri', 'https://evil.example/callback'),
    'a return to the network': (url) =>
      url.searchParams.set('redirect_uri', 'http://127.0.0.1.evil.example/callback'),
  };
  for (const [name, spoil] of Object.entries(bad)) {
    const url = new URL(good);
    spoil(url);
    expect([name, await scene.refusal('account.beginSignIn', { url: url.href })]).toEqual([
      name,
      'request.invalid',
    ]);
  }
  await scene.ask('account.configure', { auth0Domain: '' });
  expect(await scene.refusal('account.beginSignIn', { url: good })).toBe('account.not_configured');
});

test('another domain or client ends the sign-in that was made at the old one', async () => {
  const scene = await accountScene();
  await scene.signIn('ada');
  expect(scene.secrets.stored.size).toBe(1);
  await scene.ask('account.configure', { auth0Audience: 'https://api.atlas.ai' });
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_in' });
  await scene.ask('account.configure', { auth0Domain: 'tenant.eu.auth0.com' });
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out', keptIn: null });
  expect(scene.secrets.stored.size).toBe(0);
  for (const auth0Domain of ['http://tenant.example', 'https://a@tenant.example', 'tenant.example/path'])
    expect(await scene.refusal('account.configure', { auth0Domain })).toBe('settings.bad_address');
});

test('sign out: withdrawn at the service, gone from the keychain, the history and what is pending stay', async () => {
  const scene = await accountScene();
  await scene.signIn('ada');
  expect(await scene.ask('account.signOut', { target: 'atlas' })).toEqual({ wasRevoked: true, pending: 0 });
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out', account: null, keptIn: null });
  expect(scene.sandbox.identity.holdings().grants).toBe(0);
  expect(scene.secrets.stored.size).toBe(0);
  expect(await scene.ask('account.cacheKeys', {})).toEqual({ keys: [] });
  await scene.restart();
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out', account: null });
});

/** A port that is free: nobody listens at it any more. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('the desktop app is come back to at a door of this computer, which is open for that sign-in alone', async () => {
  const scene = await accountScene();
  const port = await freePort();
  await scene.ask('account.configure', { auth0RedirectPort: port });
  const door = `http://127.0.0.1:${port}/callback`;
  const client = new NativeClient(scene.sandbox.identity);
  const begin = async (state: string, redirectUri = door) => {
    const url = new URL(client.authorizeUrl({ state }));
    url.searchParams.set('redirect_uri', redirectUri);
    const input = { url: url.href };
    const { isOpen } = await scene.program().hostHandlers['host.openSignInDoor'](input);
    await scene.ask('account.beginSignIn', input);
    return isOpen;
  };
  const isShut = () => expect(fetch(door)).rejects.toThrow();
  expect(await begin('one')).toBe(true);
  expect((await fetch(`${door}?code=c&state=foreign`)).status).toBe(400);
  const accepted = await fetch(`${door}?code=c&state=one`);
  expect([accepted.status, await accepted.text()]).toEqual([
    200,
    expect.stringContaining('go back to Health Relay'),
  ]);
  await isShut();
  expect(await begin('two')).toBe(true);
  await scene.ask('account.cancelSignIn', { state: 'two' });
  await isShut();
  // Begun again meanwhile: the same door, and the link of ours needs none.
  await begin('three');
  expect(await begin('four')).toBe(true);
  expect(await begin('five', 'app.healthrelay.desktop:/callback')).toBe(false);
  await isShut();
  const told = scene.pushes.filter(({ name }) => name === 'account.callback').map(({ payload }) => payload);
  expect(told).toEqual([{ state: 'one', url: `${door}?code=c&state=one` }]);
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  await expect(begin('six')).rejects.toThrow(expect.objectContaining({ code: 'account.port_taken' }));
  await expect(begin('seven', 'http://127.0.0.1:1/callback')).rejects.toThrow(
    expect.objectContaining({ code: 'request.invalid' }),
  );
});
