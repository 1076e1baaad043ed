import { setImmediate as turn } from 'node:timers/promises';
import { schemaVersion } from '../core/db/migrate.ts';
import type { Reader } from '../core/db/open.ts';
import type { HostOutput } from './protocol/messages.ts';

/** Maximum number of rows counted one by one: counting more would delay other calls. */
const countedRows = 50_000;

/** The schema version and the row count of each table, one table per turn. The record count comes from the summary and is exact. */
export async function databaseFacts(reader: Reader): Promise<HostOutput<'host.diagnostics'>> {
  const names = reader
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  const tables: HostOutput<'host.diagnostics'>['tables'] = [];
  for (const { name } of names) {
    await turn();
    // The names come from our own schema.
    const sql =
      name === 'record'
        ? 'SELECT CAST(total(count) AS INTEGER) AS rows FROM record_summary'
        : `SELECT count(*) AS rows FROM (SELECT 1 FROM "${name}" LIMIT ${countedRows + 1})`;
    const rows = reader.prepare<[], { rows: number }>(sql).get()?.rows ?? 0;
    const isMore = name !== 'record' && rows > countedRows;
    tables.push({ name, rows: isMore ? countedRows : rows, isMore });
  }
  return { schema: schemaVersion(reader), tables };
}
