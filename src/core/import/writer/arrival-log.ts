import { recordClasses } from '../../../shared/domain/record-class.ts';
import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';

/** Holds a number at the end of the log that no row has now, so no later row gets it: cursors are past it. */
const noClass = '';

interface StoredRange {
  readonly seq: number;
  readonly run: number;
  readonly firstRow: number;
  readonly rowCount: number;
}

/**
 * Appends to the log of everything new (import/README, Arrivals). Rows get consecutive ids as they are added, so one row
 * of the log covers a range of them: a seq for each, in order.
 */
export class ArrivalLog {
  readonly #insert: WriteStatement<[number, ArrivalClass, number, number], unknown>;
  readonly #eraser: ArrivalEraser;
  #nextSeq: number;

  constructor(writer: Writer, run: number, eraser = new ArrivalEraser(writer)) {
    this.#nextSeq = writer
      .prepare<[], number>(
        'SELECT coalesce(max(seq + row_count), 1) FROM (SELECT seq, row_count FROM arrival ORDER BY seq DESC LIMIT 1)',
      )
      .pluck()
      .get() as number;
    this.#insert = writer.prepare<[number, ArrivalClass, number, number]>(
      `INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, ${run}, ?, ?, ?)`,
    );
    this.#eraser = eraser;
  }

  /** Rows that are in no arrival yet. */
  append(arrivalClass: ArrivalClass, firstRow: number, count: number): void {
    this.#insert.run(this.#nextSeq, arrivalClass, firstRow, count);
    this.#nextSeq += count;
  }

  /** `ids` in ascending order; consecutive ones become one range. */
  appendAll(arrivalClass: ArrivalClass, ids: ArrayLike<number>): void {
    for (const [first, end] of runsOf(ids)) this.append(arrivalClass, first, end - first);
  }

  /** As `appendAll`, of rows that may have arrived before: a destination that's behind gets them once, as they are now. */
  appendAgain(arrivalClass: ArrivalClass, ids: ArrayLike<number>): void {
    const before = this.#nextSeq;
    this.appendAll(arrivalClass, ids);
    for (const [first, end] of runsOf(ids)) this.#eraser.erase(arrivalClass, first, end, before);
  }
}

/** Takes rows out of the log, in the transaction that removes them or lets them arrive again. */
export class ArrivalEraser {
  readonly #find: ReadStatement<[Record<string, unknown>], StoredRange>;
  readonly #insert: WriteStatement<[number, number, string, number, number], unknown>;
  readonly #remove: WriteStatement<[number], unknown>;
  readonly #isFollowed: ReadStatement<[number], unknown>;

  constructor(writer: Writer) {
    // Arrivals of a class don't overlap, so only the last one that begins at or before the first row can reach into the rows.
    this.#find = writer.prepare(
      `SELECT seq, run, first_row AS firstRow, row_count AS rowCount FROM arrival INDEXED BY arrival_rows
       WHERE class = @class AND seq < @before AND first_row < @end AND first_row + row_count > @first AND first_row >= coalesce(
         (SELECT first_row FROM arrival INDEXED BY arrival_rows WHERE class = @class AND seq < @before AND first_row <= @first
          ORDER BY first_row DESC LIMIT 1), @first)`,
    );
    this.#insert = writer.prepare(
      'INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, ?, ?, ?, ?)',
    );
    this.#remove = writer.prepare('DELETE FROM arrival WHERE seq = ?');
    this.#isFollowed = writer.prepare('SELECT 1 FROM arrival WHERE seq >= ? LIMIT 1');
  }

  /** Rows `first` ≤ id < `end`, where they have a seq below `before`; all others keep theirs. A record may have arrived in any class of records. */
  erase(arrivalClass: ArrivalClass, first: number, end: number, before = Number.MAX_SAFE_INTEGER): void {
    const isRecord = (recordClasses as readonly string[]).includes(arrivalClass);
    for (const name of isRecord ? recordClasses : [arrivalClass]) {
      for (const range of this.#find.all({ class: name, first, end, before }))
        this.#cut(name, range, first, end);
    }
  }

  #cut(arrivalClass: string, { seq, run, firstRow, rowCount }: StoredRange, first: number, end: number) {
    this.#remove.run(seq);
    const lastEnd = seq + rowCount;
    if (firstRow < first) this.#insert.run(seq, run, arrivalClass, firstRow, first - firstRow);
    const left = firstRow + rowCount - end;
    if (left > 0) this.#insert.run(lastEnd - left, run, arrivalClass, end, left);
    else if (this.#isFollowed.get(lastEnd) === undefined) this.#insert.run(lastEnd - 1, run, noClass, 0, 1);
  }
}

/** Ascending ids as ranges `first` ≤ id < `end`. */
function* runsOf(ids: ArrayLike<number>): Generator<readonly [first: number, end: number]> {
  let from = 0;
  for (let i = 1; i <= ids.length; i++) {
    if (i < ids.length && ids[i] === (ids[i - 1] as number) + 1) continue;
    yield [ids[from] as number, (ids[i - 1] as number) + 1];
    from = i;
  }
}
