/** A span of time, UTC seconds, `end` not in it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first of ascending items that satisfies a condition, as all after it do; `items.length` when none does. */
export function firstIndex<T>(items: readonly T[], isBehind: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The index of the first that ends after an instant, of spans that are disjoint and ascending; their number where none does. */
export function firstEndingAfter(spans: readonly Span[], at: number): number {
  return firstIndex(spans, ({ end }) => end > at);
}
