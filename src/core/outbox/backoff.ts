import type { NoToken, Step, TargetContext } from './target.ts';

const shortestBackoffMs = 5_000;
export const longestBackoffMs = 15 * 60_000;
const minMs = 1_000;

/**
 * Milliseconds before the next try after `failures` in a row (1 for the first): anything up to 5 s, 10 s, 20 s … 15 min, so that
 * clients that failed together do not come back together (full jitter); never under a second. `random`: 0 ≤ x < 1.
 */
export function backoffMs(failures: number, random: () => number): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 20);
  const ceiling = Math.min(longestBackoffMs, shortestBackoffMs * 2 ** doublings);
  return Math.round(Math.max(minMs, random() * ceiling));
}

/** UTC milliseconds of the next try of a destination that failed, by its failures in a row before this one. */
export function backoffUntilMs({ clock, destination }: Pick<TargetContext, 'clock' | 'destination'>): number {
  return clock.nowMs() + backoffMs(destination().failures + 1, () => clock.random());
}

/** The pause of a destination that has no token to send with. */
export function pauseWithoutToken({ code, isPassing }: NoToken, context: TargetContext): Step {
  return { kind: 'pause', code, untilMs: isPassing ? backoffUntilMs(context) : null };
}
