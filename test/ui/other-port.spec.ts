import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { secretHeaderName } from '../../src/shared/page/headers.ts';
import { ask } from '../demo/web-client.ts';
import { openWindow } from './over-fake-host.ts';
import { type RealApp, startRealApp } from './real-app.ts';

// Another program of this computer on a port of its own, which the person's browser visits as well: what it learns from that, what its page
// can do, and what it can do by itself.
let app: RealApp;
let page: Page;
let origin = '';
let hostile: Server;
let hostileOrigin = '';
const received: IncomingHttpHeaders[] = [];
const sockets: Socket[] = [];

test.beforeAll(async ({ browser }) => {
  app = await startRealApp();
  hostile = createServer((request, response) => {
    received.push(request.headers);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>hostile</title>');
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  hostileOrigin = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
  page = (await openWindow(browser)).page;
  const link = app.link();
  origin = new URL(link).origin;
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
test.afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await page?.context().close();
  hostile?.closeAllConnections();
  await new Promise((resolve) => hostile?.close(resolve));
  await app?.close();
});

/** Stored by the page; read as only the page can. */
const secretOf = (of: Page) => of.evaluate(() => Object.values(sessionStorage).join());

test('the address holds no token, and a page loaded again is in without a link', async () => {
  expect(page.url()).toMatch(new RegExp(`^${origin}/(#/\\w+)?$`));
  expect(await secretOf(page)).toMatch(/^[\w-]{43}$/);
  const before = await secretOf(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await secretOf(page)).toBe(before);
});

test('another tab of the same browser is not in, and is told how', async () => {
  const other = await page.context().newPage();
  await other.goto(`${origin}/`);
  await expect(other.getByText('Open Health Relay with its link')).toBeVisible();
  expect(await secretOf(other)).toBe('');
  await other.goto(`${origin}/link#${'A'.repeat(43)}`);
  await expect(other.getByText('Open Health Relay with its link')).toBeVisible();
  await other.goto(app.link());
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await other.close();
});

test('the browser sends another port nothing that opens a door, and none of its answers holds a secret', async () => {
  const secret = await secretOf(page);
  const visit = await page.context().newPage();
  await visit.goto(hostileOrigin);
  await visit.evaluate(() => fetch('/again', { credentials: 'include' }));
  expect(received.length).toBeGreaterThan(1);
  expect(JSON.stringify(received)).not.toContain(secret);

  // All that it got, with everything forged that a program can forge.
  const gathered = received.map(({ cookie }) => cookie ?? '').join('; ');
  const forged = { cookie: gathered, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' };
  const found = new Set(['', ...gathered.split(/[;=\s]+/)]);
  for (const path of ['/', '/index.html', '/link', '/api/enter', '/api/pushes', '/callback?code=a&state=b']) {
    const answer = await ask(origin, { path, headers: forged });
    const all = answer.text + JSON.stringify(answer.headers);
    expect(all, path).not.toContain(secret);
    for (const [text] of all.matchAll(/[\w-]{20,}/g)) found.add(text);
  }
  for (const guess of found) {
    const answer = await ask(origin, {
      method: 'POST',
      path: '/api/call',
      headers: {
        ...forged,
        origin,
        'content-type': 'application/json',
        [secretHeaderName]: guess,
        'x-health-relay-token': guess,
      },
      body: JSON.stringify({
        name: 'settings.configureTarget',
        input: { target: 'atlas', baseUrl: hostileOrigin },
      }),
    });
    expect(answer.status, guess).toBe(403);
  }
  await visit.close();
});

test('its page reaches nothing of ours from within the browser', async () => {
  const visit = await page.context().newPage();
  await visit.goto(hostileOrigin);
  const outcomes = await visit.evaluate(
    async ([ours = '', headerName = '']) => {
      const tried: string[] = [];
      const body = JSON.stringify({ name: 'history.overview', input: {} });
      for (const path of ['/', '/link', '/api/enter', '/api/pushes', '/api/call']) {
        for (const headers of [{}, { [headerName]: 'x' }]) {
          for (const method of ['GET', 'POST']) {
            const init: RequestInit = {
              method,
              credentials: 'include',
              headers: { ...headers, 'Content-Type': method === 'POST' ? 'application/json' : 'text/plain' },
              ...(method === 'POST' ? { body } : {}),
            };
            tried.push(
              await fetch(ours + path, init).then(
                ({ type }) => type,
                () => 'refused',
              ),
            );
          }
        }
      }
      const frame = document.createElement('iframe');
      frame.src = `${ours}/`;
      await new Promise((resolve) => {
        frame.onload = resolve;
        document.body.append(frame);
      });
      tried.push(frame.contentDocument === null ? 'refused' : 'readable');
      tried.push(Object.keys(sessionStorage).length === 0 ? 'refused' : 'stored');
      return tried;
    },
    [origin, secretHeaderName],
  );
  expect(new Set(outcomes)).toEqual(new Set(['refused']));
  await visit.close();
});

test('two hundred requests whose body drips do not keep the page out, and are ended', async () => {
  const { port } = new URL(origin);
  const heads = [
    'GET /',
    'GET /link',
    'GET /callback',
    'GET /api/pushes',
    'POST /',
    'POST /api/enter',
  ].flatMap((line) => [
    `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\nOrigin: ${origin}\r\n\r\n`,
    `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
  ]);
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('1\r\nx\r\n');
  }, 200);
  try {
    const ended: Promise<void>[] = [];
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const socket = connect(Number(port), '127.0.0.1');
        sockets.push(socket);
        ended.push(new Promise((resolve) => socket.once('close', () => resolve())));
        socket.on('error', () => {});
        socket.resume();
        return new Promise<void>((resolve) => {
          socket.once('close', resolve);
          socket.write(heads[index % heads.length] ?? '', () => resolve());
        });
      }),
    );
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto(app.link());
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await Promise.all(ended);
  } finally {
    clearInterval(drip);
  }
});
