import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import type { Reader, ReadStatement } from '../../db/open.ts';
import type { LineSource } from '../../ndjson/line-source.ts';
import { lineSources } from '../../ndjson/line-sources.ts';
import { ArrivalLogReader } from './arrival-log-reader.ts';
import { secondsOfDays } from './arrival-rows.ts';

const places = 8;
const rowsPerPlace = 25;

/** How long the lines of a history are, from some of each class; kept until more of the class arrived. */
export class LineSizes {
  readonly #reader: Reader;
  readonly #log: ArrivalLogReader;
  readonly #span: ReadStatement<[string], { readonly first: number | null; readonly end: number | null }>;
  readonly #known = new Map<string, { readonly end: number; readonly bytes: number }>();
  #sources: Readonly<Record<ArrivalClass, LineSource>> | null = null;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#log = new ArrivalLogReader(reader);
    this.#span = reader.prepare(
      'SELECT min(seq) AS first, max(seq + row_count) AS end FROM arrival WHERE class = ?',
    );
  }

  /** Mean bytes of a line with its end, of rows at eight places of the class; 0 where it has none. */
  bytesPerLine(kind: string): number {
    const { first = null, end = null } = this.#span.get(kind) ?? {};
    if (first === null || end === null) return 0;
    const known = this.#known.get(kind);
    if (known?.end === end) return known.bytes;
    const bytes = this.#measure(kind as ArrivalClass, first, end);
    this.#known.set(kind, { end, bytes });
    return bytes;
  }

  #measure(kind: ArrivalClass, first: number, end: number): number {
    this.#sources ??= lineSources(this.#reader);
    const [fromAt, toAt] = secondsOfDays(null, null);
    const sizes = new Map<number, number>();
    for (let place = 0; place < places; place += 1) {
      const seq = first + Math.floor(((end - first) * place) / places);
      const arrival = this.#log.next(kind, seq);
      if (arrival === null) break;
      const fromRow = arrival.firstRow + Math.max(0, seq - arrival.seq);
      const toRow = Math.min(fromRow + rowsPerPlace, arrival.firstRow + arrival.rowCount);
      for (const { row, json } of this.#sources[kind].read({ fromRow, toRow, fromAt, toAt }))
        sizes.set(row, Buffer.byteLength(json) + 1);
    }
    return sizes.size === 0 ? 0 : [...sizes.values()].reduce((sum, size) => sum + size, 0) / sizes.size;
  }
}
