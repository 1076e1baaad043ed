import { expect, test } from 'vitest';
import { answerRequest, failureCode } from '../../../../src/core/secret-store/answer-request.ts';
import { memoryEntries } from './memory-entries.ts';

const store = 'access platform storage: Secret Service:';

// The texts of Linux were seen with @napi-rs/keyring 2.1.2; those of macOS and Windows are their systems' own.
test.each([
  [`Couldn't ${store} unlock prompt was dismissed`, 'account.keychain_locked'],
  [
    'zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get secret of a locked object',
    'account.keychain_locked',
  ],
  [
    'Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send a reply, the message bus security policy blocked the reply, the reply timeout expired',
    'account.keychain_locked',
  ],
  ['Platform failure: User interaction is not allowed.', 'account.keychain_locked'],
  [
    'Platform failure: DBus error: Rejected send message, 1 matched rules; type="method_call"',
    'account.keychain_denied',
  ],
  ['Platform failure: The user name or passphrase you entered is not correct.', 'account.keychain_denied'],
  ['Platform failure: User canceled the operation.', 'account.keychain_denied'],
  ['Platform failure: Access is denied.', 'account.keychain_denied'],
  [`Couldn't ${store} no result found`, 'account.keychain_absent'],
  [
    'Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
    'account.keychain_absent',
  ],
  [
    'Platform failure: DBus error: The name org.freedesktop.secrets was not provided',
    'account.keychain_absent',
  ],
])('%s: %s', (text, code) => {
  expect(failureCode(new Error(text))).toBe(code);
});

test('a probe leaves nothing', () => {
  const { entries, stored } = memoryEntries();
  expect(answerRequest(entries, { kind: 'probe' })).toEqual({ ok: true, value: null });
  expect(stored.size).toBe(0);
});

test('a keychain that forgets what it was just given is not used', () => {
  const { entries } = memoryEntries();
  const forgetful = { ...entries, write: () => {} };
  expect(answerRequest(forgetful, { kind: 'probe' })).toEqual({ ok: false, code: 'account.keychain_absent' });
});

test('of a failure only the code comes back, whatever its text holds', () => {
  const { entries } = memoryEntries((_, name) => {
    throw new Error(`is locked: ${name} s3cret`);
  });
  const answer = answerRequest(entries, { kind: 'set', account: 'p:atlas', secret: 's3cret' });
  expect(answer).toEqual({ ok: false, code: 'account.keychain_locked' });
});
