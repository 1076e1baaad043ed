import { describe, expect, it } from 'vitest';
import { healthEvent, trendyBench, v7 } from './api-client.ts';

const bench = trendyBench();
const batch = (...events: unknown[]) => bench.send('POST', 'api/v1/events/batch', { events });
const regular = (typeId: string, timestamp: string, more = {}) => ({
  id: v7(),
  event_type_id: typeId,
  timestamp,
  source_type: 'manual',
  ...more,
});

describe('POST /events/batch (trendy/README §1.7, §6.2 point 4)', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{"events":['],
    ['no list', '{}'],
    ['an empty list', '{"events":[]}'],
    ['a malformed timestamp', '{"events":[{"timestamp":"2025-01-15"}]}'],
    ['a fraction of a day that is none', '{"events":[{"timestamp":"2025-02-30T00:00:00Z"}]}'],
    ['a text for a boolean', '{"events":[{"is_all_day":"true"}]}'],
    ['501 items', JSON.stringify({ events: Array.from({ length: 501 }, () => ({})) })],
  ])('refuses %s as a whole, plain 400', async (_, body) => {
    const answer = await bench.send('POST', 'api/v1/events/batch', body);
    expect([answer.status, Object.keys(answer.json)]).toEqual([400, ['error']]);
    expect(bench.sandbox.events()).toHaveLength(0);
  });

  it('stores new events, one change row each, and answers 201 with full rows', async () => {
    const typeId = await bench.makeType();
    const event = healthEvent(typeId);
    const answer = await batch(event);
    expect([answer.status, answer.json.errors]).toEqual([201, undefined]);
    expect(answer.json).toMatchObject({ total: 1, success: 1, failed: 0 });
    expect(answer.json.created[0]).toMatchObject(event);
    expect(answer.json.created[0].created_at).toMatch(/^2025-01-16T09:00:00\.\d{1,6}Z$/);
    expect(answer.json.created[0]).not.toHaveProperty('end_date');
    expect(bench.sandbox.changes().map(({ entityType, operation }) => `${operation} ${entityType}`)).toEqual([
      'create event_type',
      'create event',
    ]);
  });

  it('reports an unknown type per item, by its place in the request, and stores the rest: 207', async () => {
    const typeId = await bench.makeType();
    const answer = await batch(healthEvent('nope'), healthEvent(typeId), healthEvent(typeId.toUpperCase()));
    expect([answer.status, answer.json.success, answer.json.failed]).toEqual([207, 1, 2]);
    expect(answer.json.errors[0]).toEqual({ index: 0, message: 'invalid event type: nope' });
    expect(answer.json.errors[1].index).toBe(2);
  });

  it('treats the types of others as unknown', async () => {
    const foreign = bench.sandbox.phoneOf('another').createType({ name: 'Steps' });
    expect((await batch(healthEvent(foreign.id))).json.errors).toHaveLength(1);
  });

  it('answers regular rows, then duplicates as stripped rows, then new rows; duplicates leave no change row', async () => {
    const typeId = await bench.makeType();
    const known = healthEvent(typeId);
    await batch(known);
    const twin = bench.sandbox.phone.createEvent({
      eventTypeId: typeId,
      timestamp: Date.UTC(2025, 0, 15, 17, 30) * 1000 + 400_000,
      category: 'workout',
    });
    const changesBefore = bench.sandbox.changes().length;
    const fresh = healthEvent(typeId);
    const answer = await batch(
      fresh,
      healthEvent(typeId, { healthkit_sample_id: known.healthkit_sample_id, notes: 'other value' }),
      regular(typeId, '2025-01-01T00:00:00Z'),
      healthEvent(typeId, { timestamp: '2025-01-15T17:30:00Z', healthkit_category: 'workout' }),
    );
    const zero = '0001-01-01T00:00:00Z';
    expect(answer.json.created.map(({ id }: { id: string }) => id).slice(1)).toEqual([
      known.id,
      twin.id,
      fresh.id,
    ]);
    expect(answer.json.created[0].source_type).toBe('manual');
    expect(answer.json.created[1]).toEqual({
      id: known.id,
      user_id: '',
      event_type_id: '',
      timestamp: zero,
      is_all_day: false,
      source_type: '',
      healthkit_sample_id: known.healthkit_sample_id,
      created_at: zero,
      updated_at: zero,
    });
    expect(answer.json.created[2]).toEqual({
      id: twin.id,
      user_id: '',
      event_type_id: typeId,
      timestamp: '2025-01-15T17:30:00.4Z',
      is_all_day: false,
      source_type: '',
      healthkit_sample_id: twin.sampleId,
      healthkit_category: 'workout',
      created_at: zero,
      updated_at: zero,
    });
    expect(answer.json).toMatchObject({ total: 4, success: 4, failed: 0 });
    expect(bench.sandbox.changes()).toHaveLength(changesBefore + 2);
    expect(bench.sandbox.events().find(({ id }) => id === known.id)?.notes).toBe(known.notes);
  });

  it('commits the regular group although the HealthKit group then fails', async () => {
    const typeId = await bench.makeType();
    const same = healthEvent(typeId);
    const answer = await batch(
      regular(typeId, '2025-01-01T00:00:00Z'),
      same,
      healthEvent(typeId, { healthkit_sample_id: same.healthkit_sample_id }),
    );
    expect(answer.status).toBe(500);
    const words =
      'failed to batch upsert HealthKit events: failed to batch insert HealthKit events: supabase error';
    expect(answer.json.error.startsWith(`${words}: {"code":"23505"`)).toBe(true);
    expect(answer.json.error).toContain('duplicate key value violates unique constraint');
    expect(bench.sandbox.events().map(({ sourceType }) => sourceType)).toEqual(['manual']);
  });

  it('stores no row of a group when one of its rows conflicts, and does not try the HealthKit group', async () => {
    const typeId = await bench.makeType();
    await batch(regular(typeId, '2025-01-01T00:00:00Z'));
    const answer = await batch(
      regular(typeId, '2025-01-02T00:00:00Z'),
      regular(typeId, '2025-01-01T00:00:00Z'),
      healthEvent(typeId),
    );
    expect([answer.status, bench.sandbox.events().length]).toEqual([500, 1]);
  });

  it.each([
    ['an id that is no UUID', { id: 'abc' }, '22P02', 'invalid input syntax for type uuid'],
    ['an unknown source type', { source_type: 'watch' }, '23514', 'check_source_type'],
    ['a geofence nobody has', { geofence_id: v7() }, '23503', 'foreign key constraint'],
    ['a NUL in a text', { notes: 'a\0b' }, '22P05', 'unsupported Unicode'],
    ['an item without an id among others', { id: undefined }, 'PGRST102', 'All object keys must match'],
  ])('fails the whole group for %s', async (_, bad, code, text) => {
    const typeId = await bench.makeType();
    const source = 'source_type' in bad ? 'manual' : 'healthkit';
    const good = healthEvent(typeId, { source_type: source });
    const answer = await batch(good, healthEvent(typeId, { source_type: source, ...bad }));
    expect(answer.status).toBe(500);
    expect(answer.json.error).toContain(code);
    expect(answer.json.error).toContain(text);
    expect(bench.sandbox.events()).toHaveLength(0);
  });

  it('shows the whole row that a check constraint refuses, and says of the regular group twice what failed', async () => {
    const typeId = await bench.makeType();
    const bad = healthEvent(typeId, { source_type: 'watch', notes: 'weighs 81 kg' });
    const { error } = (await batch(bad)).json;
    const twice = 'failed to batch create events: failed to batch create events: supabase error';
    expect(error.startsWith(`${twice}: {"code":"23514"`)).toBe(true);
    expect(error).toContain('weighs 81 kg');
  });

  it('fails a HealthKit item without a timestamp: its look-up begins before the first year', async () => {
    const typeId = await bench.makeType();
    const answer = await batch(healthEvent(typeId, { timestamp: null }));
    expect([answer.status, bench.sandbox.events().length]).toEqual([500, 0]);
    expect(answer.json.error).toContain('"code":"22008"');
  });

  it('stores a missing timestamp of any other as year 0001', async () => {
    const typeId = await bench.makeType();
    const answer = await batch({ event_type_id: typeId });
    expect(answer.json.created[0]).toMatchObject({
      timestamp: '0001-01-01T00:00:00Z',
      source_type: 'manual',
    });
  });

  it('does not compare the items of one batch: two sample ids of one moment both stay', async () => {
    const typeId = await bench.makeType();
    const at = { timestamp: '2025-01-15T17:30:00Z' };
    expect((await batch(healthEvent(typeId, at), healthEvent(typeId, at))).status).toBe(201);
    expect(bench.sandbox.events()).toHaveLength(2);
  });

  it('puts HealthKit items without a sample id into the regular group, without any uniqueness', async () => {
    const typeId = await bench.makeType();
    const bare = healthEvent(typeId, { healthkit_sample_id: null });
    await batch(bare, { ...bare, id: v7() });
    expect(bench.sandbox.events()).toHaveLength(2);
  });

  it('takes its time per event', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.settings.latencyPerEventMs = 120;
    const before = bench.sandbox.clock.now();
    await batch(...Array.from({ length: 50 }, () => healthEvent(typeId)));
    expect(bench.sandbox.clock.now() - before).toBe(6000);
  });
});

describe('the lookups of the batch (trendy/README §6.2 points 5 and 6)', () => {
  it('answers 500 for a sample id that begins with a quote', async () => {
    const typeId = await bench.makeType();
    const answer = await batch(healthEvent(typeId, { healthkit_sample_id: '"b' }));
    expect([answer.status, bench.sandbox.events().length]).toEqual([500, 0]);
    expect(answer.json.error).toContain('PGRST100');
  });

  it.each([
    [',', false],
    [')', false],
    ['(', true],
    ['"', true],
    [' ', true],
    ['\\', true],
  ])('finds a sample id with %j in it: %s', async (char, isFound) => {
    const typeId = await bench.makeType();
    const event = healthEvent(typeId, { healthkit_sample_id: `a${char}b` });
    await batch(event);
    const again = await batch({ ...event, id: v7(), timestamp: '2025-02-01T00:00:00Z' });
    expect(again.status).toBe(isFound ? 201 : 500);
    // At the same moment its content finds it.
    expect((await batch({ ...event, id: v7() })).json.created).toMatchObject([{ id: event.id }]);
  });

  it('takes the newer of two rows with one content key', async () => {
    const typeId = await bench.makeType();
    const at = { timestamp: '2025-01-15T17:30:00Z' };
    const [older, newer] = [healthEvent(typeId, at), healthEvent(typeId, at)];
    await batch(newer, older);
    expect((await batch(healthEvent(typeId, at))).json.created).toMatchObject([{ id: older.id }]);
  });

  it('sees at most 1000 rows of the time range, so a long batch misses content duplicates', async () => {
    const typeId = await bench.makeType();
    const start = Date.UTC(2024, 0, 1);
    for (let i = 0; i < 1001; i += 1)
      bench.sandbox.phone.createEvent({
        id: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`,
        eventTypeId: typeId,
        timestamp: (start + i * 3600_000) * 1000,
        category: 'steps',
      });
    const at = (hour: number) => new Date(start + hour * 3600_000).toISOString();
    const last = healthEvent(typeId, { timestamp: at(1000) });
    expect((await batch(last)).json.created[0].id).toMatch(/000000001000$/);
    const long = await batch(healthEvent(typeId, { timestamp: at(0) }), last);
    expect(long.json.created.map(({ id }: { id: string }) => id)).toEqual([
      '00000000-0000-7000-8000-000000000000',
      last.id,
    ]);
  });
});
