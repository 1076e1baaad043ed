import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Reader } from '../db/open.ts';
import { type Arrival, ArrivalLogReader } from './chunks/arrival-log-reader.ts';
import { ArrivalRows } from './chunks/arrival-rows.ts';
import { alignRanges, type CursorRange, isInScope, type Scope } from './chunks/cursor-ranges.ts';
import { loadRanges } from './chunks/cursor-rows.ts';
import { DiscardedRows } from './chunks/discarded-rows.ts';

/** The part of a destination that defines its scope. */
export interface BacklogScope extends Scope {
  /** Null for one that does not exist yet: everything in scope is its backlog. */
  readonly id: number | null;
}

const turnMs = 6;

/**
 * Counts the samples in a destination's scope that are in no chunk yet: visible arrivals past its cursors whose row is still
 * there, less those that the user discarded. Exact. Without a start date and without renamed sources it is a sum over the log; else rows are
 * counted once an arrival, and remembered. `warm` does that counting in advance, in turns.
 */
export class Backlog {
  readonly #reader: Reader;
  readonly #log: ArrivalLogReader;
  readonly #rows: ArrivalRows;
  readonly #discarded: DiscardedRows;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#log = new ArrivalLogReader(reader);
    this.#rows = new ArrivalRows(reader);
    this.#discarded = new DiscardedRows(reader);
  }

  count(scope: BacklogScope): number {
    let total = 0;
    for (const count of this.countByClass(scope).values()) total += count;
    return total;
  }

  /** By arrival class; classes in scope without any are left out. Also for a scope that is only being considered. */
  countByClass(scope: BacklogScope): Map<string, number> {
    const barrier = this.#log.barrier();
    const counts = new Map<string, number>();
    for (const range of this.#ranges(scope)) {
      const all = this.#countRange(range, barrier);
      const count = all === 0 ? 0 : all - this.#countDiscarded(scope, range, barrier);
      if (count > 0) counts.set(range.class, (counts.get(range.class) ?? 0) + count);
    }
    return counts;
  }

  /** Counts what `count` will need, without holding the thread for longer than about 10 ms at a time. */
  async warm(scope: BacklogScope): Promise<void> {
    const barrier = this.#log.barrier();
    let turn = performance.now();
    for (const range of this.#ranges(scope)) {
      if (this.#isSum(range)) continue;
      for (const arrival of this.#arrivals(range, barrier)) {
        this.#rows.count(range.class, arrival, range.fromDay, range.toDay);
        if (performance.now() - turn < turnMs) continue;
        await nextTurn();
        turn = performance.now();
      }
    }
  }

  #ranges(scope: BacklogScope): CursorRange[] {
    const stored = scope.id === null ? [] : loadRanges(this.#reader, scope.id);
    return alignRanges<CursorRange>(stored, scope).filter((range) => isInScope(range, scope));
  }

  #isSum(range: CursorRange): boolean {
    return range.fromDay === null && range.toDay === null && !this.#rows.mayBeGone();
  }

  #countRange(range: CursorRange, barrier: number): number {
    const to = Math.min(range.endSeq ?? Infinity, barrier);
    if (this.#isSum(range)) return this.#log.countSeqs(range.class, range.nextSeq, to);
    let total = 0;
    for (const arrival of this.#arrivals(range, barrier))
      total += this.#rows.count(range.class, arrival, range.fromDay, range.toDay);
    return total;
  }

  /** Rows of a range that arrived again since the user discarded them there: no chunk will have them. */
  #countDiscarded({ id }: BacklogScope, range: CursorRange, barrier: number): number {
    if (id === null) return 0;
    let total = 0;
    for (const { first, end } of this.#discarded.of(id, range.class)) {
      for (const arrival of this.#log.ofRows(range.class, first, end)) {
        const part = cutTo(range, barrier, arrival);
        if (part.rowCount <= 0) continue;
        total += this.#isSum(range)
          ? part.rowCount
          : this.#rows.count(range.class, part, range.fromDay, range.toDay);
      }
    }
    return total;
  }

  /** The contents of a range, cut to it. */
  #arrivals(range: CursorRange, barrier: number): Arrival[] {
    const to = Math.min(range.endSeq ?? Infinity, barrier);
    return this.#log
      .touching(range.class, range.nextSeq, to)
      .map((arrival) => cutTo(range, barrier, arrival));
  }
}

/** Without rows where the two have none in common. */
function cutTo(range: CursorRange, barrier: number, { seq, firstRow, rowCount }: Arrival): Arrival {
  const to = Math.min(range.endSeq ?? Infinity, barrier);
  const from = Math.max(seq, range.nextSeq);
  return { seq: from, firstRow: firstRow + from - seq, rowCount: Math.min(seq + rowCount, to) - from };
}

/** As `Backlog.count`, once. Whoever counts often keeps a `Backlog`: it remembers. */
export function backlogCount(reader: Reader, scope: BacklogScope): number {
  return new Backlog(reader).count(scope);
}
