/** How many messages may be under way unanswered; a stop ends every wait. */
export class Credits {
  #left: number;
  #waiting: (() => void) | null = null;
  isStopped = false;

  constructor(count: number) {
    this.#left = count;
  }

  give(): void {
    this.#left++;
    this.#wake();
  }

  stop(): void {
    this.isStopped = true;
    this.#wake();
  }

  /** Takes one, waiting for it; false when stopped. */
  async take(): Promise<boolean> {
    while (this.#left <= 0 && !this.isStopped) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    if (this.isStopped) return false;
    this.#left--;
    return true;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.();
  }
}
