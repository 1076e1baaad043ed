import type { Scope } from '../target-side.ts';

const secondsPerDay = 86_400;

/** First second of a first day in scope; before all where there is none. */
export const fromSecond = (fromDay: number | null): number =>
  fromDay === null ? Number.MIN_SAFE_INTEGER : fromDay * secondsPerDay;

export function isInScope({ kinds, fromDay }: Scope, category: string, start: number): boolean {
  return kinds.has(category) && start >= fromSecond(fromDay);
}
