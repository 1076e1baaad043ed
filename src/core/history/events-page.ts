import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { EventRow } from '../../shared/domain/event.ts';
import type { Reader } from '../db/open.ts';
import type { StoredEvent } from '../events/derived-event.ts';
import { type EventRecord, eventColumns, storedEvent } from '../events/event-store.ts';
import { createOwnEvent, firstOwnId, type StoredOwnEvent } from '../events/own-events.ts';
import { createEventDeliveries, type Delivery } from './event-deliveries.ts';
import {
  compareEventKeys,
  createEventKeys,
  decodeEventCursor,
  encodeEventCursor,
  lastDay,
} from './event-keys.ts';

/**
 * Events, newest first by (day in the home zone, start, id), each with its delivery at the current destinations. Errors:
 * request.invalid for a cursor that is not ours.
 */
export function createEventsPage(
  reader: Reader,
): (input: ParsedInput<'history.eventsPage'>) => CallOutput<'history.eventsPage'> {
  const keysOf = createEventKeys(reader);
  const rowsOf = createEventRows(reader);
  return ({ category, text, notes, from, to, fromDay, toDay, cursor, until, limit }) => {
    const end = until === undefined ? null : decodeEventCursor(until);
    const keys = keysOf({
      category,
      text: text?.trim() ?? '',
      notes: notes ?? [],
      low: from ?? Number.MIN_SAFE_INTEGER,
      high: to === undefined ? Number.MAX_SAFE_INTEGER : to - 1,
      fromDay: fromDay ?? '',
      toDay: toDay ?? lastDay,
      after: cursor === undefined ? null : decodeEventCursor(cursor),
      limit: limit + 1,
    });
    const found = end === null ? keys : keys.filter((key) => compareEventKeys(key, end) <= 0);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      rows: rowsOf(shown.map(({ id }) => id)),
      next: last === undefined ? null : encodeEventCursor(last),
    };
  };
}

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
