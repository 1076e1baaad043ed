import type { Worker } from 'node:worker_threads';
import { drop } from '../../shared/drop.ts';
import { endWord, type Keychain, type KeychainAnswer, type KeychainRequest } from './secret-store.ts';

/** A thread that has answered all has nothing left to do when it is asked to end. */
const endPatienceMs = 2000;

const gone: KeychainAnswer = { ok: false, code: 'account.keychain_absent' };

/**
 * The keychain in a thread of its own. A thread that does not start or dies (no native binding for this platform) is a keychain
 * that is absent; `onFault` gets its error.
 */
export class ThreadedKeychain implements Keychain {
  readonly #waiting = new Map<number, (answer: KeychainAnswer) => void>();
  readonly #onFault: (error: unknown) => void;
  readonly #ended = Promise.withResolvers<void>();
  #worker: Worker | null = null;
  #lastId = 0;

  constructor(startThread: () => Worker, onFault: (error: unknown) => void) {
    this.#onFault = onFault;
    try {
      const worker = startThread();
      worker.on('message', ({ id, answer }: { id: number; answer: KeychainAnswer }) => {
        this.#waiting.get(id)?.(answer);
        this.#waiting.delete(id);
      });
      worker.on('error', (error) => this.#end(error));
      worker.on('exit', () => {
        this.#end(null);
        this.#ended.resolve();
      });
      // It does not keep the process alive: a program that is done ends even while the keychain works.
      worker.unref();
      this.#worker = worker;
      process.on('exit', this.#atExit);
    } catch (error) {
      this.#end(error);
    }
  }

  /** Responds in the order of requests, and when the keychain does: that may be never. */
  ask(request: KeychainRequest): Promise<KeychainAnswer> {
    const worker = this.#worker;
    if (!worker) return Promise.resolve(gone);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      worker.postMessage({ id, request });
    });
  }

  /**
   * Asks the thread to end once its calls are through, and waits until it has; one that hangs is left to the end of the process. A thread that is
   * ended from outside can take the program with it (core/import/thread-link.ts): that is left for one that has not ended after `patienceMs`.
   */
  async close(patienceMs = endPatienceMs): Promise<void> {
    const worker = this.#worker;
    if (!worker || this.#waiting.size > 0) return;
    this.#worker = null;
    process.off('exit', this.#atExit);
    // Its end is waited for.
    worker.ref();
    worker.postMessage(endWord);
    const late = setTimeout(
      () => drop(worker.terminate(), 'its exit is what is waited for', this.#onFault),
      patienceMs,
    );
    await this.#ended.promise;
    clearTimeout(late);
  }

  /**
   * Node waits at its end for threads inside native calls, so one that waits for a person would hold a process that has closed
   * all it had, forever.
   */
  readonly #atExit = (): void => {
    if (this.#waiting.size > 0) process.kill(process.pid, 'SIGKILL');
  };

  #end(error: unknown): void {
    if (error !== null) this.#onFault(error);
    this.#worker = null;
    process.off('exit', this.#atExit);
    for (const resolve of this.#waiting.values()) resolve(gone);
    this.#waiting.clear();
  }
}
