import { layRowBatch, type RowBatch, sortRows } from '../row-batch.ts';
import type { Item } from '../thread-messages.ts';
import { limits } from './limits.ts';

/** Rows of one batch: one transaction in the data program, and the longest that a query waits for it. 16 whole statements. */
export const rowsPerBatch = 3200;
const itemsPerBatch = 128;

export interface BuiltBatch {
  readonly rows: RowBatch;
  readonly metadata: string[];
  readonly beats: [number, string][];
  readonly items: Item[];
  /** Approximate bytes of the data in addition to the rows. */
  bytes: number;
}

/** Gathers rows and items; whole batches wait in `ready` until the thread may send them. */
export class BatchBuilder {
  readonly ready: BuiltBatch[] = [];
  readonly #spare: ArrayBuffer[] = [];
  current: BuiltBatch = this.#begin();

  /** The row `count` of the current batch was filled; `bytes` of metadata and beats were added for it. */
  rowDone(bytes: number): void {
    const { current } = this;
    current.rows.count++;
    current.bytes += bytes;
    if (current.rows.count === current.rows.capacity || current.bytes >= limits.batchBytes) this.#turn();
  }

  /** `bytes`: its approximate size in memory. */
  addItem(item: Item, bytes: number): void {
    const { current } = this;
    current.items.push(item);
    current.bytes += bytes;
    if (current.items.length >= itemsPerBatch || current.bytes >= limits.batchBytes) this.#turn();
  }

  /** Closes open elements, at the end of the document. */
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
    return {
      rows: layRowBatch(rowsPerBatch, this.#spare.pop()),
      metadata: [],
      beats: [],
      items: [],
      bytes: 0,
    };
  }
}
