import { appendChange, type Call, hasFault, type RouteHandler, type TrendyBackend } from './backend.ts';
import { DatabaseError, errorChain } from './database-error.ts';
import { decodeBatch } from './decode-event.ts';
import { DecodeError } from './decode-json.ts';
import { contentKey } from './event-table.ts';
import { phoneTwinOf } from './phone.ts';
import { renderEvent, strippedByContent, strippedBySample } from './render.ts';
import { jsonReply, plainError } from './replies.ts';
import type { EventInsert, EventRow } from './rows.ts';
import { findByContent, findBySampleId } from './sample-lookup.ts';

/** `POST /events/batch`, steps 1 to 7 of trendy/README §1.7. */
export const createEventsBatch: RouteHandler = async (backend, call) => {
  const { user } = call;
  let items: EventInsert[];
  try {
    items = decodeBatch(call.body, user.id);
  } catch (error) {
    if (error instanceof DecodeError) return plainError(400, error.message);
    throw error;
  }
  const typeIds = new Set(backend.store.capped(backend.store.types.of(user.id)).map(({ id }) => id));
  const errors = items.flatMap(({ eventTypeId }, index) =>
    typeIds.has(eventTypeId) ? [] : [{ index, message: `invalid event type: ${eventTypeId}` }],
  );
  const valid = items.filter(({ eventTypeId }) => typeIds.has(eventTypeId));
  const isHealth = (item: EventInsert) => item.sourceType === 'healthkit' && Boolean(item.sampleId);
  const regular = valid.filter((item) => !isHealth(item));
  const health = valid.filter(isHealth);
  const created: EventRow[] = [];
  let context = 'failed to batch create events: failed to batch create events';
  try {
    created.push(...(await insertGroup(backend, call, regular)));
    context = 'failed to batch upsert HealthKit events';
    if (hasFault(call, 'failAfterRegularGroup'))
      throw new DatabaseError('57014', 'canceling statement due to statement timeout');
    created.push(...(await insertHealthGroup(backend, call, health)));
  } catch (error) {
    return plainError(500, errorChain(context, error));
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

  const sampleIds = group.map(({ sampleId }) => sampleId ?? '');
  const known = within('failed to check existing events by sample ID', () =>
    findBySampleId(store, call.user.id, sampleIds),
  );
  const bySample = new Map(known.map((row) => [row.sampleId, row]));
  const rest = group.filter(({ sampleId }) => !bySample.has(sampleId));
  const byContent = within('failed to check existing events by content', () =>
    rest.length > 0 ? findByContent(store, call.user.id, rest) : new Map<string, EventRow>(),
  );
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
  const inserted = await insertGroup(backend, call, fresh, 'failed to batch insert HealthKit events');
  return [...duplicates, ...inserted];
}

/** Names what was being done before the words of a refusal. */
function within<T>(context: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof DatabaseError) error.contexts.unshift(context);
    throw error;
  }
}

/** One multi-row insert, then one change row an event, one by one: what makes a large batch slow. */
async function insertGroup(
  backend: TrendyBackend,
  call: Call,
  group: readonly EventInsert[],
  context?: string,
): Promise<EventRow[]> {
  if (group.length === 0) return [];
  const insert = () => {
    if (new Set(group.map(({ id }) => id === null)).size > 1)
      throw new DatabaseError('PGRST102', 'All object keys must match');
    return backend.store.events.insert(group);
  };
  const rows = context === undefined ? insert() : within(context, insert);
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
