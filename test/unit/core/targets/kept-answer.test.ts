import { expect, test } from 'vitest';
import { keptAnswer } from '../../../../src/core/targets/kept-answer.ts';

test.each([
  ['{"Authorization":"Bearer abcdefgh12345"}', 'abcdefgh12345'],
  ['echo: bearer abcdefgh12345', 'abcdefgh12345'],
  ['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl end', 'eyJhbGciOiJSUzI1NiJ9'],
  ['{"access_token" : "opaque-1234"}', 'opaque-1234'],
  ['<p>my-secret-token-1</p>', 'my-secret-token-1'],
])('no credential of %s', (text, secret) => {
  const kept = keptAnswer(text, 'my-secret-token-1');
  expect(kept).not.toContain(secret);
  expect(kept).toContain('[removed]');
});

test('at most 4 KiB, cut between characters', () => {
  expect(Buffer.byteLength(keptAnswer('é'.repeat(100_000)))).toBe(4096);
  expect(keptAnswer(`a${'é'.repeat(100_000)}`)).toBe(`a${'é'.repeat(2047)}`);
  expect(keptAnswer('fine')).toBe('fine');
});
