import { expect, test } from 'vitest';
import { isAppLink, signInCallback } from '../../../src/main/deep-link.ts';

const scheme = 'app.healthrelay.desktop';

test.each([
  [`${scheme}:/callback?code=a%2Fb&state=s-1`, `${scheme}:/callback?code=a%2Fb&state=s-1`],
  [`${scheme}:/callback?error=access_denied&state=s`, `${scheme}:/callback?error=access_denied&state=s`],
  [`${scheme.toUpperCase()}:/callback?code=a&state=s`, `${scheme}:/callback?code=a&state=s`],
  [`${scheme}:///callback?code=a&state=s`, `${scheme}:/callback?code=a&state=s`],
  [`${scheme}:/x/../callback?code=a`, `${scheme}:/callback?code=a`],
  [`${scheme}:/callback?x=<script>"'`, `${scheme}:/callback?x=%3Cscript%3E%22'`],
])('%s comes back', (link, url) => {
  expect(signInCallback(link)).toBe(url);
});

test.each([
  '',
  'callback?code=a',
  `${scheme}`,
  `${scheme}:`,
  `${scheme}:/`,
  `${scheme}:/callback`,
  `${scheme}:/callback?`,
  `${scheme}:/callback/?code=a`,
  `${scheme}:/callbacks?code=a`,
  `${scheme}:/Callback?code=a`,
  `${scheme}:callback?code=a`,
  `${scheme}://callback?code=a`,
  `${scheme}://evil.example/callback?code=a`,
  `${scheme}://user@/callback?code=a`,
  `${scheme}:/callback?code=a#state=b`,
  `${scheme}:/callback?code=a b`,
  `${scheme}:/callback?code=a\n`,
  `${scheme}:/callback?code=a\0`,
  `${scheme}:/callback?code=ä`,
  `${scheme}:/%63allback?code=a`,
  `${scheme}:/callback?code=${'a'.repeat(8000)}`,
  `${scheme}.evil:/callback?code=a`,
  `x${scheme}:/callback?code=a`,
  ` ${scheme}:/callback?code=a`,
  'https://example.org/callback?code=a',
  'javascript:/callback?code=a',
])('%j does not', (link) => {
  expect(signInCallback(link)).toBeNull();
});

test('every text of our scheme is a link of ours, also a malformed one', () => {
  expect(isAppLink(`${scheme}:x`)).toBe(true);
  expect(isAppLink(`${scheme.toUpperCase()}:`)).toBe(true);
  expect(isAppLink(`${scheme}.evil:x`)).toBe(false);
  expect(isAppLink(`/home/me/${scheme}:x`)).toBe(false);
});
