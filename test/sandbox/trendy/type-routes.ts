import { appendChange, type Call, hasFault, type RouteHandler, type TrendyBackend } from './backend.ts';
import { errorChain, readUuid } from './database-error.ts';
import { DecodeError, failedTag, GoFields, parseBody } from './decode-json.ts';
import { phoneOf } from './phone.ts';
import { renderEventType } from './render.ts';
import { jsonReply, noContent, plainError } from './replies.ts';
import type { EventTypeRow } from './rows.ts';

const struct = 'CreateEventTypeRequest';

/** `GET /event-types`: oldest first (trendy/README §1.12). */
export const listTypes: RouteHandler = (backend, { user }) =>
  jsonReply(200, backend.store.capped(backend.store.types.of(user.id)).map(renderEventType));

/** `POST /event-types`: a name or id that is taken is 500 with Postgres's text. */
export const createType: RouteHandler = (backend, call) => {
  try {
    const fields = new GoFields(parseBody(call.body), struct);
    const id = fields.text('id') || null;
    const [name, color, icon] = ['name', 'color', 'icon'].map((key) => fields.text(key) ?? '');
    if (!name || !color || !icon) throw missingFields({ Name: name, Color: color, Icon: icon });
    if (hasFault(call, 'phoneCreatesType')) phoneOf(backend, call.user.id).createType({ name, color, icon });
    const row = backend.store.types.insert({ id, userId: call.user.id, name, color, icon });
    tell(backend, call, 'create', row);
    return jsonReply(201, renderEventType(row));
  } catch (error) {
    return refusal('failed to create event type', error);
  }
};

/** `GET /event-types/:id`. */
export const getType: RouteHandler = (backend, call) => {
  try {
    const row = ownType(backend, call);
    return row ? jsonReply(200, renderEventType(row)) : plainError(404, 'event type not found');
  } catch {
    return plainError(404, 'event type not found');
  }
};

/** `PUT /event-types/:id`: an empty string or null leaves the field as it is. */
export const updateType: RouteHandler = (backend, call) => {
  try {
    const fields = new GoFields(parseBody(call.body), 'UpdateEventTypeRequest');
    const change = Object.fromEntries(
      ['name', 'color', 'icon'].flatMap((key) => {
        const text = fields.text(key);
        return text ? [[key, text]] : [];
      }),
    );
    const old = ownType(backend, call);
    // An update without a column gives no row back.
    if (!old || Object.keys(change).length === 0) return plainError(500, 'event type not found');
    const row = backend.store.types.update(old.id, change);
    tell(backend, call, 'update', row);
    return jsonReply(200, renderEventType(row));
  } catch (error) {
    return refusal('failed to update event type', error);
  }
};

/** `DELETE /event-types/:id`: the events go too, the change log hears only of the type. */
export const deleteType: RouteHandler = (backend, call) => {
  try {
    const row = ownType(backend, call);
    if (!row) return plainError(500, 'event type not found');
    backend.store.deleteType(row.id);
    appendChange(backend, call, {
      entityType: 'event_type',
      operation: 'delete',
      entityId: row.id,
      data: null,
    });
    return noContent;
  } catch (error) {
    return refusal('failed to get event type', error);
  }
};

/** The validator names every field at once, a line each. */
const missingFields = (fields: Readonly<Record<string, string | undefined>>): DecodeError =>
  new DecodeError(
    Object.entries(fields)
      .flatMap(([name, text]) => (text ? [] : failedTag(struct, name, 'required').message))
      .join('\n'),
  );

function ownType(backend: TrendyBackend, call: Call): EventTypeRow | null {
  const row = backend.store.types.get(readUuid(call.id));
  return row?.userId === call.user.id ? row : null;
}

const tell = (backend: TrendyBackend, call: Call, operation: 'create' | 'update', row: EventTypeRow) =>
  appendChange(backend, call, {
    entityType: 'event_type',
    operation,
    entityId: row.id,
    data: renderEventType(row),
  });

const refusal = (context: string, error: unknown) =>
  error instanceof DecodeError ? plainError(400, error.message) : plainError(500, errorChain(context, error));
