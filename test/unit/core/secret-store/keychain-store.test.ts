import { inspect } from 'node:util';
import { expect, test, vi } from 'vitest';
import { KeychainStore } from '../../../../src/core/secret-store/keychain-store.ts';
import { secretAccount } from '../../../../src/core/secret-store/secret-store.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { fakeKeychain } from './fake-keychain.ts';

const inKeychain = { kind: 'keychain', code: null };
const session = (code: string) => ({ kind: 'session_only', code });
const locked = 'account.keychain_locked';
const account = secretAccount('p', 'atlas');

async function openStore(
  fault: string | null = null,
  onFault = (error: unknown): void => {
    throw error;
  },
) {
  const fake = fakeKeychain();
  fake.failWith(fault);
  const store = new KeychainStore(fake.keychain, 50, onFault);
  const states: unknown[] = [];
  store.onState((state) => states.push(state));
  await store.retry();
  return { ...fake, store, states };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof CodedError ? error.code : error),
  );

test('an open keychain keeps everything; nothing is held beside it', async () => {
  const { store, failWith } = await openStore();
  expect(store.state()).toEqual(inKeychain);
  expect(await store.set(account, 's3cret')).toBeNull();
  expect(await store.get(account)).toBe('s3cret');
  expect(await store.accounts('p:')).toEqual(['p:atlas']);
  failWith('the object is locked');
  expect(await codeOf(store.get(account))).toBe(locked);
});

test.each([
  ['no result found', 'account.keychain_absent'],
  ['unlock prompt was dismissed', locked],
  ['Access is denied.', 'account.keychain_denied'],
])('%s: session only, and the secret never leaves memory', async (fault, code) => {
  const { store, stored, asked } = await openStore(fault);
  expect(store.state()).toEqual(session(code));
  expect(await store.set(account, 's3cret')).toBe(code);
  expect(await store.get(account)).toBe('s3cret');
  expect(stored.size).toBe(0);
  // Nobody is asked to unlock it again and again.
  expect(asked).toEqual(['probe']);
});

test('a closed keychain says that it cannot tell; an absent one has nothing', async () => {
  const closed = await openStore('the object is locked');
  expect(await codeOf(closed.store.get(account))).toBe(locked);
  expect(await codeOf(closed.store.accounts('p:'))).toBe(locked);
  expect(await codeOf(closed.store.delete(account))).toBe('account.keychain_not_cleared');
  const absent = await openStore('no result found');
  expect(await absent.store.get(account)).toBeNull();
  expect(await absent.store.accounts('p:')).toEqual([]);
  expect(await absent.store.delete(account)).toBe(false);
});

test('one that was open and is gone may hold more: it is not taken for empty', async () => {
  const { store, failWith } = await openStore();
  await store.set(account, 's3cret');
  failWith('no result found');
  expect(await codeOf(store.get(account))).toBe('account.keychain_absent');
  expect(await codeOf(store.delete(account))).toBe('account.keychain_not_cleared');
});

test('what was set, replaced and removed while it was away reaches it when it is back, the last word only', async () => {
  const { store, stored, states, failWith } = await openStore();
  await store.set(account, 'former');
  await store.set('p:trendy', 'to go');
  failWith('the object is locked');
  expect(await store.set(account, 'second')).toBe(locked);
  expect(await store.set(account, 'third')).toBe(locked);
  expect(await codeOf(store.delete('p:trendy'))).toBe('account.keychain_not_cleared');
  expect(await store.get('p:trendy')).toBeNull();
  failWith(null);
  expect(await store.retry()).toEqual(inKeychain);
  expect(states).toEqual([inKeychain, session(locked), inKeychain]);
  expect(await store.get(account)).toBe('third');
  expect([...stored.keys()]).toEqual([account]);
});

test('a keychain that asks the person holds nobody up: the late answer opens it', async () => {
  const { store, states, hang, release, asked } = await openStore();
  await store.set(account, 'former');
  hang();
  // Each is answered while the keychain is not.
  expect(await codeOf(store.get(account))).toBe(locked);
  expect(await store.set(account, 'meanwhile')).toBe(locked);
  expect(await store.retry()).toEqual(session(locked));
  // Asked once: each further question would be another window in front of the person.
  expect(asked.filter((kind) => kind === 'get')).toHaveLength(1);
  expect(asked.at(-1)).toBe('get');
  release();
  await vi.waitFor(() => expect(store.state()).toEqual(inKeychain));
  expect(states).toEqual([inKeychain, session(locked), inKeychain]);
  expect(await store.get(account)).toBe('meanwhile');
});

test('a listener that throws when the late answer comes is a fault that is reported, and ends nothing', async () => {
  const faults: unknown[] = [];
  const { store, hang, release } = await openStore(null, (error) => faults.push(error));
  hang();
  expect(await codeOf(store.get(account))).toBe(locked);
  const thrown = new Error('of a listener');
  store.onState(({ kind }) => {
    if (kind === 'keychain') throw thrown;
  });
  release();
  await vi.waitFor(() => expect(faults).toEqual([thrown]));
  expect(await store.set(account, 's3cret')).toBeNull();
});

test('a write that is overdue and done in the end does not undo the one that followed it', async () => {
  const { store, hang, release, stored } = await openStore();
  hang();
  expect(await store.set(account, 'first')).toBe(locked);
  expect(await codeOf(store.delete(account))).toBe('account.keychain_not_cleared');
  release();
  await vi.waitFor(() => expect(store.state()).toEqual(inKeychain));
  expect(stored.size).toBe(0);
});

test('a question that the person answers with no leaves it closed', async () => {
  const { store, hang, release, failWith } = await openStore();
  hang();
  await store.set(account, 'held');
  failWith('Access is denied.');
  release();
  await vi.waitFor(() => expect(store.state()).toEqual(session('account.keychain_denied')));
  expect(await store.get(account)).toBe('held');
});

test('a secret shows in no error, no inspection and nothing after closing', async () => {
  const { store } = await openStore('the object is locked');
  await store.set(account, 's3cret');
  const error = await store.get('p:other').catch((thrown: unknown) => thrown);
  for (const shown of [
    inspect(store, { showHidden: true, depth: 9 }),
    JSON.stringify(store),
    inspect(error),
  ]) {
    expect(shown).not.toContain('s3cret');
  }
  await store.close();
  expect(await codeOf(store.get(account))).toBe(locked);
});
