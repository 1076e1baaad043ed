import { layRowBatch, type RowBatch, sortRows } from '../row-batch.ts';
import type { Item } from '../thread-messages.ts';

/** Rows of one batch: one transaction in the data program, and the longest that a query waits for it. 16 whole statements. */
export const rowsPerBatch = 3200;
const itemsPerBatch = 128;

export interface BuiltBatch {
  readonly rows: RowBatch;
  readonly metadata: string[];
  readonly beats: [number, string][];
  readonly items: Item[];
}

/** Gathers rows and items; whole batches wait in `ready` until the thread may send them. */
export class BatchBuilder {
  readonly ready: BuiltBatch[] = [];
  readonly #spare: ArrayBuffer[] = [];
  current: BuiltBatch = this.#begin();

  /** The number of a new row in the current batch; its columns are the caller's to fill, then `rowDone`. */
  rowDone(): void {
    this.current.rows.count++;
    if (this.current.rows.count === this.current.rows.capacity) this.#turn();
  }

  addItem(item: Item): void {
    this.current.items.push(item);
    if (this.current.items.length >= itemsPerBatch) this.#turn();
  }

  /** Closes what was begun, at the end of the document. */
  flush(): void {
    if (this.current.rows.count > 0 || this.current.items.length > 0) this.#turn();
  }

  /** Takes back the buffer of a batch that was written. */
  recycle(buffer: ArrayBuffer): void {
    this.#spare.push(buffer);
  }

  #turn(): void {
    sortRows(this.current.rows);
    this.ready.push(this.current);
    this.current = this.#begin();
  }

  #begin(): BuiltBatch {
    return { rows: layRowBatch(rowsPerBatch, this.#spare.pop()), metadata: [], beats: [], items: [] };
  }
}
