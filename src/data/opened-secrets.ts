import { openSecretStore, startKeychainThread } from '../core/secret-store/keychain-store.ts';
import type { SecretStore, SecretStoreState } from '../core/secret-store/secret-store.ts';

/** Opens the keychain or its substitute. */
export type OpenSecrets = () => Promise<SecretStore>;

/** One secret store for the life of the data program, opened on first use, so a command that only reads never asks the keychain. */
export class OpenedSecrets {
  readonly #open: OpenSecrets;
  readonly #onState: (state: SecretStoreState) => void;
  #store: Promise<SecretStore> | null = null;

  /** `onState` is called when secrets are kept elsewhere or another problem occurs. */
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

/** A test names here how long a call waits for the keychain, in ms: longer than it takes on the slowest machine. */
export const keychainLimitVariable = 'HEALTH_RELAY_TEST_KEYCHAIN_MS';

/** Opens the user's keychain. `entry` is src/data/keychain-thread.ts or its build output. */
export function openKeychain(entry: URL, onFault: (error: unknown) => void): OpenSecrets {
  const limitMs = Number(process.env[keychainLimitVariable]);
  return () =>
    openSecretStore({
      startThread: () => startKeychainThread(entry),
      onFault,
      ...(limitMs > 0 && { limitMs }),
    });
}
