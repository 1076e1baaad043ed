import type { Writer, WriteStatement } from '../../db/open.ts';

/** `payloadOf` as SQL; a test holds the two together. */
const payload = `json_object('timestamp', strftime('%Y-%m-%dT%H:%M:%SZ', start, 'unixepoch'), 'notes', notes,
  'is_all_day', json(iif(is_all_day = 1, 'true', 'false')),
  'end_date', iif("end" IS NULL, NULL, strftime('%Y-%m-%dT%H:%M:%SZ', "end", 'unixepoch')),
  'source_type', 'healthkit', 'healthkit_sample_id', sample_id, 'healthkit_category', category, 'properties', json(properties))`;

/** Creates for events that a destination knows nothing of yet, many in one statement: one by one they take five times as long. */
export class NewCreates {
  readonly #insert: WriteStatement<[number, number, number, string], unknown>;

  constructor(writer: Writer) {
    this.#insert = writer.prepare(
      `INSERT INTO mutation (destination, event, operation, state, payload, entity_id, start, category, created_at, updated_at)
       SELECT ?, id, 'create', 'queued', ${payload}, '', start, category, ?, ? FROM sent_event
       WHERE id IN (SELECT value FROM json_each(?)) ORDER BY start, id`,
    );
  }

  /** `at`: UTC seconds. */
  queue(destination: number, events: readonly number[], at: number): void {
    if (events.length > 0) this.#insert.run(destination, at, at, JSON.stringify(events));
  }
}
