import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../demo/web-client.ts';
import { type OpenHost, openHost } from './open-host.ts';

let open: OpenHost;
beforeAll(async () => {
  open = await openHost();
});
afterAll(() => open.close());

test('the page may connect to its own origin alone, and every answer says so', async () => {
  const { origin } = open.host;
  const answers = [
    await ask(origin, { path: '/' }),
    await ask(origin, { path: '/page.js', headers: { origin } }),
    await ask(origin, { path: '/page.js' }),
  ];
  for (const { headers } of answers)
    expect(headers['content-security-policy']).toContain("connect-src 'self';");
});
