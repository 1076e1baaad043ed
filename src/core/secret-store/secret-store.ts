import { CodedError, type ErrorCode } from '../../shared/errors.ts';

/** Where secrets are kept now, and why not in the keychain (account.keychain_absent, _locked or _denied) if they are not. */
export interface SecretStoreState {
  readonly kind: 'keychain' | 'session_only';
  readonly code: ErrorCode | null;
}

/**
 * The secrets of this person's sign-ins: in the OS keychain, or in memory until the program ends; never in a file. Accounts
 * are made with `secretAccount`. No secret goes into an error, a log or a file.
 */
export interface SecretStore {
  readonly kind: SecretStoreState['kind'];
  state(): SecretStoreState;
  /** Null: there is none, or not the whole of it. Errors: account.keychain_locked, _denied or _absent when the keychain cannot say. */
  get(account: string): Promise<string | null>;
  /** Never fails: null when the secret is in the keychain; otherwise the code why it is kept for this session only. */
  set(account: string, secret: string): Promise<ErrorCode | null>;
  /**
   * True when there was one. Errors: account.keychain_not_cleared when a keychain that exists could not be opened: forgotten
   * here, and removed there as soon as it opens while this program runs.
   */
  delete(account: string): Promise<boolean>;
  /** All known accounts with names that begin with `prefix`, sorted. Errors: as `get`. */
  accounts(prefix: string): Promise<string[]>;
  /** Asks the keychain again (it was unlocked, or allowed); secrets held in memory go into it when it opens. */
  retry(): Promise<SecretStoreState>;
  /** Called on every change of `state()`. Returns a function that ends it. */
  onState(listener: (state: SecretStoreState) => void): () => void;
  /** Forgets secrets in memory and ends the thread; the keychain keeps its own. */
  close(): Promise<void>;
}

/** All entries of Health Relay in a keychain carry this service name. */
export const keychainService = 'app.healthrelay.desktop';

/** The account of one secret: the profile's id and the secret's purpose, such as `atlas`. */
export function secretAccount(profileId: string, entry: string): string {
  return `${profileId}:${entry}`;
}

/** Requests to the keychain's thread, one at a time and in order. `probe` writes, reads and removes a dummy entry. */
export type KeychainRequest =
  | { readonly kind: 'probe' }
  | { readonly kind: 'get'; readonly account: string }
  | { readonly kind: 'set'; readonly account: string; readonly secret: string }
  | { readonly kind: 'delete'; readonly account: string }
  | { readonly kind: 'accounts'; readonly prefix: string };

export type KeychainValue = string | boolean | readonly string[] | null;

/** What a keychain's thread gets in place of a request: the word to end. */
export const endWord = 'end';

/** Only a code of the platform's failure comes back: its texts could contain names or more. */
export type KeychainAnswer =
  | { readonly ok: true; readonly value: KeychainValue }
  | { readonly ok: false; readonly code: ErrorCode };

/** A keychain as the store sees it: it responds when it can, which may be never. */
export interface Keychain {
  ask(request: KeychainRequest): Promise<KeychainAnswer>;
  close(): Promise<void>;
}

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
