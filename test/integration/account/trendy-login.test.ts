import { expect, test, vi } from 'vitest';
import { someWeeks } from '../sync/sync-scene.ts';
import { accountScene } from './account-scene.ts';

test('by e-mail and password: signed in, renewed at Supabase with rotation, and after a restart without the password', async () => {
  const scene = await accountScene();
  const { trendy } = scene.sandbox;
  await scene.signInTrendy('ada');
  const { id } = trendy.user('ada');
  const signedIn = {
    method: 'login',
    state: 'signed_in',
    account: { id },
    keptIn: 'keychain',
    canRenew: true,
  };
  expect(await scene.credential('trendy')).toMatchObject(signedIn);
  const [entry = ''] = scene.secrets.stored.keys();
  expect(entry).toMatch(/:trendy$/);
  const first = scene.secrets.secret(entry);
  await scene.import(await someWeeks(scene.dir, { days: 8 }));
  await scene.restart();
  // The token was in memory alone: the next one comes by what the keychain has.
  const items = await scene.enable('trendy');
  expect(await scene.settled('trendy')).toMatchObject({ account: id, delivered: items, failed: 0 });
  expect(trendy.events('ada')).toHaveLength(items);
  const second = scene.secrets.secret(entry);
  expect(second).not.toBe(first);
  expect(second + first).not.toContain(trendy.user('ada').password);
  expect(await scene.credential('trendy')).toMatchObject(signedIn);
  // Atlas and Foundry are other credentials.
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out' });
});

test('wrong password, too many tries, no address, somebody else’s page: each by its code, nothing kept', async () => {
  const scene = await accountScene();
  const { trendy } = scene.sandbox;
  const login = { email: trendy.user('ada').email, password: 'wrong' };
  expect(await scene.refusal('account.signInTrendy', login)).toBe('account.bad_login');
  trendy.faults.next('POST /auth/login', { kind: 'captivePortal' });
  expect(await scene.refusal('account.signInTrendy', login)).toBe('sync.not_their_answer');
  for (let i = 0; i < 12; i++) await scene.refusal('account.signInTrendy', login);
  expect(await scene.refusal('account.signInTrendy', login)).toBe('account.too_many_tries');
  await scene.ask('settings.configureTarget', { target: 'trendy', baseUrl: '' });
  expect(await scene.refusal('account.signInTrendy', login)).toBe('sync.needs_address');
  expect(scene.secrets.stored.size).toBe(0);
  expect(await scene.credential('trendy')).toMatchObject({ state: 'signed_out', account: null });
});

test('no address to renew at: nothing is kept, and a 401 while the token lives ends nothing', async () => {
  const scene = await accountScene();
  await scene.ask('account.configure', { supabaseUrl: '', supabaseAnonKey: '' });
  await scene.signInTrendy('ada');
  expect(await scene.credential('trendy')).toMatchObject({
    state: 'signed_in',
    canRenew: false,
    keptIn: null,
  });
  expect(scene.secrets.stored.size).toBe(0);
  expect(await scene.ask('settings.testConnection', { target: 'trendy' })).toMatchObject({ isOk: true });
  scene.sandbox.trendy.faults.next('*', { kind: 'unauthorized' });
  expect(await scene.ask('settings.testConnection', { target: 'trendy' })).toMatchObject({
    isOk: false,
    code: 'sync.far_side_failing',
  });
  expect(await scene.credential('trendy')).toMatchObject({ state: 'signed_in' });
  expect(await scene.ask('settings.testConnection', { target: 'trendy' })).toMatchObject({ isOk: true });
  await scene.restart();
  expect(await scene.credential('trendy')).toMatchObject({ state: 'signed_out' });
});

test('a session that Supabase ended: signed out, and what was queued stays', async () => {
  const scene = await accountScene();
  await scene.signInTrendy('ada');
  const [entry = ''] = scene.secrets.stored.keys();
  const { secret } = JSON.parse(scene.secrets.secret(entry));
  const { supabaseUrl, anonKey } = scene.sandbox.trendy;
  const spend = (refresh_token: string) =>
    fetch(`${supabaseUrl}/auth/v1/token?grant_type=refresh_token`, {
      method: 'POST',
      headers: { apikey: anonKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({ refresh_token }),
    });
  expect((await spend(secret)).status).toBe(200);
  scene.sandbox.trendy.clock.advance(60_000);
  await scene.import(await someWeeks(scene.dir, { days: 5 }));
  await scene.restart();
  const items = await scene.enable('trendy');
  await vi.waitUntil(async () => (await scene.card('trendy')).pausedBy === 'sync.signed_out');
  expect(await scene.card('trendy')).toMatchObject({ pending: items, failed: 0 });
  expect(await scene.credential('trendy')).toMatchObject({ state: 'ended', code: 'account.revoked' });
  expect(scene.secrets.stored.size).toBe(0);
});

test('signed out: the session is over at Supabase as well', async () => {
  const scene = await accountScene();
  await scene.signInTrendy('ada');
  expect(await scene.ask('account.signOut', { target: 'trendy' })).toEqual({ wasRevoked: true, pending: 0 });
  expect(await scene.credential('trendy')).toMatchObject({ state: 'signed_out' });
  expect(scene.secrets.stored.size).toBe(0);
});
