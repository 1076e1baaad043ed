import { randomUUID } from 'node:crypto';
import type { TrendyBackend } from './backend.ts';
import type { EventChange } from './event-table.ts';
import { renderEvent, renderEventType, strippedBySample } from './render.ts';
import { type EventInsert, type EventRow, type EventTypeRow, noDetails } from './rows.ts';
import type { EventTypeChange } from './type-tables.ts';

/** What the phone must name of a new event; the rest has the API's defaults. */
export type PhoneEvent = Partial<Omit<EventInsert, 'userId'>> &
  Pick<EventInsert, 'eventTypeId' | 'timestamp'>;

/** A second client of the same user, acting on the rows directly and leaving the change rows the server would. */
export interface Phone {
  createEvent(event: PhoneEvent): EventRow;
  updateEvent(id: string, change: EventChange): EventRow;
  deleteEvent(id: string): void;
  createType(
    type: Pick<EventTypeRow, 'name'> & Partial<Pick<EventTypeRow, 'id' | 'color' | 'icon'>>,
  ): EventTypeRow;
  updateType(id: string, change: EventTypeChange): EventTypeRow;
  deleteType(id: string): void;
  /** Sends an event again by the single route: nothing changes, a poisoned update row is written (trendy/README §0.1). */
  poison(eventId: string): void;
  /** The change log is cut by hand to its newest rows. */
  truncateChanges(keepNewest: number): void;
  /** Change rows that took their ids earlier become visible (fault `changeLogLate`). */
  releaseLateChanges(): void;
  /** Requests of the phone behind the same public IP, as the limiter counts them. */
  spendRequests(count: number, ip?: string): void;
}

const defaults: Omit<EventInsert, 'userId' | 'eventTypeId' | 'timestamp'> = {
  ...noDetails,
  id: null,
  sourceType: 'healthkit',
};

/** The phone of this user. Its ids are v7, its sample ids HealthKit's upper-case UUIDs unless given. */
export function phoneOf(backend: TrendyBackend, userId: string): Phone {
  const { events, types, changes } = backend.store;
  const tell = (
    entityType: 'event' | 'event_type',
    operation: 'create' | 'update',
    id: string,
    data: EventData,
  ) => changes.append({ userId, entityType, operation, entityId: id, data });
  type EventData = ReturnType<typeof renderEvent>;
  const eventOf = (id: string) => {
    const row = events.get(id);
    if (row?.userId !== userId) throw new Error(`the phone has no event ${id}`);
    return row;
  };
  return {
    createEvent(event) {
      const sampleId =
        event.sampleId ?? ((event.sourceType ?? 'healthkit') === 'healthkit' ? phoneSampleId() : null);
      const [row] = events.insert([{ ...defaults, ...event, sampleId, userId }]);
      if (!row) throw new Error('an insert of one row gave none');
      tell('event', 'create', row.id, renderEvent(row));
      return row;
    },
    updateEvent(id, change) {
      const row = events.update(eventOf(id).id, change);
      tell('event', 'update', id, renderEvent(row));
      return row;
    },
    deleteEvent(id) {
      events.delete(eventOf(id).id);
      changes.append({ userId, entityType: 'event', operation: 'delete', entityId: id, data: null });
    },
    createType(type) {
      const row = types.insert({ id: null, color: '#888888', icon: 'star', ...type, userId });
      tell('event_type', 'create', row.id, renderEventType(row));
      return row;
    },
    updateType(id, change) {
      const row = types.update(id, change);
      tell('event_type', 'update', id, renderEventType(row));
      return row;
    },
    deleteType(id) {
      backend.store.deleteType(id);
      changes.append({ userId, entityType: 'event_type', operation: 'delete', entityId: id, data: null });
    },
    poison: (id) => tell('event', 'update', id, renderEvent(strippedBySample(eventOf(id)))),
    truncateChanges: (keepNewest) => changes.truncate(keepNewest),
    releaseLateChanges: () => changes.releaseLate(),
    spendRequests(count, ip = '127.0.0.1') {
      for (let sent = 0; sent < count; sent += 1) backend.limiter.admit(ip);
    },
  };
}

const phoneSampleId = () => randomUUID().toUpperCase();

/** The phone stores what this insert describes, under its own sample id or the one given. */
export function phoneTwinOf(
  backend: TrendyBackend,
  insert: EventInsert,
  sampleId: string | null = null,
): EventRow {
  const { userId, id: _, ...event } = insert;
  return phoneOf(backend, userId).createEvent({ ...event, id: null, sampleId: sampleId ?? phoneSampleId() });
}
