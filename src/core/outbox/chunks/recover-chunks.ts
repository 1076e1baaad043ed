import type { Writer } from '../../db/open.ts';
import { maxResends } from '../chunk-store.ts';
import { prepareChange } from '../states.ts';
import { chunkRows } from './chunk-rows.ts';
import { loseChunk } from './return-members.ts';
import type { Spool } from './spool.ts';

/**
 * At start, before any destination sends: chunks that are still being sent are queued again (`requeueSending`), chunks without bytes are
 * handled, and files without a row are removed. Delivered and discarded chunks name no file and are not read: that
 * ledger only grows.
 * `at`: UTC seconds. Errors: profile.unreadable, those of SQLite.
 */
export async function recoverChunks(writer: Writer, spool: Spool, at: number): Promise<void> {
  requeueSending(writer, at);
  const files = await spool.names();
  const rows = chunkRows(
    writer,
    "WHERE spool IS NOT NULL AND state IN ('queued', 'waiting', 'uncertain', 'failed')",
  );
  const forget = writer.prepare<[number]>('UPDATE chunk SET spool = NULL WHERE id = ?');
  for (const row of rows) {
    if (row.spool === null || files.delete(row.spool)) continue;
    if (row.state === 'failed') forget.run(row.id);
    else loseChunk(writer, row, row.tries > 0, at);
  }
  for (const name of files) await spool.remove(name);
}

/**
 * Chunks that were being sent are sent again with the same bytes (uncertain until then if the server cannot recognize a repeat,
 * marked, and left to the user after the last resend allowed): of one destination if a step of it ended in a fault, else of all.
 * `at`: UTC seconds.
 */
export function requeueSending(writer: Writer, at: number, destination: number | null = null): void {
  const isMeant = '(@destination IS NULL OR destination = @destination)';
  const mayRepeat = `(may_be_repeated
    OR coalesce((SELECT target = 'atlas' FROM destination WHERE destination.id = chunk.destination), 1))`;
  const doubt = prepareChange(writer, 'chunk', 'doubt', {
    set: {
      may_be_repeated: '1',
      next_at_ms: `iif(resends >= ${maxResends}, NULL, @dueMs)`,
      code: "coalesce(code, 'sync.unknown_outcome')",
      updated_at: '@at',
    },
    where: `${isMeant} AND ${mayRepeat}`,
  });
  const recover = prepareChange(writer, 'chunk', 'recover', {
    set: { next_at_ms: 'NULL', updated_at: '@at' },
    where: isMeant,
  });
  writer.transaction(() => {
    doubt.run({ at, dueMs: at * 1000, destination });
    recover.run({ at, destination });
  })();
}
