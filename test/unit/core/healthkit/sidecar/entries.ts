import type { ArchiveEntry } from '../../../../../src/core/healthkit/archive/archive.ts';
import { CodedError, type ErrorCode } from '../../../../../src/shared/errors.ts';

/** An entry that yields these bytes in chunks of `chunkSize`, and then fails with `code`, if one is given. */
export function entryOf(
  content: string | Buffer,
  chunkSize = 7,
  code: ErrorCode | null = null,
): ArchiveEntry {
  const bytes = Buffer.from(content);
  async function* stream(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
    if (code !== null) throw new CodedError(code);
  }
  return { path: 'beside.file', declaredSize: bytes.length, stream };
}

/** An entry of `size` bytes, made as it is read. */
export function endlessEntry(size: number): ArchiveEntry {
  const chunkBytes = 1024 * 1024;
  async function* stream(): AsyncGenerator<Buffer> {
    for (let at = 0; at < size; at += chunkBytes) yield Buffer.alloc(chunkBytes, 0x20);
  }
  return { path: 'large.file', declaredSize: 10, stream };
}
