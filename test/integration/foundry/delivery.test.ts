import { describe, expect, it } from 'vitest';
import { deviceLabel } from '../../../src/core/outbox/target.ts';
import { NodeHttpClient } from '../../../src/core/targets/http.ts';
import { openFoundryScene, userId, yearMs } from './foundry-scene.ts';
import { keepSpool } from './kept-spool.ts';

describe('samples on their way to a dataset', () => {
  it('arrive once each, in one transaction, with all fields and real zeros', async () => {
    const scene = await openFoundryScene({ records: 5000 });
    expect(await scene.drain()).toMatchObject({ kind: 'idle', dueAtMs: null });

    const held = scene.far.records();
    expect(held.size).toBe(5000);
    expect([...held.values()].filter(({ count }) => count !== 1).length).toBe(0);
    expect(scene.far.transactions().map(({ status }) => status)).toEqual(['COMMITTED']);
    expect(scene.chunks()).toEqual({ lines: { delivered: 5000 }, codes: [] });

    const rows = [...held.values()].flatMap(({ rows: found }) => found);
    const zero = rows.find((row) => row['start_date'] === '2024-05-01T00:00:00Z');
    expect(zero).toMatchObject({
      auth0_user_id: userId,
      device: deviceLabel,
      sample_type: 'HKQuantityTypeIdentifierStepCount',
      value_double: 0,
      unit: 'count',
      source_name: 'My Watch',
    });
    expect(Object.keys(zero ?? {})).toHaveLength(21);
    expect(JSON.parse(String(zero?.['raw_healthkit_record']))).toMatchObject({ valueDouble: 0 });
    expect(rows.map((row) => row['value_double']).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 5000 }, (_, index) => index),
    );
  });

  it('lie in files named by their content, which the ledger knows', async () => {
    const scene = await openFoundryScene({ records: 20 });
    await scene.drain();
    const chunk = scene.writer.prepare('SELECT sha256, far_path, transaction_rid, spool FROM chunk').get();
    const [file] = scene.far.files();
    expect(chunk).toEqual({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      far_path: file?.path,
      transaction_rid: file?.transactionRid,
      spool: null,
    });
    expect(file?.path).toBe(`healthkit/raw/${userId}/${(chunk as { sha256: string }).sha256}.ndjson`);
  });

  it('take several transactions when there are many, never two at once', async () => {
    const scene = await openFoundryScene();
    for (let i = 0; i < 25; i++) {
      scene.add(10);
      // Cut at once, so that it is a chunk of its own; what comes after the 20th stays in the backlog.
      await scene.runner.step(AbortSignal.abort());
    }
    await scene.drain();
    expect(scene.far.transactions().map(({ status, files }) => [status, files.size])).toEqual([
      ['COMMITTED', 20],
      ['COMMITTED', 1],
    ]);
    expect(scene.chunks().lines).toEqual({ delivered: 250 });
  });

  it('are not sent again when the ledger is older than the dataset', async () => {
    const scene = await openFoundryScene({ records: 300 });
    const spool = await keepSpool(scene);
    await scene.drain();
    // A backup of the profile is put back: the chunk was never sent, says its row.
    await spool.putBack();
    await scene.drain();
    expect(scene.far.files()).toHaveLength(1);
    expect(scene.far.transactions()).toHaveLength(1);
    expect(scene.chunks().lines).toEqual({ delivered: 300 });
  });

  it('are not delivered by a file of the same name and another size', async () => {
    const scene = await openFoundryScene({ records: 10 });
    await scene.runner.step(AbortSignal.abort());
    const sha256 = scene.writer.prepare<[], string>('SELECT sha256 FROM chunk').pluck().get();
    const other = scene.far.dataset().open('master', 'APPEND');
    scene.far.dataset().write(other, `healthkit/raw/${userId}/${sha256}.ndjson`, Buffer.from('{}\n'));
    scene.far.dataset().commit(other.rid);
    await scene.drain();
    expect(scene.chunks()).toEqual({ lines: { uncertain: 10 }, codes: ['sync.count_mismatch'] });
    expect(scene.far.files()).toHaveLength(1);
  });
});

it.each(['before a request', 'after a 401'])('no token %s: the pause says why', async (when) => {
  const scene = await openFoundryScene({ records: 10 });
  const noToken = when === 'after a 401' ? 'nobody knows it' : null;
  scene.token = noToken;
  scene.noToken = { isOk: false, code: 'sync.wrong_account', isPassing: false };
  expect(await scene.step()).toEqual({ kind: 'pause', code: 'sync.wrong_account', untilMs: null });
  scene.noToken = { isOk: false, code: 'sync.timeout', isPassing: true };
  const before = scene.far.clock.now();
  const away = await scene.step();
  expect(away).toMatchObject({ kind: 'pause', code: 'sync.timeout' });
  // Of a clock that runs: it was read between the two.
  const untilMs = away.kind === 'pause' ? (away.untilMs ?? 0) : 0;
  expect([untilMs >= before + 1_000, untilMs <= scene.far.clock.now() + 5_000]).toEqual([true, true]);
  scene.token = scene.far.token({ expiresInMs: yearMs });
  await scene.drain();
  expect(scene.chunks().lines).toEqual({ delivered: 10 });
});

describe('the connection test', () => {
  it('proves address, token and branch', async () => {
    const scene = await openFoundryScene();
    const signal = new AbortController().signal;
    expect(await scene.runner.test(signal)).toMatchObject({
      isOk: true,
      code: null,
      status: 200,
      account: userId,
    });
    scene.token = 'nobody knows it';
    expect(await scene.runner.test(signal)).toMatchObject({
      isOk: false,
      code: 'sync.signed_out',
      status: 401,
    });
    scene.noToken = { isOk: false, code: 'sync.timeout', isPassing: true };
    expect(await scene.runner.test(signal)).toMatchObject({ code: 'sync.timeout', status: 401 });
    scene.token = null;
    expect(await scene.runner.test(signal)).toMatchObject({ code: 'sync.timeout', status: null });
    scene.token = scene.far.token({ scopes: [] });
    expect(await scene.runner.test(signal)).toMatchObject({ isOk: false, code: 'sync.forbidden' });
    scene.token = scene.far.token();
    scene.far.faults.next('GET /v2/datasets/:rid', {
      kind: 'refused',
      status: 400,
      errorCode: 'INVALID_ARGUMENT',
      errorName: 'InvalidArgument',
    });
    // No item was sent, so none is called rejected.
    expect(await scene.runner.test(signal)).toMatchObject({ isOk: false, code: 'sync.refused', status: 400 });
    expect(scene.far.transactions()).toEqual([]);
  });
});

it.each(['narrowed', 'turned off', 'narrowed, the token renewed'] as const)(
  '%s while a transaction is being filled: the next chunk does not leave, nothing is committed, nothing is lost',
  async (how) => {
    const plain = new NodeHttpClient();
    let take: (() => void) | null = null;
    const scene = await openFoundryScene({
      http: {
        async send(request) {
          const outcome = await plain.send(request);
          if (request.url.includes('/upload')) take?.();
          return outcome;
        },
      },
    });
    const upload = 'POST /v2/datasets/:rid/files/:path/upload';
    const uploads = () => scene.far.requests.filter(({ route }) => route === upload).length;
    for (let i = 0; i < 3; i++) {
      scene.add(10);
      await scene.runner.step(AbortSignal.abort());
    }
    const id = scene.destinations.current('foundry')?.id ?? 0;
    const agreed = { startDay: null, at: 0 };
    take = () => {
      if (how === 'turned off') scene.destinations.disable(id);
      else scene.destinations.enable(id, { kinds: ['workout'], ...agreed });
    };
    if (how === 'narrowed, the token renewed') {
      scene.nextToken = scene.far.token({ expiresInMs: yearMs });
      const unauthorized = { errorCode: 'UNAUTHORIZED', errorName: 'InvalidCredentials' } as const;
      scene.far.faults.next(upload, { kind: 'refused', status: 401, ...unauthorized });
    }
    await scene.drain();
    expect([uploads(), scene.far.files()]).toEqual([1, []]);
    expect(scene.far.transactions().map(({ status }) => status)).toEqual(['ABORTED']);
    take = null;
    scene.destinations.enable(id, { kinds: ['record'], ...agreed });
    await scene.drain();
    expect(scene.chunks().lines).toEqual({ delivered: 30 });
  },
);
