/** The proxy takes 7 chunks of 2 MiB (atlas-proxy §0.5). */
export const mostChunks = 7;
const successesToGrow = 3;

/** How many chunks go into a request: fewer after one that was too large or that could not be told apart, more again after successes. */
export class BatchSize {
  limit = mostChunks;
  #successes = 0;

  /** The request held `count` chunks. */
  halve(count: number): void {
    this.limit = Math.max(1, Math.floor(count / 2));
    this.#successes = 0;
  }

  alone(): void {
    this.limit = 1;
    this.#successes = 0;
  }

  succeeded(): void {
    this.#successes++;
    if (this.#successes < successesToGrow) return;
    this.#successes = 0;
    this.limit = Math.min(mostChunks, this.limit * 2);
  }
}
