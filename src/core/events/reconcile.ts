import type { EventCategory } from '../../shared/domain/event-category.ts';
import type { DerivedEvent, StoredEvent } from './derived-event.ts';

export interface Pair {
  readonly stored: StoredEvent;
  readonly derived: DerivedEvent;
}

export interface Reconciliation {
  readonly created: readonly DerivedEvent[];
  /** The sent payload differs. */
  readonly changed: readonly Pair[];
  /** The sent payload is the same. */
  readonly kept: readonly Pair[];
  readonly deleted: readonly StoredEvent[];
}

/**
 * Compares derived events with the stored ones, one category. The same event: the same second of start; for sleep the
 * same night, whose bedtime may move with a late sample. Events found in only one are created or deleted.
 */
export function reconcile(
  category: EventCategory,
  derived: readonly DerivedEvent[],
  stored: readonly StoredEvent[],
): Reconciliation {
  const keyOf = (event: DerivedEvent) =>
    category === 'sleep' ? nightKey(event.sampleId, event) : String(event.start);
  const rest = new Map(stored.map((event) => [keyOf(event), event]));
  const created: DerivedEvent[] = [];
  const changed: Pair[] = [];
  const kept: Pair[] = [];
  for (const event of derived) {
    const key = keyOf(event);
    const match = rest.get(key);
    rest.delete(key);
    if (match === undefined) created.push(event);
    else (isSentTheSame(match, event) ? kept : changed).push({ stored: match, derived: event });
  }
  return { created, changed, kept, deleted: [...rest.values()] };
}

/** A night is its sample id and the instant of its local midnight: another zone may print the same date for another one. */
function nightKey(sampleId: string, { properties }: DerivedEvent): string {
  return `${sampleId} ${properties['Date']?.value}`;
}

function isSentTheSame(a: DerivedEvent, b: DerivedEvent): boolean {
  return (
    a.start === b.start &&
    a.end === b.end &&
    a.isAllDay === b.isAllDay &&
    a.notes === b.notes &&
    (a.isLocal ?? false) === (b.isLocal ?? false) &&
    a.sampleId === b.sampleId &&
    JSON.stringify(a.properties) === JSON.stringify(b.properties)
  );
}

/** Whether all that only this computer knows of an event is the same too. */
export function isKnownTheSame(a: DerivedEvent, b: DerivedEvent): boolean {
  return (
    a.day === b.day &&
    a.merged === b.merged &&
    (a.figure ?? null) === (b.figure ?? null) &&
    JSON.stringify(a.breakdown) === JSON.stringify(b.breakdown)
  );
}
