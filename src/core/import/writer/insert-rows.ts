import type { Writer, WriteStatement } from '../../db/open.ts';
import type { RecordRow } from '../../db/record-row.ts';

/** Rows a statement: one of 200 costs half of 200 of one (measured). */
const rowsPerStatement = 200;
const columns = 'id, type, start, duration, source, value_key, value, origin, created, run, metadata';
const bound = 10;

export type Bound = number | string | null;

/** Writes many records with few statements; the caller gives the ids, and rows with an existing identity are left out. */
export class RowInserter {
  readonly #many: WriteStatement<Bound[], unknown>;
  readonly #one: WriteStatement<Bound[], unknown>;
  readonly #idOf: WriteStatement<[number, number, number, number, Bound], number>;
  /** Filled again and again: a new array for every statement would be most of an import's garbage. */
  readonly #parameters = new Array<Bound>(rowsPerStatement * bound).fill(null);
  #count = 0;
  /** Called for each given row that was there already: its id, and the id it would have had. */
  readonly #onStored: (givenId: number, storedId: number) => void;

  constructor(writer: Writer, run: number, onStored: (givenId: number, storedId: number) => void) {
    const row = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ${run}, ?)`;
    const insert = (rows: number) =>
      writer.prepare<Bound[]>(
        `INSERT INTO record (${columns}) VALUES ${Array(rows).fill(row).join(', ')} ON CONFLICT DO NOTHING`,
      );
    this.#many = insert(rowsPerStatement);
    this.#one = insert(1);
    this.#idOf = writer
      .prepare<[number, number, number, number, Bound], number>(
        'SELECT id FROM record WHERE type = ? AND start = ? AND duration = ? AND source = ? AND value_key = ?',
      )
      .pluck();
    this.#onStored = onStored;
  }

  /** Takes the columns one by one, because an array for each row would be garbage. */
  readonly add: (...row: [...RecordRow, metadata: string | null]) => void = (
    id,
    type,
    start,
    duration,
    source,
    valueKey,
    value,
    origin,
    created,
    metadata,
  ) => {
    const parameters = this.#parameters;
    const at = this.#count * bound;
    parameters[at] = id;
    parameters[at + 1] = type;
    parameters[at + 2] = start;
    parameters[at + 3] = duration;
    parameters[at + 4] = source;
    parameters[at + 5] = valueKey;
    parameters[at + 6] = value;
    parameters[at + 7] = origin;
    parameters[at + 8] = created;
    parameters[at + 9] = metadata;
    this.#count++;
    if (this.#count === rowsPerStatement) this.#writeAll();
  };

  /** Writes the rest, row by row. */
  flush(): void {
    for (let row = 0; row < this.#count; row++) {
      const parameters = this.#parameters.slice(row * bound, (row + 1) * bound);
      const { changes } = this.#one.run(...([parameters] as unknown as Bound[]));
      if (changes === 0) this.#findStored(row);
    }
    this.#count = 0;
  }

  #writeAll(): void {
    const { changes } = this.#many.run(...([this.#parameters] as unknown as Bound[]));
    if (changes < rowsPerStatement) for (let row = 0; row < rowsPerStatement; row++) this.#findStored(row);
    this.#count = 0;
  }

  #findStored(row: number): void {
    const [id, type, start, duration, source, valueKey] = this.#parameters.slice(
      row * bound,
      row * bound + 6,
    );
    const stored = this.#idOf.get(
      type as number,
      start as number,
      duration as number,
      source as number,
      valueKey as Bound,
    );
    if (stored !== undefined && stored !== id) this.#onStored(id as number, stored);
  }
}
