import { remembered } from '../../../shared/lookup.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { Writer } from '../../db/open.ts';

/** What rows that can replace each other have in common, and the time of one of them. */
export interface AlikeKey {
  readonly kind: number | string;
  readonly source: number | string;
  /** Null for all, else the rows of one value or sport, or those whose value matches `family`. */
  readonly sort: number | string | null;
  readonly family: string | null;
  /** UTC seconds. */
  readonly start: number;
  readonly end: number;
}

export interface AlikeRow {
  readonly id: number;
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

const windowSeconds = 4 * secondsPerDay;
/** Rows that are held in memory, in all windows. */
const maxHeld = 1_000_000;

const select = {
  record: (table: string) => `SELECT id, type AS kind, start, start + duration AS "end" FROM ${table}
    WHERE type = @kind AND start >= @from AND start < @to AND source = @source
      AND (@sort IS NULL OR value_key = @sort OR value_key GLOB @family)`,
  workout: (table: string) => `SELECT id, 0 AS kind, start, "end" FROM ${table}
    WHERE 0 = @kind AND start >= @from AND start < @to AND source = @source AND activity = @sort`,
} as const;

/** Removed rows, too: a file held them all the same, whatever was decided since. */
const statementOf = (table: keyof typeof select): string =>
  `${select[table](table)} UNION ALL ${select[table](`removed_${table}`)}`;

/** Of the rows of a window, in order of their starts: these, and up to each the latest end. */
interface Window {
  readonly starts: Float64Array;
  readonly latestEnds: Float64Array;
}

/**
 * Finds whether a row shares time with one like it that qualifies. Each window of four days is read once: many rows of one
 * moment would otherwise read each other again and again. What qualifies may not change while this is in use.
 */
export class AlikeRows {
  readonly #read;
  readonly #qualifies: (row: AlikeRow) => boolean;
  readonly #windows = new Map<string, Window>();
  #held = 0;

  constructor(writer: Writer, table: keyof typeof select, qualifies: (row: AlikeRow) => boolean) {
    this.#read = writer.prepare<[Record<string, unknown>], AlikeRow>(statementOf(table));
    this.#qualifies = qualifies;
  }

  /** No sample lasts longer than two windows: of a row that does, the first two are searched. */
  has(key: AlikeKey): boolean {
    const { kind, source, sort, start } = key;
    const until = Math.min(key.end, start + 2 * windowSeconds);
    const index = Math.floor(start / windowSeconds);
    const name = JSON.stringify([kind, source, sort, index]);
    const { starts, latestEnds } = remembered(this.#windows, name, () => this.#load(key, index));
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) < until) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (latestEnds[low - 1] as number) > start;
  }

  #load({ kind, source, sort, family }: AlikeKey, index: number): Window {
    const [from, to] = [(index - 1) * windowSeconds, (index + 3) * windowSeconds];
    const rows = this.#read
      .all({ kind, source, sort, family, from, to })
      .filter((row) => this.#qualifies(row))
      .sort((a, b) => a.start - b.start);
    if (this.#held > maxHeld) {
      this.#windows.clear();
      this.#held = 0;
    }
    this.#held += rows.length + 1;
    const latestEnds = new Float64Array(rows.length);
    let latest = Number.NEGATIVE_INFINITY;
    for (const [i, { end }] of rows.entries()) {
      latest = Math.max(latest, end);
      latestEnds[i] = latest;
    }
    return { starts: Float64Array.from(rows, (row) => row.start), latestEnds };
  }
}
