import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ask } from '../demo/web-client.ts';
import { type OpenHost, openHost } from './open-host.ts';

let open: OpenHost;
beforeAll(async () => {
  open = await openHost();
});
afterAll(() => open.close());

interface Offered {
  readonly ok: boolean;
  readonly value: {
    readonly state: string;
    readonly name: string;
    readonly bytes: number;
    readonly href: string;
  };
}
const backUp = async () => ((await open.client.call('profiles.backUp')) as Offered).value;
/** What a browser sends along when a link of the page is followed. */
const own = () => ({ 'sec-fetch-site': 'same-origin' });
const fetched = (path: string, headers: Record<string, string> = own(), method = 'GET') =>
  ask(open.host.origin, { path, headers, method });
const waiting = () => (existsSync(open.incoming) ? readdirSync(open.incoming) : []);

test('a backup is given out once, as a file, and removed', async () => {
  const { href, ...offered } = await backUp();
  expect(offered).toEqual({
    state: 'download',
    name: expect.stringMatching(/^health-relay-main-\d{4}-\d\d-\d\d\.sqlite$/),
    bytes: open.backup.length,
  });
  expect(waiting()).toHaveLength(1);
  const answer = await fetched(href);
  expect(answer.status).toBe(200);
  expect(answer.text).toBe(open.backup);
  expect(answer.headers).toMatchObject({
    'content-disposition': `attachment; filename="${offered.name}"`,
    'content-type': 'application/vnd.sqlite3',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  await vi.waitFor(() => expect(waiting()).toEqual([]));
  expect((await fetched(href)).status).toBe(404);
});

test.each([
  ['csv', 'text/csv; charset=utf-8; header=present'],
  ['json', 'application/json; charset=utf-8'],
])('what is shown is given out as %s, once, under a name of plain ASCII', async (format, type) => {
  const request = { kind: 'table', title: 'Größe "\r\nX: y', columns: ['a'], rows: [[1]] };
  const answer = (await open.client.call('profiles.exportShown', { request, format })) as Offered;
  const { href, name } = answer.value;
  expect(name).toMatch(new RegExp(`^health-relay-gro-e-x-y-\\d{4}-\\d\\d-\\d\\d\\.${format}$`));
  const file = await fetched(href);
  expect([file.status, file.text]).toEqual([200, `rows as ${format}`]);
  expect(file.headers).toMatchObject({
    'content-disposition': `attachment; filename="${name}"`,
    'content-type': type,
  });
  expect((await fetched(href)).status).toBe(404);
});

test.each([
  { request: { kind: 'table', title: 't', columns: [], rows: [] }, format: 'csv' },
  { request: { kind: 'records', cursor: 'x' }, format: 'csv' },
  { request: { kind: 'database' }, format: 'csv' },
  { request: { kind: 'records' }, format: 'xlsx' },
  { request: { kind: 'records' }, format: 'csv', path: '/tmp/x' },
])('%j is no export', async (input) => {
  expect(await open.client.call('profiles.exportShown', input)).toMatchObject({
    error: { code: 'request.invalid' },
  });
});

describe('nobody else gets it', () => {
  test.each<[string, () => Record<string, string>, string, number]>([
    ['by a link of another site', () => ({ ...own(), 'sec-fetch-site': 'cross-site' }), 'GET', 403],
    ['by a page of another port', () => ({ ...own(), 'sec-fetch-site': 'same-site' }), 'GET', 403],
    ['typed in by hand', () => ({ ...own(), 'sec-fetch-site': 'none' }), 'GET', 403],
    ['with an Origin of others', () => ({ ...own(), origin: 'https://evil.example' }), 'GET', 403],
    ['with another Host', () => ({ ...own(), host: 'evil.example' }), 'GET', 403],
    ['by POST', () => ({ ...own(), origin: open.host.origin }), 'POST', 405],
  ])('%s', async (_name, headers, method, status) => {
    const { href } = await backUp();
    expect((await fetched(href, headers(), method)).status).toBe(status);
    expect((await fetched(href)).status).toBe(200);
  });

  test.each(['/file/', '/file/x', `/file/${'A'.repeat(43)}`, '/file/../../history.sqlite', '/file'])(
    '%s leads nowhere',
    async (path) => {
      const { href } = await backUp();
      expect((await fetched(path)).status).toBe(404);
      expect((await fetched(href)).status).toBe(200);
    },
  );
});

test('after five minutes it is gone', async () => {
  const { href } = await backUp();
  open.later += 5 * 60_000;
  expect((await fetched(href)).status).toBe(404);
  expect(waiting()).toEqual([]);
});

test('of three that nobody fetches, the oldest gives way', async () => {
  const [first, second, third] = [await backUp(), await backUp(), await backUp()];
  expect(waiting()).toHaveLength(2);
  expect((await fetched(first.href)).status).toBe(404);
  expect((await fetched(second.href)).status).toBe(200);
  expect((await fetched(third.href)).status).toBe(200);
});

describe('forgetting everything', () => {
  const forget = (confirm: string) =>
    ask(open.host.origin, {
      method: 'POST',
      path: '/api/call',
      headers: { ...open.client.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'profiles.forgetEverything', input: { confirm } }),
    });

  test('without the word nothing is touched', async () => {
    const answer = await forget('yes');
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    expect(answer.headers['clear-site-data']).toBeUndefined();
    expect(open.reopened).toEqual([]);
  });

  test('the browser forgets too, but not the cookies, which are those of other ports', async () => {
    const answer = await forget('forget everything');
    expect(JSON.parse(answer.text)).toMatchObject({ ok: true, value: { keychainEntries: 3, left: 0 } });
    expect(answer.headers['clear-site-data']).toBe('"cache", "storage"');
    expect(open.reopened).toHaveLength(1);
    const other = await open.client.send('POST', '/api/call', { name: 'import.current', input: {} });
    expect(other).toMatchObject({ ok: true });
  });
});
