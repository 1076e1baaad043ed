import { describe, expect, it } from 'vitest';
import { sendTo, startAt, trendyBench } from './api-client.ts';

const bench = trendyBench();
const problem = {
  type: 'urn:trendy:error:unauthorized',
  title: 'Authentication Required',
  status: 401,
  action: 'authenticate',
};

describe('authentication (trendy/README §1.2, §6.2 point 1)', () => {
  it.each([
    ['none', undefined],
    ['a lower-case scheme', (token: string) => `bearer ${token}`],
    ['two spaces', (token: string) => `Bearer  ${token}`],
    ['a third part', (token: string) => `Bearer ${token} x`],
    ['no scheme', (token: string) => token],
    ['an unknown token', () => 'Bearer nobody'],
  ])('refuses %s with a problem document', async (_, header) => {
    const headers: Record<string, string> = header ? { Authorization: header(bench.token) } : {};
    const answer = await sendTo(bench.sandbox.baseUrl, 'GET', 'api/v1/events', undefined, headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.json).toMatchObject(problem);
    expect(answer.json.request_id).toBe(answer.headers.get('x-request-id'));
  });

  it('accepts a token until it expires', async () => {
    const me = (await bench.send('GET', 'api/v1/auth/me')).json;
    expect([me.email, me.created_at]).toEqual([
      'owner@example.test',
      new Date(startAt).toISOString().replace('.000', ''),
    ]);
    bench.sandbox.clock.advance(3600_000);
    expect((await bench.send('GET', 'api/v1/auth/me')).status).toBe(401);
  });

  it('can be told to expire one token, not the others', async () => {
    const other = bench.sandbox.token();
    bench.sandbox.expireTokens(bench.token);
    expect((await bench.send('GET', 'api/v1/events')).status).toBe(401);
    bench.token = other;
    expect((await bench.send('GET', 'api/v1/events')).status).toBe(200);
  });

  it('while GoTrue is down every token is refused, every login is wrong, and nothing is renewed', async () => {
    const { email, password } = bench.sandbox.signIn().user;
    bench.sandbox.settings.loginService = 'down';
    expect((await bench.send('GET', 'api/v1/events')).status).toBe(401);
    const login = await bench.send('POST', 'api/v1/auth/login', { email, password });
    expect([login.status, login.json]).toEqual([401, { error: 'invalid credentials' }]);
    expect((await bench.send('POST', 'auth/v1/token?grant_type=refresh_token', {})).status).toBe(503);
    bench.sandbox.settings.loginService = 'up';
    expect((await bench.send('GET', 'api/v1/events')).status).toBe(200);
  });

  it('keeps users apart', async () => {
    const typeId = await bench.makeType();
    bench.token = bench.sandbox.token('somebody else');
    expect((await bench.send('GET', 'api/v1/event-types')).json).toEqual([]);
    expect((await bench.send('GET', `api/v1/event-types/${typeId}`)).status).toBe(404);
  });

  it('logs in by password with plain errors, ten times a minute', async () => {
    const { email, password } = bench.sandbox.signIn().user;
    const login = (body: unknown) => bench.send('POST', 'api/v1/auth/login', body);
    const good = await login({ email, password });
    expect(good.status).toBe(200);
    expect(good.json.user).toEqual({
      id: expect.any(String),
      email,
      created_at: '0001-01-01T00:00:00Z',
      updated_at: '0001-01-01T00:00:00Z',
    });
    bench.token = good.json.access_token;
    expect((await bench.send('GET', 'api/v1/events')).status).toBe(200);
    expect((await login({ email, password: 'wrong' })).json).toEqual({ error: 'invalid credentials' });
    const malformed = await login('{');
    expect([malformed.status, malformed.json]).toEqual([400, { error: 'invalid request format' }]);
    for (let i = 0; i < 7; i += 1) await login({ email, password });
    expect((await login({ email, password })).status).toBe(429);
  });
});

describe('refreshing at GoTrue', () => {
  const refresh = (
    refreshToken: string,
    headers: Record<string, string> = { apikey: bench.sandbox.anonKey },
  ) =>
    sendTo(
      bench.sandbox.baseUrl,
      'POST',
      'auth/v1/token?grant_type=refresh_token',
      { refresh_token: refreshToken },
      headers,
    );

  it('wants the anon key', async () => {
    const { refreshToken } = bench.sandbox.signIn();
    expect((await refresh(refreshToken, {})).status).toBe(401);
    expect((await refresh(refreshToken, { apikey: 'other' })).status).toBe(401);
  });

  it('rotates, forgives a repeat for 10 s, then ends the session', async () => {
    const { refreshToken } = bench.sandbox.signIn();
    const first = await refresh(refreshToken);
    expect(first.json).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(first.json.refresh_token).not.toBe(refreshToken);
    bench.sandbox.clock.advance(10_000);
    const repeat = await refresh(refreshToken);
    expect(repeat.json.refresh_token).toBe(first.json.refresh_token);
    bench.token = repeat.json.access_token;
    expect((await bench.send('GET', 'api/v1/events')).status).toBe(200);
    bench.sandbox.clock.advance(1);
    const late = await refresh(refreshToken);
    expect([late.status, late.json.error_code]).toEqual([400, 'refresh_token_already_used']);
    expect((await refresh(first.json.refresh_token)).status).toBe(400);
    expect((await bench.send('GET', 'api/v1/events')).status).toBe(401);
  });

  it('gives access tokens that tell their own end, since the login does not', async () => {
    const { email, password } = bench.sandbox.user('ada');
    const { json } = await bench.send('POST', 'api/v1/auth/login', { email, password });
    const claims = JSON.parse(Buffer.from(json.access_token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ sub: json.user.id, email, exp: bench.sandbox.clock.now() / 1000 + 3600 });
  });

  it('ends the session of a bearer who logs out there', async () => {
    const one = bench.sandbox.signIn();
    const other = bench.sandbox.signIn();
    const leave = (headers: Record<string, string>) =>
      sendTo(bench.sandbox.baseUrl, 'POST', 'auth/v1/logout', undefined, headers);
    const { anonKey: apikey } = bench.sandbox;
    expect((await leave({ Authorization: `Bearer ${one.accessToken}` })).status).toBe(401);
    expect((await leave({ apikey, Authorization: 'Bearer nobody' })).status).toBe(403);
    expect((await leave({ apikey, Authorization: `Bearer ${one.accessToken}` })).status).toBe(204);
    expect((await refresh(one.refreshToken)).json.error_code).toBe('refresh_token_not_found');
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });
});
