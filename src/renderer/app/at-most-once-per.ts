/** Runs `act` soon after it is asked for, but never twice within `pauseMs`; what is asked meanwhile is one more run. */
export function atMostOncePer(pauseMs: number, act: () => void): { ask(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  const run = () => {
    isAsked = false;
    // Set first: an act that is not ready may ask for another round.
    timer = setTimeout(() => {
      timer = null;
      if (isAsked) run();
    }, pauseMs);
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
