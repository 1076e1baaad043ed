import { describe, expect, it } from 'vitest';
import { startAt, trendyBench } from './api-client.ts';

const bench = trendyBench();

describe('request ids and error shapes (trendy/README §1.4, §6.2 point 3)', () => {
  it('echoes X-Request-ID, or makes a UUID', async () => {
    const sent = await bench.send('GET', 'health', undefined, { 'X-Request-ID': 'mine' });
    expect(sent.headers.get('x-request-id')).toBe('mine');
    const own = await bench.send('GET', 'health');
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers unknown paths with text', async () => {
    const answer = await bench.send('GET', 'api/v1/nothing');
    expect([answer.status, answer.text]).toEqual([404, '404 page not found']);
  });

  it('uses plain errors on most routes, problems on POST /events, neither on a batch whose items all failed', async () => {
    const plain = await bench.send('GET', 'api/v1/changes?since=x');
    expect([plain.status, Object.keys(plain.json)]).toEqual([400, ['error']]);
    const single = await bench.send('POST', 'api/v1/events', { is_all_day: 'perhaps' });
    expect(single.headers.get('content-type')).toBe('application/problem+json');
    const batch = await bench.send('POST', 'api/v1/events/batch', {
      events: [{ event_type_id: 'x', timestamp: '2025-01-15T08:00:00Z' }],
    });
    expect([batch.status, batch.json]).toEqual([
      400,
      {
        created: [],
        errors: [{ index: 0, message: 'invalid event type: x' }],
        total: 1,
        success: 0,
        failed: 1,
      },
    ]);
  });

  it('reads keys in any case and only the first value of a body, and escapes markup as Go does', async () => {
    const made = await bench.send(
      'POST',
      'api/v1/event-types',
      '{"NAME":"<b>&","Color":"#1","icon":"i"} and more',
    );
    expect([made.status, made.json.name]).toEqual([201, '<b>&']);
    expect(made.text).toContain('\\u003cb\\u003e\\u0026');
  });

  it('is never cached, and sends a GET with a slash too much to the right place', async () => {
    const answer = await bench.send('GET', 'api/v1/events/?limit=5');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, '/api/v1/events?limit=5']);
    expect(answer.headers.get('cache-control')).toMatch('no-store');
    expect((await bench.send('GET', 'health')).headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('sends the time of its own clock', async () => {
    expect((await bench.send('GET', 'health')).headers.get('date')).toBe(new Date(startAt).toUTCString());
  });

  it('gives browsers of unknown origins no permission and refuses their preflight', async () => {
    const origin = { Origin: 'https://elsewhere.example' };
    const answer = await bench.send('GET', 'health', undefined, origin);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    expect((await bench.send('OPTIONS', 'api/v1/events', undefined, origin)).status).toBe(403);
    const known = await bench.send('OPTIONS', 'api/v1/events', undefined, {
      Origin: 'http://localhost:3000',
    });
    expect(known.status).toBe(204);
    expect(known.headers.get('access-control-allow-headers')).not.toMatch(/idempotency/i);
  });

  it('describes the account at /me/sync', async () => {
    const empty = await bench.send('GET', 'api/v1/me/sync');
    expect(empty.headers.get('cache-control')).toBe('private, max-age=30');
    expect(empty.json).toMatchObject({
      counts: { events: 0, event_types: 0 },
      latest_cursor: 0,
      status: 'pending_changes',
    });
    await bench.makeType();
    bench.sandbox.phone.truncateChanges(0);
    expect((await bench.send('GET', 'api/v1/me/sync')).json.status).toBe('resync_recommended');
  });
});
