import type { DerivedEvent, OwnEvent } from './derived-event.ts';

/** The samples that compete for one second: Trendy knows an event by its category and second of start (trendy/README §3.5). */
export interface Contender {
  readonly start: number;
  readonly end: number;
  readonly source: number;
  /** Entered by hand, 1 if so: it counts before every source. */
  readonly isByHand?: number;
}

/** Lower counts first. */
export const rankOfContender = (
  { source, isByHand = 0 }: Pick<Contender, 'source' | 'isByHand'>,
  rankOf: (source: number) => number,
): number => (isByHand === 1 ? -1 : rankOf(source));

/**
 * Groups those of the same second, seconds in ascending order; in each the one that stays comes first: by hand, then
 * the highest priority, then the longer, then by `tie`.
 */
export function dedupeBySecond<C extends Contender>(
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
    same.sort(
      (a, b) => rankOfContender(a, rankOf) - rankOfContender(b, rankOf) || b.end - a.end || tie(a, b),
    );
  }
  return [...seconds.values()].sort(([a], [b]) => a.start - b.start);
}

/**
 * The events of one second by content: two recordings of one thing are one event. The first event is the one that Trendy
 * gets, because it stores one per second; History shows the others with it (README.md, "Events of one second").
 */
export function eventsOfSecond<C>(
  same: readonly [C, ...C[]],
  kindOf: (one: C) => string | number,
  eventOf: (first: C, others: readonly C[]) => DerivedEvent & { readonly end: number },
): [DerivedEvent, ...OwnEvent[]] {
  const kinds = new Map<string | number, C[]>();
  for (const one of same) {
    const alike = kinds.get(kindOf(one));
    if (alike) alike.push(one);
    else kinds.set(kindOf(one), [one]);
  }
  const [sent, ...others] = [...kinds.values()].map(([first = same[0], ...alike]) => eventOf(first, alike));
  return [sent ?? eventOf(same[0], []), ...others.map((event) => ({ ...event, sentDays: null }))];
}
