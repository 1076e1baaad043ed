import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { earliestAt, writtenAt } from '../../events/spans.ts';

interface Figures {
  readonly source: number;
  readonly origin: number;
  count: number;
  first: number;
  last: number;
}

const originsPerSource = 2 ** 26;

/**
 * Counts the records that are added by source and origin, in source_origin: the kind of device of a source, and when it first
 * wrote, come from these counts (events/source-kinds.ts), never from single records. `flush` in the transaction that adds them;
 * triggers count rows that leave `record` or change their source.
 */
export class SourceOrigins {
  readonly #figures = new Map<number, Figures>();
  /** Those of the record added last: most are of its source and origin. */
  #last: Figures | null = null;
  readonly #add: WriteStatement<[number, number, number, number, number], unknown>;
  /** Of each source that was asked for: when it first wrote, as far as that is stored. */
  readonly #firsts = new Map<number, number>();
  /** Of each source the stored record that says that it wrote before that. */
  readonly #earlier = new Map<number, { readonly id: number; readonly written: number }>();
  /** The source met last, and before when one of its records must have been written to say something new. */
  #metSource = 0;
  #metFirst = 0;
  readonly #firstOf: ReadStatement<[number], number | null>;
  readonly #isRemoved: ReadStatement<[number], number>;
  readonly #dates: EarlierDates;

  constructor(writer: Writer) {
    this.#firstOf = writer
      .prepare<[number], number | null>(
        'SELECT min(first_at) FROM source_origin WHERE source = ? AND count > 0',
      )
      .pluck();
    this.#isRemoved = writer.prepare<[number], number>('SELECT 1 FROM removed_record WHERE id = ?').pluck();
    this.#dates = new EarlierDates(writer, 'record');
    this.#add = writer.prepare(
      `INSERT INTO source_origin VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count,
       first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
    );
  }

  /** One new record by the ids of its source and origin; instants are UTC seconds. `first`: when it was written (spans.ts). */
  add(source: number, origin: number, first: number | null, end: number): void {
    let figures = this.#last;
    if (figures === null || figures.source !== source || figures.origin !== origin) {
      figures = this.#of(source, origin);
      this.#last = figures;
    }
    figures.count++;
    if (first === null) return;
    if (first < figures.first) figures.first = first;
    if (end > figures.last) figures.last = end;
  }

  /**
   * A stored record as another file prints it: a restored phone dates all its records to that day, and an older export has
   * their real dates. For each source only dates earlier than all known ones are written.
   */
  met(source: number, id: number, start: number, duration: number, created: number): void {
    if (source !== this.#metSource) {
      this.#metSource = source;
      this.#metFirst = this.#earlier.get(source)?.written ?? this.#firstAt(source);
    }
    // Nearly all records end here; NaN, no date, does too.
    if (!(created < this.#metFirst)) return;
    if (created < earliestAt || writtenAt(start, duration, created) === null) return;
    if (this.#isRemoved.get(id) !== undefined) {
      this.#dates.lower(id, created);
      return;
    }
    this.#earlier.set(source, { id, written: created });
    this.#metFirst = created;
  }

  flush(): void {
    for (const { source, origin, count, first, last } of this.#figures.values()) {
      this.#add.run(source, origin, count, first, last);
      if (first < (this.#firsts.get(source) ?? first)) this.#firsts.set(source, first);
    }
    for (const [source, { id, written }] of this.#earlier) {
      this.#dates.lower(id, written);
      this.#firsts.set(source, Math.min(written, this.#firstAt(source)));
    }
    this.#figures.clear();
    this.#earlier.clear();
    this.#metSource = 0;
    this.#last = null;
  }

  #firstAt(source: number): number {
    let first = this.#firsts.get(source);
    if (first === undefined) {
      first = this.#firstOf.get(source) ?? Number.MAX_SAFE_INTEGER;
      this.#firsts.set(source, first);
    }
    return first;
  }

  #of(source: number, origin: number): Figures {
    const key = source * originsPerSource + origin;
    let figures = this.#figures.get(key);
    if (!figures) {
      // Lower and higher than no instant: a record without a time changes neither.
      figures = { source, origin, count: 0, first: Number.MAX_SAFE_INTEGER, last: Number.MIN_SAFE_INTEGER };
      this.#figures.set(key, figures);
    }
    return figures;
  }
}

/** Lowers when a stored row was written, and with it when its source first wrote. A removed row does so once it's back. */
export class EarlierDates {
  readonly #date: WriteStatement<[number, number, number], unknown>;
  readonly #dateOfRemoved: WriteStatement<[number, number, number], unknown>;
  readonly #source: WriteStatement<[number, number], unknown>;

  constructor(writer: Writer, table: 'record' | 'workout') {
    const lower = 'SET created = ? WHERE id = ? AND created > ?';
    this.#date = writer.prepare(`UPDATE ${table} ${lower}`);
    this.#dateOfRemoved = writer.prepare(`UPDATE removed_${table} ${lower}`);
    this.#source = writer.prepare(
      `UPDATE source_origin SET first_at = min(first_at, ?)
       WHERE (source, origin) = (SELECT source, origin FROM ${table} WHERE id = ?)`,
    );
  }

  /** `written` is UTC seconds, no earlier than `earliestAt`, of a row that can have been then. */
  lower(id: number, written: number): void {
    if (this.#date.run(written, id, written).changes > 0) this.#source.run(written, id);
    else this.#dateOfRemoved.run(written, id, written);
  }
}

/** Of a row of record or workout; the same as `writtenAt` for rows that it accepts. */
const written = `CASE WHEN created >= ${earliestAt} THEN created ELSE start END`;

/**
 * After a run removed rows, it or one before it that did not come to its end: when sources first wrote is counted again where a
 * removed row was the first, in one pass over the records. Call inside a transaction.
 */
export function recountFirst(writer: Writer, run: number): void {
  // Once it was counted again, no removed row is the first.
  const lost = (table: string) => `SELECT source, origin FROM (
    SELECT source, origin, ${written} AS first FROM ${table}
    WHERE removed_run IN (SELECT id FROM import_run WHERE id = @run OR state <> 'completed')) gone
    JOIN source_origin known USING (source, origin) WHERE known.count > 0 AND gone.first = known.first_at`;
  const pairs = writer
    .prepare<[{ run: number }], [number, number]>(
      `${lost('removed_record')} UNION ${lost('removed_workout')}`,
    )
    .raw()
    .all({ run });
  if (pairs.length === 0) return;
  const stale = `(source, origin) IN (SELECT value ->> 0, value ->> 1 FROM json_each(@pairs))`;
  writer
    .prepare<[{ pairs: string }]>(
      `UPDATE source_origin SET first_at = found.first FROM (
         SELECT source, origin, min(first) AS first FROM (
           SELECT source, origin, ${written} AS first FROM record WHERE ${stale} AND duration >= 0 AND start >= ${earliestAt}
           UNION ALL
           SELECT source, origin, ${written} FROM workout WHERE ${stale} AND "end" >= start AND start >= ${earliestAt})
         GROUP BY source, origin) found
       WHERE found.source = source_origin.source AND found.origin = source_origin.origin`,
    )
    .run({ pairs: JSON.stringify(pairs) });
}
