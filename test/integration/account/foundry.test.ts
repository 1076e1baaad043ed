import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { personOf } from '../../sandbox/identity/people.ts';
import { signIn } from '../../sandbox/identity/sign-in.ts';
import { someWeeks } from '../sync/sync-scene.ts';
import { accountScene } from './account-scene.ts';

test('by the browser: signed in, renewed with rotation, and sends after a restart', async () => {
  const scene = await accountScene();
  const { foundry } = scene.sandbox;
  await scene.signInFoundry('ada');
  expect(await scene.credential('foundry')).toMatchObject({
    method: 'oauth',
    state: 'signed_in',
    account: { id: personOf('ada').foundryId },
    keptIn: 'keychain',
    canRenew: true,
  });
  await scene.import(await someWeeks(scene.dir, { days: 5 }));
  await scene.restart();
  const items = await scene.enable('foundry');
  expect(await scene.settled('foundry')).toMatchObject({ delivered: items, failed: 0 });
  foundry.access.expire('ada');
  expect(await scene.ask('settings.testConnection', { target: 'foundry' })).toMatchObject({ isOk: true });
  expect(foundry.grants.refreshesOf('ada')).toBe(2);
  foundry.grants.revoke('ada');
  foundry.access.expire('ada');
  expect(await scene.ask('settings.testConnection', { target: 'foundry' })).toMatchObject({
    isOk: false,
    code: 'sync.signed_out',
  });
  expect(await scene.credential('foundry')).toMatchObject({ state: 'ended', code: 'account.revoked' });
});

test('the door on this computer: only its own address, only the state that it waits for, once', async () => {
  const scene = await accountScene();
  const { url } = await scene.ask('account.beginFoundry', {});
  const { searchParams } = new URL(url);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scope: 'api:datasets-read api:datasets-write offline_access',
  });
  const door = searchParams.get('redirect_uri') ?? '';
  const state = searchParams.get('state') ?? '';
  expect(door).toBe((await scene.ask('account.read', {})).foundry.redirectUri);
  const status = async (address: string, init?: RequestInit) => (await fetch(address, init)).status;
  expect(await status(`${new URL(door).origin}/`)).toBe(404);
  expect(await status(`${door}/x?code=c&state=${state}`)).toBe(404);
  expect(await status(`${door}?code=c&state=${state}`, { method: 'POST' })).toBe(404);
  expect(await status(`${door}?code=c&state=${state}`, { headers: { Origin: 'https://evil.example' } })).toBe(
    404,
  );
  expect(await status(`${door.replace('127.0.0.1', 'localhost')}?code=c&state=${state}`)).toBe(404);
  expect(await status(`${door}?code=c&state=foreign`)).toBe(400);
  expect(await status(`${door}?code=c&code=d&state=${state}`)).toBe(400);
  expect(await status(`${door}?code=c&state=${state}&x=${'x'.repeat(9000)}`)).toBe(404);
  expect(await scene.credential('foundry')).toMatchObject({ state: 'signed_out', code: null });
  const back = await signIn(url, 'ada');
  const answer = await fetch(back, { headers: { 'accept-language': 'de-CH,de;q=0.9' } });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await answer.text()).toBe(
    'Sie sind angemeldet. Sie können diese Seite schließen und zu Health Relay zurückkehren.',
  );
  await vi.waitUntil(async () => (await scene.credential('foundry')).state === 'signed_in');
  // The door is closed behind it.
  await expect(fetch(back)).rejects.toThrow();
});

test('refused, given up, begun again, and a port that somebody else has', async () => {
  const scene = await accountScene();
  const refused = await scene.ask('account.beginFoundry', {});
  expect((await fetch(await signIn(refused.url, 'deny'))).status).toBe(400);
  expect(await scene.credential('foundry')).toMatchObject({ state: 'signed_out', code: 'account.denied' });
  const first = await scene.ask('account.beginFoundry', {});
  const late = await signIn(first.url, 'ada');
  await scene.ask('account.beginFoundry', {});
  // The link of the one that was begun before is not known any more.
  expect((await fetch(late)).status).toBe(400);
  await scene.ask('account.cancelFoundry', {});
  await expect(fetch(late)).rejects.toThrow();
  const { foundry } = await scene.ask('account.read', {});
  const other = createServer().listen(Number(new URL(foundry.redirectUri).port), '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  expect(await scene.refusal('account.beginFoundry', {})).toBe('account.port_taken');
  await scene.ask('account.configure', { foundryClientId: '' });
  expect(await scene.refusal('account.beginFoundry', {})).toBe('account.not_configured');
});

test('a personal token: kept, used after a restart, and never sent to another address', async () => {
  const scene = await accountScene();
  const { foundry } = scene.sandbox;
  const token = foundry.token();
  await scene.ask('account.keepToken', { target: 'foundry', token });
  expect(await scene.credential('foundry')).toMatchObject({
    method: 'token',
    state: 'signed_in',
    keptIn: 'keychain',
  });
  await scene.restart();
  expect(await scene.ask('settings.testConnection', { target: 'foundry' })).toMatchObject({ isOk: true });
  await scene.ask('settings.configureTarget', { target: 'foundry', baseUrl: scene.sandbox.atlas.baseUrl });
  expect(await scene.credential('foundry')).toMatchObject({ state: 'signed_out' });
  const asked = scene.sandbox.atlas.requests.length;
  expect(await scene.ask('settings.testConnection', { target: 'foundry' })).toMatchObject({
    code: 'sync.signed_out',
  });
  expect(scene.sandbox.atlas.requests.length).toBe(asked);
  await scene.ask('settings.configureTarget', { target: 'foundry', baseUrl: foundry.baseUrl });
  expect(await scene.credential('foundry')).toMatchObject({ state: 'signed_in' });
  await scene.ask('account.keepToken', { target: 'foundry', token: '' });
  expect(await scene.credential('foundry')).toMatchObject({ state: 'signed_out', keptIn: null });
  expect(scene.secrets.stored.size).toBe(0);
});
