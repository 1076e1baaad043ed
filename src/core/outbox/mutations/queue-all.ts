import type { Writer } from '../../db/open.ts';

export interface BulkScope {
  readonly kinds: ReadonlySet<string>;
  /** Start of an event, UTC seconds: from <= start < to. */
  readonly from: number;
  readonly to: number;
}

/** `payloadOf` as SQL; a test holds the two together. */
const payload = `json_object('timestamp', strftime('%Y-%m-%dT%H:%M:%SZ', start, 'unixepoch'), 'notes', notes,
  'is_all_day', json(iif(is_all_day = 1, 'true', 'false')),
  'end_date', iif("end" IS NULL, NULL, strftime('%Y-%m-%dT%H:%M:%SZ', "end", 'unixepoch')),
  'source_type', 'healthkit', 'healthkit_sample_id', sample_id, 'healthkit_category', category, 'properties', json(properties))`;

/**
 * The first consent for a destination that knows nothing of any event yet: a create for each in one statement, because ten
 * years are tens of thousands and the program answers while it queues them. False, and nothing done, for any other destination.
 */
export function queueAll(writer: Writer, destination: number, scope: BulkScope, nowSeconds: number): boolean {
  const isKnown = writer
    .prepare<[number, number]>(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM mutation WHERE destination = ?)
       OR EXISTS (SELECT 1 FROM far_event WHERE destination = ? AND event IS NOT NULL)`,
    )
    .get(destination, destination);
  if (isKnown !== undefined) return false;
  writer
    .prepare<unknown[]>(
      `INSERT INTO mutation (destination, event, operation, state, payload, entity_id, start, category, created_at, updated_at)
       SELECT ?, id, 'create', 'queued', ${payload}, '', start, category, ?, ? FROM event
       WHERE start >= ? AND start < ? AND category IN (SELECT value FROM json_each(?)) ORDER BY start, id`,
    )
    .run(destination, nowSeconds, nowSeconds, scope.from, scope.to, JSON.stringify([...scope.kinds]));
  return true;
}
