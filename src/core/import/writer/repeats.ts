import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { IdSet } from '../removal/export-presence.ts';
import { type Either, updateEither } from '../removal/removed-rows.ts';

/**
 * Distinguishes a second occurrence in this file from a row that was stored before, and keeps `copies`: the most occurrences of a
 * record at top level of any one file (exact duplicates exist inside one file, healthkit/README §1.6). A twin in a
 * correlation is an occurrence, but no copy.
 */
export class Repeats {
  /** Records with an id below are from earlier runs. */
  readonly #firstId: number;
  /** Those of them that are in this file. */
  readonly seen = new IdSet();
  /** Met only inside a correlation so far: their first occurrence at top level is the first copy. */
  readonly #onlyNested = new Set<number>();
  readonly #count: WriteStatement<[number], number>;
  readonly #raise: Either<[number, number, number]>;

  constructor(writer: Writer, firstId: number) {
    this.#firstId = firstId;
    this.seen.reserve(firstId);
    writer.exec(
      'CREATE TEMP TABLE IF NOT EXISTS repeat (record INTEGER PRIMARY KEY, copies INTEGER NOT NULL)',
    );
    writer.exec('DELETE FROM temp.repeat');
    this.#count = writer
      .prepare<[number], number>(
        'INSERT INTO temp.repeat VALUES (?, 2) ON CONFLICT DO UPDATE SET copies = copies + 1 RETURNING copies',
      )
      .pluck();
    this.#raise = updateEither(writer, 'record', 'SET copies = ? WHERE id = ? AND copies < ?');
  }

  /** A record that this run added. */
  added(id: number, isNested: boolean): void {
    if (isNested) this.#onlyNested.add(id);
  }

  /** A record that was there already. Returns whether this file held it before, and whether it counts and has more copies now than ever. */
  met(id: number, isNested: boolean): 'known' | 'repeated' | 'raised' {
    if (id < this.#firstId && !this.seen.has(id)) {
      this.seen.add(id);
      if (isNested) this.#onlyNested.add(id);
      return 'known';
    }
    if (isNested || this.#onlyNested.delete(id)) return 'repeated';
    const copies = this.#count.get(id) ?? 1;
    return this.#raise.run(copies, id, copies) === 'counting' ? 'raised' : 'repeated';
  }
}

/**
 * Of equal rows only some may have metadata: the first of them that has any gives it to the stored record, whichever was met first. Looked up
 * once a batch, and only for rows with metadata whose record was there already (measured: half a millisecond for 3,200 of them, a
 * hundredth of a lookup for each).
 */
export class BroughtMetadata {
  /** By record. */
  readonly #brought = new Map<number, string>();
  readonly #bare: ReadStatement<[{ ids: string }], number>;
  readonly #set: Either<[string, number]>;

  constructor(writer: Writer) {
    const bare = (table: string) =>
      `SELECT id FROM ${table} WHERE id IN (SELECT value FROM json_each(@ids)) AND metadata IS NULL`;
    this.#bare = writer
      .prepare<[{ ids: string }], number>(`${bare('record')} UNION ALL ${bare('removed_record')}`)
      .pluck();
    this.#set = updateEither(writer, 'record', 'SET metadata = ? WHERE id = ?');
  }

  note(record: number, metadata: string): void {
    if (!this.#brought.has(record)) this.#brought.set(record, metadata);
  }

  /** At the end of a batch, inside its transaction. */
  flush(): void {
    if (this.#brought.size === 0) return;
    for (const id of this.#bare.all({ ids: JSON.stringify([...this.#brought.keys()]) }))
      this.#set.run(this.#brought.get(id) ?? '[]', id);
    this.#brought.clear();
  }
}
