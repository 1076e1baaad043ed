import { describe, expect, test } from 'vitest';
import { ExternalLinks, noting, webAddress } from '../../../src/main/external-links.ts';
import type { Gateway } from '../../../src/shared/gateway.ts';

const authorize = 'https://tenant.example/authorize?state=s&client_id=c';

describe('what a browser would open', () => {
  test.each([
    ['https://example.org', 'https://example.org/'],
    ['HTTPS://Example.ORG/a b"c', 'https://example.org/a%20b%22c'],
    ['https://example.org/\n--flag', 'https://example.org/--flag'],
    ['http://127.0.0.1:4011/authorize?x=1', 'http://127.0.0.1:4011/authorize?x=1'],
    ['http://localhost:4011/', 'http://localhost:4011/'],
    ['http://[::1]:4011/', 'http://[::1]:4011/'],
  ])('%j is written anew as %s', (text, url) => {
    expect(webAddress(text)).toBe(url);
  });

  test.each([
    '',
    'example.org',
    '//example.org/',
    'http://example.org/',
    'http://127.0.0.1.evil.example/',
    'https://ada@example.org/',
    'https://ada:secret@example.org/',
    'https://',
    'file:///etc/passwd',
    'file://server/share/x.exe',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://example.org/1',
    'smb://example.org/share',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x&crumb=location:\\\\evil',
    'vscode://x',
    'app://bundle/index.html',
    'app.healthrelay.desktop:/callback?code=a',
    'C:\\Windows\\System32\\calc.exe',
    `https://example.org/${'a'.repeat(8000)}`,
    null,
    7,
    { url: 'https://example.org' },
  ])('%j is nothing', (text) => {
    expect(webAddress(text)).toBeNull();
  });
});

describe('what may be opened', () => {
  test('an address that a sign-in begins with, as long as it is pending', () => {
    let now = 1_000_000;
    const links = new ExternalLinks(() => now);
    expect(links.allowed(authorize)).toBeNull();
    links.noteCall('account.beginSignIn', { url: authorize }, { state: 's', expiresAtMs: 0 });
    expect(links.allowed(authorize)).toBe(authorize);
    expect(links.allowed(authorize)).toBe(authorize);
    for (const other of [
      `${authorize}&x=1`,
      authorize.replace('tenant', 'evil'),
      'https://tenant.example/',
    ]) {
      expect(links.allowed(other)).toBeNull();
    }
    now += 5 * 60_000;
    expect(links.allowed(authorize)).toBeNull();
  });

  test("Foundry's, as the data program gave it, and not what the page asked with", () => {
    const links = new ExternalLinks();
    links.noteCall('account.beginFoundry', { url: 'https://evil.example/' }, { url: authorize });
    expect(links.allowed(authorize)).toBe(authorize);
    expect(links.allowed('https://evil.example/')).toBeNull();
  });

  test.each(['account.read', 'settings.read', 'constructor', '__proto__', 'app.openExternal'])(
    '%s vouches for nothing',
    (name) => {
      const links = new ExternalLinks();
      links.noteCall(name, { url: authorize }, { url: authorize });
      expect(links.allowed(authorize)).toBeNull();
    },
  );

  test.each(['file:///etc/passwd', 'http://example.org/', 'javascript:alert(1)', undefined])(
    '%s is not opened whoever vouches for it',
    (url) => {
      const links = new ExternalLinks();
      links.noteCall('account.beginFoundry', {}, { url });
      expect(links.allowed(String(url))).toBeNull();
    },
  );

  test('only the last twenty', () => {
    const links = new ExternalLinks();
    const url = (n: number) => `https://tenant.example/authorize?n=${n}`;
    for (let n = 0; n <= 20; n += 1) links.noteCall('account.beginFoundry', {}, { url: url(n) });
    expect(links.allowed(url(0))).toBeNull();
    expect(links.allowed(url(1))).toBe(url(1));
    expect(links.allowed(url(20))).toBe(url(20));
  });
});

const refusal = (code: 'request.invalid' | 'account.port_taken') =>
  ({ ok: false, error: { code, message: '', retryable: false } }) as const;

test('a refused call vouches for nothing', async () => {
  const links = new ExternalLinks();
  const ask = (gateway: Gateway, name: string) =>
    noting(gateway, links, async () => ({ ok: true, value: null }))(name, { url: authorize });
  await ask(async () => refusal('request.invalid'), 'account.beginSignIn');
  await ask(async () => ({ ok: true, value: {} }), 'account.read');
  expect(links.allowed(authorize)).toBeNull();
  await ask(async () => ({ ok: true, value: {} }), 'account.beginSignIn');
  expect(links.allowed(authorize)).toBe(authorize);
});

test('a sign-in begins only once its way back is ready', async () => {
  const links = new ExternalLinks();
  const asked: string[] = [];
  const gateway: Gateway = async (name) => {
    asked.push(String(name));
    return { ok: true, value: {} };
  };
  const taken = noting(gateway, links, async () => refusal('account.port_taken'));
  expect(await taken('account.beginSignIn', { url: authorize })).toEqual(refusal('account.port_taken'));
  expect([asked, links.allowed(authorize)]).toEqual([[], null]);
  await taken('account.read', {});
  expect(asked).toEqual(['account.read']);
});
