import { openSecretStore, startKeychainThread } from '../core/session/secret-store/open-secret-store.ts';
import type { SecretStore, SecretStoreState } from '../core/session/secret-store/secret-store.ts';

/** Opens the keychain, or what stands in for it. */
export type OpenSecrets = () => Promise<SecretStore>;

/** One secret store for the life of the data program, opened with its first use: a command that only reads asks no keychain. */
export class OpenedSecrets {
  readonly #open: OpenSecrets;
  readonly #onState: (state: SecretStoreState) => void;
  #store: Promise<SecretStore> | null = null;

  /** `onState`: it is kept elsewhere now, or another problem came up. */
  constructor(open: OpenSecrets, onState: (state: SecretStoreState) => void) {
    this.#open = open;
    this.#onState = onState;
  }

  readonly store = (): Promise<SecretStore> => {
    this.#store ??= this.#open().then((store) => {
      store.onState(this.#onState);
      return store;
    });
    return this.#store;
  };

  async state(): Promise<SecretStoreState> {
    return (await this.store()).state();
  }

  async retry(): Promise<SecretStoreState> {
    return (await this.store()).retry();
  }

  async close(): Promise<void> {
    await (await this.#store)?.close();
  }
}

/** Opens the user's keychain; `entry` is src/data/keychain-thread.ts, or what it was built to. */
export function openKeychain(entry: URL, onFault: (error: unknown) => void): OpenSecrets {
  return () => openSecretStore({ startThread: () => startKeychainThread(entry), onFault });
}
