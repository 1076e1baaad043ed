import { describe, expect, test } from 'vitest';
import { isOwnPage, isTrustedSender, pageAddress } from '../../../src/main/page-protocol.ts';

const built = { origin: 'app://bundle', url: 'app://bundle/index.html' };

test.each([
  [true, 'http://localhost:5173', built],
  [false, undefined, built],
  [false, 'https://evil.example', built],
  [false, 'http://evil.example', built],
  [false, 'http://localhost.evil.example:5173', built],
  [false, 'file:///etc/passwd', built],
  [false, 'nonsense', built],
  [false, 'http://localhost:5173', { origin: 'http://localhost:5173', url: 'http://localhost:5173/' }],
])('packaged %s, development server %s', (isPackaged, url, expected) => {
  expect(pageAddress(isPackaged, url)).toEqual(expected);
});

const frames: [string, boolean][] = [
  ['app://bundle/index.html', true],
  ['app://bundle/index.html#/history', true],
  ['APP://bundle/', true],
  ['app://bundle', true],
  ['app://bundle.evil.example/', false],
  ['app://evil@bundle/', false],
  ['app://bundle:81/', false],
  ['app://other/index.html', false],
  ['http://bundle/', false],
  ['https://evil.example/app://bundle/', false],
  ['about:blank', false],
  ['data:text/html,app://bundle/', false],
  ['blob:app://bundle/1', false],
  ['file:///app://bundle/', false],
  ['', false],
];

describe('the sender of a call', () => {
  test.each(frames)('%s', (url, isTrusted) => {
    expect(isOwnPage(url, 'app://bundle')).toBe(isTrusted);
    expect(isTrustedSender({ url, parent: null }, 'app://bundle')).toBe(isTrusted);
    expect(isTrustedSender({ url, parent: {} }, 'app://bundle')).toBe(false);
  });

  test('a frame that is gone', () => {
    expect(isTrustedSender(null, 'app://bundle')).toBe(false);
  });
});
