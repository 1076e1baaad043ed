import { recordClasses } from '../../../shared/domain/record-class.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { Reader, Writer } from '../../db/open.ts';
import { maxResends } from '../chunk-store.ts';
import { mayHappen, prepareChange } from '../states.ts';
import { ArrivalLogReader } from './arrival-log-reader.ts';
import { ArrivalRows } from './arrival-rows.ts';
import { type ChunkRow, changeChunk, chunkRows, parseMembers } from './chunk-rows.ts';
import type { CursorRange, Scope } from './cursor-ranges.ts';
import { insertRange } from './cursor-rows.ts';

/** A part of the backlog that is drained once. */
export type FiniteRange = CursorRange & { readonly endSeq: number };

/** Converts the members of a chunk to backlog. Caches its counts: use one instance for all chunks. */
export class ChunkRanges {
  readonly #log: ArrivalLogReader;
  readonly #rows: ArrivalRows;

  constructor(reader: Reader) {
    this.#log = new ArrivalLogReader(reader);
    this.#rows = new ArrivalRows(reader);
  }

  /**
   * The members and nothing else: of the class that the chunk was cut from and, if records were reclassified since
   * (reclass-arrivals.ts), of their new class. They are marked as a possible repeat if the server may
   * have them: cut again they are different bytes, which it does not recognize. As few ranges as possible: usually one.
   */
  of(chunk: ChunkRow): FiniteRange[] {
    const members = parseMembers(chunk.members);
    const fromDay = chunk.firstAt === null ? null : Math.floor(chunk.firstAt / secondsPerDay);
    const toDay = chunk.lastAt === null ? null : Math.floor(chunk.lastAt / secondsPerDay) + 1;
    const isRecords = (recordClasses as readonly string[]).includes(chunk.class);
    return (isRecords ? recordClasses : [chunk.class]).flatMap((name) => {
      const ranges: FiniteRange[] = [];
      for (const [, count, seq] of members) {
        for (const { seq: at, rowCount } of this.#log.touching(name, seq, seq + count)) {
          const [nextSeq, endSeq] = [Math.max(at, seq), Math.min(at + rowCount, seq + count)];
          const last = ranges.at(-1);
          if (last && this.#isEmpty(last, nextSeq)) ranges[ranges.length - 1] = { ...last, endSeq };
          else {
            const mayBeRepeated = chunk.mayBeRepeated || chunk.mayBeStored ? 1 : 0;
            ranges.push({ class: name, nextSeq, endSeq, fromDay, toDay, mayBeRepeated });
          }
        }
      }
      return ranges;
    });
  }

  /** Whether nothing between the end of a range and `toSeq` could be sent. */
  #isEmpty({ class: name, endSeq, fromDay, toDay }: FiniteRange, toSeq: number): boolean {
    if (endSeq === toSeq) return true;
    return this.#log.touching(name, endSeq, toSeq).every(({ seq, firstRow, rowCount }) => {
      const from = Math.max(seq, endSeq);
      const part = {
        seq: from,
        firstRow: firstRow + from - seq,
        rowCount: Math.min(seq + rowCount, toSeq) - from,
      };
      return this.#rows.count(name, part, fromDay, toDay) === 0;
    });
  }
}

/** Makes the members of a chunk backlog again and removes its row, inside the caller's transaction. */
export function returnMembers(writer: Writer, chunk: ChunkRow, ranges = new ChunkRanges(writer)): void {
  for (const range of ranges.of(chunk)) insertRange(writer, chunk.destination, range);
  writer.prepare<[number]>('DELETE FROM chunk WHERE id = ?').run(chunk.id);
}

/** Whether everything that a chunk carries is in a scope. */
export function isChunkInScope(chunk: ChunkRow, { kinds, fromDay }: Scope): boolean {
  return kinds.has(chunk.class) && (fromDay === null || (chunk.firstAt ?? 0) >= fromDay * secondsPerDay);
}

/** The server may have it, but it's outside the current scope: nothing is tried, so there's no time. */
export const outOfScope = { code: 'sync.out_of_scope', nextAtMs: null } as const;
const isOut = `(state = 'uncertain' AND code IS '${outOfScope.code}')`;
/** Its bytes are gone: nothing sends it either way, and why is what the user has to know. */
const isLost = "(state = 'uncertain' AND spool IS NULL)";

/**
 * Takes chunks that are cut, not being sent and outside `scope` off the queue, inside the caller's transaction. Samples that the server does
 * not have are backlog again. Samples that it may have stay, as uncertain: not sent while outside, and visible to the user. Once
 * the scope covers them again, they're due. Returns the spool files that no longer have a row. `at`: UTC seconds.
 */
export function withdrawChunks(writer: Writer, destination: number, scope: Scope, at: number): string[] {
  const left: string[] = [];
  const ranges = new ChunkRanges(writer);
  const makeDue = writer.prepare<[number, number, number]>(
    `UPDATE chunk SET code = 'sync.unknown_outcome', next_at_ms = iif(resends >= ${maxResends}, NULL, ?), updated_at = ?
     WHERE id = ?`,
  );
  for (const chunk of chunkRows(writer, `WHERE destination = ? AND ${isOut}`, destination))
    if (isChunkInScope(chunk, scope)) makeDue.run(at * 1000, at, chunk.id);
  const withdraw = prepareChange(writer, 'chunk', 'withdraw', {
    set: { next_at_ms: 'NULL', code: `'${outOfScope.code}'`, updated_at: '?' },
    where: 'id = ?',
  });
  for (const chunk of chunkRows(
    writer,
    `WHERE destination = ? AND ${mayHappen('chunk', 'withdraw')} AND NOT ${isOut} AND NOT ${isLost}`,
    destination,
  )) {
    if (isChunkInScope(chunk, scope)) continue;
    if (chunk.mayBeStored) withdraw.run(at, chunk.id);
    else {
      returnMembers(writer, chunk, ranges);
      if (chunk.spool !== null) left.push(chunk.spool);
    }
  }
  return left;
}

/**
 * A chunk whose bytes are gone. If it was never sent, it is cut again; otherwise the server's state can no longer be known. One that
 * the user gave up meanwhile stays discarded.
 */
export function loseChunk(writer: Writer, chunk: ChunkRow, wasSent: boolean, at: number): void {
  const lost = { code: 'sync.spool_lost', nextAtMs: null, spool: null, mayBeRepeated: true } as const;
  writer.transaction(() => {
    if (changeChunk(writer, chunk.id, 'lose', lost, at) && !wasSent) returnMembers(writer, chunk);
  })();
}
