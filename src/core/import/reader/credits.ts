/** Waits where a test holds the import, after `passed` messages; see test-gate.ts. */
type Hold = (passed: number, isOver: () => boolean) => Promise<void>;

/** How many messages may be unanswered; a stop ends every wait. */
export class Credits {
  #left: number;
  #waiting: (() => void) | null = null;
  #yielding: (() => void) | null = null;
  #isYielding = true;
  #taken = 0;
  readonly #hold: Hold | null;
  isStopped = false;

  constructor(count: number, hold: Hold | null = null) {
    this.#left = count;
    this.#hold = hold;
  }

  give(): void {
    this.#left++;
    this.#wake();
  }

  stop(): void {
    this.isStopped = true;
    this.#wake();
    this.stopYielding();
  }

  /** For work that can wait: resolves while a caller waits for a credit, so the time is used. */
  async whenWaitedFor(): Promise<void> {
    if (this.#waiting !== null || !this.#isYielding) return;
    await new Promise<void>((resolve) => {
      this.#yielding = resolve;
    });
  }

  /** From now on nothing waits in `whenWaitedFor`. */
  stopYielding(): void {
    this.#isYielding = false;
    this.#yieldNow();
  }

  /** Takes one, waiting for it; false when stopped. */
  async take(): Promise<boolean> {
    while (this.#left <= 0 && !this.isStopped) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
        this.#yieldNow();
      });
    }
    await this.#hold?.(this.#taken, () => this.isStopped);
    if (this.isStopped) return false;
    this.#left--;
    this.#taken++;
    return true;
  }

  /** For the message that closes a pass, which takes no credit; false when stopped. */
  async takeLast(): Promise<boolean> {
    await this.#hold?.(this.#taken, () => this.isStopped);
    return !this.isStopped;
  }

  #yieldNow(): void {
    const yielding = this.#yielding;
    this.#yielding = null;
    yielding?.();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }
}
