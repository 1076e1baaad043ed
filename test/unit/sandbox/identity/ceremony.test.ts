import { describe, expect, it } from 'vitest';
import type { IdentitySandbox } from '../../../sandbox/identity/identity-sandbox.ts';
import { CookieJar, signIn } from '../../../sandbox/identity/sign-in.ts';
import { fetchVerifier, readToken } from '../../../sandbox/identity/signed-tokens.ts';
import { freshIdentity } from './fresh-identity.ts';
import { NativeClient } from './native-client.ts';

let identity: IdentitySandbox;
let client: NativeClient;

freshIdentity((started, made) => {
  identity = started;
  client = made;
});

describe('the ceremony (Auth0, atlas/README §2)', () => {
  it('is described by discovery: issuer with its slash, RS256, Auth0 routes', async () => {
    const described = await (await fetch(`${identity.domain}/.well-known/openid-configuration`)).json();
    expect(described).toMatchObject({
      issuer: `${identity.domain}/`,
      authorization_endpoint: `${identity.domain}/authorize`,
      token_endpoint: `${identity.domain}/oauth/token`,
      userinfo_endpoint: `${identity.domain}/userinfo`,
      revocation_endpoint: `${identity.domain}/oauth/revoke`,
      jwks_uri: `${identity.domain}/.well-known/jwks.json`,
    });
  });

  it('gives an access token for the audience, an id token and a refresh token', async () => {
    const back = await client.comeBack('ada');
    expect(back.href.startsWith('app.healthrelay.desktop:/callback?')).toBe(true);
    expect(back.searchParams.get('state')).toBe('state-of-the-test');
    const { status, body } = await client.exchange(back.searchParams.get('code') ?? '');
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
    expect(body['scope']?.split(' ').toSorted()).toEqual(['email', 'offline_access', 'openid', 'profile']);
    expect(readToken(body['access_token'] ?? '')).toMatchObject({
      header: { alg: 'RS256', typ: 'JWT', kid: 'sandbox' },
      claims: {
        iss: identity.issuer,
        sub: 'auth0|65a1f0c2d3e4b5a697881a01',
        aud: [identity.audience, `${identity.issuer}userinfo`],
        azp: identity.clientId,
      },
    });
    expect(readToken(body['id_token'] ?? '')?.claims).toMatchObject({
      name: 'Ada',
      email: 'ada@example.test',
    });
    const check = await fetchVerifier({ ...identity, now: Date.now });
    expect(check(body['access_token'] ?? '')).toMatchObject({ exp: expect.any(Number) });
    expect(check(body['id_token'] ?? '')).toBeNull();
    const own = await fetch(`${identity.domain}/userinfo`, {
      headers: { authorization: `Bearer ${body['access_token']}` },
    });
    expect(await own.json()).toMatchObject({ sub: 'auth0|65a1f0c2d3e4b5a697881a01', name: 'Ada' });
  });

  it('gives no refresh token without offline_access, and an opaque access token without an audience', async () => {
    const back = await client.comeBack('ben', { scope: 'openid profile', audience: null });
    const { body } = await client.exchange(back.searchParams.get('code') ?? '');
    expect(body['refresh_token']).toBeUndefined();
    expect(readToken(body['access_token'] ?? '')).toBeNull();
    const own = await fetch(`${identity.domain}/userinfo`, {
      headers: { authorization: `Bearer ${body['access_token']}` },
    });
    expect(await own.json()).toMatchObject({ name: 'Ben' });
  });

  it('comes back to any registered loopback port, and to no address that is not registered', async () => {
    const loopback = new NativeClient(identity, 'http://127.0.0.1:51234/callback');
    expect((await loopback.comeBack('ada')).href).toMatch(/^http:\/\/127\.0\.0\.1:51234\/callback\?code=/);
    for (const wrong of [
      'http://127.0.0.1:51234/other',
      'http://example.test/callback',
      'other.app:/callback',
    ])
      await expect(new NativeClient(identity, wrong).comeBack('ada')).rejects.toThrow(
        'Callback URL mismatch',
      );
  });

  it('sends Deny, a missing PKCE, an unknown audience and prompt=none back as errors', async () => {
    const errorOf = async (person: string, more: Record<string, string | null>) => {
      const { searchParams } = await client.comeBack(person, more);
      return [searchParams.get('error'), searchParams.get('error_description'), searchParams.get('state')];
    };
    const state = 'state-of-the-test';
    expect(await errorOf('deny', {})).toEqual(['access_denied', 'User did not authorize the request', state]);
    expect((await errorOf('ada', { code_challenge: null, code_challenge_method: null }))[0]).toBe(
      'invalid_request',
    );
    const audience = 'https://other.test';
    expect(await errorOf('ada', { audience })).toEqual([
      'access_denied',
      `Service not found: ${audience}`,
      state,
    ]);
    expect(await errorOf('ada', { prompt: 'none' })).toEqual(['login_required', 'Login required', state]);
  });

  it('remembers the browser until prompt=login or logout', async () => {
    const jar = new CookieJar();
    await client.comeBack('ada', {}, jar);
    const whoComes = async (more: Record<string, string>) => {
      const back = await client.comeBack('ben', more, jar);
      const { body } = await client.exchange(back.searchParams.get('code') ?? '');
      return readToken(body['id_token'] ?? '')?.claims['name'];
    };
    expect(await whoComes({})).toBe('Ada');
    expect(await whoComes({ prompt: 'login' })).toBe('Ben');
    const returnTo = 'http://127.0.0.1:4000/';
    const leave = `${identity.domain}/v2/logout?client_id=${identity.clientId}&returnTo=${returnTo}`;
    expect(await signIn(leave, 'ada', jar)).toBe(returnTo);
    expect(jar.header()).not.toContain('_session');
    await expect(signIn(leave.replace('4000/', '4000/elsewhere'), 'ada', jar)).rejects.toThrow('returnTo');
  });

  it('takes a code once and only with its verifier', async () => {
    const invalid = {
      status: 403,
      body: { error: 'invalid_grant', error_description: 'Invalid authorization code' },
    };
    const code = (await client.comeBack('ada')).searchParams.get('code') ?? '';
    expect(await client.exchange(code, 'x'.repeat(43))).toMatchObject(invalid);
    const other = (await client.comeBack('ada')).searchParams.get('code') ?? '';
    expect((await client.exchange(other)).status).toBe(200);
    expect(await client.exchange(other)).toMatchObject(invalid);
  });
});

it('lets no page ask its token route: nobody registered one', async () => {
  for (const origin of ['http://127.0.0.1:8787', 'app://bundle', 'https://example.test']) {
    const fields = { grant_type: 'refresh_token', refresh_token: 'x' };
    const answer = await client.post('/oauth/token', fields, { origin });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});
