import { Worker } from 'node:worker_threads';
import { drop } from '../../shared/drop.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import type {
  Keychain,
  KeychainAnswer,
  KeychainRequest,
  SecretStore,
  SecretStoreState,
} from './secret-store.ts';
import { ThreadedKeychain } from './threaded-keychain.ts';

const open: SecretStoreState = { kind: 'keychain', code: null };

/**
 * Secrets in a keychain that may be away: at first, from some moment on, or until the user has answered its question. Secrets
 * set meanwhile are held in memory and stored when the keychain is back. Calls run one after another.
 */
export class KeychainStore implements SecretStore {
  readonly #keychain: Keychain;
  readonly #limitMs: number;
  readonly #onFault: (error: unknown) => void;
  readonly #listeners = new Set<(state: SecretStoreState) => void>();
  /** Secrets that the keychain does not hold yet; null: to be removed there. Empty while the keychain is open. */
  readonly #held = new Map<string, string | null>();
  #state: SecretStoreState = { kind: 'session_only', code: 'account.keychain_absent' };
  /** The keychain has not responded within the limit and is not called again until it does. */
  #isOverdue = false;
  #wasOpen = false;
  #queue: Promise<unknown> = Promise.resolve();

  /** Session-only until `retry` found the keychain open. `limitMs`: the longest that a call waits for it. */
  constructor(keychain: Keychain, limitMs: number, onFault: (error: unknown) => void) {
    this.#keychain = keychain;
    this.#limitMs = limitMs;
    this.#onFault = onFault;
  }

  get kind(): SecretStoreState['kind'] {
    return this.#state.kind;
  }

  state(): SecretStoreState {
    return this.#state;
  }

  onState(listener: (state: SecretStoreState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  retry(): Promise<SecretStoreState> {
    return this.#inTurn(async () => {
      await this.#takeAnswer(await this.#ask({ kind: 'probe' }));
      return this.#state;
    });
  }

  get(account: string): Promise<string | null> {
    return this.#inTurn(async () => {
      const held = this.#held.get(account);
      if (held !== undefined) return held;
      const answer = await this.#askIfOpen({ kind: 'get', account });
      if (answer.ok) return typeof answer.value === 'string' ? answer.value : null;
      if (this.#mayHoldMore()) throw new CodedError(answer.code);
      return null;
    });
  }

  set(account: string, secret: string): Promise<ErrorCode | null> {
    return this.#inTurn(async () => {
      const answer = await this.#askIfOpen({ kind: 'set', account, secret });
      if (answer.ok) return null;
      this.#held.set(account, secret);
      return answer.code;
    });
  }

  delete(account: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const wasHeld = typeof this.#held.get(account) === 'string';
      const answer = await this.#askIfOpen({ kind: 'delete', account });
      if (answer.ok) return answer.value === true;
      this.#held.set(account, null);
      if (this.#mayHoldMore()) throw new CodedError('account.keychain_not_cleared');
      return wasHeld;
    });
  }

  accounts(prefix: string): Promise<string[]> {
    return this.#inTurn(async () => {
      const answer = await this.#askIfOpen({ kind: 'accounts', prefix });
      if (answer.ok) return Array.isArray(answer.value) ? [...answer.value] : [];
      if (this.#mayHoldMore()) throw new CodedError(answer.code);
      const held = [...this.#held].filter(([, secret]) => secret !== null).map(([account]) => account);
      return held.filter((account) => account.startsWith(prefix)).sort();
    });
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => this.#held.clear());
    this.#listeners.clear();
    await this.#keychain.close();
  }

  /** Calls wait for each other: a secret that is written while another is removed would find half a list. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  /** A computer that never showed a keychain in this session keeps nothing; one that is closed may. */
  #mayHoldMore(): boolean {
    return this.#wasOpen || this.#state.code !== 'account.keychain_absent';
  }

  async #askIfOpen(request: KeychainRequest): Promise<KeychainAnswer> {
    if (this.#state.code !== null) return { ok: false, code: this.#state.code };
    const answer = await this.#ask(request);
    if (!answer.ok) this.#enter({ kind: 'session_only', code: answer.code });
    return answer;
  }

  async #ask(request: KeychainRequest): Promise<KeychainAnswer> {
    const locked: KeychainAnswer = { ok: false, code: 'account.keychain_locked' };
    if (this.#isOverdue) return locked;
    const answer = this.#keychain.ask(request);
    const limit = Promise.withResolvers<null>();
    const timer = setTimeout(() => limit.resolve(null), this.#limitMs);
    const first = await Promise.race([answer, limit.promise]);
    clearTimeout(timer);
    if (first) return first;
    this.#isOverdue = true;
    const lateAnswer = answer.then((late) => {
      this.#isOverdue = false;
      return this.#inTurn(() => this.#takeAnswer(late));
    });
    drop(lateAnswer, 'its end shows in the state of the store', this.#onFault);
    return locked;
  }

  /** The keychain has responded: it is open and gets the secrets in memory, or it is away. */
  async #takeAnswer(answer: KeychainAnswer): Promise<void> {
    if (!answer.ok) return this.#enter({ kind: 'session_only', code: answer.code });
    for (const [account, secret] of this.#held) {
      const kept = await this.#ask(
        secret === null ? { kind: 'delete', account } : { kind: 'set', account, secret },
      );
      if (!kept.ok) return this.#enter({ kind: 'session_only', code: kept.code });
      this.#held.delete(account);
    }
    this.#wasOpen = true;
    this.#enter(open);
  }

  #enter(state: SecretStoreState): void {
    if (state.kind === this.#state.kind && state.code === this.#state.code) return;
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

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
