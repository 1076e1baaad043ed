import type { Writer } from '../../db/open.ts';
import { secondsPerDay } from './arrival-rows.ts';
import { type ChunkRow, chunkRows } from './chunk-rows.ts';
import type { CursorRange, Scope } from './cursor-ranges.ts';
import { insertRange } from './cursor-rows.ts';
import { parseMembers } from './members.ts';

/**
 * The members of a chunk as backlog, null where it has none. A chunk was cut from one range without a gap, so the arrivals
 * between its first and last seq that start between its first and last day are its members, and only they: one range, drained
 * once. It keeps the mark of a possible repeat.
 */
export function rangeOfChunk(chunk: ChunkRow): (CursorRange & { readonly endSeq: number }) | null {
  const members = parseMembers(chunk.members);
  const [first] = members;
  const last = members.at(-1);
  if (!first || !last) return null;
  return {
    class: chunk.class,
    nextSeq: first[2],
    endSeq: last[2] + last[1],
    fromDay: chunk.firstAt === null ? null : Math.floor(chunk.firstAt / secondsPerDay),
    toDay: chunk.lastAt === null ? null : Math.floor(chunk.lastAt / secondsPerDay) + 1,
    mayBeRepeated: chunk.mayBeRepeated ? 1 : 0,
  };
}

/** Makes the members of a chunk backlog again and removes its row, inside the caller's transaction. */
export function returnMembers(writer: Writer, chunk: ChunkRow): void {
  const range = rangeOfChunk(chunk);
  if (range) insertRange(writer, chunk.destination, range);
  writer.prepare<[number]>('DELETE FROM chunk WHERE id = ?').run(chunk.id);
}

/** Whether everything that a chunk carries is in a scope. */
export function isChunkInScope(chunk: ChunkRow, { kinds, fromDay }: Scope): boolean {
  return kinds.has(chunk.class) && (fromDay === null || (chunk.firstAt ?? 0) >= fromDay * secondsPerDay);
}

/**
 * Takes what is cut, not on its way and outside `scope` off the queue, inside the caller's transaction. What the far end does
 * not have is backlog again. What it may have stays, as uncertain: it is not sent while it is outside, and the person sees it.
 * Returns the spool files that have no row any more. `at`: UTC seconds.
 */
export function withdrawChunks(writer: Writer, destination: number, scope: Scope, at: number): string[] {
  const left: string[] = [];
  const doubt = writer.prepare<[number, number, number]>(
    `UPDATE chunk SET state = 'uncertain', next_at_ms = coalesce(next_at_ms, ?), code = coalesce(code, 'sync.unknown_outcome'),
       updated_at = ? WHERE id = ?`,
  );
  for (const chunk of chunkRows(
    writer,
    "WHERE destination = ? AND state IN ('queued', 'waiting')",
    destination,
  )) {
    if (isChunkInScope(chunk, scope)) continue;
    if (chunk.mayBeRepeated && chunk.tries > 0) doubt.run(at * 1000, at, chunk.id);
    else {
      returnMembers(writer, chunk);
      if (chunk.spool !== null) left.push(chunk.spool);
    }
  }
  return left;
}

/** A chunk whose bytes are gone: never sent, it is cut again; else nobody can say any more what the far end holds. */
export function loseChunk(writer: Writer, chunk: ChunkRow, wasSent: boolean, at: number): void {
  writer.transaction(() => {
    if (!wasSent) returnMembers(writer, chunk);
    else
      writer
        .prepare<[number, number]>(
          `UPDATE chunk SET state = 'uncertain', code = 'sync.spool_lost', next_at_ms = NULL, spool = NULL, may_be_repeated = 1,
             updated_at = ? WHERE id = ?`,
        )
        .run(at, chunk.id);
  })();
}
