import { appendChange, type Call, hasFault, type RouteHandler, type TrendyBackend } from './backend.ts';
import { DatabaseError } from './database-error.ts';
import { decodeBatch } from './decode-event.ts';
import { DecodeError } from './decode-json.ts';
import { contentKey } from './event-table.ts';
import { phoneTwinOf } from './phone.ts';
import { renderEvent, strippedByContent, strippedBySample } from './render.ts';
import { jsonReply, plainError } from './replies.ts';
import { type EventInsert, type EventRow, maxRowsPerRead } from './rows.ts';
import { findByContent, findBySampleId } from './sample-lookup.ts';

/** `POST /events/batch`, steps 1 to 7 of trendy-backend §1.7. */
export const createEventsBatch: RouteHandler = async (backend, call) => {
  const { user } = call;
  let items: EventInsert[];
  try {
    items = decodeBatch(call.body, user.id);
  } catch (error) {
    if (error instanceof DecodeError) return plainError(400, error.message);
    throw error;
  }
  const typeIds = new Set(
    backend.store.types
      .of(user.id)
      .slice(0, maxRowsPerRead)
      .map(({ id }) => id),
  );
  const errors = items.flatMap(({ eventTypeId }, index) =>
    typeIds.has(eventTypeId) ? [] : [{ index, message: `invalid event type: ${eventTypeId}` }],
  );
  const valid = items.filter(({ eventTypeId }) => typeIds.has(eventTypeId));
  const isHealth = (item: EventInsert) => item.sourceType === 'healthkit' && Boolean(item.sampleId);
  const regular = valid.filter((item) => !isHealth(item));
  const health = valid.filter(isHealth);
  const created: EventRow[] = [];
  try {
    created.push(...(await insertGroup(backend, call, regular)));
    if (hasFault(call, 'failAfterRegularGroup'))
      throw new DatabaseError('57014', 'canceling statement due to statement timeout');
    created.push(...(await insertHealthGroup(backend, call, health)));
  } catch (error) {
    if (error instanceof DatabaseError)
      return plainError(500, `failed to batch create events: ${error.supabaseText}`);
    throw error;
  }
  const body = {
    created: created.map((row) => renderEvent(row)),
    ...(errors.length > 0 ? { errors } : {}),
    total: items.length,
    success: created.length,
    failed: errors.length,
  };
  return jsonReply(errors.length === 0 ? 201 : created.length > 0 ? 207 : 400, body);
};

/** Known sample ids, then known content, then the rows that are new; nothing is updated, nothing compared within the batch. */
async function insertHealthGroup(
  backend: TrendyBackend,
  call: Call,
  group: readonly EventInsert[],
): Promise<EventRow[]> {
  const [first] = group;
  if (!first) return [];
  const { store } = backend;
  const twin = call.faults.find((fault) => fault.kind === 'phoneAddsSameEvent');
  if (twin?.when === 'beforeLookup') phoneTwinOf(backend, first);

  const known = findBySampleId(
    store,
    call.user.id,
    group.map(({ sampleId }) => sampleId ?? ''),
  );
  const bySample = new Map(known.map((row) => [row.sampleId, row]));
  const rest = group.filter(({ sampleId }) => !bySample.has(sampleId));
  const byContent = rest.length > 0 ? findByContent(store, call.user.id, rest) : new Map<string, EventRow>();
  const duplicates: EventRow[] = [];
  const fresh: EventInsert[] = [];
  for (const item of group) {
    const sample = bySample.get(item.sampleId);
    const content = byContent.get(contentKey(item));
    if (sample) duplicates.push(strippedBySample(sample));
    else if (content) duplicates.push(strippedByContent(content));
    else fresh.push(item);
  }
  const [firstNew] = fresh;
  if (firstNew && hasFault(call, 'phoneTakesSampleId')) phoneTwinOf(backend, firstNew, firstNew.sampleId);
  if (firstNew && twin?.when === 'beforeInsert') phoneTwinOf(backend, firstNew);
  return [...duplicates, ...(await insertGroup(backend, call, fresh))];
}

/** One multi-row insert, then one change row an event, one by one: what makes a large batch slow. */
async function insertGroup(
  backend: TrendyBackend,
  call: Call,
  group: readonly EventInsert[],
): Promise<EventRow[]> {
  if (group.length === 0) return [];
  if (new Set(group.map(({ id }) => id === null)).size > 1)
    throw new DatabaseError('PGRST102', 'All object keys must match');
  const rows = backend.store.events.insert(group);
  for (const row of rows) {
    await backend.clock.sleep(backend.settings.latencyPerEventMs);
    appendChange(backend, call, {
      entityType: 'event',
      operation: 'create',
      entityId: row.id,
      data: renderEvent(row),
    });
  }
  return rows;
}
