import { CodedError } from '../../shared/errors.ts';
import type { SecretStore } from './secret-store/secret-store.ts';

/**
 * Removes every entry of Health Relay from the keychain, those of other profiles too, and returns how many there were. A computer without
 * a keychain has none. Errors: account.keychain_locked, account.keychain_denied, account.keychain_not_cleared.
 */
export async function forgetSecrets(store: SecretStore): Promise<number> {
  // One that was locked when the program started may be open by now.
  if (store.kind === 'session_only') await store.retry();
  let removed = 0;
  for (const account of await accountsIn(store)) if (await store.delete(account)) removed += 1;
  return removed;
}

async function accountsIn(store: SecretStore): Promise<readonly string[]> {
  try {
    return await store.accounts('');
  } catch (error) {
    if (error instanceof CodedError && error.code === 'account.keychain_absent') return [];
    throw error;
  }
}
