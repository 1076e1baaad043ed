import type { EventRow } from '../../shared/domain/event.ts';
import type { Reader } from '../db/open.ts';
import type { StoredEvent } from '../events/derived-event.ts';
import { type EventRecord, eventColumns, storedEvent } from '../events/event-store.ts';
import { createOwnEvent, firstOwnId, type StoredOwnEvent } from '../events/own-events.ts';
import { createEventDeliveries, type Delivery } from './event-deliveries.ts';

/** Returns events by id as lists show them, in the order of the ids; unknown ids are left out. */
export function createEventRows(reader: Reader): (ids: readonly number[]) => EventRow[] {
  const select = reader.prepare<[number], EventRecord>(`SELECT ${eventColumns} FROM event WHERE id = ?`);
  const ownEvent = createOwnEvent(reader);
  const deliveriesOf = createEventDeliveries(reader);
  return (ids) => {
    const events = ids.flatMap((id): (StoredEvent | StoredOwnEvent)[] => {
      const row = select.get(id);
      return row === undefined ? [ownEvent(id) ?? []].flat() : [storedEvent(row)];
    });
    const deliveries = deliveriesOf(events.filter(({ id }) => id < firstOwnId));
    return events.map((event) => eventRow(event, deliveries.get(event.id) ?? []));
  };
}

export function eventRow(event: StoredEvent, deliveries: Delivery[]): EventRow {
  const { id, category, start, end, isAllDay, day, notes, properties, figure = null } = event;
  return { id, category, start, end, isAllDay, day, notes, properties, figure, deliveries };
}
