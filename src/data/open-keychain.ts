import { openSecretStore, startKeychainThread } from '../core/session/secret-store/open-secret-store.ts';
import type { OpenSecrets } from './opened-secrets.ts';

/** Opens the user's keychain; `entry` is src/data/keychain-thread.ts, or what it was built to. */
export function openKeychain(entry: URL, onFault: (error: unknown) => void): OpenSecrets {
  return () => openSecretStore({ startThread: () => startKeychainThread(entry), onFault });
}
