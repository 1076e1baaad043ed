import type { Worker } from 'node:worker_threads';
import { ThreadLink } from './thread-link.ts';

/**
 * Import threads, one a run. Loading its code takes a thread up to a tenth of a second, so that a program which lives long
 * keeps the next one ready.
 */
export class ThreadSupply {
  readonly #start: () => Worker;
  #ready: ThreadLink | null = null;
  #keepsReady = false;

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

  /** After its run: a thread is used once, so that nothing of one file is left when the next is read. */
  async giveBack(link: ThreadLink): Promise<void> {
    await link.close();
    if (this.#keepsReady) this.keepReady();
  }

  async close(): Promise<void> {
    this.#keepsReady = false;
    await this.#ready?.close();
    this.#ready = null;
  }
}
