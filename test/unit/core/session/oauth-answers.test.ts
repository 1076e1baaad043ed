import { expect, test } from 'vitest';
import type { HttpClient, HttpOutcome, HttpRequest } from '../../../../src/core/network/http-client.ts';
import { refreshAt } from '../../../../src/core/session/oauth-client.ts';
import { trendyLoginService } from '../../../../src/core/session/trendy-login.ts';
import { keptByAda } from './slot-scene.ts';

const nowMs = Date.UTC(2026, 0, 1);

function answering(outcome: HttpOutcome) {
  const asked: HttpRequest[] = [];
  const http: HttpClient = {
    send: async (request) => {
      asked.push(request);
      return outcome;
    },
  };
  return { http, asked };
}

function answer(status: number, body: unknown): HttpOutcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = new Headers({
    'Content-Type': typeof body === 'string' ? 'text/html' : 'application/json',
  });
  const json = typeof body === 'string' ? undefined : body;
  return { kind: 'answer', answer: { status, headers, text, json, requestId: null } };
}

const failure = (
  code: 'sync.network' | 'sync.timeout' | 'sync.cut_short' | 'sync.redirected',
): HttpOutcome => ({
  kind: 'failure',
  code,
  hasLeft: true,
});

const place = {
  issuer: 'https://tenant.example/',
  authorize: 'https://tenant.example/authorize',
  token: 'https://tenant.example/oauth/token',
  revoke: 'https://tenant.example/oauth/revoke',
  clientId: 'client',
};

const cases: readonly [string, HttpOutcome, object][] = [
  [
    'invalid_grant as the RFC says it',
    answer(400, { error: 'invalid_grant' }),
    { kind: 'ended', code: 'account.revoked' },
  ],
  [
    'invalid_grant as Auth0 says it',
    answer(403, { error: 'invalid_grant' }),
    { kind: 'ended', code: 'account.revoked' },
  ],
  [
    'invalid_grant with a 500',
    answer(500, { error: 'invalid_grant' }),
    { kind: 'away', code: 'sync.far_side_failing' },
  ],
  [
    'another refusal',
    answer(403, { error: 'unauthorized_client' }),
    { kind: 'away', code: 'sync.not_their_answer' },
  ],
  ['overload', answer(429, { error: 'too_many_requests' }), { kind: 'away', code: 'sync.far_side_failing' }],
  ['a page with 200', answer(200, '<html>'), { kind: 'away', code: 'sync.not_their_answer' }],
  ['a page with 403', answer(403, '<html>'), { kind: 'away', code: 'sync.not_their_answer' }],
  [
    'tokens without a token',
    answer(200, { token_type: 'Bearer' }),
    { kind: 'away', code: 'sync.not_their_answer' },
  ],
  ['no connection', failure('sync.network'), { kind: 'away', code: 'sync.network' }],
  ['silence', failure('sync.timeout'), { kind: 'away', code: 'sync.timeout' }],
  ['a redirect', failure('sync.redirected'), { kind: 'away', code: 'sync.redirected' }],
  ['a cut answer', failure('sync.cut_short'), { kind: 'away', code: 'sync.cut_short' }],
];

test.each(cases)('Auth0 and Foundry: %s', async (_, outcome, renewal) => {
  const { http, asked } = answering(outcome);
  expect(await refreshAt(place, http, 'refresh', () => nowMs)).toEqual(renewal);
  expect(asked).toHaveLength(1);
});

test('the one request of a renewal; its token ends by our clock, from when it came', async () => {
  const { http, asked } = answering(
    answer(200, { access_token: 'access', token_type: 'Bearer', expires_in: 600, refresh_token: 'next' }),
  );
  expect(await refreshAt(place, http, 'refresh', () => nowMs)).toEqual({
    kind: 'renewed',
    access: { token: 'access', untilMs: nowMs + 600_000, lifeMs: 600_000 },
    refresh: 'next',
    account: null,
  });
  expect(asked[0]).toMatchObject({ method: 'POST', url: place.token });
  expect(Object.fromEntries(new URLSearchParams(String(asked[0]?.body)))).toEqual({
    grant_type: 'refresh_token',
    client_id: 'client',
    refresh_token: 'refresh',
  });
});

test('plain HTTP is for this computer alone', async () => {
  const { http, asked } = answering(answer(200, {}));
  const elsewhere = { ...place, token: 'http://tenant.example/oauth/token' };
  expect(await refreshAt(elsewhere, http, 'refresh', () => nowMs)).toMatchObject({ kind: 'away' });
  expect(asked).toEqual([]);
});

test.each([
  [
    'a session that is over',
    answer(400, { error_code: 'session_not_found' }),
    { kind: 'ended', code: 'account.revoked' },
  ],
  [
    'a token used before',
    answer(400, { error_code: 'refresh_token_already_used' }),
    { kind: 'ended', code: 'account.revoked' },
  ],
  ['an older GoTrue', answer(400, { error: 'invalid_grant' }), { kind: 'ended', code: 'account.revoked' }],
  [
    'a wrong anon key',
    answer(401, { message: 'Invalid API key' }),
    { kind: 'away', code: 'sync.not_their_answer' },
  ],
  ['a page', answer(200, '<html>'), { kind: 'away', code: 'sync.not_their_answer' }],
  ['overload', answer(503, {}), { kind: 'away', code: 'sync.far_side_failing' }],
  ['no connection', failure('sync.network'), { kind: 'away', code: 'sync.network' }],
] as const)('Supabase: %s', async (_, outcome, renewal) => {
  const { http, asked } = answering(outcome);
  const service = trendyLoginService(
    http,
    () => ({ url: 'https://project.example', anonKey: 'anon' }),
    () => nowMs,
  );
  expect(await service.renew({ ...keptByAda, method: 'login' })).toEqual(renewal);
  expect(asked[0]).toMatchObject({
    url: 'https://project.example/auth/v1/token?grant_type=refresh_token',
    headers: { apikey: 'anon' },
    body: '{"refresh_token":"refresh-0"}',
  });
});
