/** Runs `act` soon after a request, but never twice within `pauseMs`; requests in between cause one more run. */
export function atMostOncePer(pauseMs: number, act: () => void): { ask(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  const run = () => {
    isAsked = false;
    // Set first: an act that isn't ready may request another run.
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
