import { describe, expect, it } from 'vitest';
import { filePath, sha256In } from '../../../../../src/core/targets/foundry/foundry-parts.ts';

const sha256 = 'ab'.repeat(32);

describe('the path of a chunk', () => {
  it.each([
    ['auth0|65f0', `healthkit/raw/auth0|65f0/${sha256}.ndjson`],
    ['me@example.org', `healthkit/raw/me@example.org/${sha256}.ndjson`],
    ['', `healthkit/raw/unknown/${sha256}.ndjson`],
    ['..', `healthkit/raw/unknown/${sha256}.ndjson`],
    ['../other', `healthkit/raw/..%2Fother/${sha256}.ndjson`],
    ['Zoë / home', `healthkit/raw/Zo%C3%AB%20%2F%20home/${sha256}.ndjson`],
  ])('of %j is %s and is read back', (user, path) => {
    expect(filePath(user, sha256)).toBe(path);
    expect(sha256In(user, path)).toBe(sha256);
  });

  it.each([
    [`healthkit/raw/other/${sha256}.ndjson`],
    [`healthkit/raw/me/${sha256}.json`],
    [`healthkit/raw/me/x/${sha256}.ndjson`],
    [`healthkit/raw/me/${sha256.toUpperCase()}.ndjson`],
    ['healthkit/raw/me/2026-11-22T12-26-24-287Z.json'],
  ])('is not seen in %s', (path) => {
    expect(sha256In('me', path)).toBeNull();
  });

  it('of Parquet is the same but for its ending', () => {
    const path = filePath('me', sha256, 'parquet');
    expect(path).toBe(`healthkit/raw/me/${sha256}.parquet`);
    expect(sha256In('me', path)).toBe(sha256);
  });
});
