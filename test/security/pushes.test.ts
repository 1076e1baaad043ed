import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type OpenHost, openHost } from './open-host.ts';

let open: OpenHost;
beforeEach(async () => {
  open = await openHost();
});
afterEach(() => open.close());

test('pushes reach every page that listens', async () => {
  const seen: unknown[] = [];
  const first = await open.client.listen((name, payload) => seen.push([1, name, payload]));
  await open.client.listen((name, payload) => seen.push([2, name, payload]));
  open.push('import.ended', { runId: 7 });
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  expect(seen).toEqual(
    expect.arrayContaining([
      [1, 'import.ended', { runId: 7 }],
      [2, 'import.ended', { runId: 7 }],
    ]),
  );
  first.stop();
});

/** A page that opens the stream and reads nothing until told. */
function openSlowly(): Promise<IncomingMessage> {
  return new Promise((resolve) => {
    const options = { path: '/api/pushes', headers: open.client.headers, agent: false };
    const request = httpRequest(open.host.origin, options, (response) => resolve(response.pause()));
    request.on('error', () => {});
    request.end();
  });
}

test('a page that does not read gets the newest snapshot, not all of them', async () => {
  const slow = await openSlowly();
  const padding = 'x'.repeat(100_000);
  const count = 400;
  for (let i = 1; i <= count; i += 1) {
    open.push('import.progress', { i, padding });
    // Lets the socket fill, as progress does that comes in turns of its own.
    if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  let text = '';
  slow.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  slow.resume();
  await vi.waitFor(() => expect(text).toContain(`"i":${count},`));
  const seen = text.split('\n').filter((line) => line.includes('import.progress')).length;
  expect(seen).toBeLessThan(count);
  slow.destroy();
});

test('a page that lets what must not be lost pile up is cut off', async () => {
  const slow = await openSlowly();
  const cut = new Promise((resolve) => slow.once('close', resolve).once('error', resolve));
  const padding = 'x'.repeat(200_000);
  for (let i = 0; i < 300; i += 1) open.push('import.ended', { i, padding });
  slow.resume();
  await cut;
  expect(slow.complete).toBe(false);
});
