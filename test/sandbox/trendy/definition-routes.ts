import { appendChange, type Call, type RouteHandler, type TrendyBackend } from './backend.ts';
import { errorChain, readUuid } from './database-error.ts';
import { DecodeError, failedTag, GoFields, parseBody } from './decode-json.ts';
import { renderPropertyDefinition } from './render.ts';
import { jsonReply, noContent, plainError } from './replies.ts';
import type { PropertyDefinitionRow } from './rows.ts';

const struct = 'CreatePropertyDefinitionRequest';
const notFound = 'property definition not found';

/** `GET /event-types/:id/properties` (trendy/README §1.13). */
export const listDefinitions: RouteHandler = (backend, call) => {
  try {
    const type = backend.store.types.get(readUuid(call.id));
    if (type?.userId !== call.user.id) return plainError(500, 'event type not found');
    return jsonReply(200, backend.store.definitions.of(type.id).map(renderPropertyDefinition));
  } catch (error) {
    return plainError(500, errorChain('failed to get event type', error));
  }
};

/** `POST /event-types/:id/properties`: the body must name a type, the path's counts. */
export const createDefinition: RouteHandler = (backend, call) => {
  try {
    const fields = new GoFields(parseBody(call.body), struct);
    const required = (key: string, name: string) => {
      const text = fields.text(key);
      if (!text) throw failedTag(struct, name, 'required');
      return text;
    };
    required('event_type_id', 'EventTypeID');
    const key = required('key', 'Key');
    const label = required('label', 'Label');
    const propertyType = required('property_type', 'PropertyType');
    const options = fields.list('options')?.map(String) ?? null;
    const type = backend.store.types.get(readUuid(call.id));
    if (type?.userId !== call.user.id) return plainError(500, 'event type not found');
    if (propertyType === 'select' && !options?.length)
      return plainError(500, 'options are required for select property type');
    const row = backend.store.definitions.put({
      id: fields.text('id') || null,
      userId: call.user.id,
      eventTypeId: type.id,
      key,
      label,
      propertyType,
      options,
      defaultValue: fields.any('default_value'),
      displayOrder: fields.number('display_order') ?? 0,
    });
    tell(backend, call, 'create', row);
    return jsonReply(201, renderPropertyDefinition(row));
  } catch (error) {
    return refusal('failed to create property definition', error);
  }
};

/** `GET /property-definitions/:id`. */
export const getDefinition: RouteHandler = (backend, call) => {
  const row = ownDefinition(backend, call);
  return row ? jsonReply(200, renderPropertyDefinition(row)) : plainError(404, notFound);
};

/** `PUT /property-definitions/:id`: absent and null leave a field as it is. */
export const updateDefinition: RouteHandler = (backend, call) => {
  try {
    const fields = new GoFields(parseBody(call.body), 'UpdatePropertyDefinitionRequest');
    const old = ownDefinition(backend, call);
    if (!old) return plainError(500, notFound);
    const row = backend.store.definitions.put({
      ...old,
      key: fields.text('key') ?? old.key,
      label: fields.text('label') ?? old.label,
      propertyType: fields.text('property_type') ?? old.propertyType,
      options: fields.list('options')?.map(String) ?? old.options,
      defaultValue: fields.any('default_value') ?? old.defaultValue,
      displayOrder: fields.number('display_order') ?? old.displayOrder,
    });
    tell(backend, call, 'update', row);
    return jsonReply(200, renderPropertyDefinition(row));
  } catch (error) {
    return refusal('failed to update property definition', error);
  }
};

/** `DELETE /property-definitions/:id`. */
export const deleteDefinition: RouteHandler = (backend, call) => {
  const row = ownDefinition(backend, call);
  if (!row) return plainError(500, notFound);
  backend.store.definitions.delete(row.id);
  appendChange(backend, call, {
    entityType: 'property_definition',
    operation: 'delete',
    entityId: row.id,
    data: null,
  });
  return noContent;
};

function ownDefinition(backend: TrendyBackend, call: Call): PropertyDefinitionRow | null {
  const row = backend.store.definitions.get(call.id.toLowerCase());
  return row?.userId === call.user.id ? row : null;
}

const tell = (
  backend: TrendyBackend,
  call: Call,
  operation: 'create' | 'update',
  row: PropertyDefinitionRow,
) =>
  appendChange(backend, call, {
    entityType: 'property_definition',
    operation,
    entityId: row.id,
    data: renderPropertyDefinition(row),
  });

const refusal = (context: string, error: unknown) =>
  error instanceof DecodeError ? plainError(400, error.message) : plainError(500, errorChain(context, error));
