import type { Writer, WriteStatement } from '../../db/open.ts';

/** Rows a statement: one of 200 costs half of 200 of one (measured). */
const rowsPerStatement = 200;
const columns = 'id, type, start, duration, source, value_key, value, origin, created, run, metadata';
const bound = 10;

export type Bound = number | string | null;

/** Writes many records with few statements; ids are given, and rows whose identity exists already are left out. */
export class RowInserter {
  readonly #many: WriteStatement<Bound[], unknown>;
  readonly #one: WriteStatement<Bound[], unknown>;
  readonly #idOf: WriteStatement<[number, number, number, number, Bound], number>;
  #parameters: Bound[] = [];
  #ids: number[] = [];
  /** Told for each given row that was there already: its id, and the id it would have had. */
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

  add(
    id: number,
    type: number,
    start: number,
    duration: number,
    source: number,
    valueKey: number | string,
    value: number | null,
    origin: number,
    created: number | null,
    metadata: string | null,
  ): void {
    this.#parameters.push(id, type, start, duration, source, valueKey, value, origin, created, metadata);
    this.#ids.push(id);
    if (this.#ids.length === rowsPerStatement) this.#write();
  }

  flush(): void {
    if (this.#ids.length > 0) this.#write();
  }

  #write(): void {
    const parameters = this.#parameters;
    const ids = this.#ids;
    this.#parameters = [];
    this.#ids = [];
    if (ids.length === rowsPerStatement) {
      const { changes } = this.#many.run(...([parameters] as unknown as Bound[]));
      if (changes < ids.length) this.#findStored(ids, parameters);
      return;
    }
    for (let i = 0; i < ids.length; i++) {
      const row = parameters.slice(i * bound, (i + 1) * bound);
      const { changes } = this.#one.run(...([row] as unknown as Bound[]));
      if (changes === 0) this.#findStored(ids.slice(i, i + 1), row);
    }
  }

  #findStored(ids: readonly number[], parameters: readonly Bound[]): void {
    ids.forEach((id, i) => {
      const [type, start, duration, source, valueKey] = parameters.slice(i * bound + 1, i * bound + 6);
      const stored = this.#idOf.get(
        type as number,
        start as number,
        duration as number,
        source as number,
        valueKey as Bound,
      );
      if (stored !== undefined && stored !== id) this.#onStored(id, stored);
    });
  }
}
