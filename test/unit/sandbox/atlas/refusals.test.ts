import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { AtlasSandbox } from '../../../sandbox/atlas/start-atlas.ts';
import {
  type Answer,
  base64,
  chunkOf,
  get,
  overOneAtlas,
  post,
  sendBatch,
  sendOne,
  steps,
} from './atlas-client.ts';

let atlas: AtlasSandbox;
overOneAtlas((started) => {
  atlas = started;
});

const raw = (text: string) => ({ rawhealthkit: base64(text) });
const mebibyte = 1024 * 1024;
const lineOf = (bytes: number) => `{"uuid":"big","pad":"${'x'.repeat(bytes - 23)}"}`;
const code = ({ json }: Pick<Answer, 'json'>) => (json['error'] as { code?: string } | undefined)?.code;

describe('lines (atlas/README §3.3)', () => {
  test('CRLF and blank lines are fine', async () => {
    const { json } = await sendOne(atlas, raw('{"uuid":"a"}\r\n\r\n{"uuid":"b"}\n'));
    expect(json['records_ingested']).toBe(2);
  });

  test.each([
    ['a BOM', '\uFEFF{"uuid":"a"}'],
    ['a cut line', '{"uuid":"a"}\n{"uu'],
  ])('%s: 400 INTERNAL_ERROR, nothing stored', async (_, text) => {
    const answer = await sendOne(atlas, raw(text));
    expect(answer.status).toBe(400);
    expect(answer.json['error']).toMatchObject({ code: 'INTERNAL_ERROR', message: 'Internal server error' });
    expect((answer.json['error'] as { correlationId: string }).correlationId).toBeTruthy();
    expect(atlas.files).toEqual([]);
  });

  test('a line null: 500, and in a batch the error of its chunk', async () => {
    expect((await sendOne(atlas, raw('null'))).status).toBe(500);
    const { json } = await sendBatch(atlas, raw('null'), chunkOf(steps('a')));
    expect(json['errors']).toEqual([{ chunkIndex: 0, error: expect.stringContaining('null') }]);
  });

  test('numbers, text and arrays are stored as empty rows', async () => {
    await sendOne(atlas, raw('1\n"x"\n[{"uuid":"hidden"}]'));
    expect(atlas.files[0]?.rows.map(({ uuid }) => uuid)).toEqual(['', '', '']);
  });

  test('only blank lines: 200 and an empty file', async () => {
    expect((await sendOne(atlas, raw('\n\n'))).json['records_ingested']).toBe(0);
    expect(atlas.files[0]?.rows).toEqual([]);
  });

  test('base64 is read leniently; what decodes to nothing is refused alone, but stored empty in a batch', async () => {
    const wrapped = base64('{"uuid":"a"}').replace(/(.{4})/g, '$1\n');
    expect((await sendOne(atlas, { rawhealthkit: wrapped })).status).toBe(200);
    const nothing = await sendOne(atlas, { rawhealthkit: '!!!' });
    expect([nothing.status, code(nothing)]).toEqual([400, 'INVALID_PAYLOAD']);
    expect((await sendBatch(atlas, { rawhealthkit: '!!!' })).status).toBe(200);
    expect(atlas.files.at(-1)?.rows).toEqual([]);
  });
});

describe('sizes (atlas/README §3)', () => {
  test('a chunk of 2 MiB passes, a byte more is 413 CHUNK_TOO_LARGE for the whole batch', async () => {
    expect((await sendBatch(atlas, raw(lineOf(2 * mebibyte)))).status).toBe(200);
    const answer = await sendBatch(atlas, chunkOf(steps('a')), raw(lineOf(2 * mebibyte + 1)));
    expect([answer.status, code(answer)]).toEqual([413, 'CHUNK_TOO_LARGE']);
    expect(atlas.records().has('a')).toBe(false);
  });

  test('a single export of 5 MiB passes, a byte more is 413 PAYLOAD_TOO_LARGE', async () => {
    expect((await sendOne(atlas, raw(lineOf(5 * mebibyte)))).status).toBe(200);
    const answer = await sendOne(atlas, raw(lineOf(5 * mebibyte + 1)));
    expect([answer.status, code(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  test('seven full chunks fit; eight are TOO_MANY_CHUNKS; none is INVALID_PAYLOAD', async () => {
    const full = raw(lineOf(2 * mebibyte));
    expect((await sendBatch(atlas, ...Array.from({ length: 7 }, () => full))).status).toBe(200);
    expect(code(await sendBatch(atlas, ...Array.from({ length: 8 }, () => raw('{}'))))).toBe(
      'TOO_MANY_CHUNKS',
    );
    expect(code(await sendBatch(atlas))).toBe('INVALID_PAYLOAD');
  });

  test('a body over 25 MiB, also once inflated: 413 before the token, without a correlation id', async () => {
    const body = gzipSync(JSON.stringify({ pad: 'x'.repeat(25 * mebibyte) }));
    const headers = { authorization: '', 'content-encoding': 'gzip' };
    const answer = await post(atlas, '/api/v1/healthkit/export', body, headers);
    expect([answer.status, code(answer)]).toEqual([413, 'INTERNAL_ERROR']);
    expect(answer.json['error']).not.toHaveProperty('correlationId');
    expect(answer.headers.has('x-correlation-id')).toBe(false);
  });

  test('gzip and forms are read', async () => {
    const zipped = gzipSync(JSON.stringify(chunkOf(steps('zipped'))));
    await post(atlas, '/api/v1/healthkit/export', zipped, { 'content-encoding': 'gzip' });
    const form = new URLSearchParams(raw('{"uuid":"form"}')).toString();
    await post(atlas, '/api/v1/healthkit/export', form, {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([...atlas.records().keys()]).toEqual(['zipped', 'form']);
  });
});

describe('order of the pipeline (atlas/README §1)', () => {
  const noToken = { authorization: '' };

  test('a body that is not JSON is 400 before the token, without a correlation id', async () => {
    const answer = await post(atlas, '/api/v1/healthkit/export', '{"raw', noToken);
    expect([answer.status, code(answer)]).toEqual([400, 'INTERNAL_ERROR']);
    expect(answer.json['error']).not.toHaveProperty('correlationId');
  });

  test('an unknown path is 401 without a token and 404 with one', async () => {
    expect((await get(atlas, '/nowhere')).status).toBe(401);
    const answer = await get(atlas, '/nowhere', { authorization: `bearer ${atlas.token()}` });
    expect([answer.status, code(answer)]).toEqual([404, 'NOT_FOUND']);
  });

  test('GET on an export path is 404', async () => {
    const headers = { authorization: `Bearer ${atlas.token()}` };
    expect((await get(atlas, '/api/v1/healthkit/export', headers)).status).toBe(404);
  });

  test('text/plain leaves the body empty: INVALID_PAYLOAD', async () => {
    const answer = await post(atlas, '/api/v1/healthkit/export', '{}', { 'content-type': 'text/plain' });
    expect([answer.status, code(answer)]).toEqual([400, 'INVALID_PAYLOAD']);
  });

  test('a null chunk is 500', async () => {
    expect((await sendBatch(atlas, null)).status).toBe(500);
  });
});

describe('tokens (atlas/README §2)', () => {
  test('missing, unknown and expired ones are the same 401', async () => {
    const expired = atlas.token('auth0|x', { expiresInMs: 5_000 });
    atlas.clock.advance(6_000);
    for (const authorization of ['', 'Basic abc', 'Bearer nonsense', `Bearer ${expired}`]) {
      const answer = await post(atlas, '/api/v1/healthkit/export', chunkOf(steps('a')), { authorization });
      expect(answer.status).toBe(401);
      expect(answer.json['error']).toMatchObject({
        code: 'INVALID_TOKEN',
        message: 'Invalid or malformed token',
      });
      expect(answer.headers.has('www-authenticate')).toBe(false);
    }
  });

  test('a token without sub: 400 MISSING_IDENTITY', async () => {
    const authorization = `Bearer ${atlas.token('', { withoutSub: true })}`;
    const answer = await post(atlas, '/api/v1/healthkit/export', chunkOf(steps('a')), { authorization });
    expect([answer.status, code(answer)]).toEqual([400, 'MISSING_IDENTITY']);
  });

  test('whoami echoes the claims; ready is 503 without a token', async () => {
    const headers = { authorization: `Bearer ${atlas.token('auth0|me')}` };
    expect((await get(atlas, '/api/v1/debug/whoami', headers)).json['claims']).toMatchObject({
      sub: 'auth0|me',
    });
    expect((await get(atlas, '/health')).json['status']).toBe('healthy');
    expect((await get(atlas, '/health/ready')).status).toBe(503);
    expect((await get(atlas, '/health/ready', headers)).status).toBe(200);
  });
});
