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
  /** Not null: it is in a request that is under way or whose outcome is unknown. */
  readonly batch: number | null;
  /** Rejections of this mutation by itself; a failing server or network costs none. */
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
 * A creation `m` that was discarded for what an event is now: the same second or, within half a day, the same sample id of its
 * category; another home zone makes another event of a day. Parameters: destination, start, start, category, start, sample id.
 */
export const discardedLike = `m.destination = ? AND m.state = 'discarded' AND m.start BETWEEN ? - 43200 AND ? + 43200
  AND m.category = ? AND m.operation = 'create' AND (m.start = ? OR m.payload ->> '$.healthkit_sample_id' = ?)`;

/** States of the one open mutation that an event may have at a destination (index mutation_open). */
export const openStates = `('queued','sending','waiting','uncertain','failed')`;
