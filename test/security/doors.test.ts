import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy, secretHeaderName } from '../../src/shared/page/headers.ts';
import { ask, enterBy } from '../demo/web-client.ts';
import { type OpenHost, openHost, pageHtml, sendRaw } from './open-host.ts';

let open: OpenHost;
let other: OpenHost;
beforeAll(async () => {
  open = await openHost();
  other = await openHost();
});
afterAll(async () => {
  await open.close();
  await other.close();
});

const body = JSON.stringify({ name: 'import.current', input: {} });
type Headers = Record<string, string>;
/** What a well-behaved page sends with a call; null takes a header away. */
function callWith(change: Record<string, string | null>): Headers {
  const headers: Record<string, string | null> = {
    ...open.client.headers,
    'content-type': 'application/json',
    ...change,
  };
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
  );
}
const postCall = (headers: Headers, text = body) =>
  ask(open.host.origin, { method: 'POST', path: '/api/call', headers, body: text });

test('a page that came by the link is let in', async () => {
  const answer = await postCall(callWith({}));
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({ ok: true, value: null });
});

describe('a call from elsewhere never reaches the data program', () => {
  const cases: [string, () => Record<string, string | null>][] = [
    ['Host of a rebound name', () => ({ host: `evil.example:${open.port}` })],
    ['Host localhost', () => ({ host: `localhost:${open.port}` })],
    ['Host without the port', () => ({ host: '127.0.0.1' })],
    ['Host of another port', () => ({ host: `127.0.0.1:${other.port}` })],
    ['Host with a trailing dot', () => ({ host: `127.0.0.1.:${open.port}` })],
    ['Origin of another port', () => ({ origin: other.host.origin })],
    ['Origin of another site', () => ({ origin: 'https://evil.example' })],
    ['Origin with https', () => ({ origin: `https://127.0.0.1:${open.port}` })],
    ['Origin localhost', () => ({ origin: `http://localhost:${open.port}` })],
    ['Origin null', () => ({ origin: 'null' })],
    ['no Origin', () => ({ origin: null })],
    ['no Origin, said to be same-origin', () => ({ origin: null, 'sec-fetch-site': 'same-origin' })],
    ["another profile's secret", () => ({ [secretHeaderName]: other.client.secret })],
    ['no secret', () => ({ [secretHeaderName]: null })],
    ['empty secret', () => ({ [secretHeaderName]: '' })],
    ['wrong secret', () => ({ [secretHeaderName]: 'A'.repeat(43) })],
    [
      'the secret as a cookie',
      () => ({ [secretHeaderName]: null, cookie: `health-relay-${open.port}=${open.client.secret}` }),
    ],
  ];

  test.each(cases)('%s', async (_name, change) => {
    const before = open.calls.length;
    const answer = await postCall(callWith(change()));
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text).error.code).toBe('request.refused');
    expect(open.calls.length).toBe(before);
  });

  test('the secret twice', async () => {
    const lines = Object.entries(callWith({})).map(([name, value]) => `${name}: ${value}`);
    const twice = `${secretHeaderName}: ${open.client.secret}`;
    const head = ['POST /api/call HTTP/1.1', `host: 127.0.0.1:${open.port}`, ...lines, twice];
    const before = open.calls.length;
    const answer = await sendRaw(
      open.port,
      [...head, `content-length: ${body.length}`, '', body].join('\r\n'),
    );
    expect(answer).toMatch(/ 403 /);
    expect(open.calls.length).toBe(before);
  });
});

describe('no answer to a request without the secret holds one, or sets a cookie', () => {
  test.each(['/', '/index.html', '/link', '/page.js', '/api/call', '/api/pushes', '/callback', '/none.js'])(
    '%s',
    async (path) => {
      const headers = { 'sec-fetch-site': 'same-origin', cookie: `health-relay-${open.port}=x` };
      const answer = await ask(open.host.origin, { path, headers });
      const all = answer.text + JSON.stringify(answer.headers);
      expect(all).not.toContain(open.client.secret);
      // 43 characters of base64url: any secret of ours.
      expect(all).not.toMatch(/(?<![\w-])[\w-]{43}(?![\w-])/);
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  test('the page is the built one, byte for byte', async () => {
    expect((await ask(open.host.origin, { path: '/' })).text).toBe(pageHtml);
  });
});

describe('pushes and assets, which browsers ask for without an Origin', () => {
  const get = (path: string, headers: Headers) => ask(open.host.origin, { path, headers });
  const cases: [string, string, () => Headers, number][] = [
    ['asset from its own page', '/page.js', () => ({ 'sec-fetch-site': 'same-origin' }), 200],
    ['asset, Origin exact', '/page.js', () => ({ origin: open.host.origin }), 200],
    ['asset, from another port', '/page.js', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['asset, no word of where from', '/page.js', () => ({}), 403],
    ['asset, Origin null', '/page.js', () => ({ origin: 'null' }), 403],
    [
      'asset, Origin of another, said to be same-origin',
      '/page.js',
      () => ({ origin: other.host.origin, 'sec-fetch-site': 'same-origin' }),
      403,
    ],
    ['pushes without the secret', '/api/pushes', () => ({ 'sec-fetch-site': 'same-origin' }), 403],
    ['pushes without Origin', '/api/pushes', () => ({ [secretHeaderName]: open.client.secret }), 403],
    [
      'pushes from another port',
      '/api/pushes',
      () => ({ [secretHeaderName]: open.client.secret, 'sec-fetch-site': 'same-site' }),
      403,
    ],
    ['the page in a frame', '/', () => ({ 'sec-fetch-dest': 'iframe' }), 403],
    ['the page as a script', '/', () => ({ 'sec-fetch-dest': 'script' }), 403],
    ['the page by navigation', '/', () => ({ 'sec-fetch-dest': 'document' }), 200],
    ['the page with an Origin of another', '/', () => ({ origin: 'null' }), 403],
  ];
  test.each(cases)('%s', async (_name, path, headers, status) => {
    expect((await get(path, headers())).status).toBe(status);
  });
});

describe('links', () => {
  const follow = (link: string) => enterBy(open.host.origin, new URL(link).hash.slice(1));

  test('the token stands behind the #, where no request carries it, and is exchanged for a secret, once', async () => {
    const link = open.host.link();
    expect(link).toMatch(new RegExp(`^${open.host.origin}/link#[\\w-]{43}$`));
    const first = await follow(link);
    expect(first.status).toBe(200);
    const { value } = JSON.parse(first.text);
    expect(value).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/), readyOffer: null });
    expect(link).not.toContain(value.secret);
    expect((await postCall(callWith({ [secretHeaderName]: value.secret }))).status).toBe(200);
    const replayed = await follow(link);
    expect(replayed.status).toBe(403);
    expect(replayed.text).not.toMatch(/[\w-]{43}/);
  });

  test('a page that is loaded again keeps its secret and gets in by nothing else', async () => {
    const again = await enterBy(open.host.origin, undefined, { [secretHeaderName]: open.client.secret });
    expect(JSON.parse(again.text).value.secret).toBe(open.client.secret);
    for (const headers of [{}, { [secretHeaderName]: '' }, { [secretHeaderName]: other.client.secret }])
      expect((await enterBy(open.host.origin, undefined, headers)).status).toBe(403);
  });

  test('one works for five minutes', async () => {
    const inTime = open.host.link();
    const tooLate = open.host.link();
    // What the machine takes comes to it: a minute for that.
    open.later += 4 * 60_000;
    expect((await follow(inTime)).status).toBe(200);
    open.later += 60_000;
    expect((await follow(tooLate)).status).toBe(403);
  });

  test.each(['', 'A'.repeat(43), 'x'])('%j opens nothing', async (token) => {
    expect((await enterBy(open.host.origin, token)).status).toBe(403);
  });

  test.each(['http://127.0.0.1:1', 'https://evil.example', 'null'])('not from %s', async (origin) => {
    const token = new URL(open.host.link()).hash.slice(1);
    expect((await enterBy(open.host.origin, token, { origin })).status).toBe(403);
    expect((await enterBy(open.host.origin, token)).status).toBe(200);
  });

  test("another profile's link opens nothing", async () => {
    expect((await follow(other.host.link())).status).toBe(403);
  });
});

test('every answer carries the headers that keep it in its place', async () => {
  const answers = [
    await ask(open.host.origin, { path: '/' }),
    await postCall(callWith({})),
    await postCall(callWith({ origin: 'null' })),
    await ask(open.host.origin, { path: '/none.js', headers: callWith({}) }),
  ];
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
  expect(contentSecurityPolicy).toContain("frame-ancestors 'none'");
  expect(contentSecurityPolicy).not.toContain('unsafe');
});

describe('raw requests', () => {
  const raw = (line: string, headers: Headers) =>
    sendRaw(
      open.port,
      `${line}\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    );
  const page = () => ({ host: `127.0.0.1:${open.port}` });
  const asset = () => ({ ...page(), origin: open.host.origin });

  test.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..\\package.json',
    '/./page.js',
    '//page.js',
    '/page.js/',
    '/page.js%00.html',
    '/.hidden.js',
    '/assets/../../package.json',
    '/assets/....//page.js',
    '/C:/page.js',
  ])('%s leads nowhere', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1`, asset())).toMatch(/^HTTP\/1\.1 40[34] /);
  });

  test('the same way reaches what there is', async () => {
    expect(await raw('GET /page.js HTTP/1.1', asset())).toMatch(/ 200 /);
  });

  test('an absolute target of our own is refused', async () => {
    expect(await raw(`GET http://127.0.0.1:${open.port}/ HTTP/1.1`, page())).toMatch(/ 403 /);
  });

  test('two Hosts, or none', async () => {
    const last = `GET / HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1:${open.port}\r\n\r\n`;
    expect(await sendRaw(open.port, last)).not.toMatch(/ 200 /);
    const twice = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${open.port}\r\nHost: evil.example\r\n\r\n`;
    expect(await sendRaw(open.port, twice)).not.toMatch(/ 200 /);
    const none = `GET / HTTP/1.0\r\n\r\n`;
    expect(await sendRaw(open.port, none)).toMatch(/ 403 /);
  });

  test.each([
    ['ours first', (own: string) => [own, 'https://evil.example']],
    ['ours last', (own: string) => ['https://evil.example', own]],
    ['ours twice', (own: string) => [own, own]],
  ])('two Origins, %s', async (_name, both) => {
    const lines = Object.entries(callWith({ origin: null })).map(([name, value]) => `${name}: ${value}`);
    const origins = both(open.host.origin).map((origin) => `origin: ${origin}`);
    const head = ['POST /api/call HTTP/1.1', `host: 127.0.0.1:${open.port}`, ...lines, ...origins];
    const request = [...head, `content-length: ${body.length}`, '', body].join('\r\n');
    expect(await sendRaw(open.port, request)).toMatch(/ 403 /);
  });
});
