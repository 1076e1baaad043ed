/** A span of time, UTC seconds, `end` not in it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The same time as disjoint spans in ascending order; those without length are left out. */
export function united(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start);
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** The time of `spans` that lies in none of `others`; both disjoint and ascending, as is the answer. */
export function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  const result: Span[] = [];
  let first = 0;
  for (const { start, end } of spans) {
    let from = start;
    while (first < others.length && (others[first] as Span).end <= start) first++;
    for (let i = first; i < others.length; i++) {
      const other = others[i] as Span;
      if (other.start >= end) break;
      if (other.start > from) result.push({ start: from, end: other.start });
      from = other.end;
    }
    if (from < end) result.push({ start: from, end });
  }
  return result;
}

/** Whether a span has time in common with any of `others`, which are disjoint and ascending. */
export function overlapsAny(others: readonly Span[], { start, end }: Span): boolean {
  const next = others[firstEndingAfter(others, start)];
  return next !== undefined && next.start < end && start < next.end;
}

/** The index of the first that ends after an instant, of spans that are disjoint and ascending; their number where none does. */
export function firstEndingAfter(spans: readonly Span[], at: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] as Span).end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Seconds of disjoint spans. */
export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
