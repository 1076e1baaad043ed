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
  for (const { start, end } of spans) {
    let from = start;
    for (const other of others) {
      if (other.end <= from) continue;
      if (other.start >= end) break;
      if (other.start > from) result.push({ start: from, end: other.start });
      from = other.end;
    }
    if (from < end) result.push({ start: from, end });
  }
  return result;
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Seconds of disjoint spans. */
export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
