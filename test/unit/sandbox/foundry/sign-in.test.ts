import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FoundrySandbox, startFoundry } from '../../../sandbox/foundry/start-foundry.ts';
import { signIn } from '../../../sandbox/identity/sign-in.ts';

let foundry: FoundrySandbox;
const verifier = randomBytes(32).toString('base64url');
const redirectUri = 'http://127.0.0.1:51234/callback';

beforeEach(async () => {
  foundry = await startFoundry();
});
afterEach(() => foundry.close());

function authorizeUrl(more: Readonly<Record<string, string>> = {}): string {
  const url = new URL('/multipass/api/oauth2/authorize', foundry.baseUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: foundry.clientId,
    redirect_uri: redirectUri,
    scope: 'api:datasets-read api:datasets-write offline_access',
    state: 'state "of" the <test>',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return url.href;
}

async function post(path: string, fields: Readonly<Record<string, string>>) {
  const body = new URLSearchParams({ client_id: foundry.clientId, ...fields });
  const response = await fetch(`${foundry.baseUrl}/multipass/api/oauth2/${path}`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const exchange = (code: string, code_verifier = verifier) =>
  post('token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier });
const refresh = (token = '') => post('token', { grant_type: 'refresh_token', refresh_token: token });
const codeFor = async (person: string, more?: Readonly<Record<string, string>>) =>
  new URL(await signIn(authorizeUrl(more), person)).searchParams.get('code') ?? '';
const statusOf = async (token = '') => {
  const url = `${foundry.baseUrl}/api/v2/datasets/${foundry.datasetRid}/files`;
  return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
};

describe('Multipass for a public client (foundry/README §1)', () => {
  it('gives the person’s tokens for a code and its verifier, once', async () => {
    const back = new URL(await signIn(authorizeUrl(), 'ben'));
    expect(back.searchParams.get('state')).toBe('state "of" the <test>');
    const { status, body } = await exchange(back.searchParams.get('code') ?? '');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'api:datasets-read api:datasets-write offline_access',
    });
    expect(await statusOf(body['access_token'])).toBe(200);
    const me = await fetch(`${foundry.baseUrl}/multipass/api/me`, {
      headers: { authorization: `Bearer ${body['access_token']}` },
    });
    expect(await me.json()).toMatchObject({ username: 'ben@example.test' });
    expect(foundry.access.seen.accounts).toEqual(['ben']);
    expect((await exchange(back.searchParams.get('code') ?? '')).body).toEqual({ error: 'invalid_grant' });
    expect((await exchange(await codeFor('ben'), 'other'.repeat(10))).body).toEqual({
      error: 'invalid_grant',
    });
    const late = await codeFor('ben');
    foundry.clock.advance(60_000);
    expect((await exchange(late)).body).toEqual({ error: 'invalid_grant' });
  });

  it('rotates refresh tokens; one used twice ends its family, revoking ends it too', async () => {
    const { body: first } = await exchange(await codeFor('ada'));
    const { body: second } = await refresh(first['refresh_token']);
    const { body: third } = await refresh(second['refresh_token']);
    expect(await statusOf(third['access_token'])).toBe(200);
    expect(foundry.grants.refreshesOf('ada')).toBe(2);
    const over = { status: 400, body: { error: 'invalid_grant' } };
    expect(await refresh(first['refresh_token'])).toEqual(over);
    expect(await refresh(third['refresh_token'])).toEqual(over);
    const { body: revoked } = await exchange(await codeFor('ada'));
    expect((await post('revoke_token', { token: revoked['refresh_token'] ?? '' })).status).toBe(200);
    expect(await refresh(revoked['refresh_token'])).toEqual(over);
    const { body: ended } = await exchange(await codeFor('ada'));
    const { body: ben } = await exchange(await codeFor('ben'));
    foundry.grants.revoke('ada');
    foundry.access.expire('ada');
    expect(await refresh(ended['refresh_token'])).toEqual(over);
    expect([await statusOf(ended['access_token']), await statusOf(ben['access_token'])]).toEqual([401, 200]);
  });

  it('grants what was asked: without offline_access nothing to refresh, a scope that lacks is 403', async () => {
    const { body } = await exchange(await codeFor('ada', { scope: 'api:datasets-write' }));
    expect(body['refresh_token']).toBeUndefined();
    expect(await statusOf(body['access_token'])).toBe(403);
  });

  it('sends Deny and a missing PKCE back, and shows a page for who is not registered', async () => {
    const errorOf = async (url: string) => new URL(await signIn(url, 'deny')).searchParams.get('error');
    expect(await errorOf(authorizeUrl())).toBe('access_denied');
    expect(await errorOf(authorizeUrl({ code_challenge: '' }))).toBe('invalid_request');
    for (const wrong of [{ client_id: 'other' }, { redirect_uri: 'http://127.0.0.1:51234/other' }])
      await expect(signIn(authorizeUrl(wrong), 'ada')).rejects.toThrow('Invalid client');
  });
});
