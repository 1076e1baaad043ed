import { describe, expect, it } from 'vitest';
import type { FoundryFault } from '../../sandbox/foundry/start-foundry.ts';
import { holdRequests } from '../../sandbox/http/wire-faults.ts';
import { expectOnceEach } from './expect-once.ts';
import { openFoundryScene, yearMs } from './foundry-scene.ts';
import { keepSpool } from './kept-spool.ts';

const upload = 'POST /v2/datasets/:rid/files/:path/upload';
const tooLarge: FoundryFault = {
  kind: 'refused',
  status: 413,
  errorCode: 'INVALID_ARGUMENT',
  errorName: 'RequestEntityTooLarge',
};
const invalid: FoundryFault = {
  kind: 'refused',
  status: 400,
  errorCode: 'INVALID_ARGUMENT',
  errorName: 'InvalidContent',
};
/** The record with the value 7777 as field 14 has it. */
const bad = '"value_double":7777,';

describe('a chunk that is refused', () => {
  it('as too large is halved until it fits', async () => {
    const scene = await openFoundryScene({ records: 2000 });
    const most = 200_000;
    scene.far.faults.every(({ route, body }) => route === upload && body.length > most, tooLarge);
    await scene.drain();
    expectOnceEach(scene, 2000);
    expect(scene.far.files().every(({ bytes }) => bytes.length <= most)).toBe(true);
  });

  it('one bad record among 10,000: found by bisecting; it alone fails, the rest arrives', async () => {
    const scene = await openFoundryScene({ records: 10_000 });
    scene.far.faults.every(({ route, body }) => route === upload && body.includes(bad), invalid);
    await scene.drain();
    expect(scene.chunks()).toEqual({ lines: { delivered: 9999, failed: 1 }, codes: ['sync.rejected'] });
    const counts = [...scene.far.records().values()].map(({ count }) => count);
    expect([counts.length, Math.max(...counts)]).toEqual([9999, 1]);
    const failed = scene.writer
      .prepare<[], string>("SELECT error FROM chunk WHERE state = 'failed'")
      .pluck()
      .get();
    expect(failed).toBe('InvalidContent');
  });

  it('by a 500 that stays with it while others pass is bisected after five attempts', async () => {
    const scene = await openFoundryScene({ records: 10_000 });
    scene.far.faults.every(({ route, body }) => route === upload && body.includes(bad), {
      kind: 'internalError',
    });
    await scene.drain();
    expect(scene.chunks()).toEqual({
      lines: { delivered: 9999, failed: 1 },
      codes: ['sync.server_error'],
    });
    expect(scene.far.records().size).toBe(9999);
  });

  it('like all others is not torn to pieces: the destination pauses', async () => {
    const scene = await openFoundryScene({ records: 8000 });
    const stop = scene.far.faults.every(upload, invalid);
    const step = await scene.drain((each) => each.kind === 'pause');
    expect(step).toMatchObject({ kind: 'pause', code: 'sync.refused' });
    expect(scene.chunks().lines).toEqual({ queued: 8000 });
    stop();
    await scene.drain();
    expectOnceEach(scene, 8000);
  });

  it.each(['atCommit', 'atUpload'] as const)(
    'because its file is there by now (told %s) is found and delivered',
    async (when) => {
      const scene = await openFoundryScene({ records: 2500 });
      scene.far.undecided.appendOverFile = when;
      const spool = await keepSpool(scene);
      await scene.drain();
      await spool.putBack();
      // Looking says that it is missing, once: the file appears behind our back.
      const missing: FoundryFault = {
        kind: 'refused',
        status: 404,
        errorCode: 'NOT_FOUND',
        errorName: 'FileNotFound',
      };
      scene.far.faults.next('GET /v2/datasets/:rid/files/:path', missing);
      await scene.drain();
      expect(scene.far.transactions().map(({ status }) => status)).toContain('ABORTED');
      expectOnceEach(scene, 2500);
    },
  );
});

describe('a token', () => {
  it('that ends in mid-run is renewed once, and the run goes on', async () => {
    const scene = await openFoundryScene({ records: 6000 });
    scene.nextToken = scene.far.token({ expiresInMs: yearMs });
    scene.far.faults.next(
      ({ route }) => {
        if (route === upload) scene.far.access.revokeAll();
        if (route === upload) scene.nextToken = scene.far.token({ expiresInMs: yearMs });
        return route === upload;
      },
      { kind: 'latency', ms: 0 },
    );
    await scene.drain();
    expect(scene.pauses).toEqual([]);
    expectOnceEach(scene, 6000);
  });

  it('that nobody renews pauses until somebody signs in, and nothing is lost', async () => {
    const scene = await openFoundryScene({ records: 6000 });
    const stop = scene.far.faults.every(({ count }) => count > 8, { kind: 'unauthorized' });
    expect(await scene.drain()).toEqual({ kind: 'pause', code: 'sync.signed_out', untilMs: null });
    expect(scene.chunks().codes).toEqual([]);
    stop();
    scene.token = scene.far.token({ expiresInMs: yearMs });
    await scene.drain();
    expectOnceEach(scene, 6000);
  });

  it('that is missing asks nobody anything', async () => {
    const scene = await openFoundryScene({ records: 10 });
    scene.token = null;
    expect(await scene.drain()).toEqual({ kind: 'pause', code: 'sync.signed_out', untilMs: null });
    expect(scene.far.requests).toEqual([]);
  });
});

describe('a dataset', () => {
  it('that does not exist pauses as sync.not_found', async () => {
    const scene = await openFoundryScene({ records: 10 });
    scene.writer.exec("UPDATE destination SET dataset = 'ri.foundry.main.dataset.nowhere'");
    expect(await scene.step()).toMatchObject({ kind: 'pause', code: 'sync.not_found' });
    expect(scene.chunks().lines).toEqual({ queued: 10 });
  });

  it('whose branch does not exist pauses as sync.not_found', async () => {
    const scene = await openFoundryScene({ records: 10 });
    scene.writer.exec("UPDATE destination SET branch = 'nowhere'");
    expect(await scene.step()).toMatchObject({ kind: 'pause', code: 'sync.not_found' });
    expect(scene.chunks().lines).toEqual({ queued: 10 });
  });
});

describe('a step that is told to stop', () => {
  it('in an upload ends without its answer, leaves nothing open and nothing lost', async () => {
    const scene = await openFoundryScene({ records: 100 });
    const held = holdRequests(scene.far.faults, upload);
    const abort = new AbortController();
    const step = scene.step(abort.signal);
    await held.whenHeld;
    abort.abort();
    await step;
    expect(scene.far.transactions().map(({ status }) => status)).toEqual(['ABORTED']);
    expect(scene.chunks()).toEqual({ lines: { queued: 100 }, codes: [] });
    held.release();
    await scene.drain();
    expectOnceEach(scene, 100);
  });
});
