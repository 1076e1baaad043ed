import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { retryChunk } from '../../../src/core/outbox/chunks/user-acts.ts';
import { foundryError } from '../../sandbox/atlas/foundry-behind.ts';
import { AtlasScene, batchRoute, bulky } from './atlas-scene.ts';

let scene: AtlasScene;
beforeEach(async () => {
  scene = await AtlasScene.open();
});
afterEach(() => scene.close());

const step = () => scene.runner.step(new AbortController().signal);
const states = () =>
  scene.chunks.column<string>(
    "SELECT state || ' ' || may_be_repeated || ' ' || coalesce(code, '') FROM chunk",
  );
/** How often what lies there most often does. */
const most = () => Math.max(0, ...[...scene.atlas.records().values()].map(({ count }) => count));

describe('doubt stays until the server or the user resolves it', () => {
  beforeEach(async () => {
    scene.chunks.addRecords([0, 1, 2]);
    scene.atlas.faults.next(batchRoute, { kind: 'commitThenDrop' });
    await step();
    expect(states()).toEqual(['uncertain 1 sync.cut_short']);
    scene.chunks.clock.advance(3_600_000);
  });
  const doubted = ['uncertain 1 sync.cut_short'];

  test('a refused connection', async () => {
    await scene.atlas.goAway();
    expect(await step()).toMatchObject({ kind: 'pause', code: 'sync.offline' });
    expect(states()).toEqual(doubted);
    await scene.atlas.comeBack();
  });

  test('401', async () => {
    scene.atlas.tokens.revokeAll();
    expect(await step()).toMatchObject({ kind: 'pause', code: 'sync.signed_out' });
    expect(states()).toEqual(doubted);
  });

  test('429', async () => {
    scene.atlas.faults.next(batchRoute, { kind: 'rateLimited' });
    expect(await step()).toMatchObject({ kind: 'pause', code: 'sync.rate_limited' });
    expect(states()).toEqual(doubted);
  });

  test('a later try that was not stored', async () => {
    scene.atlas.upstream.next({
      kind: 'upload',
      status: 409,
      body: foundryError('CONFLICT', 'OpenTransactionAlreadyExists'),
    });
    await step();
    expect(states()).toEqual(doubted);
  });

  test('the program dies', async () => {
    await scene.restart();
    expect(states()).toEqual(doubted);
  });

  afterEach(async () => {
    scene.token = scene.atlas.token('auth0|sandbox', { expiresInMs: 1e9 });
    await scene.run();
    expect(states()).toEqual(['delivered 1 ']);
    expect(most()).toBe(2);
  });
});

test('a proxy that dies after it stored one chunk, and stays away: that chunk goes 1 + 3 times, the others go', async () => {
  scene.chunks.addRecords([0, 1], { perDay: 200, metadata: bulky });
  const deadly = scene.startOf(1);
  scene.atlas.upstream.whenever(({ rows }) =>
    rows.some((row) => row.start_date === deadly) ? { kind: 'dies' } : null,
  );
  for (let life = 0; life < 30; life++) {
    await scene.run(4);
    await scene.atlas.comeBack().catch(() => undefined);
  }
  await scene.run();
  expect(scene.count('uncertain')).toBe(1);
  expect(scene.lines('delivered') + scene.lines('uncertain')).toBe(400);
  const held = [...scene.atlas.records().values()].find(({ rows }) => rows[0]?.start_date === deadly);
  expect(held?.count).toBe(4);
  expect(scene.unmarkedRepeats()).toEqual([]);
  // The person's word: once more.
  scene.atlas.upstream.whenever(null);
  const [id] = scene.chunks.column<number>("SELECT id FROM chunk WHERE state = 'uncertain'");
  retryChunk(scene.chunks.writer, id ?? 0, 0);
  await scene.run();
  expect(scene.lines('delivered')).toBe(400);
});

test('a lone chunk whose answers can never be read is stored 1 + 3 times', async () => {
  scene.chunks.addRecords([0, 1, 2]);
  scene.atlas.upstream.whenever(() => ({ kind: 'notJson', isEmpty: true }));
  expect(await scene.run()).toMatchObject({ kind: 'idle', dueAtMs: null });
  expect(scene.atlas.files).toHaveLength(4);
  expect(scene.count('uncertain')).toBe(1);
  // No pause says that sending resumes once it waits for the user.
  expect(scene.pauses).toEqual(Array(3).fill('sync.far_side_failing'));
});

const outages = [
  { kind: 'htmlError', status: 502 } as const,
  { kind: 'cloudflareError', status: 520 } as const,
];

test.each(outages)(
  'a server that is away is asked without a chunk: an outage of a day doubts one batch (%j)',
  async (fault) => {
    scene.chunks.addRecords([0, 1], { perDay: 800, metadata: bulky });
    const stop = scene.atlas.faults.every('*', fault);
    const until = scene.atlas.clock.now() + 86_400_000;
    while (scene.atlas.clock.now() < until) await scene.run(1);
    expect(scene.count('uncertain')).toBe(7);
    expect(scene.chunks.column('SELECT max(resends) FROM chunk')).toEqual([0]);
    stop();
    await scene.run();
    expect(scene.lines('delivered')).toBe(1600);
    expect(most()).toBe(1);
  },
);

describe('batches', () => {
  test('a balancer that gives up after 5 s, the proxy goes on: fewer at once, and little is stored twice', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 3000, metadata: bulky });
    scene.atlas.upstream.whenever(() => ({ kind: 'slow', ms: 1000 }));
    scene.atlas.faults.every(batchRoute, { kind: 'impatientBalancer', patienceMs: 5000 });
    await scene.run(1000);
    expect(scene.lines('delivered')).toBe(6000);
    const chunks = scene.count('delivered');
    expect(chunks).toBeGreaterThan(35);
    expect(scene.atlas.files.length).toBeLessThanOrEqual(chunks + 7 + 6);
    expect(scene.unmarkedRepeats()).toEqual([]);
    // Another runner, as after a start, knows it still.
    await scene.restart();
    scene.chunks.addRecords([3], { perDay: 1500, metadata: bulky });
    const before = scene.atlas.files.length;
    await scene.run();
    expect(scene.atlas.files.length - before).toBe(scene.count('delivered') - chunks);
  });

  test('grow again once it is fast', async () => {
    scene.chunks.addRecords([0], { perDay: 700, metadata: bulky });
    scene.atlas.faults.next(batchRoute, { kind: 'htmlError', status: 504 });
    await scene.run();
    scene.chunks.addRecords([1, 2], { perDay: 9000, metadata: bulky });
    const before = scene.requests;
    await scene.run();
    const chunks = scene.count('delivered');
    expect(scene.lines('delivered')).toBe(18_700);
    expect(scene.requests - before).toBeLessThan(chunks / 4);
  });
});

describe('what was not stored is not doubted', () => {
  test.each([
    { kind: 'tokenUnreachable' } as const,
    { kind: 'tokenUnreachable', reason: 'socket hang up' } as const,
    { kind: 'network' } as const,
    { kind: 'upload', status: 503, body: foundryError('INTERNAL', 'Default:ServiceUnavailable') } as const,
  ])('%j', async (fault) => {
    scene.chunks.addRecords([0]);
    scene.atlas.upstream.next(fault, fault);
    await scene.run();
    expect(states()).toEqual(['delivered 0 ']);
    expect(most()).toBe(1);
  });

  test('the keys of tokens cannot be had: nothing was looked at', async () => {
    scene.chunks.addRecords([0]);
    scene.atlas.faults.next(batchRoute, { kind: 'keysAway' }, 6);
    await scene.run();
    expect(states()).toEqual(['delivered 0 ']);
    expect(new Set(scene.pauses)).toEqual(new Set(['sync.far_side_failing']));
  });
});

test.each([503, 409, 408])(
  'an upload that a balancer answers %i after it was stored is doubted, the repeat marked',
  async (status) => {
    scene.chunks.addRecords([0, 1, 2]);
    const body =
      'upstream connect error or disconnect/reset before headers. reset reason: connection termination';
    scene.atlas.upstream.next({ kind: 'upload', status, body, afterStore: true });
    await scene.run();
    expect(states()).toEqual(['delivered 1 ']);
    expect(most()).toBe(2);
  },
);

describe('one long line', () => {
  const note = (bytes: number) => `[["note","${'x'.repeat(bytes)}"]]`;

  test('goes by itself, above 2 MiB by the route that takes 5 MiB; above that it fails', async () => {
    scene.chunks.addRecords([0, 1]);
    scene.chunks.addRecords([2], { metadata: note(2_000_000) });
    scene.chunks.addRecords([3], { metadata: note(5_000_000) });
    scene.chunks.addRecords([4], { metadata: note(5_300_000) });
    scene.chunks.addRecords([5]);
    await scene.run();
    expect(scene.lines('delivered')).toBe(5);
    expect(scene.chunks.column("SELECT code FROM chunk WHERE state = 'failed'")).toEqual(['sync.too_large']);
    expect(scene.atlas.records().size).toBe(5);
    expect(most()).toBe(1);
    expect(
      scene.atlas.requests.filter(({ route }) => route.endsWith('/export')).map(({ status }) => status),
    ).toEqual([200]);
  });

  test('an answer that is lost there leaves it in doubt like any other', async () => {
    scene.chunks.addRecords([3], { metadata: note(3_000_000) });
    scene.atlas.faults.next('POST /api/v1/healthkit/export', { kind: 'commitThenDrop' });
    await scene.run();
    expect(states()).toEqual(['delivered 1 ']);
    expect(most()).toBe(2);
  });
});

test('a connection test goes by the limiter of the destination', async () => {
  for (let i = 0; i < 15; i++)
    expect(await scene.runner.test(new AbortController().signal)).toMatchObject({ isOk: true });
  const sent = scene.atlas.requests.length;
  expect(await scene.runner.test(new AbortController().signal)).toMatchObject({
    isOk: false,
    code: 'sync.rate_limited',
  });
  scene.chunks.addRecords([0]);
  expect(await step()).toMatchObject({ kind: 'idle' });
  expect(scene.atlas.requests).toHaveLength(sent);
  expect(await scene.run()).toEqual({ kind: 'idle', dueAtMs: null });
  expect(scene.lines('delivered')).toBe(1);
});
