/** A request as the faults see it. `route` is a template such as `POST /events/batch`. */
export interface FaultTarget {
  readonly route: string;
  /** Counts all requests of this stand-in from 1. */
  readonly count: number;
  readonly body: Buffer;
}

/** A route template, `*` for all, or any test of the request. */
export type FaultMatch = string | ((target: FaultTarget) => boolean);

export interface FaultPlan<Fault> {
  /** The next `times` matching requests get this fault (and whatever else applies to them); one each. */
  next(match: FaultMatch, fault: Fault, times?: number): void;
  /** Every matching request gets this fault until the returned function is called. */
  every(match: FaultMatch, fault: Fault): () => void;
  /** Each request gets, with this probability (0..1), one of the faults; repeatable by the seed. */
  random(seed: number, rate: number, faults: readonly Fault[], match?: FaultMatch): () => void;
  clear(): void;
  /** For stand-ins: what applies to this request; one-shot faults are used up. */
  take(target: FaultTarget): readonly Fault[];
}

/** An empty plan. Of the one-shot faults, the first that matches applies, one a request, so that a queue is an order. */
export function createFaultPlan<Fault>(): FaultPlan<Fault> {
  const queue: { match: FaultMatch; fault: Fault; left: number }[] = [];
  const standing = new Set<(target: FaultTarget) => Fault | undefined>();
  const stand = (pick: (target: FaultTarget) => Fault | undefined) => {
    standing.add(pick);
    return () => void standing.delete(pick);
  };
  return {
    next(match, fault, times = 1) {
      queue.push({ match, fault, left: times });
    },
    every: (match, fault) => stand((target) => (isMatch(match, target) ? fault : undefined)),
    random(seed, rate, faults, match = '*') {
      const draw = seededRandom(seed);
      return stand((target) => {
        if (!isMatch(match, target) || draw() >= rate) return undefined;
        return faults[Math.floor(draw() * faults.length)];
      });
    },
    clear() {
      queue.length = 0;
      standing.clear();
    },
    take(target) {
      const taken: Fault[] = [];
      const at = queue.findIndex(({ match }) => isMatch(match, target));
      const entry = queue[at];
      if (entry) {
        taken.push(entry.fault);
        entry.left -= 1;
        if (entry.left <= 0) queue.splice(at, 1);
      }
      for (const pick of standing) {
        const fault = pick(target);
        if (fault !== undefined) taken.push(fault);
      }
      return taken;
    },
  };
}

export function isMatch(match: FaultMatch, target: FaultTarget): boolean {
  return typeof match === 'function' ? match(target) : match === '*' || match === target.route;
}

/** Numbers in 0..1 that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
