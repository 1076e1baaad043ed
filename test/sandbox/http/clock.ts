/** The clock of a stand-in: what its limiter, token lifetimes, `Date` header and rows go by. Milliseconds since the epoch. */
export interface SandboxClock {
  now(): number;
  /** Moves the clock forward; everything that sleeps until then wakes. */
  advance(ms: number): void;
  sleep(ms: number): Promise<void>;
}

/** Real time that can be pushed ahead: `advance` adds to it, so 60 s of silence cost a test nothing. */
export function createClock(): SandboxClock {
  let offsetMs = 0;
  const sleepers = new Set<() => void>();
  const now = () => Date.now() + offsetMs;
  return {
    now,
    advance(ms) {
      offsetMs += ms;
      for (const wake of [...sleepers]) wake();
    },
    sleep: (ms) =>
      ms <= 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            const until = now() + ms;
            let timer = setTimeout(check, ms);
            function check() {
              clearTimeout(timer);
              if (now() >= until) {
                sleepers.delete(check);
                resolve();
              } else timer = setTimeout(check, until - now());
            }
            sleepers.add(check);
          }),
  };
}

/** A clock that stands still from `startAt` until it is moved; a sleep moves it, so latencies cost simulated time only. */
export function createSteppedClock(startAt: number): SandboxClock {
  let at = startAt;
  return {
    now: () => at,
    advance(ms) {
      at += ms;
    },
    sleep(ms) {
      at += Math.max(0, ms);
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}
