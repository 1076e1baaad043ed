import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FoundrySandbox, startFoundry } from '../../../sandbox/foundry/start-foundry.ts';
import { raw, sdkFor, store } from './foundry-client.ts';

let foundry: FoundrySandbox;
let sdk: ReturnType<typeof sdkFor>;
beforeEach(async () => {
  foundry = await startFoundry({ filesPageSize: 2 });
  sdk = sdkFor(foundry);
});
afterEach(() => foundry.close());

const line = (uuid: string) => `${JSON.stringify({ uuid, value_double: 0 })}\n`;

describe('transactions through Palantir’s SDK (foundry/README §3)', () => {
  test('create, upload, commit: the file is visible only then, byte for byte', async () => {
    const { rid, status, transactionType } = await sdk.create();
    expect([status, transactionType]).toEqual(['OPEN', 'APPEND']);
    const path = 'healthkit/raw/auth0|me/abc.ndjson';
    const uploaded = await sdk.upload(path, line('a'), rid);
    expect(uploaded).toMatchObject({ path, transactionRid: rid, sizeBytes: String(line('a').length) });
    expect(foundry.files()).toEqual([]);
    await expect(sdk.file(path)).rejects.toMatchObject({ errorName: 'FileNotFoundOnBranch' });
    expect(await sdk.commit(rid)).toMatchObject({ rid, status: 'COMMITTED', closedTime: expect.any(String) });
    expect(await sdk.content(path)).toBe(line('a'));
    expect(await sdk.file(path)).toMatchObject({ path });
    expect(foundry.records().get('a')).toMatchObject({ count: 1, rows: [{ value_double: 0 }] });
  });

  test('a record in two files shows as two', async () => {
    await store(foundry, 'one', line('a') + line('b'));
    await store(foundry, 'two', line('b'));
    expect([...foundry.records().values()].map(({ uuid, count }) => [uuid, count])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test.each([404, 409] as const)('one open transaction a branch: CONFLICT with status %i', async (status) => {
    foundry.undecided.openTransactionStatus = status;
    await sdk.create();
    await expect(sdk.create()).rejects.toMatchObject({
      errorName: 'OpenTransactionAlreadyExists',
      errorCode: 'CONFLICT',
      statusCode: status,
    });
  });

  test('abort drops the files and frees the branch; a closed transaction takes nothing more', async () => {
    const { rid } = await sdk.create();
    await sdk.upload('x', line('x'), rid);
    expect(await sdk.abort(rid)).toMatchObject({ status: 'ABORTED' });
    expect(foundry.files()).toEqual([]);
    const notOpen = { errorName: 'TransactionNotOpen', parameters: { transactionStatus: 'ABORTED' } };
    await expect(sdk.commit(rid)).rejects.toMatchObject(notOpen);
    await expect(sdk.upload('y', '', rid)).rejects.toMatchObject(notOpen);
    expect((await sdk.create()).status).toBe('OPEN');
    expect(await sdk.transaction(rid)).toMatchObject({ rid, status: 'ABORTED' });
  });

  test('APPEND over an existing file fails at commit and stays open, or fails at the upload', async () => {
    await store(foundry, 'same', line('a'));
    const { rid } = await sdk.create();
    await sdk.upload('same', line('b'), rid);
    await expect(sdk.commit(rid)).rejects.toMatchObject({
      errorName: 'FileAlreadyExists',
      errorCode: 'NOT_FOUND',
    });
    expect((await sdk.transaction(rid)).status).toBe('OPEN');
    await sdk.abort(rid);
    foundry.undecided.appendOverFile = 'atUpload';
    const again = await sdk.create();
    await expect(sdk.upload('same', '', again.rid)).rejects.toMatchObject({ errorName: 'FileAlreadyExists' });
    expect(await sdk.content('same')).toBe(line('a'));
  });

  test('the same path twice in one transaction is refused, or replaces', async () => {
    const { rid } = await sdk.create();
    await sdk.upload('x', line('a'), rid);
    await expect(sdk.upload('x', line('a'), rid)).rejects.toMatchObject({ errorName: 'FileAlreadyExists' });
    foundry.undecided.sameFileTwice = 'replaced';
    await sdk.upload('x', line('b'), rid);
    await sdk.commit(rid);
    expect([...foundry.records().keys()]).toEqual(['b']);
  });

  test('the history is in preview, newest first, in pages', async () => {
    for (const path of ['a', 'b', 'c']) await store(foundry, path, line(path));
    const { rid: open } = await sdk.create();
    await expect(sdk.history({})).rejects.toMatchObject({ errorName: 'ApiFeaturePreviewUsageOnly' });
    const rids = foundry.transactions().map(({ rid }) => rid);
    const first = await sdk.history({ preview: true, pageSize: 3 });
    expect(first.data.map(({ rid, status }) => [rid, status])).toEqual([
      [open, 'OPEN'],
      [rids[2], 'COMMITTED'],
      [rids[1], 'COMMITTED'],
    ]);
    const pageToken = String(first.nextPageToken);
    const rest = await sdk.history({ preview: true, pageSize: 3, pageToken });
    expect(rest.data.map(({ rid }) => rid)).toEqual([rids[0]]);
    expect(rest.nextPageToken).toBeUndefined();
    await expect(sdk.history({ preview: true, pageSize: 51 })).rejects.toMatchObject({
      errorName: 'InvalidPageSize',
    });
  });
});

describe('files (foundry/README §2)', () => {
  test('lists in pages and by prefix; an open transaction lists its own files', async () => {
    const { rid } = await sdk.create();
    for (const path of ['raw/1', 'raw/2', 'other/3']) await sdk.upload(path, line(path), rid);
    expect((await sdk.list()).data).toEqual([]);
    expect((await sdk.filesIn(rid)).data.map(({ path }) => path)).toEqual(['raw/1', 'raw/2']);
    await sdk.commit(rid);
    const first = await sdk.list();
    const second = await sdk.list({ pageToken: String(first.nextPageToken) });
    expect([...first.data, ...second.data].map(({ path }) => path)).toEqual(['raw/1', 'raw/2', 'other/3']);
    expect(second.nextPageToken).toBeUndefined();
    const { json } = await raw(foundry, 'GET /files?pathPrefix=other%2F');
    expect(json).toMatchObject({ data: [{ path: 'other/3' }] });
    expect((await raw(foundry, 'GET /files?pageToken=x')).json['errorName']).toBe('InvalidPageToken');
  });

  test('an upload needs octet-stream, a clean path and no second way to name its transaction', async () => {
    const { rid } = await sdk.create();
    const bytes = { body: 'x', headers: { 'content-type': 'application/octet-stream' } };
    const asJson = { body: 'x', headers: { 'content-type': 'application/json' } };
    expect((await raw(foundry, `POST /files/x/upload?transactionRid=${rid}`, asJson)).status).toBe(415);
    for (const path of ['%2Fx', 'a%2F%2Fb', 'a%2F..%2Fb'])
      expect(
        (await raw(foundry, `POST /files/${path}/upload?transactionRid=${rid}`, bytes)).json['errorName'],
      ).toBe('InvalidFilePath');
    const both = `POST /files/x/upload?transactionRid=${rid}&branchName=master`;
    expect((await raw(foundry, both, bytes)).json['errorName']).toBe('InvalidParameterCombination');
  });

  test('without a transaction of its own an upload commits by itself, as UPDATE', async () => {
    const bytes = (body: string) => ({ body, headers: { 'content-type': 'application/octet-stream' } });
    await raw(foundry, 'POST /files/x/upload', bytes(line('a')));
    await raw(foundry, 'POST /files/x/upload', bytes(line('b')));
    expect([...foundry.records().keys()]).toEqual(['b']);
    expect(foundry.transactions().map(({ type, status }) => [type, status])).toEqual([
      ['UPDATE', 'COMMITTED'],
      ['UPDATE', 'COMMITTED'],
    ]);
    const append = await raw(foundry, 'POST /files/x/upload?transactionType=APPEND', bytes(line('c')));
    expect(append.json['errorName']).toBe('FileAlreadyExists');
    await sdk.create();
    const beside = await raw(foundry, 'POST /files/y/upload', bytes(line('d')));
    expect(beside.json['errorName']).toBe('OpenTransactionAlreadyExists');
  });

  test('a deleted file is gone from the view', async () => {
    await store(foundry, 'x', line('x'));
    expect((await raw(foundry, 'DELETE /files/x')).status).toBe(204);
    await expect(sdk.file('x')).rejects.toMatchObject({ errorName: 'FileNotFoundOnBranch' });
  });

  test('a line that is not JSON is no silent success', async () => {
    await store(foundry, 'x', '{"uuid"');
    expect(() => foundry.records()).toThrow('x holds a line that is not a JSON object');
  });
});

describe('what does not exist (foundry/README §4)', () => {
  test.each([
    ['GET /transactions/ri.none', 'TransactionNotFound'],
    ['GET /branches/none/transactions?preview=true', 'BranchNotFound'],
    ['GET /files?branchName=none', 'BranchNotFound'],
    ['GET /branches/ri.x', 'InvalidBranchName'],
  ])('%s: %s', async (route, errorName) => {
    const { json } = await raw(foundry, route);
    expect(json).toMatchObject({
      errorName,
      errorInstanceId: expect.any(String),
      parameters: expect.any(Object),
    });
  });

  test('an unknown dataset and an unknown kind of transaction', async () => {
    const response = await fetch(`${foundry.baseUrl}/api/v2/datasets/ri.foundry.main.dataset.none/files`, {
      headers: { authorization: `Bearer ${foundry.token()}` },
    });
    expect([response.status, await response.json()]).toMatchObject([404, { errorName: 'DatasetNotFound' }]);
    const { json } = await raw(foundry, 'POST /transactions', { body: '{"transactionType":"ADD"}' });
    expect(json['errorName']).toBe('InvalidTransactionType');
  });
});
