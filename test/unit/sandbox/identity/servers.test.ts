import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox.ts';
import { settingsOf, signInLines } from '../../../sandbox/setup-lines.ts';
import { NativeClient } from './native-client.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

const as = (token = '') => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

function send(at: Sandbox, token: string, uuid: string): Promise<Response> {
  const rawhealthkit = Buffer.from(`${JSON.stringify({ uuid })}\n`).toString('base64');
  return fetch(`${at.atlas.baseUrl}/api/v1/healthkit/export`, {
    method: 'POST',
    headers: as(token),
    body: JSON.stringify({ rawhealthkit }),
  });
}

const statusAtTrendy = async (at: Sandbox, token?: string) =>
  (await fetch(`${at.trendy.baseUrl}api/v1/event-types`, { headers: as(token) })).status;

describe('the servers with the identity provider', () => {
  it('take its tokens and hold each person’s things apart', async () => {
    const all = await startSandbox({ identity: true, atlas: { limiter: 'off' } });
    sandbox = all;
    const client = new NativeClient(all.identity);
    const ada = (await client.signIn('ada'))['access_token'] ?? '';
    const ben = (await client.signIn('ben'))['access_token'] ?? '';
    expect((await send(all, ada, 'a')).status).toBe(200);
    expect((await send(all, ada, 'a')).status).toBe(200);
    expect((await send(all, ben, 'b')).status).toBe(200);
    expect(await statusAtTrendy(all, ben)).toBe(200);
    await fetch(`${all.trendy.baseUrl}api/v1/event-types`, {
      method: 'POST',
      headers: as(ben),
      body: JSON.stringify({ name: 'Steps', color: '#000000', icon: 'x' }),
    });
    const foundryToken = all.foundry.token({ account: 'ada' });
    const upload = `${all.foundry.baseUrl}/api/v2/datasets/${all.foundry.datasetRid}/files/one.ndjson/upload`;
    const headers = { authorization: `Bearer ${foundryToken}`, 'content-type': 'application/octet-stream' };
    await fetch(upload, { method: 'POST', headers, body: '{"uuid":"c"}\n' });
    const nothing = { samples: 0, doubled: 0 };
    expect(all.holdingsOf('ada')).toEqual({
      trendy: { requests: 0, held: { events: 0 } },
      atlas: { requests: 2, held: { samples: 1, doubled: 1 } },
      foundry: { requests: 1, held: { samples: 1, doubled: 0 } },
    });
    expect(all.holdingsOf('ben')).toEqual({
      trendy: { requests: 2, held: { events: 0 } },
      atlas: { requests: 1, held: { samples: 1, doubled: 0 } },
      foundry: { requests: 0, held: nothing },
    });
    expect(all.trendy.eventTypes('ben').map(({ name }) => name)).toEqual(['Steps']);
    expect(all.trendy.eventTypes('ada')).toEqual([]);
  });

  it('refuse a token that is over, ended, unsigned, or of another issuer or audience', async () => {
    const all = await startSandbox({ identity: { accessLifetimeS: 60 } });
    sandbox = all;
    const other = await startSandbox({ identity: { audience: 'https://other.test' } });
    try {
      const { identity } = all;
      const whoAmI = async (token: string) => {
        const answer = await fetch(`${all.atlas.baseUrl}/api/v1/debug/whoami`, { headers: as(token) });
        return [answer.status, await statusAtTrendy(all, token)];
      };
      const token = identity.token('ada');
      expect(await whoAmI(token)).toEqual([200, 200]);
      expect(await whoAmI(other.identity.token('ada'))).toEqual([401, 401]);
      expect(await whoAmI(`${token.split('.').slice(0, 2).join('.')}.`)).toEqual([401, 401]);
      expect(
        await whoAmI(token.replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url'))),
      ).toEqual([401, 401]);
      identity.expireAccessTokens('ada');
      expect(await whoAmI(token)).toEqual([401, 401]);
      const next = identity.token('ada');
      expect(await whoAmI(next)).toEqual([200, 200]);
      all.trendy.clock.advance(60_000);
      expect(await whoAmI(next)).toEqual([401, 401]);
      const refusal = await fetch(`${all.atlas.baseUrl}/api/v1/debug/whoami`, { headers: as(next) });
      expect(await refusal.json()).toMatchObject({ error: { code: 'INVALID_TOKEN' } });
    } finally {
      await other.close();
    }
  });

  it('can have a Trendy that takes only its own logins', async () => {
    const all = await startSandbox({ identity: true, trendyTakesIdentity: false });
    sandbox = all;
    expect(await statusAtTrendy(all, all.identity.token('ada'))).toBe(401);
    expect(await statusAtTrendy(all, all.trendy.token('ada'))).toBe(200);
  });

  it('name the settings and passwords a person needs, and none without the provider', async () => {
    const all = await startSandbox({ identity: true });
    sandbox = all;
    expect(settingsOf(all)).toMatchObject({
      'auth0.domain': all.identity.domain,
      'auth0.clientId': 'sandbox-desktop',
      'auth0.audience': 'https://api.atlas.ai',
      'trendy.supabaseUrl': all.trendy.baseUrl.slice(0, -1),
      'trendy.supabaseAnonKey': all.trendy.anonKey,
      'foundry.clientId': all.foundry.clientId,
    });
    const [email, password] = /login (\S+) with "(.+)"/.exec(signInLines(all)[0] ?? '')?.slice(1) ?? [];
    const login = await fetch(`${all.trendy.baseUrl}api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    expect(login.status).toBe(200);
    const without = await startSandbox();
    expect(Object.keys(settingsOf(without)).filter((key) => key.startsWith('auth0'))).toEqual([]);
    expect(signInLines(without)).toEqual([]);
    await without.close();
  });
});
