import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../shared/errors.ts';
import type { KeychainAnswer, KeychainRequest, KeychainValue } from './secret-store.ts';
import { accountsWith, type KeychainEntries, readSecret, removeSecret, writeSecret } from './split-secret.ts';

/** Runs a request on the entries of a keychain, blocking like them. Never throws: a failure is a code. */
export function answerRequest(entries: KeychainEntries, request: KeychainRequest): KeychainAnswer {
  try {
    return { ok: true, value: performed(entries, request) };
  } catch (error) {
    return { ok: false, code: failureCode(error) };
  }
}

function performed(entries: KeychainEntries, request: KeychainRequest): KeychainValue {
  switch (request.kind) {
    case 'probe':
      return probe(entries);
    case 'get':
      return readSecret(entries, request.account);
    case 'set':
      writeSecret(entries, request.account, request.secret);
      return null;
    case 'delete':
      return removeSecret(entries, request.account);
    case 'accounts':
      return accountsWith(entries, request.prefix);
  }
}

/** A name of its own each time: two programs may start at once. Nothing is lost if it stays. */
function probe(entries: KeychainEntries): null {
  const name = `probe:${randomUUID()}`;
  entries.write(name, 'probe');
  const isKept = entries.read(name) === 'probe';
  entries.remove(name);
  if (!isKept) throw new Error('the keychain does not keep what it is given');
  return null;
}

/**
 * A platform's words for a keychain that is there and closed. Secret Service: "unlock prompt was dismissed", "Cannot get secret
 * of a locked object"; D-Bus: "Did not receive a reply" of a service that hangs; macOS errSecInteractionNotAllowed: "User
 * interaction is not allowed."
 */
const lockedWords = /prompt was dismissed|\blocked\b|did not receive a reply|interaction is not allowed/i;

/**
 * … for one that says no. D-Bus policy: "Rejected send message", AppArmor: "policy prevents"; macOS errSecAuthFailed ("user
 * name or passphrase you entered is not correct", also after Deny) and errSecUserCanceled; Windows "Access is denied."
 */
const deniedWords =
  /rejected send message|policy prevents|access ?denied|is denied|permission denied|not permitted|passphrase you entered|cancell?ed/i;

/**
 * The meaning of a keychain failure for the user, from the binding's only information: text (`@napi-rs/keyring` has the
 * code GenericFailure for every one). An unrecognized failure is a keychain that cannot be used: account.keychain_absent.
 */
export function failureCode(error: unknown): ErrorCode {
  const text = error instanceof Error ? error.message : '';
  if (lockedWords.test(text)) return 'account.keychain_locked';
  return deniedWords.test(text) ? 'account.keychain_denied' : 'account.keychain_absent';
}
