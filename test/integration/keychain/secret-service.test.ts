import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { noSessionBus, startSecretService } from '../../support/secret-service.ts';
import { startStore } from '../../support/secret-store-line.ts';

const inKeychain = { kind: 'keychain', code: null };
const session = (code: string) => ({ kind: 'session_only', code });
const locked = 'account.keychain_locked';

async function openService(options?: { isDenied?: boolean }) {
  const service = await startSecretService(options);
  onTestFinished(() => service.stop());
  return service;
}

test('a secret is kept, found again by another process, and removed', async () => {
  const service = await openService();
  const first = await startStore(service.env);
  expect(first.states).toEqual([inKeychain]);
  expect(await first.call('get', 'p1:atlas')).toBeNull();
  expect(await first.call('set', 'p1:atlas', 'former')).toBeNull();
  expect(await first.call('set', 'p1:atlas', 'refresh ✓')).toBeNull();
  expect(await first.call('set', 'p2:atlas', 'of another profile')).toBeNull();
  expect(await first.end()).toEqual({ code: 0, signal: null });

  const second = await startStore(service.env);
  expect(await second.call('get', 'p1:atlas')).toBe('refresh ✓');
  expect(await second.call('accounts', 'p1:')).toEqual(['p1:atlas']);
  expect(await second.call('accounts', '')).toEqual(['p1:atlas', 'p2:atlas']);
  expect(await second.call('delete', 'p1:atlas')).toBe(true);
  expect(await second.call('delete', 'p1:atlas')).toBe(false);
  expect(await second.call('get', 'p1:atlas')).toBeNull();
  expect(await second.call('get', 'p2:atlas')).toBe('of another profile');
});

test('a long secret is kept over several entries, whole, and nothing of it or its forerunner stays', async () => {
  const service = await openService();
  const store = await startStore(service.env);
  const long = randomBytes(6000).toString('base64url');
  expect(await store.call('set', 'p:trendy', randomBytes(9000).toString('base64url'))).toBeNull();
  expect(await store.call('set', 'p:trendy', long)).toBeNull();
  expect(await (await startStore(service.env)).call('get', 'p:trendy')).toBe(long);
  expect(await store.call('accounts', '')).toEqual(['p:trendy']);
  expect(await store.call('delete', 'p:trendy')).toBe(true);
  expect(await store.call('accounts', '')).toEqual([]);
});

test('no file of the person holds the secret in the clear', async () => {
  const service = await openService();
  const store = await startStore(service.env);
  const secret = `clear-${randomBytes(12).toString('hex')}`;
  await store.call('set', 'p:foundry', secret);
  const dir = service.env['HOME'] ?? '';
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    for (const form of ['utf8', 'base64url', 'hex'] as const) {
      expect(bytes.includes(Buffer.from(secret).toString(form))).toBe(false);
    }
  }
});

test('locked in mid-run: what was kept cannot be read, what comes is held, and goes in once it is unlocked', async () => {
  const service = await openService();
  const store = await startStore(service.env);
  await store.call('set', 'p:atlas', 'kept before');
  await store.call('set', 'p:trendy', 'to be signed out');
  service.lock();
  expect(await store.call('get', 'p:atlas')).toEqual({ code: locked });
  expect(await store.call('set', 'p:foundry', 'given meanwhile')).toBe(locked);
  expect(await store.call('get', 'p:foundry')).toBe('given meanwhile');
  expect(await store.call('delete', 'p:trendy')).toEqual({ code: 'account.keychain_not_cleared' });
  expect(await store.call('get', 'p:trendy')).toBeNull();
  expect(await store.call('accounts', 'p:')).toEqual({ code: locked });
  expect(await store.call('retry')).toEqual(session(locked));

  await service.unlock();
  expect(await store.call('retry')).toEqual(inKeychain);
  expect(store.states).toEqual([inKeychain, session(locked), inKeychain]);
  const next = await startStore(service.env);
  expect(await next.call('accounts', 'p:')).toEqual(['p:atlas', 'p:foundry']);
  expect(await next.call('get', 'p:foundry')).toBe('given meanwhile');
});

test('locked from the start is said as locked, and holds for the session', async () => {
  const service = await openService();
  service.lock();
  const store = await startStore(service.env);
  expect(store.states).toEqual([session(locked)]);
  expect(await store.call('set', 'p:atlas', 'held')).toBe(locked);
  expect(await store.call('get', 'p:atlas')).toBe('held');
  await store.end();
  expect(await (await startStore(service.env)).call('get', 'p:atlas')).toEqual({ code: locked });
});

test('a bus whose rules refuse the service is a keychain denied', async () => {
  const service = await openService({ isDenied: true });
  const store = await startStore(service.env);
  expect(store.states).toEqual([session('account.keychain_denied')]);
});

test.each([
  ['no bus', { DBUS_SESSION_BUS_ADDRESS: noSessionBus }],
  ['no address of one', { XDG_RUNTIME_DIR: '/nonexistent' }],
])('%s: absent, and the sign-in holds until the program ends', async (_, env) => {
  const store = await startStore(env);
  expect(store.states).toEqual([session('account.keychain_absent')]);
  expect(await store.call('set', 'p:atlas', 'held')).toBe('account.keychain_absent');
  expect(await store.call('get', 'p:atlas')).toBe('held');
  expect(await store.call('accounts', 'p:')).toEqual(['p:atlas']);
  expect(await store.call('delete', 'p:atlas')).toBe(true);
  expect(await store.call('get', 'p:atlas')).toBeNull();
  expect(await store.end()).toEqual({ code: 0, signal: null });
});

test('a service that stops answering is overdue at the limit, and found again by its late answer or by asking', async () => {
  const service = await openService();
  // Shorter than the 2 s after which D-Bus itself gives an answer up.
  const store = await startStore(service.env, { limitMs: 1500 });
  const found = () =>
    vi.waitFor(
      async () => {
        await store.call('retry');
        expect(store.states.at(-1)).toEqual(inKeychain);
      },
      { interval: 100 },
    );
  // On a busy machine a service that answers may be overdue, too.
  await found();
  service.hang();
  expect(await store.call('set', 'p:atlas', 'while it hung')).toBe(locked);
  expect(await store.call('get', 'p:atlas')).toBe('while it hung');
  service.resume();
  await found();
  expect(await (await startStore(service.env)).call('get', 'p:atlas')).toBe('while it hung');
});
