import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Writer } from '../db/open.ts';

const rowsPerTurn = 500;
/** Tables with a row an item, and what names one. The rest of a destination is small. */
const large = [
  ['mutation', 'id'],
  ['chunk', 'id'],
  ['far_event', 'destination, id'],
  ['far_read', 'destination, id'],
] as const;

/**
 * Forgets what was agreed to at a destination, then removes its items in turns. Its own row is the caller's to remove: should
 * the program die before, it is one that nothing was ever agreed to.
 */
export async function removeRowsOf(writer: Writer, destination: number): Promise<void> {
  writer.transaction(() => {
    writer
      .prepare<[number]>(
        "UPDATE destination SET is_enabled = 0, consent = NULL, state = '{}', last_success_at = NULL WHERE id = ?",
      )
      .run(destination);
    writer.prepare<[number]>('DELETE FROM cursor WHERE destination = ?').run(destination);
  })();
  for (const [table, key] of large) {
    const remove = writer.prepare<[number, number]>(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE destination = ? LIMIT ?)`,
    );
    while (remove.run(destination, rowsPerTurn).changes === rowsPerTurn) await nextTurn();
  }
}
