import type { EventProperties } from '../../../shared/domain/event.ts';
import type { EventCategory } from '../../../shared/domain/event-category.ts';
import { wireTime } from '../../../shared/time.ts';

/** The columns of `event` that are sent to Trendy. */
export interface EventColumns {
  readonly id: number;
  readonly category: EventCategory;
  readonly start: number;
  readonly end: number | null;
  readonly is_all_day: number;
  readonly notes: string;
  readonly sample_id: string;
  /** JSON, as sent. */
  readonly properties: string;
  /** Local day in the home zone. */
  readonly day: string;
}

/** An item of `POST /events/batch` (trendy/README §1.7) without its ids, which it gets when it is claimed. */
export interface EventPayload {
  readonly timestamp: string;
  readonly notes: string;
  readonly is_all_day: boolean;
  readonly end_date: string | null;
  readonly source_type: 'healthkit';
  readonly healthkit_sample_id: string;
  readonly healthkit_category: EventCategory;
  readonly properties: EventProperties;
  /** Kept here only: a newer change came while the outcome of this one was unknown; 'unseen': by rules alone, and it waits. */
  readonly hasNewer?: true | 'unseen';
}

/** As it goes over the wire: every item of a batch has the same keys, or PostgREST refuses them all (trendy/README §1.7). */
export interface SentPayload extends EventPayload {
  readonly id: string;
  readonly event_type_id: string;
}

export function payloadOf(event: EventColumns): EventPayload {
  return {
    timestamp: wireTime(event.start),
    notes: event.notes,
    is_all_day: event.is_all_day === 1,
    end_date: event.end === null ? null : wireTime(event.end),
    source_type: 'healthkit',
    healthkit_sample_id: event.sample_id,
    healthkit_category: event.category,
    properties: JSON.parse(event.properties) as EventProperties,
  };
}
