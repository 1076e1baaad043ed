import { DatabaseError } from './database-error.ts';
import { contentKey } from './event-table.ts';
import { type EventInsert, type EventRow, maxRowsPerRead } from './rows.ts';
import type { TrendyStore } from './store.ts';

/**
 * Rows that have one of these sample ids. The backend puts the ids into PostgREST's `in.(…)` without quotes, so a comma,
 * a parenthesis, a quote or a blank breaks the filter (trendy-backend §1.7, 6a; §6.2, 5): refused with PGRST100.
 */
export function findBySampleId(store: TrendyStore, userId: string, sampleIds: readonly string[]): EventRow[] {
  const bad = sampleIds.find((id) => /[,()"\s\\]/.test(id));
  if (bad !== undefined)
    throw new DatabaseError(
      'PGRST100',
      `"failed to parse filter (in.(${sampleIds.join(',')}))" (line 1, column 5)`,
      'unexpected input expecting "," or ")"',
    );
  return sampleIds.flatMap((id) => store.events.bySampleId(userId, id) ?? []).slice(0, maxRowsPerRead);
}

/**
 * HealthKit rows of the user around these events, by content key. One read, so at most 1000 rows: the lowest ids, and what
 * lies beyond is not seen (§1.7, 6b; §6.2, 6).
 */
export function findByContent(
  store: TrendyStore,
  userId: string,
  events: readonly EventInsert[],
): ReadonlyMap<string, EventRow> {
  const times = events.map(({ timestamp }) => timestamp);
  const from = Math.min(...times) - 1_000_000;
  const to = Math.max(...times) + 1_000_000;
  const rows = store.events
    .of(userId)
    .filter((row) => row.sourceType === 'healthkit' && row.timestamp >= from && row.timestamp <= to)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, maxRowsPerRead);
  return new Map(rows.map((row) => [contentKey(row), row]));
}
