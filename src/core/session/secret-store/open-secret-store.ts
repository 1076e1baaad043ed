import { Worker } from 'node:worker_threads';
import { KeychainStore } from './keychain-store.ts';
import type { SecretStore } from './secret-store.ts';
import { ThreadedKeychain } from './threaded-keychain.ts';

export interface OpenSecretStoreOptions {
  /** Starts keychain-thread.ts in a worker: `startKeychainThread`, or a test's own. */
  readonly startThread: () => Worker;
  /** How long a call waits for the keychain; a person who is asked to unlock it takes longer, and is heard later. */
  readonly limitMs?: number;
  /** Gets why the thread did not run. */
  readonly onFault?: (error: unknown) => void;
}

/**
 * Opens the user's secrets: asks the keychain once for a dummy entry, for at most `limitMs` (3 s), since a locked one asks
 * the user or hangs. Never fails: without a keychain the store is `session_only`, with the code why, and becomes
 * `keychain` when a late response or `retry` finds it open. May make the platform ask the user to unlock.
 */
export async function openSecretStore(options: OpenSecretStoreOptions): Promise<SecretStore> {
  const { startThread, limitMs = 3000, onFault = () => {} } = options;
  const store = new KeychainStore(new ThreadedKeychain(startThread, onFault), limitMs, onFault);
  await store.retry();
  return store;
}

/** Starts the thread; `entry` is keychain-thread.ts, or its built file. It inherits no flags, like the import thread. */
export function startKeychainThread(entry: URL): Worker {
  return new Worker(entry, { execArgv: [] });
}
