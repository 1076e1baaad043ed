import { DatabaseError } from './database-error.ts';
import { contentKey } from './event-table.ts';
import type { EventInsert, EventRow } from './rows.ts';
import type { TrendyStore } from './store.ts';
import { zeroTime } from './timestamps.ts';

/**
 * Rows that have one of these sample ids. The backend puts the ids into PostgREST's `in.(…)` without quotes: one with a comma
 * or a closing parenthesis is another text there and finds nothing, one that begins with a quote breaks the filter (PGRST100).
 */
export function findBySampleId(store: TrendyStore, userId: string, sampleIds: readonly string[]): EventRow[] {
  const bad = sampleIds.find((id) => id.startsWith('"'));
  if (bad !== undefined)
    throw new DatabaseError(
      'PGRST100',
      `"failed to parse filter (in.(${sampleIds.join(',')}))" (line 1, column 5)`,
      'unexpected input expecting "," or ")"',
    );
  const asked = sampleIds.filter((id) => !/[,)]/.test(id));
  return store.capped(asked.flatMap((id) => store.events.bySampleId(userId, id) ?? []));
}

/**
 * HealthKit rows of the user around these events, by content key; of two with one key the newer. One read, so at most
 * `max_rows`: the oldest, and what lies beyond is not seen (trendy/README §1.7, 6b; trendy/README §6.2).
 */
export function findByContent(
  store: TrendyStore,
  userId: string,
  events: readonly EventInsert[],
): ReadonlyMap<string, EventRow> {
  const times = events.map(({ timestamp }) => timestamp);
  const from = Math.min(...times) - 1_000_000;
  // A missing timestamp is year 1, and a second before it is year 0, which Postgres does not read.
  if (from < zeroTime)
    throw new DatabaseError('22008', 'date/time field value out of range: "0000-12-31T23:59:59Z"');
  const to = Math.max(...times) + 1_000_000;
  const rows = store.events
    .of(userId)
    .filter((row) => row.sourceType === 'healthkit' && row.timestamp >= from && row.timestamp <= to);
  return new Map(store.capped(rows).map((row) => [contentKey(row), row]));
}
