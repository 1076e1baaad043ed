import { randomUUID } from 'node:crypto';
import { failureCode } from './failure-code.ts';
import type { KeychainAnswer, KeychainRequest, KeychainValue } from './keychain-messages.ts';
import { accountsWith, type KeychainEntries, readSecret, removeSecret, writeSecret } from './split-secret.ts';

/** Does what was asked with the entries of a keychain, blocking as they do. Never throws: a failure is a code. */
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
