import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import type { Writer, WriteStatement } from '../../db/open.ts';

/**
 * Appends to the log of everything new (import/README, Arrivals). Rows get consecutive ids as they are added, so one row
 * of the log covers a range of them: a seq for each, in order.
 */
export class ArrivalLog {
  readonly #insert: WriteStatement<[number, ArrivalClass, number, number], unknown>;
  #nextSeq: number;

  constructor(writer: Writer, run: number) {
    this.#nextSeq = writer
      .prepare<[], number>(
        'SELECT coalesce(max(seq + row_count), 1) FROM (SELECT seq, row_count FROM arrival ORDER BY seq DESC LIMIT 1)',
      )
      .pluck()
      .get() as number;
    this.#insert = writer.prepare<[number, ArrivalClass, number, number]>(
      `INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, ${run}, ?, ?, ?)`,
    );
  }

  append(arrivalClass: ArrivalClass, firstRow: number, count: number): void {
    this.#insert.run(this.#nextSeq, arrivalClass, firstRow, count);
    this.#nextSeq += count;
  }

  /** `ids` in ascending order; consecutive ones become one range. */
  appendAll(arrivalClass: ArrivalClass, ids: ArrayLike<number>): void {
    let from = 0;
    for (let i = 1; i <= ids.length; i++) {
      if (i < ids.length && ids[i] === (ids[i - 1] as number) + 1) continue;
      this.append(arrivalClass, ids[from] as number, i - from);
      from = i;
    }
  }
}
