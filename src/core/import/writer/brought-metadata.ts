import type { ReadStatement, Writer } from '../../db/open.ts';
import { type Either, updateEither } from '../removal/removed-rows.ts';

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
