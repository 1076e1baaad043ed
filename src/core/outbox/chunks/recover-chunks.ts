import type { Writer } from '../../db/open.ts';
import { chunkRows } from './chunk-rows.ts';
import { loseChunk } from './return-members.ts';
import { Spool } from './spool.ts';

/**
 * At start, before any destination sends: what was being sent is sent again with the same bytes (where the far end cannot
 * tell a repeat it is uncertain until then, and marked), chunks whose bytes are gone are dealt with, and files without a row are removed.
 * `at`: UTC seconds. Errors: profile.unreadable, those of SQLite.
 */
export async function recoverChunks(writer: Writer, spoolDir: string, at: number): Promise<void> {
  writer
    .prepare<[]>(
      `UPDATE chunk SET may_be_repeated = max(may_be_repeated,
         coalesce((SELECT target = 'atlas' FROM destination WHERE destination.id = chunk.destination), 1))
       WHERE state = 'sending'`,
    )
    .run();
  writer
    .prepare<[number, number]>(
      `UPDATE chunk SET updated_at = ?, state = iif(may_be_repeated, 'uncertain', 'queued'), next_at_ms = iif(may_be_repeated, ?, NULL),
         code = iif(may_be_repeated, coalesce(code, 'sync.unknown_outcome'), code) WHERE state = 'sending'`,
    )
    .run(at, at * 1000);
  const spool = new Spool(spoolDir);
  const files = await spool.names();
  const rows = chunkRows(writer, "WHERE spool IS NOT NULL AND state NOT IN ('delivered', 'discarded')");
  const forget = writer.prepare<[number]>('UPDATE chunk SET spool = NULL WHERE id = ?');
  for (const row of rows) {
    if (row.spool === null || files.delete(row.spool)) continue;
    if (row.state === 'failed') forget.run(row.id);
    else loseChunk(writer, row, row.tries > 0, at);
  }
  writer.prepare("UPDATE chunk SET spool = NULL WHERE state IN ('delivered', 'discarded')").run();
  for (const name of files) await spool.remove(name);
}
