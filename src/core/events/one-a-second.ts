/** What competes for one second: Trendy knows an event by its category and second of start (trendy-backend §3.5). */
export interface Contender {
  readonly start: number;
  readonly end: number;
  readonly source: number;
}

/**
 * Groups those of the same second, seconds in ascending order; in each the one that stays comes first: the highest
 * priority, then the longer, then by `tie`.
 */
export function oneASecond<C extends Contender>(
  contenders: readonly C[],
  rankOf: (source: number) => number,
  tie: (a: C, b: C) => number,
): [C, ...C[]][] {
  const seconds = new Map<number, [C, ...C[]]>();
  for (const one of contenders) {
    const same = seconds.get(one.start);
    if (same) same.push(one);
    else seconds.set(one.start, [one]);
  }
  for (const same of seconds.values()) {
    same.sort((a, b) => rankOf(a.source) - rankOf(b.source) || b.end - a.end || tie(a, b));
  }
  return [...seconds.values()].sort(([a], [b]) => a.start - b.start);
}
