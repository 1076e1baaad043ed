import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { release } from '../../../../../src/core/healthkit/archive/entry.ts';
import { inflateRange } from '../../../../../src/core/healthkit/archive/inflate.ts';
import { openSourceFile } from '../../../../../src/core/healthkit/archive/source-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'health-relay-release-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('release', () => {
  it('gives back a chunk that is alone in its buffer', () => {
    const chunk = new Uint8Array(1024);
    release(chunk);
    expect(chunk.buffer.detached).toBe(true);
    expect(chunk.length).toBe(0);
  });

  it('leaves a chunk that shares its buffer', () => {
    const whole = new Uint8Array(1024).fill(7);
    const chunk = whole.subarray(0, 512);
    release(chunk);
    expect(chunk).toHaveLength(512);
    expect(whole[1023]).toBe(7);
  });

  it('takes nothing from what is still to be inflated', async () => {
    const content = Buffer.from(Array.from({ length: 1_500_000 }, (_, i) => (i * i) >> 7));
    const deflated = deflateRawSync(content);
    const path = join(folder, 'data');
    writeFileSync(path, deflated);
    const file = await openSourceFile(path);
    const copies: Buffer[] = [];
    let released = 0;
    for await (const chunk of inflateRange(file, 0, deflated.length, () => {})) {
      copies.push(Buffer.from(chunk));
      release(chunk);
      if (chunk.length === 0) released++;
    }
    await file.close();
    expect(Buffer.concat(copies).equals(content)).toBe(true);
    expect(released).toBeGreaterThan(5);
  });
});
