import { describe, expect, it, vi } from 'vitest';
import { createClock } from '../../../sandbox/http/clock.ts';
import { healthEvent, trendyBench } from './api-client.ts';

const bench = trendyBench();
const key = (value: string) => ({ 'Idempotency-Key': value });
const batch = (events: unknown[], value: string) =>
  bench.send('POST', 'api/v1/events/batch', { events }, key(value));

describe('idempotency keys (trendy/README §1.16, §6.2 point 11)', () => {
  it('replays a 207 as it was, without a look at the body', async () => {
    const typeId = await bench.makeType();
    const first = await batch([healthEvent(typeId), healthEvent('nope')], 'a');
    expect([first.status, first.headers.get('x-idempotency-replayed')]).toEqual([207, null]);
    const again = await batch([healthEvent(typeId)], 'a');
    expect([again.status, again.headers.get('x-idempotency-replayed')]).toEqual([207, 'true']);
    expect(again.headers.get('content-type')).toBe('application/json');
    expect(again.json).toEqual(first.json);
    // jsonb keeps keys by length: not the order the API writes.
    expect(Object.keys(again.json)).toEqual(['total', 'errors', 'failed', 'created', 'success']);
    expect(bench.sandbox.events()).toHaveLength(1);
  });

  it('keeps no refusal: the same key runs again', async () => {
    const typeId = await bench.makeType();
    expect((await batch([healthEvent('nope')], 'b')).status).toBe(400);
    expect((await batch([healthEvent(typeId, { id: 'bad' })], 'b')).status).toBe(500);
    expect((await batch([healthEvent(typeId)], 'b')).status).toBe(201);
  });

  it('is scoped by route template and user: one key for two events of PUT collides', async () => {
    const typeId = await bench.makeType();
    const [one, two] = [healthEvent(typeId), healthEvent(typeId)];
    await batch([one, two], 'c');
    const put = (id: unknown) => bench.send('PUT', `api/v1/events/${id}`, { notes: 'x' }, key('c'));
    expect((await put(one.id)).json.id).toBe(one.id);
    const collided = await put(two.id);
    expect([collided.json.id, collided.headers.get('x-idempotency-replayed')]).toEqual([one.id, 'true']);
    bench.token = bench.sandbox.token('another');
    expect((await put(two.id)).json).toEqual({ error: 'event not found' });
  });

  it('does not cover DELETE, nor a key that was forgotten', async () => {
    const typeId = await bench.makeType();
    const event = healthEvent(typeId);
    await batch([event], 'd');
    const remove = () => bench.send('DELETE', `api/v1/events/${event.id}`, undefined, key('e'));
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 500]);
    bench.sandbox.forgetIdempotencyKeys();
    expect((await batch([event], 'd')).headers.get('x-idempotency-replayed')).toBeNull();
  });
});

describe('two requests with one key at once', () => {
  const timed = trendyBench({ clock: createClock(), latencyPerEventMs: 60_000 });

  it('both run: there is no lock', async () => {
    const typeId = await timed.makeType();
    const send = () => timed.send('POST', 'api/v1/events/batch', { events: [healthEvent(typeId)] }, key('f'));
    const both = Promise.all([send(), send()]);
    await vi.waitUntil(() => timed.sandbox.events().length === 2);
    timed.sandbox.clock.advance(60_000);
    const replayed = (await both).map(({ headers }) => headers.get('x-idempotency-replayed'));
    expect(replayed).toEqual([null, null]);
  });
});
