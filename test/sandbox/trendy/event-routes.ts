import { appendChange, type Call, type RouteHandler, type TrendyBackend } from './backend.ts';
import { DatabaseError, errorChain, readUuid } from './database-error.ts';
import { decodeUpdate } from './decode-event.ts';
import { DecodeError } from './decode-json.ts';
import { renderEvent } from './render.ts';
import { jsonReply, noContent, plainError } from './replies.ts';
import type { EventRow } from './rows.ts';
import { parseTimestamp } from './timestamps.ts';

/** Go's Atoi with its error ignored: what is no integer is 0. */
const readInteger = (text: string | null, whenAbsent: number): number =>
  text === null || text === '' ? whenAbsent : /^[+-]?\d+$/.test(text) ? Number(text) : 0;

let reads = 0;

/** Newest first; rows of one instant come in another order with every read, as no second key sorts them (trendy/README §1.11). */
function newestFirst(rows: readonly EventRow[]): EventRow[] {
  reads += 1;
  const salt = reads;
  const jitter = (row: EventRow) => {
    let hash = salt;
    for (const char of row.id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
    return hash;
  };
  return [...rows].sort((a, b) => b.timestamp - a.timestamp || jitter(a) - jitter(b));
}

const withType = (backend: TrendyBackend, row: EventRow) =>
  renderEvent(row, backend.store.types.get(row.eventTypeId));

/** `GET /events`: 50 by default; 0, less, more than 1000 and nonsense silently mean 100 (trendy/README §1.3). */
export const listEvents: RouteHandler = (backend, { user, query }) => {
  const asked = readInteger(query.get('limit'), 50);
  const limit = asked <= 0 || asked > 1000 ? 100 : asked;
  const offset = Math.max(0, readInteger(query.get('offset'), 0));
  const rows = backend.store.capped(
    newestFirst(backend.store.events.of(user.id)).slice(offset, offset + limit),
  );
  return jsonReply(
    200,
    rows.map((row) => withType(backend, row)),
  );
};

/** `GET /events/export`: the range counts only with both ends; at most `max_rows` rows (trendy/README §1.11). */
export const exportEvents: RouteHandler = (backend, { user, query }) => {
  const range: (number | null)[] = [];
  for (const name of ['start_date', 'end_date']) {
    const text = query.get(name) ?? '';
    const at = text === '' ? null : parseTimestamp(text);
    if (text !== '' && at === null) return plainError(400, `invalid ${name} format, use RFC3339`);
    range.push(at);
  }
  const [from = null, to = null] = range;
  if (from !== null && to !== null && from > to)
    return plainError(400, 'start_date must be before or equal to end_date');
  const ids = (query.get('event_type_ids') ?? '').split(',').flatMap((id) => id.trim() || []);
  try {
    const types = ids.map(readUuid);
    const rows = newestFirst(backend.store.events.of(user.id))
      .filter(({ eventTypeId }) => types.length === 0 || types.includes(eventTypeId))
      .filter(({ timestamp }) => from === null || to === null || (timestamp >= from && timestamp <= to));
    return jsonReply(
      200,
      backend.store.capped(rows).map((row) => withType(backend, row)),
    );
  } catch (error) {
    return plainError(500, errorChain('failed to get events for export', error));
  }
};

/** The caller's own row. Throws DatabaseError for an id that is no UUID. */
function ownEvent(backend: TrendyBackend, call: Call): EventRow | null {
  const row = backend.store.events.get(readUuid(call.id));
  return row?.userId === call.user.id ? row : null;
}

/** `GET /events/:id`: any failure is 404. */
export const getEvent: RouteHandler = (backend, call) => {
  try {
    const row = ownEvent(backend, call);
    return row ? jsonReply(200, withType(backend, row)) : plainError(404, 'event not found');
  } catch {
    return plainError(404, 'event not found');
  }
};

/** `PUT /events/:id` (trendy/README §1.9): an unknown or foreign id is 500, not 404. */
export const updateEvent: RouteHandler = (backend, call) => {
  let context = 'failed to get event';
  try {
    const change = decodeUpdate(call.body);
    const old = ownEvent(backend, call);
    if (!old) return plainError(500, 'event not found');
    if (change.eventTypeId !== undefined) {
      context = 'invalid event type: failed to get event type';
      const type = backend.store.types.get(readUuid(change.eventTypeId));
      if (!type) return plainError(500, 'invalid event type: event type not found');
      if (type.userId !== call.user.id) return plainError(500, 'event type does not belong to user');
    }
    context = 'failed to update event';
    const row = backend.store.events.update(old.id, change);
    const data = renderEvent(row);
    appendChange(backend, call, { entityType: 'event', operation: 'update', entityId: row.id, data });
    // Without a column to write the row is read instead, its type with it; the change row is written all the same.
    return jsonReply(200, Object.keys(change).length === 0 ? withType(backend, row) : data);
  } catch (error) {
    if (error instanceof DecodeError) return plainError(400, error.message);
    return plainError(500, errorChain(context, error));
  }
};

/** `DELETE /events/:id` (trendy/README §1.10): the second time is 500. */
export const deleteEvent: RouteHandler = (backend, call) => {
  try {
    const row = ownEvent(backend, call);
    if (!row) return plainError(500, 'event not found');
    backend.store.events.delete(row.id);
    appendChange(backend, call, { entityType: 'event', operation: 'delete', entityId: row.id, data: null });
    return noContent;
  } catch (error) {
    if (error instanceof DatabaseError) return plainError(500, errorChain('failed to get event', error));
    throw error;
  }
};
