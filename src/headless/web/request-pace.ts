/** Allows at most `most` requests within `spanMs` and refuses the rest. */
export class RequestPace {
  readonly #most: number;
  readonly #spanMs: number;
  readonly #now: () => number;
  #taken: number[] = [];

  constructor(most: number, spanMs: number, now: () => number = Date.now) {
    this.#most = most;
    this.#spanMs = spanMs;
    this.#now = now;
  }

  /** True if there is room for one more now. */
  take(): boolean {
    const now = this.#now();
    this.#taken = this.#taken.filter((at) => at > now - this.#spanMs);
    if (this.#taken.length >= this.#most) return false;
    this.#taken.push(now);
    return true;
  }
}
