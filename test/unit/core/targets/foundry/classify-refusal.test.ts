import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../../../src/core/network/http-client.ts';
import { classifyRefusal } from '../../../../../src/core/targets/foundry/classify-refusal.ts';
import { requestFailureOf } from '../../../../../src/core/targets/foundry/request-failure.ts';

function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const json = typeof body === 'string' ? undefined : body;
  return { status, headers: new Headers(headers), text, json, requestId: null };
}
const error = (errorCode: string, errorName: string) => ({
  errorCode,
  errorName,
  errorInstanceId: 'e-1',
  parameters: {},
});

describe('what a refusal means', () => {
  it.each([
    // One name, two documented statuses (foundry/README §4).
    [404, 'CONFLICT', 'OpenTransactionAlreadyExists', 'open_exists'],
    [409, 'CONFLICT', 'OpenTransactionAlreadyExists', 'open_exists'],
    [404, 'NOT_FOUND', 'FileAlreadyExists', 'file_exists'],
    [404, 'NOT_FOUND', 'FileNotFound', 'file_missing'],
    [404, 'NOT_FOUND', 'FileNotFoundOnBranch', 'file_missing'],
    [404, 'NOT_FOUND', 'DatasetNotFound', 'not_found'],
    [404, 'NOT_FOUND', 'BranchNotFound', 'not_found'],
    [404, 'NOT_FOUND', 'TransactionNotFound', 'transaction_missing'],
    [400, 'INVALID_ARGUMENT', 'TransactionNotOpen', 'not_open'],
    [403, 'PERMISSION_DENIED', 'UploadFilePermissionDenied', 'forbidden'],
    [404, 'PERMISSION_DENIED', 'SomeNewPermissionDenied', 'forbidden'],
    [403, 'PERMISSION_DENIED', 'ApiUsageDenied', 'forbidden'],
    [401, 'UNAUTHORIZED', 'Default:Unauthorized', 'unauthorized'],
    [401, 'UNAUTHORIZED', 'MissingCredentials', 'unauthorized'],
    [400, 'INVALID_ARGUMENT', 'InvalidFilePath', 'rejected'],
    [413, 'REQUEST_ENTITY_TOO_LARGE', 'RequestEntityTooLarge', 'too_large'],
    [429, 'RATE_LIMITED', 'Default:TooManyRequests', 'limited'],
    [503, 'INTERNAL', 'Default:ServiceUnavailable', 'failing'],
    [500, 'INTERNAL', 'Default:Internal', 'failing'],
    [409, 'CONFLICT', 'SomethingNobodyDocumented', 'failing'],
  ])('%i %s %s: %s', (status, code, name, meaning) => {
    expect(classifyRefusal(answer(status, error(code, name)))).toBe(meaning);
  });

  it.each([
    [401, '', 'unauthorized'],
    [413, '<html>nginx</html>', 'too_large'],
    [429, '', 'limited'],
    [502, '<html>bad gateway</html>', 'failing'],
    [521, 'error code: 521', 'failing'],
    [524, 'error code: 524', 'failing'],
    [404, '<html>no such page</html>', 'not_theirs'],
    [403, '<html>firewall</html>', 'not_theirs'],
    [404, { message: 'nothing of Foundry' }, 'not_theirs'],
  ])('%i %j, which names no error: %s', (status, body, meaning) => {
    expect(classifyRefusal(answer(status, body))).toBe(meaning);
  });
});

describe('the failure of a request', () => {
  it('keeps name, id and answer for the details', () => {
    const { report, code, isUnknown } = requestFailureOf({
      kind: 'answer',
      answer: answer(500, error('INTERNAL', 'Default:Internal')),
    });
    expect(report).toMatchObject({ error: 'Default:Internal', requestId: 'e-1' });
    expect(report.answer).toContain('Default:Internal');
    expect([code, isUnknown]).toEqual(['sync.far_side_failing', true]);
  });

  it('holds a 2xx that could not be read for nobody of theirs, outcome unknown', () => {
    const failure = requestFailureOf({ kind: 'answer', answer: answer(200, '<html>Welcome</html>') });
    expect(failure).toMatchObject({
      meaning: 'not_theirs',
      code: 'sync.not_their_answer',
      isUnknown: true,
    });
  });

  it('knows that what never left was not done', () => {
    const never = requestFailureOf({ kind: 'failure', code: 'sync.network', hasLeft: false });
    const cut = requestFailureOf({ kind: 'failure', code: 'sync.cut_short', hasLeft: true });
    expect([never.isUnknown, cut.isUnknown]).toEqual([false, true]);
  });

  it.each([
    ['7', 7_000],
    ['999999', 3_600_000],
    ['soon', null],
  ])('reads Retry-After %s as %j ms', (value, ms) => {
    const failure = requestFailureOf({ kind: 'answer', answer: answer(429, '', { 'retry-after': value }) });
    expect(failure.retryAfterMs).toBe(ms);
  });
});
