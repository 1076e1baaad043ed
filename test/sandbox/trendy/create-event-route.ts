import { appendChange, type Call, type RouteHandler, type TrendyBackend } from './backend.ts';
import { DatabaseError } from './database-error.ts';
import { DecodeError } from './decode-json.ts';
import { contentKey } from './event-table.ts';
import { renderEvent, strippedByContent, strippedBySample } from './render.ts';
import { internalProblem, jsonReply, problem } from './replies.ts';
import type { EventInsert, EventRow } from './rows.ts';
import { findByContent, findBySampleId } from './sample-lookup.ts';
import { uuidVersion } from './server-ids.ts';
import { decodeSingle } from './validate-single.ts';

/** `POST /events` (trendy/README §1.8). */
export const createEvent: RouteHandler = (backend, call) => {
  const { requestId } = call;
  let insert: EventInsert;
  try {
    const { event, errors } = decodeSingle(call.body, call.user.id);
    if (errors.length > 0)
      return problem('validation', requestId, 'One or more fields failed validation', { errors });
    insert = event;
  } catch (error) {
    if (error instanceof DecodeError) return problem('bad_request', requestId, error.message);
    throw error;
  }
  const idProblem = insert.id === null ? null : refuseId(insert.id, backend.clock.now(), requestId);
  if (idProblem) return idProblem;
  const type = backend.store.types.get(insert.eventTypeId);
  if (type?.userId !== call.user.id) return internalProblem(requestId);
  try {
    const { row, isNew } = store(backend, insert);
    // Written for duplicates too, with the stripped row as data: the poisoned row of trendy/README §0.1.
    appendChange(backend, call, {
      entityType: 'event',
      operation: isNew ? 'create' : 'update',
      entityId: row.id,
      data: renderEvent(row),
    });
    return jsonReply(isNew ? 201 : 200, renderEvent(row));
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (/unique|duplicate|23505/.test(error.supabaseText))
      return problem('conflict', requestId, 'An event with this ID already exists');
    return internalProblem(requestId);
  }
};

/** Version 7 and at most a minute ahead; any past is fine (trendy/README §1.8). */
function refuseId(id: string, nowMs: number, requestId: Call['requestId']) {
  const version = uuidVersion(id);
  if (version?.version !== 7)
    return problem('invalid_uuid', requestId, `Invalid UUID format for field 'id': '${id}'`, {
      errors: [{ field: 'id', message: 'must be a valid UUID', code: 'invalid_uuid' }],
    });
  if (version.atMs <= nowMs + 60_000) return null;
  const message = 'timestamp cannot be more than 1 minute in the future';
  return problem(
    'future_timestamp',
    requestId,
    "Field 'id' contains a timestamp more than 1 minute in the future",
    {
      errors: [{ field: 'id', message, code: 'future_timestamp' }],
    },
  );
}

function store(
  { store: { events }, store }: TrendyBackend,
  insert: EventInsert,
): { row: EventRow; isNew: boolean } {
  // This route never copies geofence and location (trendy/README §1.8).
  const bare = {
    ...insert,
    geofenceId: null,
    locationLatitude: null,
    locationLongitude: null,
    locationName: null,
  };
  if (insert.sourceType === 'healthkit' && insert.sampleId) {
    const [sample] = findBySampleId(store, insert.userId, [insert.sampleId]);
    if (sample) return { row: strippedBySample(sample), isNew: false };
    const content = findByContent(store, insert.userId, [insert]).get(contentKey(insert));
    if (content) return { row: strippedByContent(content), isNew: false };
  } else if (insert.id !== null && events.get(insert.id.toLowerCase())) {
    // Every column is overwritten, the owner too: the route does not look whose row it is.
    const { id, ...columns } = bare;
    return { row: events.update(insert.id.toLowerCase(), columns), isNew: false };
  }
  const [row] = events.insert([bare]);
  if (!row) throw new Error('an insert of one row gave none');
  return { row, isNew: true };
}
