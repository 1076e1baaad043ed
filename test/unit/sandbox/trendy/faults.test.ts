import { describe, expect, it } from 'vitest';
import { transientFaults } from '../../../sandbox/trendy/trendy-faults.ts';
import { healthEvent, trendyBench } from './api-client.ts';

const bench = trendyBench();
const route = 'POST /events/batch';
const batch = (events: unknown[], headers?: Record<string, string>) =>
  bench.send('POST', 'api/v1/events/batch', { events }, headers);
const stored = () => bench.sandbox.events().length;

describe('faults on the way (trendy/README §6.3)', () => {
  it('drops before the commit: nothing is stored, no answer comes', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'dropBeforeCommit' });
    await expect(batch([healthEvent(typeId)])).rejects.toThrow();
    expect([stored(), bench.sandbox.requests.at(-1)]).toMatchObject([0, { route, status: null }]);
  });

  it('commits, then drops; the key then replays what was committed', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'commitThenDrop' });
    const event = healthEvent(typeId);
    const headers = { 'Idempotency-Key': 'k' };
    await expect(batch([event], headers)).rejects.toThrow();
    expect(stored()).toBe(1);
    const again = await batch([event], headers);
    expect([again.status, again.headers.get('x-idempotency-replayed'), stored()]).toEqual([201, 'true', 1]);
  });

  it('commits without keeping the answer under its key', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'idempotencyNotKept' });
    const event = healthEvent(typeId);
    await batch([event], { 'Idempotency-Key': 'k' });
    const again = await batch([event], { 'Idempotency-Key': 'k' });
    expect([again.headers.get('x-idempotency-replayed'), again.json.created[0].user_id]).toEqual([null, '']);
  });

  it('answers HTML instead: 502 and 503 of a balancer, 200 of a captive portal', async () => {
    const typeId = await bench.makeType();
    const { faults } = bench.sandbox;
    faults.next(route, { kind: 'htmlError', status: 502 });
    faults.next(route, { kind: 'htmlError', status: 503, afterCommit: true });
    faults.next(route, { kind: 'captivePortal' });
    const seen = [];
    for (let i = 0; i < 3; i += 1) {
      const { status, headers, text } = await batch([healthEvent(typeId)]);
      seen.push([
        status,
        headers.get('content-type')?.startsWith('text/html'),
        text.includes('<html>'),
        stored(),
      ]);
    }
    expect(seen).toEqual([
      [502, true, true, 0],
      [503, true, true, 1],
      [200, true, true, 1],
    ]);
  });

  it('cuts the answer in its JSON or in its HTTP, the work done', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'truncatedJson' });
    const cut = await batch([healthEvent(typeId)]);
    expect([cut.status, cut.json, cut.text.startsWith('{"created"')]).toEqual([201, null, true]);
    bench.sandbox.faults.next(route, { kind: 'cutAnswer' });
    await expect(batch([healthEvent(typeId)])).rejects.toThrow();
    expect(stored()).toBe(2);
  });

  it('redirects elsewhere without doing anything', async () => {
    bench.sandbox.faults.next('GET /events', { kind: 'redirect', to: 'https://elsewhere.example/' });
    const answer = await bench.send('GET', 'api/v1/events');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://elsewhere.example/']);
  });

  it('is slow before the work or after it', async () => {
    const before = bench.sandbox.clock.now();
    bench.sandbox.faults.next('GET /events', { kind: 'latency', ms: 700 });
    bench.sandbox.faults.next('GET /events', { kind: 'latency', ms: 300, afterCommit: true });
    await bench.send('GET', 'api/v1/events');
    await bench.send('GET', 'api/v1/events');
    expect(bench.sandbox.clock.now() - before).toBe(1000);
  });

  it('answers a burst of 429 and then goes on', async () => {
    bench.sandbox.faults.next('*', { kind: 'tooManyRequests' }, 2);
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await bench.send('GET', 'api/v1/events')).status);
    expect(statuses).toEqual([429, 429, 200]);
  });

  it('answers 401 once, or for good until somebody signs in again', async () => {
    const grant = bench.sandbox.signIn();
    bench.token = grant.accessToken;
    const { faults } = bench.sandbox;
    const status = async () => (await bench.send('GET', 'api/v1/events')).status;
    faults.next('GET /events', { kind: 'unauthorized' });
    expect([await status(), await status()]).toEqual([401, 200]);
    faults.next('GET /events', { kind: 'signedOut' });
    expect([await status(), await status()]).toEqual([401, 401]);
    bench.token = bench.sandbox.token();
    expect(await status()).toBe(200);
  });

  it('panics with an empty 500, before the work or after it', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'panic' });
    bench.sandbox.faults.next(route, { kind: 'panic', afterCommit: true });
    const first = await batch([healthEvent(typeId)]);
    expect([first.status, first.text, stored()]).toEqual([500, '', 0]);
    expect([(await batch([healthEvent(typeId)])).status, stored()]).toEqual([500, 1]);
  });
});

describe('faults of the rows', () => {
  it('fails after the regular group', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'failAfterRegularGroup' });
    const manual = { event_type_id: typeId, timestamp: '2025-01-01T00:00:00Z', source_type: 'manual' };
    const answer = await batch([manual, healthEvent(typeId)]);
    expect([answer.status, bench.sandbox.events().map(({ sourceType }) => sourceType)]).toEqual([
      500,
      ['manual'],
    ]);
  });

  it('loses change rows silently', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'changeLogSilent' });
    expect((await batch([healthEvent(typeId)])).status).toBe(201);
    expect([stored(), bench.sandbox.changes().length]).toEqual([1, 1]);
  });

  it('lets the phone take the sample id between lookup and insert: 500, then a stripped row', async () => {
    const typeId = await bench.makeType();
    bench.sandbox.faults.next(route, { kind: 'phoneTakesSampleId' });
    const events = [healthEvent(typeId), healthEvent(typeId)];
    const answer = await batch(events);
    expect([answer.status, stored()]).toEqual([500, 1]);
    expect(answer.json.error).toContain('idx_events_healthkit_dedupe');
    const again = await batch(events);
    expect([again.status, stored(), again.json.created[0].user_id]).toEqual([201, 2, '']);
  });

  it.each([
    ['beforeLookup', 1],
    ['beforeInsert', 2],
  ] as const)(
    'lets the phone add the same event under its own sample id %s: %i row(s)',
    async (when, rows) => {
      const typeId = await bench.makeType();
      bench.sandbox.faults.next(route, { kind: 'phoneAddsSameEvent', when });
      const event = healthEvent(typeId);
      const answer = await batch([event]);
      expect([answer.status, stored()]).toEqual([201, rows]);
      expect(answer.json.created[0].healthkit_sample_id === event.healthkit_sample_id).toBe(rows === 2);
    },
  );

  it('lets the phone create the type between GET and POST', async () => {
    bench.sandbox.faults.next('POST /event-types', { kind: 'phoneCreatesType' });
    const answer = await bench.send('POST', 'api/v1/event-types', {
      name: 'Water',
      color: '#007AFF',
      icon: 'drop',
    });
    expect([answer.status, bench.sandbox.eventTypes().length]).toEqual([500, 1]);
  });

  it('cuts the change log, and poisons it', async () => {
    const typeId = await bench.makeType();
    const event = healthEvent(typeId);
    await batch([event]);
    bench.sandbox.faults.next('GET /changes', { kind: 'changeLogTruncated', keepNewest: 0 });
    expect((await bench.send('GET', 'api/v1/changes')).json.changes).toEqual([]);
    bench.sandbox.faults.next('GET /changes', { kind: 'poisonedChange' });
    expect((await bench.send('GET', 'api/v1/changes')).json.changes).toMatchObject([
      {
        operation: 'update',
        entity_id: event.id,
        data: { event_type_id: '', timestamp: '0001-01-01T00:00:00Z' },
      },
    ]);
  });
});

describe('the plan of faults', () => {
  it('applies to the route named, to what a test of the body picks, and until it is stopped', async () => {
    const stop = bench.sandbox.faults.every(({ body }) => body.includes('poison'), { kind: 'panic' });
    const typeId = await bench.makeType();
    expect((await batch([healthEvent(typeId)])).status).toBe(201);
    expect((await batch([healthEvent(typeId, { notes: 'poison' })])).status).toBe(500);
    stop();
    expect((await batch([healthEvent(typeId, { notes: 'poison' })])).status).toBe(201);
  });

  it('repeats a random run by its seed', async () => {
    const names = async (seed: number) => {
      const stop = bench.sandbox.faults.random(seed, 0.5, transientFaults, 'GET /health');
      const from = bench.sandbox.requests.length;
      for (let i = 0; i < 20; i += 1) await bench.send('GET', 'health').catch(() => null);
      stop();
      return bench.sandbox.requests.slice(from).map(({ faults }) => faults.join());
    };
    const first = await names(7);
    expect(await names(7)).toEqual(first);
    expect(await names(8)).not.toEqual(first);
    expect(first.filter((name) => name !== '').length).toBeGreaterThan(3);
  });

  it('logs what came, without secrets', async () => {
    await bench.send('GET', 'api/v1/events?limit=5', undefined, { 'X-Request-ID': 'r' });
    const entry = bench.sandbox.requests.at(-1);
    expect(entry).toMatchObject({
      method: 'GET',
      route: 'GET /events',
      status: 200,
      requestId: 'r',
      bodyBytes: 0,
    });
    expect(JSON.stringify(bench.sandbox.requests)).not.toContain(bench.token);
  });
});
