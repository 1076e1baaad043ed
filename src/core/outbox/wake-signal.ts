/** Lets a loop sleep until a time or until something happens, whichever is first. A wake while nobody sleeps is kept. */
export class WakeSignal {
  #isSet = false;
  #resolve: (() => void) | null = null;

  /** The next sleep ends at once. */
  get isSet(): boolean {
    return this.#isSet;
  }

  wake(): void {
    this.#isSet = true;
    this.#resolve?.();
  }

  /** `ms` null: until woken. Timers do not keep the process alive. */
  async sleep(ms: number | null): Promise<void> {
    if (!this.#isSet) {
      let timer: NodeJS.Timeout | null = null;
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        // Longer than setTimeout can count: look again after a day.
        if (ms !== null) timer = setTimeout(resolve, Math.min(Math.max(ms, 0), 86_400_000)).unref();
      });
      if (timer) clearTimeout(timer);
    }
    this.#isSet = false;
    this.#resolve = null;
  }
}
