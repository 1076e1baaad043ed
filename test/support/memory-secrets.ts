import { KeychainStore } from '../../src/core/secret-store/keychain-store.ts';
import type { SecretStore } from '../../src/core/secret-store/secret-store.ts';
import { fakeKeychain } from '../unit/core/secret-store/fake-keychain.ts';

/** A keychain of its own for a test: it outlives the data programs that open it, and the computer's own is never asked. */
export interface MemorySecrets {
  readonly open: () => Promise<SecretStore>;
  /** What lies in it: the secrets by their names. */
  readonly stored: ReadonlyMap<string, string>;
  /** The secret of one name as text; '' without one. */
  secret(name: string): string;
  readonly keychain: ReturnType<typeof fakeKeychain>;
}

export function memorySecrets(): MemorySecrets {
  const keychain = fakeKeychain();
  const open = async () => {
    const store = new KeychainStore(keychain.keychain, 120_000, (error) => {
      throw error;
    });
    await store.retry();
    return store;
  };
  const secret = (name: string) => {
    const text = keychain.stored.get(name) ?? 'whole:';
    if (!text.startsWith('whole:')) throw new Error('this one lies in parts');
    return Buffer.from(text.slice('whole:'.length), 'base64url').toString('utf8');
  };
  return { open, stored: keychain.stored, secret, keychain };
}
