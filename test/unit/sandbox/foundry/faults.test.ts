import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Act } from '../../../sandbox/foundry/access.ts';
import { type FoundrySandbox, startFoundry } from '../../../sandbox/foundry/start-foundry.ts';
import { holdRequests } from '../../../sandbox/http/wire-faults.ts';
import { commitRoute, createRoute, raw, sdkFor, store, uploadRoute } from './foundry-client.ts';

let foundry: FoundrySandbox;
let sdk: ReturnType<typeof sdkFor>;
beforeEach(async () => {
  foundry = await startFoundry();
  sdk = sdkFor(foundry);
});
afterEach(() => foundry.close());

const bytes = { body: '{"uuid":"a"}\n', headers: { 'content-type': 'application/octet-stream' } };

describe('tokens and permissions', () => {
  test('no token, an unknown one, an expired one and a revoked one are 401', async () => {
    const brief = foundry.token({ expiresInMs: 1_000 });
    foundry.clock.advance(2_000);
    for (const token of ['unknown', brief])
      await expect(sdkFor(foundry, token).list()).rejects.toMatchObject({ statusCode: 401 });
    expect((await raw(foundry, 'GET /files', { headers: { authorization: '' } })).status).toBe(401);
    foundry.access.revokeAll();
    await expect(sdk.list()).rejects.toMatchObject({ statusCode: 401 });
  });

  test('a token that may only read: ApiUsageDenied on writing', async () => {
    const reader = sdkFor(foundry, foundry.token({ scopes: ['api:datasets-read'] }));
    expect((await reader.list()).data).toEqual([]);
    await expect(reader.create()).rejects.toMatchObject({
      errorName: 'ApiUsageDenied',
      parameters: { missingScope: 'api:datasets-write' },
    });
  });

  const calls: readonly [Act, string, (rid: string) => Promise<unknown>][] = [
    ['createTransaction', 'CreateTransactionPermissionDenied', () => sdk.create()],
    ['upload', 'UploadFilePermissionDenied', (rid) => sdk.upload('x', '', rid)],
    ['commit', 'CommitTransactionPermissionDenied', (rid) => sdk.commit(rid)],
    ['abort', 'AbortTransactionPermissionDenied', (rid) => sdk.abort(rid)],
    ['transactions', 'GetBranchTransactionHistoryPermissionDenied', () => sdk.history()],
    ['content', 'GetFileContentPermissionDenied', () => sdk.content('x')],
  ];
  test.each(calls)('%s can be forbidden', async (act, errorName, call) => {
    const { rid } = await sdk.create();
    foundry.access.forbidden.add(act);
    await expect(call(rid)).rejects.toMatchObject({
      errorName,
      errorCode: 'PERMISSION_DENIED',
      statusCode: 403,
    });
  });
});

describe('faults', () => {
  test('the connection cut after the commit: it landed, and the SDK does not resend', async () => {
    const { rid } = await sdk.create();
    await sdk.upload('x', '{"uuid":"a"}\n', rid);
    foundry.faults.next(commitRoute, { kind: 'commitThenDrop' });
    await expect(sdk.commit(rid)).rejects.toMatchObject({ errorName: undefined, statusCode: undefined });
    expect(foundry.requests.filter(({ route }) => route === commitRoute)).toHaveLength(1);
    expect((await sdk.transaction(rid)).status).toBe('COMMITTED');
    expect(foundry.records().get('a')?.count).toBe(1);
  });

  test('the connection cut after the transaction was created leaves it open', async () => {
    foundry.faults.next(createRoute, { kind: 'commitThenDrop' });
    await expect(sdk.create()).rejects.toThrow('fetch failed');
    await expect(sdk.create()).rejects.toMatchObject({ errorName: 'OpenTransactionAlreadyExists' });
    expect(foundry.transactions().map(({ status }) => status)).toEqual(['OPEN']);
  });

  test('cut before the work: nothing happened', async () => {
    foundry.faults.next(createRoute, { kind: 'dropBeforeCommit' });
    await expect(
      raw(foundry, 'POST /transactions', { body: '{"transactionType":"APPEND"}' }),
    ).rejects.toThrow();
    expect(foundry.transactions()).toEqual([]);
  });

  test('500 after the upload: the file is in the transaction; 500 before: it is not', async () => {
    const { rid } = await sdk.create();
    foundry.faults.next(uploadRoute, { kind: 'internalError', afterCommit: true });
    foundry.faults.next(uploadRoute, { kind: 'internalError' });
    for (const path of ['x', 'y'])
      expect((await raw(foundry, `POST /files/${path}/upload?transactionRid=${rid}`, bytes)).status).toBe(
        500,
      );
    expect((await sdk.filesIn(rid)).data.map(({ path }) => path)).toEqual(['x']);
  });

  test.each([429, 503] as const)('%i, with Foundry’s JSON and with no body', async (status) => {
    foundry.faults.next('*', { kind: 'overloaded', status });
    foundry.faults.next('*', { kind: 'overloaded', status, hasBody: false });
    const withBody = await raw(foundry, 'GET /files');
    expect([withBody.status, withBody.json['errorName']]).toMatchObject([status, expect.any(String)]);
    expect(await raw(foundry, 'GET /files')).toMatchObject({ status, text: '' });
  });

  test('the SDK itself resends after 503, about a second later', async () => {
    foundry.faults.next('*', { kind: 'overloaded', status: 503 });
    expect((await sdk.create()).status).toBe('OPEN');
    expect(foundry.requests.map(({ status }) => status)).toEqual([503, 200]);
  });

  test('more requests at once than a person may have under way: 429', async () => {
    await foundry.close();
    foundry = await startFoundry({ maxAtOnce: 2 });
    let arrived = 0;
    const held = holdRequests(foundry.faults, () => ++arrived > 0);
    const asked = [1, 2, 3].map(() => raw(foundry, 'GET /files'));
    await expect.poll(() => arrived).toBe(3);
    held.release();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
  });

  test('an upload with a poisoned line is refused by name as often as it comes', async () => {
    const { rid } = await sdk.create();
    foundry.faults.every(({ route, body }) => route === uploadRoute && body.includes('bad'), {
      kind: 'refused',
      status: 400,
      errorCode: 'INVALID_ARGUMENT',
      errorName: 'InvalidFilePath',
    });
    await expect(sdk.upload('x', 'bad', rid)).rejects.toMatchObject({ errorName: 'InvalidFilePath' });
    await expect(sdk.upload('x', 'bad', rid)).rejects.toMatchObject({ errorName: 'InvalidFilePath' });
    expect(await sdk.upload('x', 'good', rid)).toMatchObject({ path: 'x' });
  });

  test('401 once; a captive portal; half an answer; a redirect; a balancer’s page', async () => {
    foundry.faults.next('*', { kind: 'unauthorized' });
    await expect(sdk.list()).rejects.toMatchObject({ statusCode: 401 });
    foundry.faults.next('*', { kind: 'captivePortal' });
    expect((await raw(foundry, 'GET /files')).text).toContain('<html>');
    foundry.faults.next('*', { kind: 'truncatedJson' });
    expect((await raw(foundry, 'GET /files')).text).not.toContain('}');
    foundry.faults.next('*', { kind: 'cutAnswer' });
    await expect(raw(foundry, 'GET /files')).rejects.toThrow();
    foundry.faults.next('*', { kind: 'redirect', to: 'https://elsewhere.invalid/' });
    expect((await raw(foundry, 'GET /files')).status).toBe(302);
    foundry.faults.next('*', { kind: 'htmlError', status: 502 });
    expect((await raw(foundry, 'GET /files')).status).toBe(502);
    expect((await raw(foundry, 'GET /files')).status).toBe(200);
  });

  test('the log names routes, answers and faults, without tokens', async () => {
    await store(foundry, 'x', '{"uuid":"a"}\n');
    foundry.faults.next('*', { kind: 'commitThenDrop' });
    await expect(raw(foundry, 'GET /files')).rejects.toThrow();
    expect(foundry.requests.map(({ route, status }) => [route, status])).toEqual([
      [createRoute, 200],
      [uploadRoute, 200],
      [commitRoute, 200],
      ['GET /v2/datasets/:rid/files', null],
    ]);
    expect(foundry.requests.at(-1)?.faults).toEqual(['commitThenDrop']);
    expect(JSON.stringify(foundry.requests)).not.toContain('foundry-');
  });
});
