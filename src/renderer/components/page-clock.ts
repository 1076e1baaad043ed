import { useSyncExternalStore } from 'react';

/** Texts such as "2 minutes ago" are at most this old. */
const everyMs = 30_000;

/**
 * One clock for every relative time on the page, so that an idle page wakes once for all of them, and not at all while nobody sees it. It stands still
 * between two ticks, and shows the current time as soon as the page is seen again.
 */
export class PageClock {
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | null = null;
  #now = Date.now() / 1000;

  /** Calls `listener` at each tick until the returned function is called. */
  readonly follow = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.#now = Date.now() / 1000;
      document.addEventListener('visibilitychange', this.#wake);
      this.#run();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.#wake);
      this.#stop();
    };
  };

  /** UTC seconds, as of the last tick. */
  readonly now = (): number => this.#now;

  readonly #wake = (): void => {
    this.#stop();
    if (document.visibilityState === 'hidden') return;
    this.#tick();
    this.#run();
  };

  #run(): void {
    if (document.visibilityState !== 'hidden') this.#timer = setInterval(() => this.#tick(), everyMs);
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    this.#now = Date.now() / 1000;
    for (const listener of this.#listeners) listener();
  }
}

const clock = new PageClock();

/** The current time in UTC seconds, half a minute old at most. */
export const useNow = (): number => useSyncExternalStore(clock.follow, clock.now);
