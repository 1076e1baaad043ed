/** The timers that every host has. */
declare function setTimeout(run: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

export interface Throttle {
  ask(): void;
  stop(): void;
}

/**
 * Runs `act` soon after a request, but never twice within `pauseMs`; requests in between cause one more run. Its timer doesn't keep a
 * Node process alive.
 */
export function throttle(pauseMs: number, act: () => void): Throttle {
  let timer: unknown = null;
  let isAsked = false;
  const run = () => {
    isAsked = false;
    // Set first: an act that isn't ready may request another run.
    timer = setTimeout(() => {
      timer = null;
      if (isAsked) run();
    }, pauseMs);
    (timer as { unref?: () => void }).unref?.();
    act();
  };
  return {
    ask() {
      if (timer === null) run();
      else isAsked = true;
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      isAsked = false;
    },
  };
}
