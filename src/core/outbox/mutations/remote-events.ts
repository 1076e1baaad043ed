import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { type RemoteContent, readRemoteContent } from './remote-content.ts';

/** A row of `far_event`: an event that Trendy has (or had), and our event that it matches. */
export interface RemoteEvent {
  readonly id: string;
  readonly eventTypeId: string;
  readonly category: string | null;
  readonly sampleId: string | null;
  readonly start: number;
  readonly end: number | null;
  /** A tombstone. With `isOurs` we deleted it ourselves, and it blocks no new event. */
  readonly isDeleted: boolean;
  readonly isOurs: boolean;
  readonly content: RemoteContent;
  readonly event: number | null;
}

interface Row {
  readonly id: string;
  readonly event_type_id: string;
  readonly category: string | null;
  readonly sample_id: string | null;
  readonly start: number;
  readonly end: number | null;
  readonly is_deleted: number;
  readonly is_ours: number;
  readonly content: string;
  readonly event: number | null;
}

/** The events that Trendy holds for one destination, as reported by its feed and its responses. */
export class RemoteEvents {
  readonly #destination: number;
  readonly #byId: ReadStatement<[number, string], Row>;
  readonly #linked: ReadStatement<[number, number], Row>;
  readonly #put: WriteStatement<unknown[], unknown>;

  constructor(writer: Writer, destination: number) {
    this.#destination = destination;
    this.#byId = writer.prepare('SELECT * FROM far_event WHERE destination = ? AND id = ?');
    // Left to itself SQLite walks everything that the destination holds (EXPLAIN QUERY PLAN, 3.54).
    this.#linked = writer.prepare(
      `SELECT * FROM far_event INDEXED BY far_event_event WHERE destination = ? AND event = ? AND NOT (is_deleted = 1 AND is_ours = 1)
       ORDER BY is_deleted, id LIMIT 1`,
    );
    this.#put = writer.prepare(
      `INSERT INTO far_event (destination, id, event_type_id, category, sample_id, start, "end", is_deleted, is_ours, content, event)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET event_type_id = excluded.event_type_id, category = excluded.category,
         sample_id = excluded.sample_id, start = excluded.start, "end" = excluded."end", is_deleted = excluded.is_deleted,
         is_ours = excluded.is_ours, content = excluded.content, event = excluded.event`,
    );
  }

  get(id: string): RemoteEvent | null {
    return toRemoteEvent(this.#byId.get(this.#destination, id));
  }

  /** The one that matches this event of ours, an existing one first; one that we deleted ourselves does not count. */
  linkedTo(event: number): RemoteEvent | null {
    return toRemoteEvent(this.#linked.get(this.#destination, event));
  }

  put(remote: RemoteEvent): void {
    this.#put.run(
      this.#destination,
      remote.id,
      remote.eventTypeId,
      remote.category,
      remote.sampleId,
      remote.start,
      remote.end,
      remote.isDeleted ? 1 : 0,
      remote.isOurs ? 1 : 0,
      JSON.stringify(remote.content),
      remote.event,
    );
  }
}

export function toRemoteEvent(row: Row | undefined): RemoteEvent | null {
  if (!row) return null;
  return {
    id: row.id,
    eventTypeId: row.event_type_id,
    category: row.category,
    sampleId: row.sample_id,
    start: row.start,
    end: row.end,
    isDeleted: row.is_deleted === 1,
    isOurs: row.is_ours === 1,
    content: readRemoteContent(row.content),
    event: row.event,
  };
}
export type { Row as RemoteEventRow };

/** A row of `far_event` that is checked for no longer having an event of ours. */
export interface LookedAtFar {
  readonly id: string;
  readonly category: string | null;
  readonly start: number;
  /** 1: we wrote it, it is there, and our matching event is gone. */
  readonly isGone: number;
}

/** Events that a destination still holds although they are gone here. If other rules removed them, their deletion waits for the user. */
export class GoneEvents {
  readonly #page: ReadStatement<[number, string, number], LookedAtFar>;

  constructor(writer: Writer) {
    this.#page = writer.prepare(
      `SELECT id, category, start, is_ours = 1 AND is_deleted = 0 AND f.event IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM sent_event e WHERE e.id = f.event) AS isGone
       FROM far_event f WHERE destination = ? AND id > ? ORDER BY id LIMIT ?`,
    );
  }

  /** The next `limit` rows after an id ('' for the first), of any kind. */
  after(destination: number, id: string, limit: number): LookedAtFar[] {
    return this.#page.all(destination, id, limit);
  }
}
