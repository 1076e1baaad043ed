import { compareSources, type EventSource } from './source-kinds.ts';

/**
 * Sources in order of priority, highest first: manual entries in Health, then those that the user ordered. A source that
 * isn't among these, because it appeared later, comes before the first of them that comes after it by kind and age (`compareSources`):
 * Health puts a new source on top, too. Ids that are no source are left out.
 */
export function inPriority(sources: readonly EventSource[], chosen: readonly number[]): EventSource[] {
  const place = new Map(chosen.map((id, index) => [id, index]));
  const byKind = sources.toSorted(compareSources);
  const isChosen = ({ id, kind }: EventSource) => kind !== 'hand' && place.has(id);
  const ordered = byKind.filter(isChosen).sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  const others = byKind.filter((source) => !isChosen(source));
  let next = 0;
  const merged = ordered.flatMap((one) => {
    const before: EventSource[] = [];
    for (let other = others[next]; other && compareSources(other, one) < 0; other = others[next]) {
      before.push(other);
      next++;
    }
    return [...before, one];
  });
  return [...merged, ...others.slice(next)];
}

/**
 * An order that the user gave, with every source that there is: those that they left out come last, in their own order. So a
 * source that is in no order is one that came later.
 */
export function wholeOrder(sources: readonly EventSource[], chosen: readonly number[]): number[] {
  if (chosen.length === 0) return [];
  const given = new Set(chosen);
  const left = sources.toSorted(compareSources).filter(({ id, kind }) => kind !== 'hand' && !given.has(id));
  return [...chosen, ...left.map(({ id }) => id)];
}

/** The rank of a source, 0 the highest; sources that are not in the order come last, by id. */
export type RankOf = (source: number) => number;

export function rankIn(order: readonly number[]): RankOf {
  const ranks = new Map(order.map((id, index) => [id, index]));
  return (source) => ranks.get(source) ?? order.length + source;
}

/** Whether the sources in both are in another order now: added sources change no earlier figure. */
export function isReordered(before: readonly number[], now: readonly number[]): boolean {
  const known = new Set(before);
  const kept = now.filter((id) => known.has(id));
  const still = new Set(kept);
  return before.filter((id) => still.has(id)).some((id, index) => kept[index] !== id);
}
