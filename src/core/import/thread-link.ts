import type { Worker } from 'node:worker_threads';
import { drop } from '../../shared/drop.ts';
import { CodedError } from '../../shared/errors.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

/** The data program's end of the line to one import thread: messages are taken one by one, a turn of the loop each. */
export class ThreadLink {
  readonly #worker: Worker | null = null;
  readonly #queue: FromThread[] = [];
  #failure: Error | null = null;
  #interruption: Error | null = null;
  #waiting: (() => void) | null = null;
  #ended: Promise<void> = Promise.resolve();

  /** A thread that cannot be started is one that died: the run that waits for it ends. */
  constructor(start: () => Worker) {
    try {
      this.#worker = start();
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error('the import thread did not start'));
      return;
    }
    this.#worker.on('message', (message: FromThread) => {
      this.#queue.push(message);
      this.#wake();
    });
    this.#worker.on('error', (error) => this.#fail(error));
    const worker = this.#worker;
    this.#ended = new Promise((resolve) => {
      worker.on('exit', () => {
        this.#fail(new Error('the import thread ended'));
        resolve();
      });
    });
  }

  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  post(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, transfer);
  }

  /**
   * The next message, after other work of this process had its turn: this keeps calls responsive while an import
   * runs. Errors: the code that the thread reported; internal when it died; the reason of an `interrupt`.
   */
  async next(): Promise<Exclude<FromThread, { kind: 'error' }>> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (;;) {
      if (this.#interruption) throw this.#interruption;
      if (this.#queue.length > 0) break;
      if (this.#failure) throw new CodedError('internal', {}, { cause: this.#failure });
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    const message = this.#queue.shift() as FromThread;
    if (message.kind === 'error') {
      throw new CodedError(message.code, message.details, { cause: message.cause });
    }
    return message;
  }

  /** Ends the current wait and all later ones: the thread may be busy for long, hashing a folder for one. */
  interrupt(reason: Error): void {
    this.#interruption ??= reason;
    this.#wake();
  }

  /** The next message, which must be of `kind`: the thread responds in order. */
  async expect<K extends FromThread['kind']>(kind: K): Promise<Extract<FromThread, { kind: K }>> {
    const message = await this.next();
    if (message.kind !== kind) throw new CodedError('internal', { expected: kind, got: message.kind });
    return message as Extract<FromThread, { kind: K }>;
  }

  /** Ends a read in progress: messages sent before are dropped. */
  async stop(): Promise<void> {
    this.post({ kind: 'stop' });
    for (;;) {
      const message = await this.next();
      if (message.kind === 'stopped' || message.kind === 'xmlEnd' || message.kind === 'end') return;
      if (message.kind === 'batch') this.post({ kind: 'credit', buffer: null });
    }
  }

  /**
   * Asks the thread to end and waits until it has. One that is ended from outside in the middle of its work took the whole
   * program with it twice (SIGTRAP, SIGSEGV); that is left for a thread that has not ended after `patienceMs`.
   */
  async close(patienceMs: number): Promise<void> {
    this.post({ kind: 'close' });
    const terminate = () => {
      if (this.#worker)
        drop(this.#worker.terminate(), 'its exit is what is waited for', (error) =>
          this.#fail(error instanceof Error ? error : new Error('the import thread could not be ended')),
        );
    };
    const late = setTimeout(terminate, patienceMs);
    await this.#ended;
    clearTimeout(late);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }
}
