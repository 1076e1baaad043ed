import { compareSources, type EventSource } from './source-kinds.ts';

/**
 * Sources in order of priority, highest first: what was entered by hand in Health, then those that the user put in order, then by
 * kind (source-kinds.ts). Ids that are no source are left out.
 */
export function inPriority(sources: readonly EventSource[], chosen: readonly number[]): EventSource[] {
  const place = new Map(chosen.map((id, index) => [id, index]));
  const placeOf = ({ id, kind }: EventSource): number =>
    kind === 'hand' ? -1 : (place.get(id) ?? chosen.length);
  return sources.toSorted((a, b) => placeOf(a) - placeOf(b) || compareSources(a, b));
}

/** The rank of a source, 0 the highest; sources that are not in the order come last, by id. */
export type RankOf = (source: number) => number;

export function rankIn(order: readonly number[]): RankOf {
  const ranks = new Map(order.map((id, index) => [id, index]));
  return (source) => ranks.get(source) ?? order.length + source;
}

/** Whether those sources that both know stand in another order now: sources that were added change no figure of before. */
export function isReordered(before: readonly number[], now: readonly number[]): boolean {
  const known = new Set(before);
  const kept = now.filter((id) => known.has(id));
  const still = new Set(kept);
  return before.filter((id) => still.has(id)).some((id, index) => kept[index] !== id);
}
