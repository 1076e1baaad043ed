import type { Writer } from '../../db/open.ts';
import { secondsPerDay } from './arrival-rows.ts';
import type { ChunkRow } from './chunk-rows.ts';
import { insertRange } from './cursor-rows.ts';
import { parseMembers } from './members.ts';

/**
 * Makes the members of a chunk backlog again and removes its row, inside the caller's transaction. A chunk was cut from one
 * range without a gap, so the arrivals between its first and last seq that start between its first and last day are its
 * members, and only they: one range, drained once.
 */
export function returnMembers(writer: Writer, chunk: ChunkRow, destination = chunk.destination): void {
  const members = parseMembers(chunk.members);
  const [first] = members;
  const last = members.at(-1);
  if (first && last) {
    insertRange(writer, destination, {
      class: chunk.class,
      nextSeq: first[2],
      endSeq: last[2] + last[1],
      fromDay: chunk.firstAt === null ? null : Math.floor(chunk.firstAt / secondsPerDay),
      toDay: chunk.lastAt === null ? null : Math.floor(chunk.lastAt / secondsPerDay) + 1,
    });
  }
  if (destination === chunk.destination)
    writer.prepare<[number]>('DELETE FROM chunk WHERE id = ?').run(chunk.id);
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
