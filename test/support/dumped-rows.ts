import type { HistoryDump } from './history-dump.ts';

/** The rows of one dumped table, columns in the order of its query. */
export function readJson(dumped: HistoryDump, table: string): unknown[][] {
  return (dumped[table] ?? []).map((row) => JSON.parse(row) as unknown[]);
}
