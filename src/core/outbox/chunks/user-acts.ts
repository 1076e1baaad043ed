import type { OutboxState } from '../../../shared/domain/sync.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Reader, Writer } from '../../db/open.ts';
import { DestinationStore } from '../destination-store.ts';
import { returnToRoute } from './carry-cursors.ts';
import { type ChunkRow, changeChunk, chunkRows, isSuperseded } from './chunk-rows.ts';
import type { Scope } from './cursor-ranges.ts';
import { isChunkInScope, outOfScope, returnMembers } from './return-members.ts';
import type { Spool } from './spool.ts';

/** The user's actions on chunks. `at`: UTC seconds. */

/**
 * Sends a chunk again, now: one without bytes is cut again. Errors: sync.unknown_item, sync.item_changed, sync.out_of_scope
 * while nothing would be sent: the target is off, or the consent doesn't cover it.
 */
export function retryChunk(writer: Writer, id: number, at: number): void {
  const row = rowOf(writer, id);
  writer.transaction(() => {
    const fresh = { nextAtMs: null, attempts: 0, resends: 0 };
    if (!changeChunk(writer, id, 'retry', fresh, at)) throw new CodedError('sync.item_changed');
    if (!isSent(row, new DestinationStore(writer).whileOn(row.destination)))
      throw new CodedError(outOfScope.code);
    if (row.spool === null) returnMembers(writer, row);
  })();
}

const isSent = (chunk: ChunkRow, scope: Scope | null) => scope !== null && isChunkInScope(chunk, scope);

/** `retryChunk` for all of a destination in these states; returns how many were retried, and how many are out of scope. */
export function retryChunks(
  writer: Writer,
  destination: number,
  states: readonly Extract<OutboxState, 'failed' | 'uncertain' | 'waiting'>[],
  at: number,
): { readonly items: number; readonly left: number } {
  const marks = states.map(() => '?').join(', ');
  const rows = chunkRows(writer, `WHERE destination = ? AND state IN (${marks})`, destination, ...states);
  const scope = new DestinationStore(writer).whileOn(destination);
  const going = rows.filter((row) => isSent(row, scope));
  writer.transaction(() => {
    for (const row of going) retryChunk(writer, row.id, at);
  })();
  return { items: going.length, left: rows.length - going.length };
}

/** Gives a chunk up: its lines are not sent to this destination. Errors: sync.unknown_item, sync.item_changed. */
export async function discardChunk(writer: Writer, spool: Spool, id: number, at: number): Promise<void> {
  const row = rowOf(writer, id);
  if (!changeChunk(writer, id, 'discard', { nextAtMs: null, spool: null }, at))
    throw new CodedError('sync.item_changed');
  if (row.spool !== null) await spool.remove(row.spool);
}

/**
 * Takes the discard of a chunk back: its bytes went with it, so its members are backlog again, in the caller's transaction. Error
 * sync.other_route for a chunk that another route took over: its missing part is there already.
 */
export function undiscardChunk(writer: Writer, id: number, at: number): void {
  const row = rowOf(writer, id);
  if (chunkRows(writer, `WHERE id = ? AND ${isSuperseded}`, id).length > 0)
    throw new CodedError('sync.other_route');
  if (!changeChunk(writer, id, 'again', { nextAtMs: null, attempts: 0, resends: 0 }, at))
    throw new CodedError('sync.item_changed');
  returnToRoute(writer, row);
}

/** Removes the spool files of a destination that is about to be removed. */
export async function removeSpoolOf(reader: Reader, spool: Spool, destination: number): Promise<void> {
  for (const { spool: name } of chunkRows(reader, 'WHERE destination = ? AND spool IS NOT NULL', destination))
    if (name !== null) await spool.remove(name);
}

/** The beginning of a chunk's lines, null once its bytes are gone. Error sync.unknown_item. */
export async function chunkPayload(
  reader: Reader,
  files: Spool,
  id: number,
  maxBytes: number,
): Promise<string | null> {
  const { spool } = rowOf(reader, id);
  const head = spool === null ? null : await files.head(spool, maxBytes);
  return head === null ? null : head.toString('utf8');
}

function rowOf(reader: Reader, id: number): ChunkRow {
  const [row] = chunkRows(reader, 'WHERE id = ?', id);
  if (row === undefined) throw new CodedError('sync.unknown_item');
  return row;
}
