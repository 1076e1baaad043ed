import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../demo/web-client.ts';
import { type OpenHost, openHost } from './open-host.ts';

let open: OpenHost;
beforeAll(async () => {
  open = await openHost();
});
afterAll(() => open.close());

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  ask(open.host.origin, {
    method: 'POST',
    path: '/api/call',
    headers: { ...open.client.headers, 'content-type': 'application/json', ...headers },
    body,
  });

describe('what the gateway refuses', () => {
  const cases: [string, unknown, string][] = [
    ['an unknown call', { name: 'import.everything', input: {} }, 'request.unknown_call'],
    [
      "a host's call",
      { name: 'host.addOffer', input: { path: '/etc/passwd', isIncoming: true } },
      'request.unknown_call',
    ],
    ['a name of every object', { name: 'constructor', input: {} }, 'request.unknown_call'],
    ['__proto__', { name: '__proto__', input: {} }, 'request.unknown_call'],
    [
      'an extra key in the input',
      { name: 'import.start', input: { offer: 'x', path: '/etc' } },
      'request.invalid',
    ],
    ['a missing key', { name: 'import.start', input: {} }, 'request.invalid'],
    ['a wrong type', { name: 'import.cancel', input: { runId: '1' } }, 'request.invalid'],
    ['no input', { name: 'import.current' }, 'request.invalid'],
    ['an extra key beside the input', { name: 'import.current', input: {}, as: 'root' }, 'request.invalid'],
    ['a list', [], 'request.invalid'],
    ['nothing', null, 'request.invalid'],
  ];
  test.each(cases)('%s', async (_name, asked, code) => {
    const before = open.calls.length;
    const answer = JSON.parse((await post(JSON.stringify(asked))).text);
    expect(answer).toMatchObject({ ok: false, error: { code, message: code, retryable: false } });
    expect(JSON.stringify(answer)).not.toMatch(/passwd|etc|root/);
    expect(open.calls.length).toBe(before);
  });

  test('app.info is answered by the host itself', async () => {
    const before = open.calls.length;
    expect(await open.client.call('app.info')).toMatchObject({
      ok: true,
      value: { host: 'web', profileName: 'test', dataState: { state: 'ready' } },
    });
    expect(open.calls.length).toBe(before);
  });
});

describe('bodies', () => {
  const good = JSON.stringify({ name: 'import.current', input: {} });
  const sized = (bytes: number) => good.replace(/}$/, `${' '.repeat(bytes - good.length)}}`);
  const cases: [string, string | Buffer, Record<string, string>, number][] = [
    ['exactly 1 MiB', sized(1024 * 1024), {}, 200],
    ['one byte more', sized(1024 * 1024 + 1), {}, 413],
    ['one byte more, in chunks', sized(1024 * 1024 + 1), { 'transfer-encoding': 'chunked' }, 413],
    ['8 MiB', sized(8 * 1024 * 1024), {}, 413],
    ['a form', good, { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', good, { 'content-type': 'text/plain' }, 415],
    ['a multipart form', good, { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['JSON in another character set', good, { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['JSON said to be UTF-8', good, { 'content-type': 'application/json; charset=utf-8' }, 200],
    ['compressed', good, { 'content-encoding': 'gzip' }, 415],
    ['not JSON', '{"name":', {}, 400],
    ['empty', '', {}, 400],
    ['bad UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 400],
  ];
  test.each(cases)('%s', async (_name, body, headers, status) => {
    expect((await post(body, headers)).status).toBe(status);
  });
});

describe('methods and paths', () => {
  const upload = 'A'.repeat(43);
  const cases: [string, string, number][] = [
    ['GET', '/api/call', 405],
    ['PUT', '/api/call', 405],
    ['DELETE', '/api/call', 405],
    ['OPTIONS', '/api/call', 405],
    ['POST', '/api/pushes', 405],
    ['GET', '/api/offers', 405],
    ['POST', `/api/offers/${upload}`, 405],
    ['GET', `/api/offers/${upload}`, 405],
    ['POST', `/api/offers/${upload}/0`, 405],
    ['PUT', `/api/offers/${upload}/done`, 405],
    ['POST', '/api/call/', 404],
    ['POST', '/api/', 404],
    ['POST', '/api/nothing', 404],
    ['PUT', `/api/offers/${upload}/0/..`, 404],
    ['PUT', '/api/offers/../../etc/0', 404],
    ['POST', '/', 405],
    ['HEAD', '/', 405],
    ['POST', '/link?token=x', 405],
    ['TRACE', '/', 405],
    ['POST', '/page.js', 405],
  ];
  test.each(cases)('%s %s', async (method, path, status) => {
    const answer = await ask(open.host.origin, { method, path, headers: open.client.headers });
    expect(answer.status).toBe(status);
  });
});
