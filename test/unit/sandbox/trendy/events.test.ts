import { describe, expect, it } from 'vitest';
import { healthEvent, startAt, trendyBench, v7 } from './api-client.ts';

const bench = trendyBench();
const create = (event: unknown) => bench.send('POST', 'api/v1/events', event);
const lastChange = () => bench.sandbox.changes().at(-1);

describe('POST /events (trendy/README §1.8, §6.2 point 7)', () => {
  it('lists every field error at once', async () => {
    const answer = await create({ timestamp: 'yesterday', end_date: 'x', is_all_day: 'perhaps' });
    expect(answer.json).toMatchObject({ type: 'urn:trendy:error:validation', status: 400 });
    expect(answer.json.errors.map(({ field, code }: Record<string, string>) => `${field} ${code}`)).toEqual([
      'event_type_id required',
      'timestamp invalid_format',
      'is_all_day invalid_type',
      'end_date invalid_format',
    ]);
    expect(answer.json.errors[2].message).toBe('must be a boolean value');
  });

  it('answers bad_request for a wrong JSON type', async () => {
    expect((await create({ notes: 5 })).json).toMatchObject({
      type: 'urn:trendy:error:bad_request',
      user_message: 'Invalid JSON format',
    });
  });

  it.each([
    ['no UUID', 'abc', 'invalid_uuid'],
    ['version 4', '6f9619ff-8b86-4011-b42d-00c04fc964ff', 'invalid_uuid'],
    ['more than a minute ahead', v7(startAt + 61_000), 'future_timestamp'],
  ])('refuses an id that is %s', async (_, id, type) => {
    const answer = await create(healthEvent(await bench.makeType(), { id }));
    expect([answer.status, answer.json.type]).toEqual([400, `urn:trendy:error:${type}`]);
    expect(answer.json.errors[0].field).toBe('id');
  });

  it('accepts an id one minute ahead, and is_all_day as a text', async () => {
    const typeId = await bench.makeType();
    const answer = await create(healthEvent(typeId, { id: v7(startAt + 60_000), is_all_day: 'false' }));
    expect([answer.status, answer.json.is_all_day]).toEqual([201, false]);
  });

  it('answers 500 for an unknown type, details hidden', async () => {
    const answer = await create(healthEvent(v7()));
    expect([answer.status, answer.json.type]).toEqual([500, 'urn:trendy:error:internal']);
  });

  it('answers a known sample id with the stripped row, keeps the values and writes a poisoned change row', async () => {
    const typeId = await bench.makeType();
    const event = healthEvent(typeId);
    expect((await create(event)).status).toBe(201);
    expect(lastChange()).toMatchObject({ operation: 'create', entityId: event.id });
    const again = await create({ ...event, id: v7(), notes: 'new value' });
    expect([again.status, again.json.id, again.json.event_type_id]).toEqual([200, event.id, '']);
    expect(lastChange()).toMatchObject({
      operation: 'update',
      entityId: event.id,
      data: { event_type_id: '', timestamp: '0001-01-01T00:00:00Z', source_type: '' },
    });
    expect(bench.sandbox.events()).toHaveLength(1);
    expect(bench.sandbox.events()[0]?.notes).toBe(event.notes);
  });

  it('overwrites by client id when it is no HealthKit event, and drops the location', async () => {
    const typeId = await bench.makeType();
    const event = {
      id: v7(),
      event_type_id: typeId,
      timestamp: '2025-01-15T12:00:00Z',
      location_name: 'gym',
    };
    const first = await create(event);
    expect([first.status, first.json.location_name]).toEqual([201, undefined]);
    const second = await create({ ...event, notes: 'changed' });
    expect([second.status, second.json.notes, bench.sandbox.events().length]).toEqual([200, 'changed', 1]);
  });

  it('answers 409 when type and time are taken under another id', async () => {
    const typeId = await bench.makeType();
    const event = { event_type_id: typeId, timestamp: '2025-01-15T12:00:00Z' };
    await create({ ...event, id: v7() });
    const answer = await create({ ...event, id: v7() });
    expect([answer.status, answer.json.type]).toEqual([409, 'urn:trendy:error:conflict']);
    expect(answer.json.detail).toBe('An event with this ID already exists');
  });
});

describe('PUT, DELETE and GET of one event (trendy/README §1.9, §1.10, §6.2 point 8)', () => {
  const full = { end_date: '2025-01-15T18:05:00Z', external_id: 'x', location_name: 'gym', notes: 'old' };

  it('keeps what is absent, clears some keys by null, keeps others by null, and replaces properties whole', async () => {
    const event = healthEvent(await bench.makeType(), full);
    await bench.send('POST', 'api/v1/events/batch', { events: [event] });
    const put = (body: unknown) => bench.send('PUT', `api/v1/events/${event.id}`, body);
    const cleared = await put({
      notes: null,
      end_date: null,
      timestamp: null,
      is_all_day: null,
      properties: null,
    });
    expect(cleared.status).toBe(200);
    expect(cleared.json).not.toHaveProperty('notes');
    expect(cleared.json).not.toHaveProperty('end_date');
    expect(cleared.json).not.toHaveProperty('event_type');
    expect(cleared.json).toMatchObject({
      timestamp: event.timestamp,
      is_all_day: true,
      external_id: 'x',
      location_name: 'gym',
      properties: event.properties,
    });
    const replaced = await put({ properties: { Date: { type: 'date', value: 'd' } } });
    expect(replaced.json.properties).toEqual({ Date: { type: 'date', value: 'd' } });
    expect((await put({ properties: {} })).json).not.toHaveProperty('properties');
    expect(lastChange()).toMatchObject({
      operation: 'update',
      entityId: event.id,
      data: { external_id: 'x' },
    });
    const bad = await put({ source_type: 'watch' });
    expect([bad.status, bad.json.error]).toEqual([500, expect.stringContaining('23514')]);
  });

  it('answers a PUT that changes nothing with the type embedded, and writes a change row all the same', async () => {
    const event = healthEvent(await bench.makeType(), full);
    await bench.send('POST', 'api/v1/events/batch', { events: [event] });
    const before = bench.sandbox.changes().length;
    const answer = await bench.send('PUT', `api/v1/events/${event.id}`, {});
    expect([answer.status, answer.json.event_type?.name]).toEqual([200, 'Steps']);
    expect(bench.sandbox.changes()).toHaveLength(before + 1);
  });

  it('answers an unknown or foreign id with 500 on PUT and 404 on GET', async () => {
    const another = bench.sandbox.phoneOf('another');
    const type = another.createType({ name: 'Water' });
    const { id } = another.createEvent({ eventTypeId: type.id, timestamp: startAt * 1000 });
    for (const path of [`api/v1/events/${id}`, `api/v1/events/${v7()}`]) {
      const put = await bench.send('PUT', path, { notes: 'x' });
      expect([put.status, put.json]).toEqual([500, { error: 'event not found' }]);
      const got = await bench.send('GET', path);
      expect([got.status, got.json]).toEqual([404, { error: 'event not found' }]);
    }
  });

  it('deletes once with 204 and a change row with data null, then 500', async () => {
    const event = healthEvent(await bench.makeType());
    await bench.send('POST', 'api/v1/events/batch', { events: [event] });
    const first = await bench.send('DELETE', `api/v1/events/${event.id}`);
    expect([first.status, first.text]).toEqual([204, '']);
    expect(first.headers.get('content-type')).toMatch('application/json');
    const [entry] = (await bench.send('GET', 'api/v1/changes?since=2')).json.changes;
    expect(entry).toMatchObject({ operation: 'delete', entity_id: event.id, deleted_at: expect.any(String) });
    expect(entry.data).toBeNull();
    const second = await bench.send('DELETE', `api/v1/events/${event.id}`);
    expect([second.status, second.json]).toEqual([500, { error: 'event not found' }]);
  });
});

describe('GET /events (trendy/README §1.11, §6.2 point 12)', () => {
  it('gives 50 by default, at most 1000, and silently 100 for anything else', async () => {
    const typeId = await bench.makeType();
    for (let i = 0; i < 1100; i += 1)
      bench.sandbox.phone.createEvent({ eventTypeId: typeId, timestamp: (startAt + i * 1000) * 1000 });
    const count = async (query: string) => (await bench.send('GET', `api/v1/events${query}`)).json.length;
    expect(await count('')).toBe(50);
    expect(await count('?limit=1000')).toBe(1000);
    for (const odd of ['1001', '0', '-1', 'x']) expect(await count(`?limit=${odd}`)).toBe(100);
    expect(await count('?limit=1000&offset=1000')).toBe(100);
    expect(await count('/export')).toBe(1000);
    bench.sandbox.settings.maxRows = 60;
    expect([await count('?limit=1000'), await count('/export')]).toEqual([60, 60]);
  });

  it('exports 500 for a type id that is no UUID', async () => {
    const answer = await bench.send('GET', 'api/v1/events/export?event_type_ids=x');
    expect([answer.status, answer.json.error]).toEqual([500, expect.stringContaining('22P02')]);
  });

  it('is newest first with the type embedded; equal timestamps may swap between reads', async () => {
    const typeId = await bench.makeType();
    const at = (ms: number) =>
      bench.sandbox.phone.createEvent({ eventTypeId: typeId, timestamp: ms * 1000 }).id;
    const old = at(startAt);
    for (let i = 0; i < 8; i += 1) at(startAt + 1000);
    const read = async () => {
      const { json } = await bench.send('GET', 'api/v1/events');
      expect(json.at(-1)).toMatchObject({ id: old, event_type: { id: typeId, name: 'Steps' } });
      return json.map(({ id }: { id: string }) => id).join();
    };
    const orders = new Set<string>();
    for (let i = 0; i < 5; i += 1) orders.add(await read());
    expect(orders.size).toBeGreaterThan(1);
  });
});
