import { afterEach, describe, expect, test } from 'vitest';
import { drop } from '../../../../src/shared/drop.ts';
import type { AtlasSandbox } from '../../../sandbox/atlas/start-atlas.ts';
import { createClock } from '../../../sandbox/http/clock.ts';
import {
  batchRoute,
  chunkOf,
  exportRoute,
  get,
  post,
  sendBatch,
  sendOne,
  startTestAtlas,
  steps,
} from './atlas-client.ts';

let atlas: AtlasSandbox;
afterEach(() => atlas.close());

const bearer = () => ({ authorization: `Bearer ${atlas.token()}` });

const hourMs = 3_600_000;

/** What is there once those that are slow had their time. */
const hourLater =
  <T>(look: () => T) =>
  () => {
    atlas.clock.advance(hourMs);
    return look();
  };

/** Sends until a request is refused; answers how many passed, the last that did and the refusal. */
async function untilRefused(send: () => ReturnType<typeof sendOne>) {
  let last = await send();
  for (let passed = 1; passed < 120; passed += 1) {
    const answer = await send();
    if (answer.status === 429) return { passed, last, refusal: answer };
    last = answer;
  }
  throw new Error('never refused');
}

describe('limits (atlas/README §8)', () => {
  test('without Redis request 51 is refused', async () => {
    atlas = await startTestAtlas({ limiter: 'memory' });
    const { passed, last, refusal } = await untilRefused(() => sendOne(atlas, chunkOf(steps('a'))));
    expect(passed).toBe(50);
    expect(last.headers.get('ratelimit-limit')).toBe('100');
    expect(refusal.headers.get('ratelimit-limit')).toBe('50');
  });

  test('with Redis request 18 is refused, and the last accepted one shows 49 left of 100', async () => {
    atlas = await startTestAtlas({ limiter: 'redis' });
    const { passed, last, refusal } = await untilRefused(() => sendOne(atlas, chunkOf(steps('a'))));
    expect(passed).toBe(17);
    expect(last.headers.get('ratelimit-remaining')).toBe('49');
    expect(refusal.json['error']).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
    expect(refusal.headers.get('retry-after')).toBe('60');
  });

  test('other calls of the same user spend the same budget; refused ones do not extend the window', async () => {
    atlas = await startTestAtlas({ limiter: 'redis' });
    for (let i = 0; i < 10; i += 1) await get(atlas, '/api/v1/debug/whoami', bearer());
    const { passed, refusal } = await untilRefused(() => sendOne(atlas, chunkOf(steps('a'))));
    expect(passed).toBe(10);
    const restMs = Number(refusal.headers.get('ratelimit-reset')) * 1000;
    expect(restMs).toBeLessThanOrEqual(60_000);
    atlas.clock.advance(restMs);
    expect((await sendOne(atlas, chunkOf(steps('b')))).status).toBe(200);
  });

  test('invalid requests count, those without a valid token or body do not', async () => {
    atlas = await startTestAtlas({ limiter: 'redis' });
    for (let i = 0; i < 30; i += 1) await post(atlas, '/api/v1/healthkit/export', {}, { authorization: '' });
    for (let i = 0; i < 17; i += 1) expect((await sendOne(atlas, {})).status).toBe(400);
    expect((await sendOne(atlas, {})).status).toBe(429);
  });
});

describe('faults behind the proxy (atlas/README §0.2, §4)', () => {
  test('an answer of Foundry that is not JSON: 500, yet stored', async () => {
    atlas = await startTestAtlas();
    atlas.upstream.next({ kind: 'notJson' });
    expect((await sendOne(atlas, chunkOf(steps('a')))).status).toBe(500);
    expect(atlas.records().has('a')).toBe(true);
  });

  test('a client that gives up does not stop the upload', async () => {
    atlas = await startTestAtlas({ clock: createClock() });
    const reached = Promise.withResolvers<void>();
    atlas.upstream.whenever(() => {
      reached.resolve();
      return { kind: 'slow', ms: hourMs };
    });
    const client = new AbortController();
    const gaveUp = fetch(`${atlas.baseUrl}/api/v1/healthkit/export`, {
      method: 'POST',
      headers: { ...bearer(), 'content-type': 'application/json' },
      body: JSON.stringify(chunkOf(steps('late'))),
      signal: client.signal,
    });
    await reached.promise;
    client.abort();
    await expect(gaveUp).rejects.toThrow();
    expect(atlas.records().has('late')).toBe(false);
    await expect.poll(hourLater(() => atlas.records().has('late'))).toBe(true);
  });

  test('uploads side by side: one open transaction a branch, or as many as come', async () => {
    atlas = await startTestAtlas({ clock: createClock() });
    let underway = 0;
    atlas.upstream.whenever(() => {
      underway += 1;
      return { kind: 'slow', ms: hourMs };
    });
    const beside = () => {
      const statuses: unknown[] = [];
      for (const name of ['a', 'b'])
        drop(
          sendBatch(atlas, chunkOf(steps(name))).then(({ status }) => statuses.push(status)),
          'what it pushes is waited for',
          (error) => statuses.push(error),
        );
      return statuses;
    };
    const refused = beside();
    await expect.poll(() => refused).toEqual([500]);
    await expect.poll(hourLater(() => refused)).toEqual([500, 200]);
    atlas.upstream.oneAtATime = false;
    atlas.upstream.samePath = 'replaced';
    const overlapping = beside();
    await expect.poll(() => underway).toBe(4);
    expect(overlapping).toEqual([]);
    await expect.poll(hourLater(() => overlapping)).toEqual([200, 200]);
  });

  test('two uploads of one user in one millisecond: the second is refused, or replaces the first', async () => {
    const frozen = { now: () => 1_800_000_000_000, advance: () => {}, sleep: () => Promise.resolve() };
    atlas = await startTestAtlas({ clock: frozen });
    const { json } = await sendBatch(atlas, chunkOf(steps('a')), chunkOf(steps('b')));
    expect(json['errors']).toEqual([{ chunkIndex: 1, error: expect.stringContaining('FileAlreadyExists') }]);
    atlas.upstream.samePath = 'replaced';
    expect((await sendOne(atlas, chunkOf(steps('c')))).status).toBe(200);
    expect([...atlas.records().keys()]).toEqual(['c']);
  });
});

describe('faults on the way', () => {
  test('cut before and after storing', async () => {
    atlas = await startTestAtlas();
    atlas.faults.next(batchRoute, { kind: 'dropBeforeCommit' });
    atlas.faults.next(batchRoute, { kind: 'commitThenDrop' });
    await expect(sendBatch(atlas, chunkOf(steps('a')))).rejects.toThrow();
    expect(atlas.files).toEqual([]);
    await expect(sendBatch(atlas, chunkOf(steps('a')))).rejects.toThrow();
    expect(atlas.records().get('a')?.count).toBe(1);
    expect(atlas.requests.map(({ status }) => status)).toEqual([null, null]);
  });

  test.each([502, 503, 504] as const)('a balancer answers HTML with %i', async (status) => {
    atlas = await startTestAtlas();
    atlas.faults.next('*', { kind: 'htmlError', status });
    const answer = await sendBatch(atlas, chunkOf(steps('a')));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
  });

  test.each([521, 524] as const)("Cloudflare's %i", async (status) => {
    atlas = await startTestAtlas();
    atlas.faults.next('*', { kind: 'cloudflareError', status, afterCommit: status === 524 });
    const answer = await sendBatch(atlas, chunkOf(steps('a')));
    expect([answer.status, answer.text]).toEqual([status, `error code: ${status}`]);
    expect(answer.headers.get('server')).toBe('cloudflare');
    expect(atlas.files).toHaveLength(status === 524 ? 1 : 0);
  });

  test('a captive portal, a cut answer, half a JSON text, a redirect', async () => {
    atlas = await startTestAtlas();
    atlas.faults.next('*', { kind: 'captivePortal' });
    expect((await sendBatch(atlas, chunkOf(steps('a')))).text).toContain('<html>');
    expect(atlas.files).toEqual([]);
    atlas.faults.next('*', { kind: 'cutAnswer' });
    await expect(sendBatch(atlas, chunkOf(steps('b')))).rejects.toThrow();
    atlas.faults.next('*', { kind: 'truncatedJson' });
    const half = await sendBatch(atlas, chunkOf(steps('c')));
    expect(() => JSON.parse(half.text)).toThrow();
    atlas.faults.next('*', { kind: 'redirect', to: 'https://elsewhere.invalid/' });
    expect((await sendBatch(atlas, chunkOf(steps('d')))).status).toBe(302);
    expect([...atlas.records().keys()]).toEqual(['b', 'c']);
  });

  test('401 once and for good, 429 as in a burst, 500 before and after storing', async () => {
    atlas = await startTestAtlas();
    const status = async (uuid: string) => (await sendOne(atlas, chunkOf(steps(uuid)))).status;
    atlas.faults.next(exportRoute, { kind: 'unauthorized' });
    expect([await status('a'), await status('a')]).toEqual([401, 200]);
    const stop = atlas.faults.every('*', { kind: 'unauthorized' });
    expect([await status('b'), await status('b')]).toEqual([401, 401]);
    stop();
    atlas.faults.next('*', { kind: 'rateLimited' });
    expect(await status('c')).toBe(429);
    atlas.faults.next('*', { kind: 'internalError' });
    atlas.faults.next('*', { kind: 'internalError', afterStore: true });
    expect([await status('d'), await status('e')]).toEqual([500, 500]);
    expect([...atlas.records().keys()]).toEqual(['a', 'e']);
  });

  test('the log tells what came, without any token', async () => {
    atlas = await startTestAtlas();
    const token = atlas.token();
    const headers = { authorization: `Bearer ${token}`, 'x-correlation-id': 'one' };
    await post(atlas, '/api/v1/healthkit/export', chunkOf(steps('a')), headers);
    expect(atlas.requests).toMatchObject([{ route: exportRoute, status: 200, requestId: 'one' }]);
    expect(JSON.stringify(atlas.requests)).not.toContain(token);
  });
});
