import type { Worker } from 'node:worker_threads';
import { ThreadLink } from './thread-link.ts';

/** For a thread to end: it may still be loading its code, on a machine that does other things. */
const patienceMs = 10_000;
/** When the program ends: less than a host waits for that (supervise.ts). */
const lastPatienceMs = 2000;

/**
 * Import threads, one per run. A thread takes up to a tenth of a second to load its code, so a long-running program
 * keeps the next one ready.
 */
export class ThreadSupply {
  readonly #start: () => Worker;
  #ready: ThreadLink | null = null;
  #keepsReady = false;
  #patienceMs = patienceMs;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  keepReady(): void {
    this.#keepsReady = true;
    if (this.#ready) return;
    this.#ready = new ThreadLink(this.#start);
    this.#ready.post({ kind: 'warmUp' });
  }

  take(): ThreadLink {
    const ready = this.#ready;
    this.#ready = null;
    // One that died while it waited would end a run that never began.
    return ready && !ready.hasFailed ? ready : new ThreadLink(this.#start);
  }

  /** After its run: a thread is used once, so no data of one file is left when the next is read. */
  async giveBack(link: ThreadLink): Promise<void> {
    await link.close(this.#patienceMs);
    if (this.#keepsReady) this.keepReady();
  }

  /** Ends the waiting thread; from now on one in use is returned with a shorter wait. */
  async close(): Promise<void> {
    this.#keepsReady = false;
    this.#patienceMs = lastPatienceMs;
    await this.#ready?.close(lastPatienceMs);
    this.#ready = null;
  }
}
