import { expect, test } from 'vitest';
import { assetAt } from '../../../../src/shared/page/asset-path.ts';

test.each([
  ['/', 'index.html'],
  ['/index.html', 'index.html'],
  ['/assets/index-a_B1.js', 'assets/index-a_B1.js'],
  ['/icon.svg', 'icon.svg'],
  ['/a..b.js', null],
  ['/.a.js', null],
  ['/a.map', null],
  ['/a', null],
  ['a.js', null],
  ['/a%2e.js', null],
  ['/é.js', null],
  [`/${'a'.repeat(400)}.js`, null],
])('%s', (pathname, path) => {
  expect(assetAt(pathname)?.path ?? null).toBe(path);
});
