import type { EventCategory } from '../../../shared/domain/event-category.ts';
import type { OutboxState } from '../../../shared/domain/sync.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

export type Operation = 'create' | 'update' | 'delete';

/** A row of `mutation` as the outbox works with it. */
export interface Mutation {
  readonly id: number;
  readonly destination: number;
  readonly event: number;
  readonly operation: Operation;
  readonly state: OutboxState;
  /** JSON: EventPayload, and after the first claim its ids. */
  readonly payload: string;
  /** '' until it is claimed for the first time. */
  readonly entity_id: string;
  readonly start: number;
  readonly category: EventCategory;
  /** Not null: it is in a request that is in progress or has an unknown outcome. */
  readonly batch: number | null;
  /** Rejections of this mutation alone; a failing server or network costs none. */
  readonly attempts: number;
  /** Times that it was sent, whatever the outcome. */
  readonly tries: number;
  readonly next_at_ms: number | null;
  readonly code: ErrorCode | null;
}

export const mutationColumns =
  'id, destination, event, operation, state, payload, entity_id, start, category, batch, attempts, tries, next_at_ms, code';

/**
 * Rows of one event by the index mutation_state: a night's start may move, never by a day (trendy/README §3.3).
 * Parameters: destination, start, start, event.
 */
export const closedOfEvent = `destination = ? AND state IN ('delivered','discarded')
  AND start BETWEEN ? - 86400 AND ? + 86400 AND event = ?`;

/**
 * A creation `m` that was discarded for the current form of an event; `event`: the alias of its row. Another home zone makes another event of
 * the same day, and its id may be the one that the neighboring day had (dailySampleId). A daily figure is known by its day, which begins
 * at most 26 hours apart in any two zones; other events by their second or, within half a day, by their sample id.
 */
export const discardedLike = (event: string): string => `m.state = 'discarded' AND m.operation = 'create'
  AND m.category = ${event}.category AND m.start BETWEEN ${event}.start - 93600 AND ${event}.start + 93600
  AND CASE WHEN m.category IN ('steps', 'active_energy') AND m.day IS NOT NULL THEN m.day = ${event}.day
    ELSE m.start = ${event}.start OR abs(m.start - ${event}.start) <= 43200
      AND m.payload ->> '$.healthkit_sample_id' = ${event}.sample_id END`;

/** Whether a destination has one. Parameters: category, start, day and sample id of the event; the destination. */
export const isDiscarded = `SELECT 1 FROM (SELECT ? AS category, ? AS start, ? AS day, ? AS sample_id) AS e
  JOIN mutation m ON m.destination = ? AND ${discardedLike('e')} LIMIT 1`;

/** States of the one open mutation that an event may have at a destination (index mutation_open). */
export const openStates = `('queued','sending','waiting','uncertain','failed')`;
