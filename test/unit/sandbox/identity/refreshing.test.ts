import { describe, expect, it } from 'vitest';
import type { IdentitySandbox } from '../../../sandbox/identity/identity-sandbox.ts';
import { fetchVerifier, readToken } from '../../../sandbox/identity/signed-tokens.ts';
import { freshIdentity } from './fresh-identity.ts';
import type { NativeClient } from './native-client.ts';

let identity: IdentitySandbox;
let client: NativeClient;

freshIdentity((started, made) => {
  identity = started;
  client = made;
});

const refused = {
  status: 403,
  body: { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' },
};
const tokenIn = (body: Readonly<Record<string, string>>) => body['refresh_token'] ?? '';

/** Signs in and exchanges the refresh token `times` over; gives all of them, the living one last. */
async function rotated(person: string, times: number): Promise<string[]> {
  const tokens = [tokenIn(await client.signIn(person))];
  for (let i = 0; i < times; i += 1) {
    const { status, body } = await client.refresh(tokens.at(-1) ?? '');
    expect(status).toBe(200);
    tokens.push(tokenIn(body));
  }
  return tokens;
}

describe('refresh tokens', () => {
  it('rotate, and one used twice ends the family but no other', async () => {
    const other = await rotated('ada', 0);
    const tokens = await rotated('ada', 10);
    expect(new Set(tokens).size).toBe(11);
    expect(identity.holdings()).toMatchObject({ signIns: 2, refreshes: 10, grants: 2, refusals: 0 });
    expect(await client.refresh(tokens[9] ?? '')).toMatchObject(refused);
    expect(await client.refresh(tokens[10] ?? '')).toMatchObject(refused);
    expect((await client.refresh(other[0] ?? '')).status).toBe(200);
    expect(identity.holdings()).toMatchObject({ signIns: 2, refreshes: 11, grants: 1, refusals: 2 });
  });

  it('used twice at once: one exchange, one refusal, and the family is over', async () => {
    const [token = ''] = await rotated('ada', 0);
    const both = await Promise.all([client.refresh(token), client.refresh(token)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 403]);
    expect(identity.holdings()).toMatchObject({ refreshes: 1, refusals: 1, grants: 0 });
  });

  it('may be used again within the overlap, where one is set', async () => {
    identity.settings.reuseLeewayMs = 120_000;
    const [first = ''] = await rotated('ada', 1);
    identity.clock.advance(60_000);
    const again = await client.refresh(first);
    expect(again.status).toBe(200);
    identity.clock.advance(60_001);
    expect(await client.refresh(first)).toMatchObject(refused);
    expect(await client.refresh(tokenIn(again.body))).toMatchObject(refused);
  });

  it('end with their life, by /oauth/revoke, and by an administrator for one person', async () => {
    const [ada = ''] = await rotated('ada', 0);
    const [adaOnThePhone = ''] = await rotated('ada', 0);
    const [ben = ''] = await rotated('ben', 0);
    expect((await client.post('/oauth/revoke', { token: ada })).status).toBe(200);
    expect(await client.refresh(ada)).toMatchObject(refused);
    expect(identity.holdings().people).toMatchObject({
      ada: { signIns: 2, refreshes: 0, grants: 1 },
      ben: { signIns: 1, refreshes: 0, grants: 1 },
    });
    identity.revoke('ada');
    expect(await client.refresh(adaOnThePhone)).toMatchObject(refused);
    const next = await client.refresh(ben);
    expect(next.status).toBe(200);
    identity.clock.advance(30 * 86_400_000);
    expect(await client.refresh(tokenIn(next.body))).toMatchObject(refused);
  });

  it('can be sent as JSON, as Auth0 takes it', async () => {
    const [token] = await rotated('ada', 0);
    const answer = await fetch(`${identity.domain}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'refresh_token',
        client_id: identity.clientId,
        refresh_token: token,
      }),
    });
    expect(answer.status).toBe(200);
  });
});

describe('access tokens', () => {
  it('live as long as set, by the clock of the sandbox, and can be ended for one person', async () => {
    identity.settings.accessLifetimeS = 60;
    const check = await fetchVerifier({ ...identity, now: () => identity.clock.now() });
    const signedIn = await client.signIn('ada');
    const claims = check(signedIn['access_token'] ?? '');
    expect(signedIn['expires_in']).toBe(60);
    expect(claims).not.toBeNull();
    identity.clock.advance(61_000);
    expect(check(signedIn['access_token'] ?? '')).toBeNull();
    const { body } = await client.refresh(tokenIn(signedIn));
    const fresh = check(body['access_token'] ?? '') ?? {};
    expect(fresh['sub']).toBe(claims?.['sub']);
    identity.expireAccessTokens('ben');
    expect(identity.isEnded(fresh)).toBe(false);
    identity.expireAccessTokens();
    expect(identity.isEnded(fresh)).toBe(true);
    const own = { headers: { authorization: `Bearer ${body['access_token']}` } };
    expect((await fetch(`${identity.domain}/userinfo`, own)).status).toBe(401);
  });

  it('carry the provider’s own clock, like the id token and the Date header', async () => {
    identity.settings.skewMs = -600_000;
    const body = await client.signIn('ada');
    const expected = Math.floor(Date.now() / 1000) - 600;
    for (const name of ['access_token', 'id_token']) {
      const { iat = 0 } = (readToken(body[name] ?? '')?.claims ?? {}) as { iat?: number };
      expect(Math.abs(iat - expected)).toBeLessThan(60);
    }
    const described = await fetch(`${identity.domain}/.well-known/openid-configuration`);
    const date = Date.parse(described.headers.get('date') ?? '');
    expect(Math.abs(date / 1000 - expected)).toBeLessThan(60);
    const check = await fetchVerifier({ ...identity, now: Date.now });
    expect(check(body['access_token'] ?? '')).not.toBeNull();
  });
});

describe('faults', () => {
  it('leave the refresh token good when nothing was done, and used up when the answer was lost', async () => {
    const [token = ''] = await rotated('ada', 0);
    const route = 'POST /oauth/token';
    identity.failNext(route, { kind: 'internalError' });
    expect((await client.refresh(token)).status).toBe(500);
    identity.failNext(route, { kind: 'tooManyRequests' });
    expect((await client.refresh(token)).status).toBe(429);
    identity.failNext(route, {
      kind: 'refused',
      status: 401,
      error: 'access_denied',
      description: 'Unauthorized',
    });
    expect((await client.refresh(token)).body).toEqual({
      error: 'access_denied',
      error_description: 'Unauthorized',
    });
    identity.failNext(route, { kind: 'htmlError', status: 502 });
    await expect(client.refresh(token)).rejects.toThrow('JSON');
    identity.failNext(route, { kind: 'dropBeforeCommit' });
    await expect(client.refresh(token)).rejects.toThrow('fetch failed');
    identity.failNext(route, { kind: 'latency', ms: 50 });
    const { body } = await client.refresh(token);
    expect(identity.holdings()).toMatchObject({ refreshes: 1, grants: 1 });
    identity.failNext(route, { kind: 'commitThenDrop' });
    await expect(client.refresh(tokenIn(body))).rejects.toThrow('fetch failed');
    expect(await client.refresh(tokenIn(body))).toMatchObject(refused);
    expect(identity.holdings()).toMatchObject({ refreshes: 2, grants: 0, requests: { [route]: 9 } });
  });
});
