import { describe, expect, it } from 'vitest';
import type { HttpClient } from '../../../src/core/network/http-client.ts';
import { NodeHttpClient } from '../../../src/core/targets/http.ts';
import { createSteppedClock } from '../../sandbox/http/clock.ts';
import { expectOnceEach } from './expect-once.ts';
import { openFoundryScene, userId } from './foundry-scene.ts';

const create = 'POST /v2/datasets/:rid/transactions';
const asked = 'sync.transaction_open';

/** Its clock stands still but for waits. */
const stillScene = (http?: HttpClient) =>
  openFoundryScene({ records: 50, clock: createSteppedClock(Date.now()), ...(http && { http }) });

/** Our HTTP, and a program that dies before the first request that `isDeath` picks. */
function dyingHttp(isDeath: (method: string, url: string) => boolean): HttpClient & { isDead: boolean } {
  const http = new NodeHttpClient();
  const dying = {
    isDead: true,
    send: (request: Parameters<HttpClient['send']>[0]) => {
      if (dying.isDead && isDeath(request.method, request.url)) throw new Error('killed');
      return http.send(request);
    },
  };
  return dying;
}

describe.each([404, 409] as const)('an open transaction, said with %i', (status) => {
  it('that is ours by its rid is aborted, and everything arrives once', async () => {
    const http = dyingHttp((_, url) => url.includes('/upload'));
    const scene = await openFoundryScene({ records: 50, http });
    scene.far.undecided.openTransactionStatus = status;
    await expect(scene.step()).rejects.toThrow();
    expect(scene.far.transactions().map((each) => each.status)).toEqual(['OPEN']);
    http.isDead = false;
    await scene.restart();
    await scene.drain();
    expect(scene.far.transactions().map((each) => each.status)).toEqual(['ABORTED', 'COMMITTED']);
    expectOnceEach(scene, 50);
  });

  it('that was committed as the program died is found committed, and nothing is sent again', async () => {
    const http = dyingHttp((method, url) => method === 'GET' && url.includes('startTransactionRid'));
    const scene = await openFoundryScene({ records: 50, http });
    scene.far.undecided.openTransactionStatus = status;
    await expect(scene.step()).rejects.toThrow();
    expect(scene.far.transactions().map((each) => each.status)).toEqual(['COMMITTED']);
    http.isDead = false;
    await scene.restart();
    await scene.drain();
    expect(scene.far.transactions()).toHaveLength(1);
    expectOnceEach(scene, 50);
  });

  it('with files of our chunks alone is aborted, though its rid is not known', async () => {
    const scene = await openFoundryScene({ records: 50 });
    scene.far.undecided.openTransactionStatus = status;
    await scene.step(AbortSignal.abort());
    const sha256 = scene.writer.prepare<[], string>('SELECT sha256 FROM chunk').pluck().get();
    const left = scene.far.dataset().open('master', 'APPEND');
    scene.far.dataset().write(left, `healthkit/raw/${userId}/${sha256}.ndjson`, Buffer.from('half'));
    await scene.drain();
    expect(left.status).toBe('ABORTED');
    expect(scene.pauses).toEqual([]);
    expectOnceEach(scene, 50);
  });

  it('of somebody else is waited for, and left alone', async () => {
    const scene = await openFoundryScene({ records: 50 });
    scene.far.undecided.openTransactionStatus = status;
    const dataset = scene.far.dataset();
    const theirs = dataset.open('master', 'APPEND');
    dataset.write(theirs, 'healthkit/raw/another/file.ndjson', Buffer.from('{"uuid":"theirs"}\n'));
    const step = await scene.drain(() => scene.pauses.length === 5);
    expect(step).toMatchObject({ kind: 'pause', code: asked });
    expect([theirs.status, scene.state()['question'] ?? null]).toEqual(['OPEN', null]);
    expect(scene.chunks()).toEqual({ lines: { queued: 50 }, codes: [] });
    dataset.commit(theirs.rid);
    await scene.drain();
    expect(scene.far.records().size).toBe(51);
    expect(scene.chunks().lines).toEqual({ delivered: 50 });
  });

  it('that is empty and nothing that we asked for is waited for without a question', async () => {
    const scene = await openFoundryScene({ records: 50 });
    scene.far.undecided.openTransactionStatus = status;
    const theirs = scene.far.dataset().open('master', 'APPEND');
    await scene.drain(() => scene.pauses.length === 3);
    expect([theirs.status, scene.state()['question'] ?? null]).toEqual(['OPEN', null]);
    // An agreement that was given for another one does not touch it.
    scene.agree();
    await scene.step();
    expect(theirs.status).toBe('OPEN');
  });

  it('that is empty and was made just when we asked for one is aborted, and nobody is asked', async () => {
    const scene = await stillScene();
    scene.far.undecided.openTransactionStatus = status;
    scene.far.faults.next(create, { kind: 'commitThenDrop' });
    await scene.drain(() => scene.state()['question'] === asked);
    expect(scene.far.transactions().map((each) => each.status)).toEqual(['ABORTED', 'COMMITTED']);
    expectOnceEach(scene, 50);
  });

  it('that is empty and may be ours, as far as clocks tell, is asked about; aborted once the person agrees', async () => {
    const scene = await stillScene();
    scene.far.undecided.openTransactionStatus = status;
    scene.far.undecided.saysDate = false;
    scene.far.faults.next(create, { kind: 'commitThenDrop' });
    await scene.drain(() => scene.pauses.length === 6);
    expect(scene.state()).toMatchObject({ question: asked });
    const [lost] = scene.far.transactions();
    expect(lost?.status).toBe('OPEN');
    scene.agree();
    await scene.drain();
    expect(lost?.status).toBe('ABORTED');
    expect(scene.state()['question'] ?? null).toBeNull();
    expect(scene.state()['mayAbort'] ?? null).toBeNull();
    expectOnceEach(scene, 50);
  });

  it('that is empty and ends by itself takes the question with it', async () => {
    const scene = await stillScene();
    scene.far.undecided.openTransactionStatus = status;
    scene.far.undecided.saysDate = false;
    scene.far.faults.next(create, { kind: 'commitThenDrop' });
    await scene.drain(() => scene.state()['question'] === asked);
    const [lost] = scene.far.transactions();
    scene.far.dataset().abort(lost?.rid ?? '');
    await scene.drain();
    expect(scene.state()['question'] ?? null).toBeNull();
    expectOnceEach(scene, 50);
  });

  it('of another writer who began soon after we died is asked about, and left alone', async () => {
    const http = dyingHttp((method, url) => method === 'POST' && url.includes('/transactions?'));
    const scene = await stillScene(http);
    scene.far.undecided.openTransactionStatus = status;
    await expect(scene.step()).rejects.toThrow();
    expect(scene.far.transactions()).toEqual([]);
    scene.far.clock.advance(20_000);
    const theirs = scene.far.dataset().open('master', 'APPEND');
    http.isDead = false;
    await scene.restart();
    await scene.drain(() => scene.pauses.length === 3);
    expect([theirs.status, scene.state()['question'] ?? null]).toEqual(['OPEN', asked]);
    scene.far.dataset().commit(theirs.rid);
    await scene.drain();
    expect([theirs.status, scene.state()['question'] ?? null]).toEqual(['COMMITTED', null]);
    expectOnceEach(scene, 50);
  });

  it('beside another writer at the very time is asked about: it may be that one’s', async () => {
    const scene = await stillScene();
    scene.far.undecided.openTransactionStatus = status;
    const dataset = scene.far.dataset();
    dataset.commit(dataset.open('master', 'APPEND').rid);
    scene.far.faults.next(create, { kind: 'commitThenDrop' });
    await scene.drain(() => scene.pauses.length === 3);
    expect(scene.state()).toMatchObject({ question: asked });
  });
});

describe('a transaction that somebody else ends under us', () => {
  it('by aborting: what was in it is sent again', async () => {
    const scene = await openFoundryScene({ records: 50 });
    scene.far.faults.next(
      ({ route }) => {
        const [open] = scene.far.transactions();
        const isCommit = route.endsWith('/commit') && open?.status === 'OPEN';
        if (isCommit) scene.far.dataset().abort(open.rid);
        return false;
      },
      { kind: 'internalError' },
    );
    await scene.drain();
    expect(scene.far.transactions().map(({ status }) => status)).toEqual(['ABORTED', 'COMMITTED']);
    expectOnceEach(scene, 50);
  });
});
