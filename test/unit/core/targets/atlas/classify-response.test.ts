import { describe, expect, test } from 'vitest';
import type { HttpOutcome } from '../../../../../src/core/network/http-client.ts';
import { classifyResponse } from '../../../../../src/core/targets/atlas/classify-response.ts';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpOutcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { kind: 'answer', answer: { status, headers: new Headers(headers), text, json, requestId: null } };
}

const failure = (
  code: 'sync.network' | 'sync.timeout' | 'sync.cut_short' | 'sync.redirected' | 'cancelled',
  hasLeft: boolean,
): HttpOutcome => ({ kind: 'failure', code, hasLeft });
const envelope = (code: string, more: object = {}) => ({
  error: { code, message: 'm', timestamp: 't', ...more },
});
const cloudflare = { 'content-type': 'text/plain; charset=UTF-8', server: 'cloudflare' };
const html = '<!DOCTYPE html><html></html>';

describe('what an answer to a batch means', () => {
  test.each([
    ['redirect', failure('sync.redirected', true), { kind: 'unsent', pause: 'sync.redirected' }],
    ['no connection', failure('sync.network', false), { kind: 'unsent', pause: 'sync.offline' }],
    ['timeout before a byte left', failure('sync.timeout', false), { kind: 'unsent', pause: 'sync.offline' }],
    ['timeout', failure('sync.timeout', true), { kind: 'unknown', code: 'sync.timeout', isGivenUp: true }],
    ['cut', failure('sync.cut_short', true), { kind: 'unknown', code: 'sync.cut_short', isGivenUp: true }],
    ['stopped before a byte left', failure('cancelled', false), { kind: 'unsent', pause: 'cancelled' }],
    [
      'stopped while sending',
      failure('cancelled', true),
      { kind: 'unknown', code: 'sync.cut_short', isGivenUp: false },
    ],
    [
      'captive portal',
      answer(200, html, { 'content-type': 'text/html' }),
      { kind: 'unsent', pause: 'sync.not_their_answer' },
    ],
    [
      'half of their JSON',
      answer(200, '{"success":true,"upl', { 'content-type': 'application/json' }),
      { kind: 'unknown', code: 'sync.cut_short', isGivenUp: false },
    ],
    [
      'JSON of another make',
      answer(200, { hello: 1 }),
      { kind: 'unknown', code: 'sync.not_their_answer', isGivenUp: false },
    ],
    ['401', answer(401, envelope('INVALID_TOKEN')), { kind: 'unauthorized' }],
    ['403', answer(403, envelope('X')), { kind: 'refused', code: 'sync.forbidden', isLasting: true }],
    ['404', answer(404, envelope('NOT_FOUND')), { kind: 'refused', code: 'sync.not_found', isLasting: true }],
    [
      'no identity',
      answer(400, envelope('MISSING_IDENTITY', { correlationId: 'c' })),
      { kind: 'refused', code: 'sync.signed_out', isLasting: true },
    ],
    [
      'our fault',
      answer(400, envelope('INVALID_PAYLOAD', { correlationId: 'c' })),
      { kind: 'refused', code: 'sync.refused', isLasting: true },
    ],
    [
      'a line is not JSON',
      answer(400, envelope('INTERNAL_ERROR', { correlationId: 'c' })),
      { kind: 'malformed' },
    ],
    [
      'outer JSON not read',
      answer(400, envelope('INTERNAL_ERROR')),
      { kind: 'refused', code: 'sync.far_side_failing', isLasting: false },
    ],
    [
      'too many chunks',
      answer(400, envelope('TOO_MANY_CHUNKS', { correlationId: 'c' })),
      { kind: 'tooLarge' },
    ],
    [
      'chunk too large',
      answer(413, envelope('CHUNK_TOO_LARGE', { correlationId: 'c' })),
      { kind: 'tooLarge' },
    ],
    ['body too large', answer(413, envelope('INTERNAL_ERROR')), { kind: 'tooLarge' }],
    [
      '500',
      answer(500, envelope('INTERNAL_ERROR', { correlationId: 'c' })),
      { kind: 'unknown', code: 'sync.server_error', isGivenUp: false },
    ],
    ['500 in HTML', answer(500, html), { kind: 'unknown', code: 'sync.server_error', isGivenUp: true }],
    ['502', answer(502, html), { kind: 'unknown', code: 'sync.server_error', isGivenUp: true }],
    [
      '503 in JSON',
      answer(503, envelope('X')),
      { kind: 'unknown', code: 'sync.server_error', isGivenUp: true },
    ],
    ['504 empty', answer(504, ''), { kind: 'unknown', code: 'sync.server_error', isGivenUp: true }],
    [
      '521 of someone else',
      answer(521, 'down', { server: 'nginx' }),
      { kind: 'unknown', code: 'sync.server_error', isGivenUp: true },
    ],
  ])('%s', (_, outcome, verdict) => {
    expect(classifyResponse(outcome, [3])).toEqual(verdict);
  });

  test.each([520, 522, 524, 527])("Cloudflare's %i may follow a request that arrived", (status) => {
    const outcome = answer(status, `error code: ${status}`, cloudflare);
    const verdict = { kind: 'unknown', code: 'sync.server_error', isGivenUp: true };
    expect(classifyResponse(outcome, [3])).toEqual(verdict);
  });

  test.each([521, 523, 525, 526, 530])("Cloudflare's %i says that nothing arrived", (status) => {
    const outcome = answer(status, `error code: ${status}`, cloudflare);
    const verdict = { kind: 'unsent', pause: 'sync.far_side_failing' };
    expect(classifyResponse(outcome, [3])).toEqual(verdict);
  });

  test.each([
    [{ 'ratelimit-reset': '52', 'retry-after': '60' }, 52_000],
    [{ 'retry-after': '60' }, 60_000],
    [{ 'ratelimit-reset': 'soon' }, 60_000],
    [{ 'ratelimit-reset': '99999999' }, 60_000],
    [{}, 60_000],
  ])('429 with %j waits %i ms', (headers, waitMs) => {
    expect(classifyResponse(answer(429, envelope('RATE_LIMITED'), headers), [3])).toEqual({
      kind: 'rateLimited',
      waitMs,
    });
  });
});

describe('what is said of each chunk', () => {
  const result = (chunkIndex: number, more: object = {}) => ({
    chunkIndex,
    success: true,
    records_ingested: 3,
    file_format: 'ndjson',
    file_path: 'p',
    transaction_rid: 't',
    ...more,
  });
  const only = (body: object, status = 200) => {
    const verdict = classifyResponse(answer(status, body), [3]);
    return verdict.kind === 'chunks' ? verdict.chunks[0] : verdict;
  };
  const failed = (error: string) => only({ upload_results: [], errors: [{ chunkIndex: 0, error }] });

  test('stored as sent', () => {
    expect(only({ upload_results: [result(0)] })).toEqual({
      kind: 'delivered',
      warning: null,
      remotePath: 'p',
      transactionRid: 't',
    });
  });
  test('stored, but not as NDJSON', () => {
    expect(
      only({ upload_results: [result(0, { file_format: 'json', transaction_rid: undefined })] }),
    ).toEqual({
      kind: 'delivered',
      warning: 'sync.stored_as_json',
      remotePath: 'p',
      transactionRid: null,
    });
  });
  test.each([
    ['another count', { upload_results: [result(0, { records_ingested: 2 })] }, 'sync.count_mismatch'],
    ['a count as text', { upload_results: [result(0, { records_ingested: '3' })] }, 'sync.count_mismatch'],
    ['no success', { upload_results: [result(0, { success: 'yes' })] }, 'sync.unknown_outcome'],
    ['left out', { upload_results: [result(1)] }, 'sync.unknown_outcome'],
    [
      'told twice',
      { upload_results: [result(0)], errors: [{ chunkIndex: 0, error: 'x' }] },
      'sync.unknown_outcome',
    ],
  ])('%s: nobody knows', (_, body, code) => {
    expect(only(body)).toMatchObject({ kind: 'uncertain', code });
  });
  test.each([
    ['rawhealthkit must be base64-encoded NDJSON', { kind: 'rejected', code: 'sync.rejected' }],
    ['Failed to get Foundry token: 401', { kind: 'waiting', code: 'sync.not_stored', isItemSpecific: false }],
    ['Foundry upload failed: 403 - {}', { kind: 'waiting', code: 'sync.not_stored', isItemSpecific: false }],
    [
      'Foundry upload failed: 409 - {"errorName":"OpenTransactionAlreadyExists"}',
      { kind: 'waiting', isItemSpecific: false },
    ],
    ['Foundry upload failed: 409 - conflict', { kind: 'uncertain', code: 'sync.unknown_outcome' }],
    [
      'request to https://x/multipass/api/oauth2/token failed, reason: ',
      { kind: 'waiting', isItemSpecific: false },
    ],
    ['Foundry upload failed: 429 - ', { kind: 'waiting', isItemSpecific: false }],
    ['Foundry upload failed: 503 - <html>', { kind: 'uncertain', code: 'sync.unknown_outcome' }],
    ['Foundry upload failed: 503 - {"errorName":"X"}', { kind: 'waiting', isItemSpecific: false }],
    ['Foundry upload failed: 400 - bad', { kind: 'waiting', code: 'sync.rejected', isItemSpecific: true }],
    ['Foundry upload failed: 500 - ', { kind: 'uncertain', code: 'sync.unknown_outcome' }],
    ['Foundry upload failed: 4000', { kind: 'uncertain' }],
    [
      'request to https://x failed, reason: connect ECONNREFUSED 1.2.3.4:443',
      { kind: 'waiting', isItemSpecific: false },
    ],
    ['request to https://x failed, reason: socket hang up', { kind: 'uncertain' }],
    ['invalid json response body at https://x reason: Unexpected token', { kind: 'uncertain' }],
    ["Cannot read properties of null (reading 'sampleType')", { kind: 'uncertain' }],
  ])('%s', (error, verdict) => {
    expect(failed(error)).toMatchObject(verdict);
  });
  test('all of them failed: their reasons stand in the envelope', () => {
    const details = [{ chunkIndex: 0, error: 'Failed to get Foundry token: 500' }];
    expect(only(envelope('BATCH_UPLOAD_FAILED', { details, correlationId: 'c' }), 500)).toMatchObject({
      kind: 'waiting',
    });
  });
});
