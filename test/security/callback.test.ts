import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isOneAnswer } from '../../src/headless/web/callback.ts';
import type { CallbackOutcome } from '../../src/shared/domain/account.ts';
import { contentSecurityPolicy } from '../../src/shared/page/headers.ts';
import { ask } from '../demo/web-client.ts';
import { type OpenHost, openHost, sendRaw } from './open-host.ts';

let open: OpenHost;
beforeAll(async () => {
  open = await openHost();
});
afterAll(() => open.close());
beforeEach(() => {
  open.callbacks.length = 0;
  open.outcome = 'accepted';
  // Out of the span in which returns are counted.
  open.later += 61_000;
});

const come = (query = 'code=abc&state=xyz', headers: Record<string, string> = {}, method = 'GET') =>
  ask(open.host.origin, { method, path: `/callback?${query}`, headers });

test('a browser without a cookie is let in, and the whole address goes to the data program', async () => {
  const answer = await come('code=a%2Fb&state=xyz');
  expect(answer.status).toBe(200);
  expect(open.callbacks).toEqual([`${open.host.origin}/callback?code=a%2Fb&state=xyz`]);
  expect(open.calls).toEqual([]);
});

test.each<[CallbackOutcome, number, string]>([
  ['accepted', 200, 'Back to Health Relay'],
  ['denied', 200, 'refused'],
  ['late', 400, 'too long'],
  ['used', 400, 'already used'],
  ['unknown', 400, 'didn’t start here'],
])('%s is a page of words', async (outcome, status, words) => {
  open.outcome = outcome;
  const answer = await come();
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.text).toContain(words);
  expect(answer.text).not.toContain('<script');
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': contentSecurityPolicy,
  });
  expect(answer.headers['set-cookie']).toBeUndefined();
});

test.each([
  ['the first one', 'fr-CA,fr;q=0.9,en;q=0.5', 'fr', 'Retour à Health Relay'],
  ['the second one', 'zh-TW,ja;q=0.8', 'ja', 'Health Relayに戻る'],
  ['none that is known', 'xx,*;q=0.1', 'en', 'Back to Health Relay'],
  ['no language', '"><script>'.repeat(500), 'en', 'Back to Health Relay'],
])('in the language that the browser asks for: %s', async (_name, asked, language, words) => {
  const { text } = await come(undefined, { 'accept-language': asked });
  expect(text).toContain(`<html lang="${language}">`);
  expect(text).toContain(`<h1>${words}</h1>`);
});

test('the answer repeats nothing of what was sent', async () => {
  for (const outcome of ['accepted', 'denied', 'unknown'] as const) {
    open.outcome = outcome;
    const marks = 'code=MARKONE&state=MARKTWO&iss=%3Cscript%3EMARKTHREE%3C/script%3E';
    const answer = await come(marks);
    expect(answer.text + JSON.stringify(answer.headers)).not.toContain('MARK');
  }
});

describe('what no sign-in service sends never reaches the data program', () => {
  test.each([
    ['no query', ''],
    ['no state', 'code=abc'],
    ['no code', 'state=xyz'],
    ['an empty name', '=abc'],
    ['two codes', 'code=abc&code=def&state=xyz'],
    ['two states', 'code=abc&state=xyz&state=uvw'],
    ['two states, one encoded', 'code=abc&state=xyz&st%61te=uvw'],
    ['a code and an error', 'code=abc&error=access_denied&state=xyz'],
    ['a huge query', `code=${'a'.repeat(5000)}&state=xyz`],
  ])('%s', async (_name, query) => {
    const answer = await come(query);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('didn’t start here');
    expect(open.callbacks).toEqual([]);
  });

  test.each(['code=a b&state=x', 'code=a&state=x#y', 'code=a&state=\u0000', 'code=a&state=é'])(
    '%j',
    (query) => {
      expect(isOneAnswer(query)).toBe(false);
    },
  );

  test.each([
    ['POST', {}, 'POST', 405],
    ['HEAD', {}, 'HEAD', 405],
    ['another Host', { host: 'localhost' }, 'GET', 403],
    ['Host of a rebound name', { host: 'evil.example' }, 'GET', 403],
    ['an Origin', { origin: 'https://evil.example' }, 'GET', 403],
    ['our own Origin', { origin: 'self' }, 'GET', 403],
    ['Origin null', { origin: 'null' }, 'GET', 403],
    ['in a frame', { 'sec-fetch-dest': 'iframe' }, 'GET', 403],
    ['as an image', { 'sec-fetch-dest': 'image' }, 'GET', 403],
    ['by a script', { 'sec-fetch-dest': 'empty' }, 'GET', 403],
  ])('%s', async (_name, headers: Record<string, string>, method, status) => {
    const sent = headers['origin'] === 'self' ? { origin: open.host.origin } : headers;
    expect((await come('code=abc&state=xyz', sent, method)).status).toBe(status);
    expect(open.callbacks).toEqual([]);
  });

  test('other paths beside it', async () => {
    for (const path of [
      '/callback/',
      '/callback/x?code=a&state=b',
      '/Callback?code=a&state=b',
      '/%63allback?code=a&state=b',
    ]) {
      expect([path, (await ask(open.host.origin, { path })).status]).toEqual([path, 403]);
    }
    expect(
      await sendRaw(
        open.port,
        `GET //callback?code=a&state=b HTTP/1.1\r\nHost: 127.0.0.1:${open.port}\r\n\r\n`,
      ),
    ).toContain('403');
    expect(open.callbacks).toEqual([]);
  });
});

test('more than thirty a minute are turned away; after it they are let in again', async () => {
  for (let count = 0; count < 30; count += 1) expect((await come()).status).toBe(200);
  expect((await come()).status).toBe(429);
  expect(open.callbacks).toHaveLength(30);
  open.later += 61_000;
  expect((await come()).status).toBe(200);
});
