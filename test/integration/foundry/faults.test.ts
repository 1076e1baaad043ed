import { describe, expect, it } from 'vitest';
import type { FoundryFault } from '../../sandbox/foundry/start-foundry.ts';
import { drainAgreeing, expectOnceEach } from './expect-once.ts';
import { openFoundryScene } from './foundry-scene.ts';

const routes = [
  'GET /v2/datasets/:rid/files/:path',
  'POST /v2/datasets/:rid/transactions',
  'POST /v2/datasets/:rid/files/:path/upload',
  'POST /v2/datasets/:rid/transactions/:txn/commit',
  'GET /v2/datasets/:rid/files',
];
const faults: readonly FoundryFault[] = [
  { kind: 'dropBeforeCommit' },
  { kind: 'commitThenDrop' },
  { kind: 'cutAnswer' },
  { kind: 'truncatedJson' },
  { kind: 'captivePortal' },
  { kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere' },
  { kind: 'htmlError', status: 502 },
  { kind: 'htmlError', status: 504, afterCommit: true },
  { kind: 'internalError' },
  { kind: 'internalError', afterCommit: true },
  { kind: 'overloaded', status: 429 },
  { kind: 'overloaded', status: 503, hasBody: false },
];

describe.each(routes)('%s goes wrong once', (route) => {
  it.each(faults)('by %j: everything arrives exactly once', async (fault) => {
    const scene = await openFoundryScene({ records: 100 });
    scene.far.faults.next(route, fault);
    await drainAgreeing(scene);
    expectOnceEach(scene, 100);
  });
});

describe('a server that fails at random', () => {
  it.each([1, 2, 3, 4, 5, 6])('gets everything exactly once (seed %i)', async (seed) => {
    const scene = await openFoundryScene({ records: 3000 });
    const stop = scene.far.faults.random(seed, 0.2, faults);
    for (let i = 0; i < 4; i++) {
      await drainAgreeing(scene);
      scene.add(200);
    }
    stop();
    await drainAgreeing(scene);
    expectOnceEach(scene, 3800);
  });
});

describe('a fault that lasts', () => {
  const upload = 'POST /v2/datasets/:rid/files/:path/upload';

  it.each([
    [{ kind: 'captivePortal' }, 'sync.not_their_answer'],
    [{ kind: 'htmlError', status: 503 }, 'sync.far_side_failing'],
    [{ kind: 'internalError' }, 'sync.far_side_failing'],
    [{ kind: 'redirect', to: 'http://127.0.0.1:9/' }, 'sync.redirected'],
    [{ kind: 'dropBeforeCommit' }, 'sync.cut_short'],
    [{ kind: 'overloaded', status: 429 }, 'sync.rate_limited'],
  ] as const)('%j pauses as %s, longer and longer, and spends nothing of a chunk', async (fault, code) => {
    const scene = await openFoundryScene({ records: 50 });
    const stop = scene.far.faults.every('*', fault);
    const began = scene.far.clock.now();
    await scene.drain(() => scene.pauses.length === 12);
    expect(new Set(scene.pauses)).toEqual(new Set([code]));
    expect(scene.far.clock.now() - began).toBeGreaterThan(60_000);
    expect(scene.chunks()).toEqual({ lines: { queued: 50 }, codes: [] });
    stop();
    await drainAgreeing(scene);
    expectOnceEach(scene, 50);
  });

  it('of uploads leaves no transaction open behind it', async () => {
    const scene = await openFoundryScene({ records: 50 });
    scene.far.faults.every(upload, { kind: 'internalError' });
    const step = await scene.step();
    expect(step).toMatchObject({ kind: 'pause', code: 'sync.far_side_failing' });
    expect(scene.far.transactions().map(({ status }) => status)).toEqual(['ABORTED']);
  });

  it('of permissions pauses as sync.forbidden and leaves nothing open', async () => {
    const scene = await openFoundryScene({ records: 5 });
    scene.far.access.forbidden.add('upload');
    const step = await scene.step();
    expect(step).toMatchObject({ kind: 'pause', code: 'sync.forbidden' });
    expect(scene.far.transactions().map(({ status }) => status)).toEqual(['ABORTED']);
    scene.far.access.forbidden.clear();
    await scene.drain();
    expectOnceEach(scene, 5);
  });
});

describe('a rate limit', () => {
  const steady = new AbortController().signal;

  it('that sending met holds back a connection test', async () => {
    const scene = await openFoundryScene({ records: 5 });
    scene.far.faults.next('*', { kind: 'overloaded', status: 429 });
    expect(await scene.step()).toMatchObject({ kind: 'pause', code: 'sync.rate_limited' });
    const sent = scene.requests;
    expect(await scene.runner.test(steady)).toMatchObject({ isOk: false, code: 'sync.rate_limited' });
    expect(scene.requests).toBe(sent);
    await scene.drain();
    expect(await scene.runner.test(steady)).toMatchObject({ isOk: true, code: null });
  });

  it('that a connection test met holds back sending, also after a restart', async () => {
    const scene = await openFoundryScene({ records: 5 });
    scene.far.faults.next('*', { kind: 'overloaded', status: 429 });
    expect(await scene.runner.test(steady)).toMatchObject({ code: 'sync.rate_limited', status: 429 });
    const sent = scene.requests;
    await scene.restart();
    const step = await scene.step();
    expect(step).toMatchObject({ kind: 'pause', code: 'sync.rate_limited' });
    expect(scene.requests).toBe(sent);
    await scene.drain();
    expectOnceEach(scene, 5);
  });
});
