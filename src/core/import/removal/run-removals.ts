import type { RemovalGroup } from '../../../shared/domain/receipt.ts';
import type { Reader, Writer } from '../../db/open.ts';
import { removableTables } from './export-presence.ts';
import { RemovedRows } from './removed-rows.ts';

const dayOf = (column: string) => `strftime('%Y-%m-%d', ${column}, 'unixepoch')`;
const groups: Readonly<Record<(typeof removableTables)[number], { type: string; start: string }>> = {
  record: { type: '(SELECT name FROM record_type WHERE record_type.id = type)', start: 'start' },
  workout: { type: "'workout'", start: 'start' },
  correlation: { type: '(SELECT name FROM record_type WHERE record_type.id = type)', start: 'start' },
  ecg: { type: "'ecg'", start: 'recorded_at' },
  clinical: { type: "'clinical'", start: 'coalesce(received_at, 0)' },
  document: { type: 'class', start: 'start' },
};

/** The rows that a run removed and those still removed, by type and UTC day, newest day first, at most 500 lines. */
export function listRemovals(reader: Reader, run: number): RemovalGroup[] {
  const selects = removableTables.map((table) => {
    const { type, start } = groups[table];
    return `SELECT ${type} AS type, ${dayOf(start)} AS day, state, count(*) AS count FROM removed_${table}
      WHERE removed_run = @run GROUP BY 1, 2, 3`;
  });
  return reader
    .prepare<[{ run: number }], RemovalGroup>(
      `SELECT type, day, state, sum(count) AS count FROM (${selects.join(' UNION ALL ')})
       GROUP BY 1, 2, 3 ORDER BY day DESC, type, state LIMIT 500`,
    )
    .all({ run });
}

/** Takes back whatever a run removed, in one transaction; no later import removes these rows again. Errors: SQLite's. */
export function undoRemovals(writer: Writer, run: number): void {
  const rows = new RemovedRows(writer, run);
  writer.transaction(() => {
    for (const table of removableTables) {
      const ids = writer
        .prepare<[number], number>(`SELECT id FROM removed_${table} WHERE removed_run = ?`)
        .pluck()
        .all(run);
      const keep = writer.prepare<[string, number]>('INSERT OR IGNORE INTO kept_row VALUES (?, ?)');
      for (const id of ids) {
        keep.run(table, id);
        rows.restore(table, id);
      }
    }
    rows.flush();
  })();
}
