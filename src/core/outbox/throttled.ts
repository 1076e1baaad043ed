/** Calls `act` at once and then at most every `everyMs`, and once more for the last call. Timers do not keep the process alive. */
export class Throttled {
  readonly #act: () => void;
  readonly #everyMs: number;
  readonly #nowMs: () => number;
  #lastMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(act: () => void, everyMs: number, nowMs: () => number = Date.now) {
    this.#act = act;
    this.#everyMs = everyMs;
    this.#nowMs = nowMs;
  }

  ask(): void {
    if (this.#timer) return;
    const wait = this.#lastMs + this.#everyMs - this.#nowMs();
    if (wait <= 0) this.#now();
    else this.#timer = setTimeout(() => this.#now(), wait).unref();
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #now(): void {
    this.#timer = null;
    this.#lastMs = this.#nowMs();
    this.#act();
  }
}
