import type { Reader, ReadStatement } from '../../db/open.ts';

/** Rows `firstRow` … of one class; seq `seq` + i is row `firstRow` + i. */
export interface Arrival {
  readonly seq: number;
  readonly firstRow: number;
  readonly rowCount: number;
}

const lastSeq = Number.MAX_SAFE_INTEGER;

interface Row extends Arrival {
  readonly isClosed: number;
}

/** Reads the log as destinations see it: arrivals of a run that is not closed, and all behind them, are not there yet. */
export class ArrivalLogReader {
  readonly #reader: Reader;
  readonly #at: ReadStatement<[string, number], Row>;
  readonly #after: ReadStatement<[string, number], Row>;

  readonly #sum: ReadStatement<[string, number, number], number | null>;
  readonly #touching: ReadStatement<[string, number, number], Arrival>;
  readonly #ofRows: ReadStatement<[Record<string, unknown>], Arrival>;

  constructor(reader: Reader) {
    this.#reader = reader;
    const select = `SELECT a.seq, a.first_row AS firstRow, a.row_count AS rowCount, coalesce(r.closed, 0) AS isClosed
      FROM arrival a LEFT JOIN import_run r ON r.id = a.run WHERE a.class = ? AND a.seq`;
    this.#at = reader.prepare(`${select} <= ? ORDER BY a.seq DESC LIMIT 1`);
    this.#after = reader.prepare(`${select} > ? ORDER BY a.seq LIMIT 1`);
    // Only the first arrival may begin before `from`: the others are found by the index on (class, seq).
    // The first arrival may begin before the given range; the index on (class, seq) finds it.
    const inside = `FROM (SELECT ? AS name, ? AS low, ? AS high) CROSS JOIN arrival a
      ON a.class = name AND a.seq < high AND a.seq + a.row_count > low AND a.seq >= coalesce(
        (SELECT b.seq FROM arrival b WHERE b.class = name AND b.seq <= low ORDER BY b.seq DESC LIMIT 1), 0)`;
    this.#sum = reader
      .prepare<[string, number, number], number | null>(
        `SELECT sum(a.row_count - max(low - a.seq, 0) - max(a.seq + a.row_count - high, 0)) ${inside}`,
      )
      .pluck();
    this.#touching = reader.prepare(
      `SELECT a.seq, a.first_row AS firstRow, a.row_count AS rowCount ${inside} ORDER BY a.seq`,
    );
    // Arrivals of a class have no row in common (ArrivalLog.appendAgain), so only the first one may begin before the rows.
    this.#ofRows = reader.prepare(
      `SELECT seq, first_row AS firstRow, row_count AS rowCount FROM arrival INDEXED BY arrival_rows
       WHERE class = @class AND first_row < @end AND first_row + row_count > @first AND first_row >= coalesce(
         (SELECT first_row FROM arrival INDEXED BY arrival_rows WHERE class = @class AND first_row <= @first
          ORDER BY first_row DESC LIMIT 1), @first)`,
    );
  }

  /** The arrival that holds `seq` or else the next one, null where none is visible. */
  next(arrivalClass: string, seq: number): Arrival | null {
    const at = this.#at.get(arrivalClass, seq);
    const row = at !== undefined && at.seq + at.rowCount > seq ? at : this.#after.get(arrivalClass, seq);
    return row === undefined || row.isClosed === 0 ? null : row;
  }

  /** The first seq that is not visible yet, Infinity when all are. */
  barrier(): number {
    const open = this.#reader.prepare<[], number>('SELECT id FROM import_run WHERE closed = 0').pluck().all();
    if (open.length === 0) return Infinity;
    const first = this.#reader
      .prepare<unknown[], number | null>(
        `SELECT min(seq) FROM arrival WHERE run IN (${open.map(() => '?').join(', ')})`,
      )
      .pluck()
      .get(...open);
    return first ?? Infinity;
  }

  /** Seqs of a class in `from` ≤ seq < `to`, including those without rows. */
  countSeqs(arrivalClass: string, from: number, to: number): number {
    return this.#sum.get(arrivalClass, from, Math.min(to, lastSeq)) ?? 0;
  }

  /** Arrivals of a class that hold rows `first` ≤ id < `end`, cut to them. */
  ofRows(arrivalClass: string, first: number, end: number): Arrival[] {
    return this.#ofRows.all({ class: arrivalClass, first, end }).map(({ seq, firstRow, rowCount }) => {
      const from = Math.max(firstRow, first);
      return {
        seq: seq + from - firstRow,
        firstRow: from,
        rowCount: Math.min(firstRow + rowCount, end) - from,
      };
    });
  }

  /** Arrivals of a class that touch `from` ≤ seq < `to`, in order. */
  touching(arrivalClass: string, from: number, to: number): Arrival[] {
    return this.#touching.all(arrivalClass, from, Math.min(to, lastSeq));
  }
}
