import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AtlasScene, batchRoute, bulky } from './atlas-scene.ts';

let scene: AtlasScene;
beforeEach(async () => {
  scene = await AtlasScene.open();
});
afterEach(() => scene.close());

describe('what one chunk or one record does to the others', () => {
  test('one bad record among 10,000: one failed, the rest delivered', async () => {
    scene.chunks.addRecords([0], { perDay: 10_000 });
    const bad = scene.startOf(6_543);
    scene.atlas.upstream.whenever(({ rows }) =>
      rows.some((row) => row.start_date === bad) ? { kind: 'upload', status: 400 } : null,
    );
    await scene.run(500);
    expect(scene.lines('delivered')).toBe(9_999);
    expect(scene.lines('failed')).toBe(1);
    expect(scene.chunks.column("SELECT code FROM chunk WHERE state = 'failed'")).toEqual(['sync.rejected']);
    expect(scene.atlas.records().size).toBe(9_999);
    expect([...scene.atlas.records().values()].every(({ count }) => count === 1)).toBe(true);
  });

  test('500 after a partial commit: what was stored is confirmed, the rest goes again', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 500, metadata: bulky });
    scene.atlas.upstream.next(
      { kind: 'noTransaction' },
      { kind: 'upload', status: 500 },
      { kind: 'notJson' },
    );
    await scene.run();
    expect(scene.lines('delivered')).toBe(1000);
    expect(scene.atlas.records().size).toBe(1000);
    expect(scene.unmarkedRepeats()).toEqual([]);
    expect(scene.chunks.column('SELECT count(*) FROM chunk WHERE may_be_repeated = 1')).toEqual([2]);
  });

  test.each([
    [{ kind: 'token', status: 401 } as const],
    [{ kind: 'upload', status: 403 } as const],
    [{ kind: 'upload', status: 409 } as const],
    [{ kind: 'network' } as const],
  ])(
    'Foundry out of order behind the proxy (%j): waits, nothing counts, nothing is doubted',
    async (fault) => {
      scene.chunks.addRecords([0, 1], { perDay: 300, metadata: bulky });
      const until = scene.atlas.clock.now() + 2_400_000;
      scene.atlas.upstream.whenever(() => (scene.atlas.clock.now() < until ? fault : null));
      await scene.run();
      expect(scene.lines('delivered')).toBe(600);
      expect([...scene.atlas.records().values()].every(({ count }) => count === 1)).toBe(true);
      expect(scene.chunks.column('SELECT sum(may_be_repeated + attempts + resends) FROM chunk')).toEqual([0]);
      expect(scene.pauses.every((code) => code === 'sync.far_side_failing')).toBe(true);
    },
  );

  test('a chunk whose answer can never be read is not sent for ever, and holds nobody up', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 500, metadata: bulky });
    const marked = scene.startOf(1);
    scene.atlas.upstream.whenever(({ rows }) =>
      rows.some((row) => row.start_date === marked) ? { kind: 'notJson' } : null,
    );
    expect(await scene.run()).toMatchObject({ kind: 'idle', dueAtMs: null });
    expect(scene.count('uncertain')).toBe(1);
    expect(scene.lines('delivered') + scene.lines('uncertain')).toBe(1000);
    const held = [...scene.atlas.records().values()].find(({ rows }) => rows[0]?.start_date === marked);
    expect(held?.count).toBe(4);
    expect(scene.unmarkedRepeats()).toEqual([]);
  });

  test('a quarter of an hour of whole failures spends no resend and doubts few', async () => {
    scene.chunks.addRecords([0, 1], { perDay: 800, metadata: bulky });
    const stop = scene.atlas.faults.every(batchRoute, { kind: 'keysAway' });
    const until = scene.atlas.clock.now() + 900_000;
    while (scene.atlas.clock.now() < until) await scene.run(1);
    expect(scene.chunks.column('SELECT max(resends) FROM chunk')).toEqual([0]);
    expect(scene.count('uncertain')).toBeLessThanOrEqual(7);
    stop();
    await scene.run();
    expect(scene.lines('delivered')).toBe(1600);
    expect(scene.unmarkedRepeats()).toEqual([]);
  });

  test('too many bytes for them: fewer chunks at once, then smaller ones', async () => {
    scene.chunks.addRecords([0], { perDay: 600, metadata: bulky });
    const sizes: number[] = [];
    scene.use({
      send: (request) => {
        const size = request.body?.length ?? 0;
        sizes.push(size);
        if (size <= 1_500_000) return scene.http.send(request);
        const error = {
          code: 'CHUNK_TOO_LARGE',
          message: 'Each chunk must be under 2MB',
          correlationId: 'x',
        };
        const json = { error };
        const answer = {
          status: 413,
          headers: new Headers(),
          text: JSON.stringify(json),
          json,
          requestId: null,
        };
        return Promise.resolve({ kind: 'answer', answer });
      },
    });
    await scene.run();
    expect(sizes.slice(0, 3).every((size, i) => i === 0 || size < (sizes[i - 1] ?? 0))).toBe(true);
    expect(scene.lines('delivered')).toBe(600);
    expect([...scene.atlas.records().values()].every(({ count }) => count === 1)).toBe(true);
    expect(scene.chunks.column('SELECT max(bytes) < 1500000 FROM chunk')).toEqual([1]);
  });

  test('counts that do not match what was sent are never taken for delivered', async () => {
    scene.chunks.addRecords([0, 1, 2]);
    let isLying = true;
    scene.use({
      send: async (request) => {
        const outcome = await scene.http.send(request);
        if (outcome.kind !== 'answer' || !isLying) return outcome;
        isLying = false;
        const text = outcome.answer.text.replace('"records_ingested":3', '"records_ingested":2');
        return { ...outcome, answer: { ...outcome.answer, text, json: JSON.parse(text) as unknown } };
      },
    });
    await scene.runner.step(new AbortController().signal);
    expect(scene.chunks.column("SELECT state || ' ' || code FROM chunk")).toEqual([
      'uncertain sync.count_mismatch',
    ]);
    await scene.run();
    expect(scene.lines('delivered')).toBe(3);
    expect(scene.unmarkedRepeats()).toEqual([]);
  });
});
