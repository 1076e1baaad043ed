import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { offersBasic, Proxies, proxyOf } from '../../../../src/core/network/proxies.ts';
import { ProxyLogins } from '../../../../src/core/network/proxy-logins.ts';
import type { SecretStore } from '../../../../src/core/secret-store/secret-store.ts';
import { classifyResponse } from '../../../../src/core/targets/atlas/classify-response.ts';
import { requestFailureOf } from '../../../../src/core/targets/foundry/request-failure.ts';
import { NodeHttpClient } from '../../../../src/core/targets/http.ts';
import { readOutcome } from '../../../../src/core/targets/trendy/read-answer.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { TestAuthority } from '../../../support/certificates.ts';
import { connectProxy } from '../../../support/connect-proxy.ts';

// A company's network: its own authority, known to the system alone, and a proxy as the only way out.
const company = new TestAuthority();
const dir = mkdtempSync(join(tmpdir(), 'health-relay-test-'));
afterAll(() => rmSync(dir, { recursive: true }));
const roots = join(dir, 'roots.pem');
writeFileSync(roots, company.cert);
// OpenSSL reads it when the system's authorities are first asked for, which is at the first request.
process.env['SSL_CERT_FILE'] = roots;
const host = 'relay.example';

beforeEach(() => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy'])
    vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

async function server(authority = company) {
  const bodies: string[] = [];
  const { cert, key } = authority.issue({ hosts: [host] });
  const https = createServer({ cert, key }, (request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    https.closeAllConnections();
    https.close();
  });
  return { bodies, port: (https.address() as AddressInfo).port };
}

async function proxy(...given: Parameters<typeof connectProxy>) {
  const made = await connectProxy(...given);
  onTestFinished(() => made.close());
  return made;
}

function send(proxies = new Proxies()) {
  const client = new NodeHttpClient(proxies);
  onTestFinished(() => client.close());
  return client.send({
    method: 'POST',
    url: `https://${host}/events`,
    body: 'health data',
    timeoutMs: 600_000,
  });
}

test('through the proxy of HTTPS_PROXY, to a server whose authority the system alone knows', async () => {
  const { bodies, port } = await server();
  const { port: proxyPort, asked, logins } = await proxy(port);
  vi.stubEnv('HTTPS_PROXY', `http://ada:open%20sesame@127.0.0.1:${proxyPort}`);
  expect(await send()).toMatchObject({ kind: 'answer', answer: { status: 200, json: { ok: true } } });
  expect(asked).toEqual([`${host}:443`]);
  expect(logins).toEqual([`Basic ${Buffer.from('ada:open sesame').toString('base64')}`]);
  expect(bodies).toEqual(['health data']);
  expect(getCACertificates('default').length).toBeGreaterThan(getCACertificates('bundled').length);
});

test('through the proxy that the system names for the address, and none for another', async () => {
  const { bodies, port } = await server();
  const there = await proxy(port);
  const proxies = new Proxies();
  proxies.learn({ [`https://${host}`]: `PROXY 127.0.0.1:${there.port}; DIRECT` });
  expect(await send(proxies)).toMatchObject({ kind: 'answer', answer: { status: 200 } });
  expect(bodies).toHaveLength(1);
  expect(proxies.agentFor(new URL('https://elsewhere.example/'))).toBeNull();
  proxies.learn({});
  expect(proxies.agentFor(new URL(`https://${host}/`))).toBeNull();
});

test('NO_PROXY, this computer and plain HTTP go straight', () => {
  vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
  vi.stubEnv('NO_PROXY', `.inside.example,${host}`);
  const proxies = new Proxies();
  for (const address of [
    `https://${host}/`,
    'https://a.inside.example/',
    'https://127.0.0.1:8443/',
    'https://localhost/',
    'https://[::1]/',
    'http://elsewhere.example/',
  ])
    expect(proxies.agentFor(new URL(address)), address).toBeNull();
  expect(proxies.agentFor(new URL('https://elsewhere.example/'))).not.toBeNull();
});

test.each([
  [
    'wants a password',
    'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n',
    'sync.proxy_auth',
  ],
  [
    'wants a sign-in that we lack',
    'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n',
    'sync.proxy_scheme',
  ],
  [
    'refuses',
    'HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
    'sync.proxy_refused',
  ],
  ['cannot reach it', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n', 'sync.proxy_refused'],
] as const)(
  'a proxy that %s has a code of its own at every target, and nothing of the request leaves',
  async (_name, answer, code) => {
    const { bodies, port } = await server();
    const there = await proxy(port, answer);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
    const outcome = await send();
    expect(outcome).toEqual({ kind: 'failure', code, hasLeft: false });
    expect(bodies).toEqual([]);
    expect(classifyResponse(outcome, [1])).toEqual({ kind: 'unsent', pause: code });
    expect(readOutcome(outcome, '')).toMatchObject({ kind: 'away', code, mayHaveActed: false });
    expect(requestFailureOf(outcome)).toMatchObject({ meaning: 'network', code, isUnknown: false });
  },
);

test('a proxy that is not there is named, not the server', async () => {
  const there = await connectProxy(1);
  await there.close();
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
  expect(await send()).toEqual({ kind: 'failure', code: 'sync.proxy_unreachable', hasLeft: false });
});

test('a proxy that reads along, with a certificate of nobody: untrusted, and nothing leaves', async () => {
  const { bodies, port } = await server(new TestAuthority());
  const there = await proxy(port);
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
  expect(await send()).toEqual({ kind: 'failure', code: 'sync.cert_untrusted', hasLeft: false });
  expect(bodies).toEqual([]);
});

test.each([
  ['DIRECT', null],
  ['PROXY a.example:8080; DIRECT', 'http://a.example:8080'],
  ['HTTPS b.example:443', 'https://b.example:443'],
  ['SOCKS5 c.example:1080; PROXY a.example:8080', 'http://a.example:8080'],
  ['SOCKS c.example:1080', null],
  ['DIRECT; PROXY a.example:8080', null],
  ['', null],
])('the system’s answer %o', (answer, proxyAddress) => {
  expect(proxyOf(answer)).toBe(proxyAddress);
});

/** A keychain with these entries, and how often it was read. */
function keychain(entries: Record<string, string> = {}) {
  const kept = new Map(Object.entries(entries));
  const read: string[] = [];
  const store = {
    get: async (account: string) => {
      read.push(account);
      return kept.get(account) ?? null;
    },
    set: async (account: string, secret: string) => {
      kept.set(account, secret);
      return null;
    },
    delete: async (account: string) => kept.delete(account),
  } as unknown as SecretStore;
  return { kept, read, logins: new ProxyLogins(async () => store) };
}

test('a password for the proxy is asked for once, kept in the keychain, and sent from then on, also by the next program', async () => {
  const { bodies, port } = await server();
  const there = await proxy(port, undefined, 'ada@corp:open: sesame');
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
  const place = `http://127.0.0.1:${there.port}`;
  const origins = [`https://${host}`, 'https://127.0.0.1:8443'];
  const first = keychain();
  const proxies = new Proxies(first.logins);
  const known = { place, name: null, hasOwnLogin: false, isAsking: false };
  expect(proxies.known(origins)).toEqual([known]);

  expect(await send(proxies)).toEqual({ kind: 'failure', code: 'sync.proxy_auth', hasLeft: false });
  expect(there.logins).toEqual(['']);
  expect(proxies.known(origins)).toEqual([{ ...known, isAsking: true }]);

  // A wrong one is sent once for each request, and asked for again.
  await first.logins.set(place, { name: 'ada@corp', password: 'wrong' });
  proxies.loginChanged(place);
  expect(await send(proxies)).toMatchObject({ code: 'sync.proxy_auth' });
  expect(there.logins).toHaveLength(2);
  expect(proxies.known(origins)).toEqual([{ ...known, name: 'ada@corp', isAsking: true }]);

  await first.logins.set(place, { name: 'ada@corp', password: 'open: sesame' });
  proxies.loginChanged(place);
  expect(await send(proxies)).toMatchObject({ kind: 'answer', answer: { status: 200 } });
  expect(proxies.known(origins)).toEqual([{ ...known, name: 'ada@corp' }]);
  expect(bodies).toEqual(['health data']);

  // The next program reads the keychain when the proxy asks, and sends the same request again; then it needs neither.
  const wrong = keychain({ [`proxy:${place}`]: JSON.stringify({ name: 'ada@corp', password: 'old' }) });
  const outdated = new Proxies(wrong.logins);
  expect(await send(outdated)).toMatchObject({ code: 'sync.proxy_auth' });
  expect(outdated.known(origins)).toEqual([{ ...known, name: 'ada@corp', isAsking: true }]);

  const next = keychain(Object.fromEntries(first.kept));
  const later = new Proxies(next.logins);
  expect(await send(later)).toMatchObject({ kind: 'answer', answer: { status: 200 } });
  expect(await send(later)).toMatchObject({ kind: 'answer', answer: { status: 200 } });
  expect(next.read).toEqual([`proxy:${place}`]);
  expect(there.logins.slice(-3).map((login) => login === '')).toEqual([true, false, false]);
  expect(bodies).toHaveLength(3);

  await next.logins.forget(place);
  later.loginChanged(place);
  expect(next.kept.size).toBe(0);
  expect(await send(later)).toMatchObject({ code: 'sync.proxy_auth' });
});

test('of requests begun together each gets the password, also one that is asked after another has read the keychain', async () => {
  const { bodies, port } = await server();
  const isThrough = Promise.withResolvers<void>();
  const there = await proxy(port, undefined, 'ada:open', (index) => (index === 1 ? isThrough.promise : null));
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
  const place = `http://127.0.0.1:${there.port}`;
  const kept = keychain({ [`proxy:${place}`]: JSON.stringify({ name: 'ada', password: 'open' }) });
  const proxies = new Proxies(kept.logins);
  const both = [send(proxies), send(proxies)];
  expect(await Promise.race(both)).toMatchObject({ kind: 'answer' });
  isThrough.resolve();
  expect(await Promise.all(both)).toMatchObject([{ kind: 'answer' }, { kind: 'answer' }]);
  expect(there.logins.map((login) => login !== '')).toEqual([false, false, true, true]);
  expect(bodies).toHaveLength(2);
  expect(kept.read).toHaveLength(1);
  expect(proxies.known([`https://${host}`])).toMatchObject([{ isAsking: false }]);
});

test('a request that left with the former password is sent again with the one that was typed since', async () => {
  const { port } = await server();
  const isTyped = Promise.withResolvers<void>();
  const there = await proxy(port, undefined, 'ada:open', () => isTyped.promise);
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
  const place = `http://127.0.0.1:${there.port}`;
  const { logins } = keychain();
  await logins.set(place, { name: 'ada', password: 'former' });
  const sent = send(new Proxies(logins));
  await logins.set(place, { name: 'ada', password: 'open' });
  isTyped.resolve();
  expect(await sent).toMatchObject({ kind: 'answer' });
  expect(there.logins).toHaveLength(2);
});

test('a proxy that offers no Basic authentication gets no password of the keychain, and Settings asks for none', async () => {
  const { port } = await server();
  const answer =
    'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Digest realm="Basic, or so", nonce="x"\r\n\r\n';
  const there = await proxy(port, answer);
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
  const place = `http://127.0.0.1:${there.port}`;
  const kept = keychain({ [`proxy:${place}`]: JSON.stringify({ name: 'ada', password: 'open' }) });
  const proxies = new Proxies(kept.logins);
  expect(await send(proxies)).toEqual({ kind: 'failure', code: 'sync.proxy_scheme', hasLeft: false });
  expect(there.logins).toEqual(['']);
  expect(kept.read).toEqual([]);
  expect(proxies.known([`https://${host}`])).toMatchObject([{ place, isAsking: false }]);
});

test.each([
  [undefined, true],
  ['Basic', true],
  ['basic realm="x"', true],
  ['NTLM', false],
  ['Negotiate, Basic realm="x", charset="UTF-8"', true],
  [['NTLM', 'Basic realm="x"'], true],
  [['Negotiate', 'NTLM'], false],
  ['Digest realm="a, Basic b", nonce="1"', false],
  ['Digest realm="a \\", Basic b", basic=1', false],
])('a proxy that offers %o: by Basic? %s', (header, isOffered) => {
  expect(offersBasic(header)).toBe(isOffered);
});

test('a keychain that is locked, or has something else, leaves the question to the user', async () => {
  const { port } = await server();
  const there = await proxy(port, undefined, 'ada:open');
  vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${there.port}`);
  const place = `http://127.0.0.1:${there.port}`;
  const locked = new ProxyLogins(() => Promise.reject(new CodedError('account.keychain_locked')));
  expect(await send(new Proxies(locked))).toMatchObject({ code: 'sync.proxy_auth' });
  expect(await send(new Proxies(keychain({ [`proxy:${place}`]: '{"name":1}' }).logins))).toMatchObject({
    code: 'sync.proxy_auth',
  });
  // The variable's own login goes before the keychain's, which isn't read.
  vi.stubEnv('HTTPS_PROXY', `http://ada:other@127.0.0.1:${there.port}`);
  const kept = keychain({ [`proxy:${place}`]: JSON.stringify({ name: 'ada', password: 'open' }) });
  const proxies = new Proxies(kept.logins);
  expect(await send(proxies)).toMatchObject({ code: 'sync.proxy_auth' });
  expect(kept.read).toEqual([]);
  expect(proxies.known([`https://${host}`])).toMatchObject([{ place, hasOwnLogin: true, isAsking: true }]);
});

test('a proxy that asks Electron itself gets what is stored, over either scheme, and is listed once it has asked', async () => {
  const kept = keychain({
    'proxy:https://[fd00::1]:3128': JSON.stringify({ name: 'ada', password: 'open' }),
  });
  const proxies = new Proxies(kept.logins);
  const asked = { url: 'https://updates.example/', host: 'fd00::1', port: 3128, isRefused: false };
  expect(await proxies.loginFor(asked)).toEqual({ name: 'ada', password: 'open' });
  expect(proxies.known([])).toEqual([]);
  // It asked again: Settings says so, by the place that the password is stored for.
  expect(await proxies.loginFor({ ...asked, isRefused: true })).toBeNull();
  const place = 'https://[fd00::1]:3128';
  expect(proxies.known([])).toEqual([{ place, name: 'ada', hasOwnLogin: false, isAsking: true }]);
  await kept.logins.set(place, { name: 'ada', password: 'new' });
  proxies.loginChanged(place);
  expect(proxies.known([])).toEqual([{ place, name: 'ada', hasOwnLogin: false, isAsking: false }]);
  expect(await proxies.loginFor(asked)).toEqual({ name: 'ada', password: 'new' });

  const unknown = { ...asked, host: 'proxy.example', port: 80 };
  expect(await proxies.loginFor(unknown)).toBeNull();
  expect(proxies.known([])).toContainEqual({
    place: 'http://proxy.example',
    name: null,
    hasOwnLogin: false,
    isAsking: true,
  });
  expect(await proxies.loginFor({ ...unknown, host: 'no host' })).toBeNull();
  // Chromium takes a proxy's place from the variable, and not its name and password.
  vi.stubEnv('HTTPS_PROXY', 'http://bob%40corp:s%3Acret@proxy.example:80');
  expect(await proxies.loginFor(unknown)).toEqual({ name: 'bob@corp', password: 's:cret' });
  expect(await proxies.loginFor({ ...unknown, isRefused: true })).toBeNull();
});
