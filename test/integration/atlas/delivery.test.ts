import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HttpClient } from '../../../src/core/network/http-client.ts';
import { deviceLabel } from '../../../src/core/outbox/target.ts';
import { AtlasScene, batchRoute, bulky } from './atlas-scene.ts';

let scene: AtlasScene;
beforeEach(async () => {
  scene = await AtlasScene.open();
});
afterEach(() => scene.close());

const signal = () => new AbortController().signal;
const notStored = (state: string) => scene.lines(state);

function expectAllDelivered(records: number): void {
  expect(scene.lines('delivered')).toBe(records);
  expect(scene.atlas.records().size).toBe(records);
  expect(scene.unmarkedRepeats()).toEqual([]);
  for (const state of ['queued', 'sending', 'waiting', 'uncertain', 'failed'])
    expect(notStored(state)).toBe(0);
}

function expectEachOnce(): void {
  expect([...scene.atlas.records().values()].every(({ count }) => count === 1)).toBe(true);
  expect(scene.chunks.column('SELECT count(*) FROM chunk WHERE may_be_repeated = 1')).toEqual([0]);
}

describe('through the Atlas proxy', () => {
  test('everything arrives once, checked against what was sent, in few requests', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 800, metadata: bulky });
    expect(await scene.run()).toEqual({ kind: 'idle', dueAtMs: null });
    expectAllDelivered(1600);
    expectEachOnce();
    expect(scene.requests).toBe(Math.ceil(scene.count('delivered') / 7));
    const [file] = scene.atlas.files;
    expect(file?.rows[0]).toMatchObject({
      device: deviceLabel,
      unit: 'count',
      source_name: 'Watch',
      device_model: 'Watch',
    });
    const [row] = scene.chunks.writer
      .prepare<[], Record<string, unknown>>('SELECT * FROM chunk ORDER BY id LIMIT 1')
      .all();
    expect(row).toMatchObject({ far_path: file?.path, warning: null, tries: 1 });
    expect(String(row?.['request_id'])).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('founding failure: JSON where NDJSON was needed is seen, for good', async () => {
    scene.atlas.upstream.format = 'json';
    scene.chunks.addRecords([0, 1, 2]);
    await scene.run();
    expectAllDelivered(3);
    expect(scene.chunks.column('SELECT warning FROM chunk')).toEqual(['sync.stored_as_json']);
  });

  test('zero survives in the raw record though the proxy loses it in its column', async () => {
    const [id] = scene.chunks.addRecords([0]);
    scene.chunks.writer.exec(`UPDATE record SET value = 0, value_key = 0.0 WHERE id = ${id}`);
    await scene.run();
    const [row] = scene.atlas.files[0]?.rows ?? [];
    expect(row?.value_double).toBeNull();
    expect(JSON.parse(row?.raw_healthkit_record ?? '{}')).toMatchObject({ valueDouble: 0 });
  });

  test('connection cut after commit: sent again, and the repeat is marked', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 500 });
    scene.atlas.faults.next(batchRoute, { kind: 'commitThenDrop' });
    await scene.run();
    expectAllDelivered(1000);
    expect([...scene.atlas.records().values()].every(({ count }) => count === 2)).toBe(true);
  });

  test('connection cut before anything was done: a possible repeat all the same', async () => {
    scene.chunks.addRecords([0]);
    scene.atlas.faults.next(batchRoute, { kind: 'dropBeforeCommit' });
    await scene.run();
    expectAllDelivered(1);
    expect(scene.chunks.column('SELECT may_be_repeated FROM chunk')).toEqual([1]);
  });

  test.each([
    [{ kind: 'cutAnswer' } as const],
    [{ kind: 'truncatedJson' } as const],
    [{ kind: 'internalError', afterStore: true } as const],
    [{ kind: 'internalError' } as const],
    [{ kind: 'htmlError', status: 502, afterCommit: true } as const],
    [{ kind: 'htmlError', status: 503 } as const],
    [{ kind: 'htmlError', status: 504, afterCommit: true } as const],
    [{ kind: 'cloudflareError', status: 520 } as const],
    [{ kind: 'cloudflareError', status: 524, afterCommit: true } as const],
  ])('outcome unknown (%j): at least once, marked', async (fault) => {
    scene.chunks.addRecords([0, 1], { perDay: 400, metadata: bulky });
    scene.atlas.faults.next(batchRoute, fault, 3);
    await scene.run();
    expectAllDelivered(800);
  });

  test.each([
    [{ kind: 'captivePortal' } as const, 'sync.not_their_answer'],
    [{ kind: 'cloudflareError', status: 521 } as const, 'sync.far_side_failing'],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/' } as const, 'sync.redirected'],
    [{ kind: 'redirect', to: '/elsewhere', status: 307 } as const, 'sync.redirected'],
  ])('what did not reach them (%j) counts for nothing', async (fault, code) => {
    scene.chunks.addRecords([0, 1]);
    scene.atlas.faults.next(batchRoute, fault, 5);
    await scene.run();
    expectAllDelivered(2);
    expectEachOnce();
    expect(new Set(scene.pauses)).toEqual(new Set([code]));
    expect(scene.chunks.column('SELECT resends + attempts FROM chunk')).toEqual([0]);
  });

  test('offline in mid-run: nothing is lost, and it goes on by itself', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 800, metadata: bulky });
    let sends = 0;
    scene.use({
      send: (request) =>
        ++sends > 1 && sends < 6
          ? Promise.resolve({ kind: 'failure', code: 'sync.network', hasLeft: false })
          : scene.http.send(request),
    });
    await scene.run();
    expectAllDelivered(1600);
    expectEachOnce();
    expect(scene.pauses).toEqual(Array(4).fill('sync.offline'));
  });

  test('token expired in mid-run: renewed once, sent once more', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 800, metadata: bulky });
    await scene.runner.step(signal());
    scene.atlas.tokens.revokeAll();
    scene.renewed = () => scene.atlas.token();
    await scene.run();
    expectAllDelivered(1600);
    expectEachOnce();
    expect(scene.pauses).toEqual([]);
  });

  test('turned off while the token is renewed: it is not sent once more, and goes once it is on again', async () => {
    scene.chunks.addRecords([0]);
    const turn = scene.chunks.writer.prepare<[number]>('UPDATE destination SET is_enabled = ?');
    scene.atlas.tokens.revokeAll();
    scene.renewed = () => {
      turn.run(0);
      return scene.atlas.token();
    };
    expect(await scene.run()).toEqual({ kind: 'idle', dueAtMs: null });
    expect([scene.requests, scene.atlas.records().size]).toEqual([1, 0]);
    turn.run(1);
    await scene.run();
    expectAllDelivered(1);
    expectEachOnce();
  });

  test('no new token: signed out, no row touched', async () => {
    scene.chunks.addRecords([0]);
    scene.atlas.tokens.revokeAll();
    expect(await scene.run()).toEqual({ kind: 'pause', code: 'sync.signed_out', untilMs: null });
    expect(scene.count('queued')).toBe(1);
    scene.token = scene.atlas.token();
    await scene.run();
    expectAllDelivered(1);
    expectEachOnce();
  });

  test.each(['before a request', 'after a 401'])('no token %s: the pause says why', async (when) => {
    scene.chunks.addRecords([0]);
    if (when === 'after a 401') scene.atlas.tokens.revokeAll();
    else scene.token = null;
    scene.noToken = { isOk: false, code: 'sync.wrong_account', isPassing: false };
    expect(await scene.run()).toEqual({ kind: 'pause', code: 'sync.wrong_account', untilMs: null });
    expect(scene.count('queued')).toBe(when === 'after a 401' ? 1 : 0);
    scene.noToken = { isOk: false, code: 'sync.timeout', isPassing: true };
    scene.token = when === 'after a 401' ? 'a refused one' : null;
    const before = scene.chunks.clock.nowMs();
    const away = await scene.runner.step(signal());
    const untilMs = away.kind === 'pause' ? (away.untilMs ?? 0) : 0;
    expect(away).toMatchObject({ kind: 'pause', code: 'sync.timeout' });
    expect([untilMs >= before + 1_000, untilMs <= scene.chunks.clock.nowMs() + 5_000]).toEqual([true, true]);
    expect(await scene.runner.test(signal())).toMatchObject({ isOk: false, code: 'sync.timeout' });
    scene.token = scene.atlas.token();
    await scene.run();
    expectAllDelivered(1);
    expectEachOnce();
  });

  test('a token without an identity: sign in again', async () => {
    scene.chunks.addRecords([0]);
    scene.token = scene.atlas.token('x', { withoutSub: true });
    expect(await scene.run()).toMatchObject({ kind: 'pause', code: 'sync.signed_out' });
    expect(scene.count('queued')).toBe(1);
  });

  test.each(['memory', 'redis'] as const)(
    'limiter in mode %s: never refused, because we are slower',
    async (mode) => {
      scene.atlas.limits.mode = mode;
      for (let i = 0; i < 40; i++) {
        scene.chunks.addRecords([i]);
        await scene.run();
      }
      expectAllDelivered(40);
      expect(scene.atlas.requests.filter(({ status }) => status === 429)).toEqual([]);
    },
  );

  test.each(['memory', 'redis'] as const)(
    'limiter in mode %s, its budget spent by the phone: waits as long as it says',
    async (mode) => {
      scene.atlas.limits.mode = mode;
      scene.chunks.addRecords([0]);
      for (let i = 0; i < 60; i++)
        await fetch(`${scene.atlas.baseUrl}/api/v1/debug/whoami`, {
          headers: { Authorization: `Bearer ${scene.token}` },
        });
      const before = scene.atlas.clock.now();
      await scene.run();
      expectAllDelivered(1);
      expectEachOnce();
      expect(scene.pauses).toEqual(['sync.rate_limited']);
      expect(scene.atlas.clock.now() - before).toBeLessThanOrEqual(61_000);
    },
  );

  test('who am I: address, token and account in one request', async () => {
    expect(await scene.runner.test(signal())).toMatchObject({
      isOk: true,
      code: null,
      account: 'auth0|sandbox',
      status: 200,
    });
    scene.atlas.tokens.revokeAll();
    expect(await scene.runner.test(signal())).toMatchObject({
      isOk: false,
      code: 'sync.unauthorized',
      status: 401,
    });
    scene.token = null;
    expect(await scene.runner.test(signal())).toMatchObject({ isOk: false, code: 'sync.signed_out' });
  });

  test('asked to stop while an answer is on its way: it is waited for, not doubted', async () => {
    scene.chunks.addRecords([0]);
    const controller = new AbortController();
    const slow: HttpClient = {
      send: async (request) => {
        controller.abort();
        // Whoever heard of the abort has acted on it by the next turn.
        await setImmediate();
        return scene.http.send(request);
      },
    };
    await scene.makeRunner(scene.context(slow)).step(controller.signal);
    expectAllDelivered(1);
    expectEachOnce();
  });

  test('no credential is kept with an answer', async () => {
    scene.chunks.addRecords([0]);
    scene.atlas.upstream.next({ kind: 'upload', status: 500, body: `{"echo":"Bearer ${scene.token}"}` });
    await scene.runner.step(signal());
    const kept = scene.chunks.column<string>('SELECT answer || error FROM chunk').join();
    expect(kept).toContain('Foundry upload failed: 500');
    expect(kept).not.toContain(String(scene.token));
  });
});
