import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import type { Reader } from '../../db/open.ts';
import type { LineSource, SampleLine } from '../../ndjson/line-source.ts';
import { lineSources } from '../../ndjson/line-sources.ts';
import { type Arrival, ArrivalLogReader } from './arrival-log-reader.ts';
import { secondsOfDays } from './arrival-rows.ts';
import { addMember, type Members } from './chunk-rows.ts';
import type { CursorRange } from './cursor-ranges.ts';
import { isAmong, type RowRange } from './discarded-rows.ts';

/** 1.9 MiB: the proxy takes 2 MiB of decoded NDJSON a chunk, to the byte (atlas/README §0.5, §11). */
export const maxChunkBytes = Math.floor(1.9 * 1024 * 1024);
/** Two targets may cut at the same time, between other turns. */
const turnMs = 5;

/** The result of one pass over a range. `bytes` is valid until the next pass, null for none or for one line that is too large. */
export interface Cut {
  /** Where the range continues. */
  readonly nextSeq: number;
  readonly members: Members;
  /** Rows that were passed over because the user discarded them, with their numbers. */
  readonly passed: Members;
  readonly lineCount: number;
  readonly bytes: Uint8Array | null;
  readonly byteCount: number;
  readonly sha256: string;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

/** Turns a sample into the destination's line, e.g. a row of its dataset. */
export type LineForm = (sample: SampleLine) => string;

/** Writes the NDJSON of the next chunk of a range into one buffer, in turns of about 5 ms. One pass at a time. */
export class ChunkCutter {
  readonly log: ArrivalLogReader;
  readonly #sources: Readonly<Record<ArrivalClass, LineSource>>;
  readonly #form: LineForm | null;
  readonly #buffer = Buffer.allocUnsafeSlow(maxChunkBytes);
  readonly #maxLineBytes: number;

  constructor(reader: Reader, form: LineForm | null, maxLineBytes: number) {
    this.log = new ArrivalLogReader(reader);
    this.#sources = lineSources(reader);
    this.#form = form;
    this.#maxLineBytes = maxLineBytes;
  }

  /** From `range.nextSeq` to at most `toSeq`, without the `discarded` rows. No line: nothing in scope was left there. */
  async cut(range: CursorRange, toSeq: number, discarded: readonly RowRange[]): Promise<Cut> {
    const pass = new Pass(range, discarded, this.#buffer, this.#maxLineBytes);
    let turn = performance.now();
    while (pass.nextSeq < toSeq) {
      const arrival = this.log.next(range.class, pass.nextSeq);
      if (arrival === null || arrival.seq >= toSeq) {
        // Below an end that was reached before, nothing is hidden; above it, a run may be in progress.
        if (Number.isFinite(toSeq)) pass.nextSeq = toSeq;
        return pass.end();
      }
      const end = arrival.seq + Math.min(arrival.rowCount, toSeq - arrival.seq);
      while (pass.nextSeq < end) {
        if (this.#read(pass, arrival, end)) return pass.end();
        if (performance.now() - turn < turnMs) continue;
        await nextTurn();
        turn = performance.now();
        // An import may have taken rows out of the log meanwhile: those that changed come later.
        break;
      }
    }
    return pass.end();
  }

  /** One read of rows; true when the chunk is full. */
  #read(pass: Pass, arrival: Arrival, end: number): boolean {
    const source = this.#sources[pass.range.class as ArrivalClass];
    const [fromAt, toAt] = secondsOfDays(pass.range.fromDay, pass.range.toDay);
    const offset = arrival.firstRow - arrival.seq;
    const fromRow = Math.max(pass.nextSeq, arrival.seq) + offset;
    const lines = source.read({ fromRow, toRow: end + offset, fromAt, toAt });
    for (const sample of lines) {
      const { row, startAt, json } = sample;
      if (pass.passes(row, row - offset)) continue;
      const line = this.#form === null ? json : this.#form(sample);
      if (!pass.add(row, row - offset, startAt, line)) return true;
    }
    pass.nextSeq = lines.length < source.rowsPerRead ? end : pass.nextSeq;
    return false;
  }
}

/** The chunk being cut. */
class Pass {
  readonly range: CursorRange;
  nextSeq: number;
  readonly #discarded: readonly RowRange[];
  readonly #passed: Members = [];
  readonly #buffer: Buffer;
  readonly #maxLineBytes: number;
  readonly #members: Members = [];
  #lines = 0;
  #size = 0;
  /** One line that fits into no chunk with others. */
  #long: string | null = null;
  #firstAt = Number.POSITIVE_INFINITY;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(range: CursorRange, discarded: readonly RowRange[], buffer: Buffer, maxLineBytes: number) {
    this.range = range;
    this.#discarded = discarded;
    this.#maxLineBytes = maxLineBytes;
    this.nextSeq = range.nextSeq;
    this.#buffer = buffer;
  }

  /** Whether the user discarded a row: then it's behind. */
  passes(row: number, seq: number): boolean {
    if (this.#discarded.length === 0 || !isAmong(this.#discarded, row)) return false;
    addMember(this.#passed, row, seq);
    this.nextSeq = seq + 1;
    return true;
  }

  /** False when the line ends the chunk: it no longer fits, or it is alone because it is longer than a chunk. */
  add(row: number, seq: number, startAt: number, line: string): boolean {
    const text = `${line}\n`;
    const room = this.#buffer.length - this.#size;
    // Three bytes a UTF-16 unit is the most that UTF-8 needs: most lines fit without being measured.
    const fits = text.length * 3 <= room || Buffer.byteLength(text) <= room;
    if (!fits && this.#lines > 0) {
      this.nextSeq = seq;
      return false;
    }
    if (fits) this.#size += this.#buffer.write(text, this.#size, 'utf8');
    else this.#long = text;
    this.#lines++;
    addMember(this.#members, row, seq);
    this.#firstAt = Math.min(this.#firstAt, startAt);
    this.#lastAt = Math.max(this.#lastAt, startAt);
    this.nextSeq = seq + 1;
    return fits;
  }

  end(): Cut {
    const whole = this.#long === null ? this.#buffer.subarray(0, this.#size) : Buffer.from(this.#long);
    const isTooLarge = this.#long !== null && whole.length > this.#maxLineBytes;
    return {
      nextSeq: this.nextSeq,
      members: this.#members,
      passed: this.#passed,
      lineCount: this.#lines,
      bytes: isTooLarge ? null : whole,
      byteCount: whole.length,
      sha256: this.#lines === 0 ? '' : hash('sha256', whole, 'hex'),
      firstAt: this.#lines === 0 ? null : this.#firstAt,
      lastAt: this.#lines === 0 ? null : this.#lastAt,
    };
  }
}
