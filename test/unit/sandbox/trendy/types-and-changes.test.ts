import { describe, expect, it } from 'vitest';
import { healthEvent, startAt, trendyBench, v7 } from './api-client.ts';

const bench = trendyBench();
const steps = { name: 'Steps', color: '#34C759', icon: 'figure.walk' };
const createType = (body: unknown) => bench.send('POST', 'api/v1/event-types', body);

describe('event types (trendy/README §1.12, §6.2 point 9)', () => {
  it('creates with the id given, lists oldest first', async () => {
    const id = v7();
    const first = await createType({ id, ...steps });
    expect([first.status, first.json.id]).toEqual([201, id]);
    await createType({ ...steps, name: 'Active Energy' });
    const list = (await bench.send('GET', 'api/v1/event-types')).json;
    expect(list.map(({ name }: { name: string }) => name)).toEqual(['Steps', 'Active Energy']);
  });

  it('answers 500 with the text of Postgres for a name or id that is taken; case makes another name', async () => {
    const id = v7();
    await createType({ id, ...steps });
    for (const again of [steps, { ...steps, id, name: 'Other' }]) {
      const answer = await createType(again);
      expect(answer.status).toBe(500);
      const words = 'failed to create event type: supabase error: {"code":"23505","details":null';
      expect(answer.json.error.startsWith(words)).toBe(true);
    }
    expect((await createType({ ...steps, name: 'steps' })).status).toBe(201);
  });

  it('answers 400 with the text of the validator for a missing field', async () => {
    const answer = await createType({ name: 'Steps' });
    expect(answer.status).toBe(400);
    const lines = answer.json.error.split('\n');
    expect(lines).toEqual([
      expect.stringContaining("'Color' failed on the 'required'"),
      expect.stringContaining("'Icon' failed on the 'required'"),
    ]);
  });

  it('answers a change without any field as an unknown type, and tells nobody', async () => {
    const id = await bench.makeType();
    const before = bench.sandbox.changes().length;
    const answer = await bench.send('PUT', `api/v1/event-types/${id}`, { name: '', color: null });
    expect([answer.status, answer.json]).toEqual([500, { error: 'event type not found' }]);
    expect(bench.sandbox.changes()).toHaveLength(before);
  });

  it('leaves a field as it is for an empty text or null', async () => {
    const id = await bench.makeType();
    const answer = await bench.send('PUT', `api/v1/event-types/${id}`, {
      name: '',
      color: null,
      icon: 'star',
    });
    expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ ...steps, icon: 'star' })]);
  });

  it('deletes the events with their type and writes one change row', async () => {
    const id = await bench.makeType();
    await bench.send('POST', 'api/v1/events/batch', { events: [healthEvent(id), healthEvent(id)] });
    const before = bench.sandbox.changes().length;
    expect((await bench.send('DELETE', `api/v1/event-types/${id}`)).status).toBe(204);
    expect(bench.sandbox.events()).toHaveLength(0);
    expect(bench.sandbox.changes().slice(before)).toMatchObject([
      { entityType: 'event_type', operation: 'delete' },
    ]);
    expect((await bench.send('DELETE', `api/v1/event-types/${id}`)).status).toBe(500);
  });

  it('keeps property definitions, unique by type and key', async () => {
    const id = await bench.makeType();
    const path = `api/v1/event-types/${id}/properties`;
    const body = { event_type_id: 'ignored', key: 'steps', label: 'Steps', property_type: 'number' };
    const first = await bench.send('POST', path, body);
    expect([first.status, first.json.event_type_id]).toEqual([201, id]);
    expect((await bench.send('POST', path, body)).status).toBe(500);
    const definition = `api/v1/property-definitions/${first.json.id}`;
    expect((await bench.send('PUT', definition, { label: 'Count' })).json.label).toBe('Count');
    expect((await bench.send('GET', path)).json).toHaveLength(1);
    expect((await bench.send('DELETE', definition)).status).toBe(204);
    expect((await bench.send('GET', definition)).status).toBe(404);
  });
});

describe('the change feed (trendy/README §1.14, §6.2 point 10)', () => {
  const feed = async (query = '') => (await bench.send('GET', `api/v1/changes${query}`)).json;

  it('echoes the cursor when there is nothing new', async () => {
    expect(await feed('?since=7')).toEqual({ changes: [], next_cursor: 7, has_more: false });
    expect((await bench.send('GET', 'api/v1/changes/latest-cursor')).json).toEqual({ cursor: 0 });
  });

  it('never has more where the cap of the database leaves no row over; beyond 64 bits is no number', async () => {
    const eventTypeId = await bench.makeType();
    for (let i = 0; i < 100; i += 1)
      bench.sandbox.phone.createEvent({ eventTypeId, timestamp: (startAt + i * 1000) * 1000 });
    bench.sandbox.settings.maxRows = 60;
    const capped = await feed('?since=0&limit=60');
    expect([capped.changes.length, capped.has_more]).toEqual([60, false]);
    expect((await feed('?since=0&limit=59')).has_more).toBe(true);
    const far = await bench.send('GET', `api/v1/changes?since=${2n ** 63n}`);
    expect(far.status).toBe(400);
  });

  it('pages upward; a limit outside 1 to 500 is silently 100', async () => {
    const typeId = await bench.makeType();
    for (let i = 0; i < 600; i += 1)
      bench.sandbox.phone.createEvent({ eventTypeId: typeId, timestamp: (startAt + i * 1000) * 1000 });
    const first = await feed('?since=1&limit=500');
    expect([first.changes.length, first.next_cursor, first.has_more]).toEqual([500, 501, true]);
    const rest = await feed('?since=501&limit=500');
    expect([rest.changes.length, rest.next_cursor, rest.has_more]).toEqual([100, 601, false]);
    for (const odd of ['501', '0', '-5']) expect((await feed(`?limit=${odd}`)).changes).toHaveLength(100);
    expect((await bench.send('GET', 'api/v1/changes?limit=x')).status).toBe(400);
    expect((await bench.send('GET', 'api/v1/changes/latest-cursor')).json).toEqual({ cursor: 601 });
  });

  it('carries the entity as the API renders it, and nothing of other users', async () => {
    bench.sandbox.phoneOf('another').createType({ name: 'Hidden' });
    const typeId = await bench.makeType();
    const event = healthEvent(typeId);
    await bench.send('POST', 'api/v1/events/batch', { events: [event] });
    const { changes } = await feed();
    expect(changes.map(({ id }: { id: number }) => id)).toEqual([2, 3]);
    expect(changes[1]).toMatchObject({
      entity_type: 'event',
      operation: 'create',
      entity_id: event.id,
      data: event,
    });
    expect(changes[1].data).not.toHaveProperty('event_type');
  });

  it('can be cut, and can show a lower id after a higher one', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next('POST /events/batch', { kind: 'changeLogLate' });
    await bench.send('POST', 'api/v1/events/batch', { events: [healthEvent(typeId)] });
    await bench.send('POST', 'api/v1/events/batch', { events: [healthEvent(typeId)] });
    expect((await feed()).changes.map(({ id }: { id: number }) => id)).toEqual([1, 3]);
    bench.sandbox.phone.releaseLateChanges();
    expect((await feed()).changes.map(({ id }: { id: number }) => id)).toEqual([1, 2, 3]);
    bench.sandbox.phone.truncateChanges(1);
    expect((await feed()).changes.map(({ id }: { id: number }) => id)).toEqual([3]);
  });
});
