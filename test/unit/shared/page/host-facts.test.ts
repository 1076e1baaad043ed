import { expect, test } from 'vitest';
import { assetAt } from '../../../../src/shared/page/asset-path.ts';
import { withHostFacts } from '../../../../src/shared/page/host-facts.ts';

test('facts stand in the head and cannot leave their attribute', () => {
  const offer = { offer: 'o1', name: '"><script>alert(1)</script>&quot;' };
  const html = withHostFacts('<html><head><title>x</title></head></html>', { token: 't', offer });
  expect(html).toContain('<head><meta name="health-relay-token" content="t"><meta name="health-relay-offer"');
  expect(html).not.toContain('<script');
  const content = /health-relay-offer" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const decoded = content
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  expect(JSON.parse(decoded)).toEqual(offer);
});

test('a page without a head is no page of ours', () => {
  expect(() => withHostFacts('<html></html>', {})).toThrow();
});

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
