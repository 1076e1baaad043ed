import type { EventCategory } from '../../../shared/domain/event-category.ts';

/** The facts that decide a hold. */
export interface HoldableEvent {
  readonly id: number;
  readonly category: EventCategory;
  readonly start: number;
  readonly end: number | null;
  /** Local day in the home zone. */
  readonly day: string;
}

export interface Holds {
  /** Why an event is held back for now; null: it may go. */
  of(event: HoldableEvent): 'incomplete' | 'held' | null;
  /** No event that starts before is ever held back; UTC seconds, null when none is. */
  readonly from: number | null;
  /** The same while nothing that they depend on has changed. */
  readonly key: string;
}
