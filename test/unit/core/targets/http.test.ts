import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HttpRequest } from '../../../../src/core/network/http-client.ts';
import { NodeHttpClient } from '../../../../src/core/targets/http.ts';

const timeoutMs = 600_000;
const client = new NodeHttpClient();
const open: Server[] = [];
// The client's time limit is the test's to end: no request is late because the machine is.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.useRealTimers();
  client.close();
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const serve = (handle: RequestListener) => listen(createServer(handle));
const send = (url: string, more: Partial<HttpRequest> = {}) =>
  client.send({ method: 'POST', url, body: 'hello', timeoutMs, ...more });

describe('HTTP', () => {
  test('an answer, whole, with its headers and id', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(
        `${request.method} ${request.headers['x-a']} ${request.headers.origin} ${request.headers['content-length']}`,
      );
      response.writeHead(207, { 'X-Request-ID': 'r1', 'Content-Type': 'application/json' }).end('{"a":[1]}');
    });
    expect(await send(url, { headers: { 'X-A': 'b' } })).toMatchObject({
      kind: 'answer',
      answer: { status: 207, json: { a: [1] }, text: '{"a":[1]}', requestId: 'r1' },
    });
    expect(seen).toEqual(['POST b undefined 5']);
  });

  test('JSON is told by the text, not by its type; nothing is no JSON', async () => {
    const url = await serve((request, response) =>
      response.end(request.url === '/json' ? '1' : request.url === '/none' ? '' : '<p>'),
    );
    const jsonOf = async (path: string) => {
      const outcome = await send(url + path);
      return outcome.kind === 'answer' ? outcome.answer.json : outcome;
    };
    expect([await jsonOf('/json'), await jsonOf('/none'), await jsonOf('/html')]).toEqual([
      1,
      undefined,
      undefined,
    ]);
  });

  test('a redirect is not followed', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked++;
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    expect(await send(url)).toEqual({ kind: 'failure', code: 'sync.redirected', hasLeft: true });
    expect(asked).toBe(1);
  });

  test('nobody there: nothing has left', async () => {
    const url = await serve(() => {});
    await new Promise((resolve) => open.splice(0)[0]?.close(resolve));
    expect(await send(url)).toEqual({ kind: 'failure', code: 'sync.network', hasLeft: false });
    expect(await send('http://nowhere.invalid/')).toEqual({
      kind: 'failure',
      code: 'sync.network',
      hasLeft: false,
    });
  });

  test('cut before an answer, and cut in its midst: it has left', async () => {
    const silent = await serve((request) => request.socket.destroy());
    expect(await send(silent)).toEqual({ kind: 'failure', code: 'sync.cut_short', hasLeft: true });
    const half = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      // What was written arrives before the end does.
      response.write('{"a":', () => response.socket?.end());
    });
    expect(await send(half)).toEqual({ kind: 'failure', code: 'sync.cut_short', hasLeft: true });
  });

  test('no answer in time, and one that drips', async () => {
    const late = { kind: 'failure', code: 'sync.timeout', hasLeft: true };
    const silent = Promise.withResolvers<void>();
    const unanswered = send(await serve(() => silent.resolve()));
    await silent.promise;
    vi.advanceTimersByTime(timeoutMs);
    expect(await unanswered).toEqual(late);

    const drops = { left: 20, told: Promise.withResolvers<void>() };
    const dripping = send(
      await serve((_, response) => {
        const drip = () => {
          drops.left -= 1;
          if (drops.left === 0) drops.told.resolve();
          if (!response.destroyed) response.write('x', () => setImmediate(drip));
        };
        drip();
      }),
    );
    await drops.told.promise;
    vi.advanceTimersByTime(timeoutMs - 1);
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(1);
    expect(await dripping).toEqual(late);
  });

  test('a handshake that never ends: nothing of the request has left', async () => {
    const reached = Promise.withResolvers<void>();
    const url = await listen(createTcpServer((socket) => socket.once('data', () => reached.resolve())));
    const outcome = send(url.replace('http:', 'https:'));
    await reached.promise;
    vi.advanceTimersByTime(timeoutMs);
    expect(await outcome).toEqual({
      kind: 'failure',
      code: 'sync.timeout',
      hasLeft: false,
    });
  });

  test('stopped: before, and while waiting', async () => {
    const asked = Promise.withResolvers<void>();
    const url = await serve(() => asked.resolve());
    expect(await send(url, { signal: AbortSignal.abort() })).toEqual({
      kind: 'failure',
      code: 'cancelled',
      hasLeft: false,
    });
    const controller = new AbortController();
    const outcome = send(url, { signal: controller.signal });
    await asked.promise;
    controller.abort();
    expect(await outcome).toEqual({ kind: 'failure', code: 'cancelled', hasLeft: true });
  });

  test('an answer without end is cut at 8 MiB', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const block = Buffer.alloc(65_536, 97);
      const more = () => {
        while (!response.destroyed && response.write(block)) sent += block.length;
      };
      response.on('drain', more);
      more();
    });
    expect(await send(url, { method: 'GET' })).toEqual({
      kind: 'failure',
      code: 'sync.cut_short',
      hasLeft: true,
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test('a request that writes is sent once, on a connection of its own', async () => {
    const ports = new Set<number | undefined>();
    let asked = 0;
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      asked++;
      response.end('{}');
    });
    await send(url);
    await send(url);
    expect([asked, ports.size]).toEqual([2, 2]);
  });
});
