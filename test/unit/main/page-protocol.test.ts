import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerPage, servePage } from '../../../src/main/page-protocol.ts';
import { contentSecurityPolicy } from '../../../src/shared/page/headers.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'health-relay-page-'));
  await mkdir(join(dir, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(dir, 'secret.js'), 'secret');
  await writeFile(join(dir, 'renderer', 'index.html'), '<html>');
  await writeFile(join(dir, 'renderer', 'assets', 'a-1.js'), 'export {};');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const parts = () => ({ rendererDir: join(dir, 'renderer'), origin: 'app://bundle' });
const get = (url: string, method = 'GET') => answerPage({ url, method }, parts());

test.each([
  ['app://bundle/', 'text/html; charset=utf-8', '<html>'],
  ['app://bundle/index.html', 'text/html; charset=utf-8', '<html>'],
  ['app://bundle/assets/a-1.js?v=1#x', 'text/javascript; charset=utf-8', 'export {};'],
])('%s is served', async (url, type, text) => {
  const answer = await get(url);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(type);
  expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(await answer.text()).toBe(text);
});

test.each([
  'app://bundle/../secret.js',
  'app://bundle/%2e%2e/secret.js',
  'app://bundle/..%2fsecret.js',
  'app://bundle/assets/..%5c..%5csecret.js',
  'app://bundle/assets',
  'app://bundle/assets/',
  'app://bundle//assets/a-1.js',
  'app://bundle/none.js',
  'app://other/index.html',
  'app://x@bundle/index.html',
  'http://bundle/index.html',
])('%s is not', async (url) => {
  const answer = await get(url);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('');
});

test('only GET', async () => {
  for (const method of ['POST', 'HEAD', 'PUT']) expect((await get('app://bundle/', method)).status).toBe(405);
});

test('the scheme leads to the page', async () => {
  const handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  servePage({ handle: (scheme, handler) => void handlers.set(scheme, handler) }, parts());
  const answer = await handlers.get('app')?.(new Request('app://bundle/index.html'));
  expect(answer?.status).toBe(200);
  expect(answer?.headers.get('content-security-policy')).toContain("connect-src 'self';");
});
