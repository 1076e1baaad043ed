import { arrivalClasses } from '../../../shared/domain/sync.ts';

/**
 * A part of the arrivals of one class that a destination has not cut yet: from `nextSeq` on (to `endSeq` where it is a second
 * range, drained once), of the UTC days `fromDay` ≤ day < `toDay` (null: open). The ranges of a class without an end are adjacent
 * over all days, each with its own position, so days that a narrower scope leaves out keep their place: widening makes
 * exactly that pending. A range outside the scope rests.
 */
export interface CursorRange {
  readonly class: string;
  readonly nextSeq: number;
  readonly endSeq: number | null;
  readonly fromDay: number | null;
  readonly toDay: number | null;
  /** 1: the server may hold it already; chunks cut from it are marked. */
  readonly mayBeRepeated: 0 | 1;
}

export interface Scope {
  readonly kinds: ReadonlySet<string>;
  /** First UTC day in scope, null for all. */
  readonly fromDay: number | null;
}

/** Whether a range is in scope. After `alignRanges` a range is in it whole or not at all. */
export function isInScope(range: CursorRange, scope: Scope): boolean {
  if (!scope.kinds.has(range.class)) return false;
  return scope.fromDay === null || (range.fromDay !== null && range.fromDay >= scope.fromDay);
}

const everything = { nextSeq: 0, endSeq: null, fromDay: null, toDay: null, mayBeRepeated: 0 } as const;

/**
 * The ranges as this scope needs them: a class met for the first time begins at 0, no range straddles the first day, and
 * neighbors that have come to the same place are one again.
 */
export function alignRanges<R extends CursorRange>(ranges: readonly R[], scope: Scope): (R | CursorRange)[] {
  const missing = arrivalClasses
    .filter((name) => scope.kinds.has(name))
    .filter((name) => !ranges.some((range) => range.class === name && range.endSeq === null))
    .map((name): CursorRange => ({ ...everything, class: name }));
  const split = [...ranges, ...missing].flatMap((range) => splitAt(range, scope.fromDay));
  return merged(split, scope.fromDay);
}

/**
 * Takes the seqs and days of `hole` out of ranges: the parts outside it, and the parts inside it. Ranges without an end are
 * still adjacent over all days afterward.
 */
export function cutOut(
  ranges: readonly CursorRange[],
  hole: CursorRange & { readonly endSeq: number },
): { readonly rest: CursorRange[]; readonly inside: CursorRange[] } {
  const rest: CursorRange[] = [];
  const inside: CursorRange[] = [];
  for (const range of ranges) {
    const end = range.endSeq ?? Infinity;
    const [from, to] = [range.fromDay ?? -Infinity, range.toDay ?? Infinity];
    const [holeFrom, holeTo] = [hole.fromDay ?? -Infinity, hole.toDay ?? Infinity];
    const isApart = range.nextSeq >= hole.endSeq || end <= hole.nextSeq || from >= holeTo || to <= holeFrom;
    if (range.class !== hole.class || isApart) {
      rest.push(range);
      continue;
    }
    const part = placeOf(range);
    if (from < holeFrom) rest.push({ ...part, toDay: hole.fromDay });
    if (to > holeTo) rest.push({ ...part, fromDay: hole.toDay });
    const shared = {
      fromDay: from < holeFrom ? hole.fromDay : range.fromDay,
      toDay: to > holeTo ? hole.toDay : range.toDay,
    };
    if (range.nextSeq < hole.nextSeq) rest.push({ ...part, ...shared, endSeq: hole.nextSeq });
    if (end > hole.endSeq) rest.push({ ...part, ...shared, nextSeq: hole.endSeq });
    const nextSeq = Math.max(range.nextSeq, hole.nextSeq);
    inside.push({ ...part, ...shared, nextSeq, endSeq: Math.min(end, hole.endSeq) });
  }
  return { rest, inside };
}

function splitAt<R extends CursorRange>(range: R, day: number | null): (R | CursorRange)[] {
  if (day === null || (range.fromDay ?? -Infinity) >= day || (range.toDay ?? Infinity) <= day) return [range];
  const part = placeOf(range);
  return [
    { ...part, toDay: day },
    { ...part, fromDay: day },
  ];
}

function merged<R extends CursorRange>(ranges: readonly R[], scopeDay: number | null): (R | CursorRange)[] {
  const done: (R | CursorRange)[] = [];
  for (const range of ranges.toSorted(byPlace)) {
    const before = done.at(-1);
    if (before && isOnePlace(before, range) && before.toDay === range.fromDay && before.toDay !== scopeDay) {
      done[done.length - 1] = { ...placeOf(before), toDay: range.toDay };
    } else done.push(range);
  }
  return done;
}

function isOnePlace(a: CursorRange, b: CursorRange): boolean {
  return (
    a.class === b.class &&
    a.nextSeq === b.nextSeq &&
    a.endSeq === b.endSeq &&
    a.mayBeRepeated === b.mayBeRepeated
  );
}

/** Without the columns of the row that it came from. */
function placeOf({ class: name, nextSeq, endSeq, fromDay, toDay, mayBeRepeated }: CursorRange): CursorRange {
  return { class: name, nextSeq, endSeq, fromDay, toDay, mayBeRepeated };
}

function byPlace(a: CursorRange, b: CursorRange): number {
  if (a.class !== b.class) return a.class < b.class ? -1 : 1;
  return (
    a.nextSeq - b.nextSeq ||
    (a.endSeq ?? Infinity) - (b.endSeq ?? Infinity) || // NaN of two open ends counts as equal
    a.mayBeRepeated - b.mayBeRepeated ||
    (a.fromDay ?? -Infinity) - (b.fromDay ?? -Infinity)
  );
}
