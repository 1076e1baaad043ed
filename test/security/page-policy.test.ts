import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentSecurityPolicyFor, isExactOrigin } from '../../src/shared/page/headers.ts';
import { ask } from '../demo/web-client.ts';
import { type OpenHost, openHost } from './open-host.ts';

let open: OpenHost;
beforeAll(async () => {
  open = await openHost();
});
afterAll(() => open.close());

const page = () => ask(open.host.origin, { path: '/' });

test.each([
  'https://tenant.eu.auth0.com',
  'https://login.example.org:8443',
  'http://127.0.0.1:4100',
  'http://localhost:4100',
  'http://[::1]:4100',
])('%s is an exact origin', (origin) => {
  expect(isExactOrigin(origin)).toBe(true);
});

test.each([
  '*',
  'https:',
  'https://*',
  'https://*.auth0.com',
  'http://tenant.eu.auth0.com',
  'https://tenant.eu.auth0.com/',
  'https://tenant.eu.auth0.com/authorize',
  'https://tenant.eu.auth0.com:*',
  'https://tenant.eu.auth0.com:99999999',
  'https://user@tenant.eu.auth0.com',
  'https://TENANT.eu.auth0.com',
  'https://tenant..com',
  'https://-a.com',
  "https://a.com 'unsafe-inline'",
  'https://a.com;script-src *',
  'https://a.com\nx: y',
  'https://a.com\r\nset-cookie: a=b',
  'https://a.com?x',
  'https://a.com#x',
  "'unsafe-eval'",
  'data:',
  'blob:',
  'file:///etc/passwd',
  'ws://127.0.0.1:1',
  'http://127.0.0.1.evil.example:1',
  'https://ä.com',
  '',
  ` https://a.com`,
  `https://${'a'.repeat(400)}.com`,
])('%j never comes into the policy', (text) => {
  expect(isExactOrigin(text)).toBe(false);
  expect(contentSecurityPolicyFor([text])).toBe(contentSecurityPolicyFor([]));
});

test('the page may connect to its own origin and to what is configured now, and nothing else changes', async () => {
  open.connectSources = [];
  const before = String((await page()).headers['content-security-policy']);
  expect(before).toContain("connect-src 'self';");
  open.connectSources = ['https://tenant.eu.auth0.com', 'https://*', 'http://127.0.0.1:4100'];
  const after = String((await page()).headers['content-security-policy']);
  expect(after).toBe(
    before.replace(
      "connect-src 'self'",
      "connect-src 'self' https://tenant.eu.auth0.com http://127.0.0.1:4100",
    ),
  );
});

test('no other answer is loosened by it', async () => {
  open.connectSources = ['https://tenant.eu.auth0.com'];
  const asset = await ask(open.host.origin, {
    path: '/page.js',
    headers: { origin: open.host.origin },
  });
  const refused = await ask(open.host.origin, { path: '/page.js' });
  for (const { headers } of [asset, refused])
    expect(headers['content-security-policy']).not.toContain('auth0');
});
