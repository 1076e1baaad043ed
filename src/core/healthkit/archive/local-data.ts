import { CodedError } from '../../../shared/errors.ts';
import type { DirectoryRecord } from './central-directory.ts';
import type { DirectoryLocation } from './directory-location.ts';
import type { SourceFile } from './source-file.ts';

const wrap = 2 ** 32;
const localSignature = 0x04034b50;
const localHeaderSize = 30;

/** The location of an entry's content in the zip. */
export interface LocalData {
  readonly start: number;
  /** The exclusive end of the entry: the next entry or the directory. */
  readonly limit: number;
  /** The compressed size, as far as the directory tells. */
  readonly compressedSize: number;
}

/**
 * Finds the content of one entry. The local header is only skipped; its sizes are never used (healthkit/README §1.2). If offsets wrap at 2^32, the
 * first place with this entry's header counts. Errors: import.truncated_archive, import.damaged_archive.
 */
export async function locateData(
  file: SourceFile,
  directory: DirectoryLocation,
  record: DirectoryRecord,
  nextHeader: number,
): Promise<LocalData> {
  const first = directory.wraps
    ? (record.localHeaderOffset + directory.shift) % wrap
    : record.localHeaderOffset + directory.shift;
  for (let at = first; at + localHeaderSize <= directory.start; at += wrap) {
    const header = await file.readAt(at, localHeaderSize);
    if (header.readUInt32LE() === localSignature) {
      const nameSize = header.readUInt16LE(26);
      const start = at + localHeaderSize + nameSize + header.readUInt16LE(28);
      const isOurs =
        !directory.wraps || (await file.readAt(at + localHeaderSize, nameSize)).equals(record.rawName);
      if (isOurs && start <= directory.start) {
        const limit = directory.wraps
          ? directory.start
          : Math.min(directory.start, Math.max(start, nextHeader));
        return { start, limit, compressedSize: await compressedSize(file, directory, record, start, limit) };
      }
    }
    if (!directory.wraps) throw new CodedError('import.damaged_archive', { reason: 'local_header' });
  }
  throw new CodedError(directory.wraps ? 'import.damaged_archive' : 'import.truncated_archive', {
    reason: 'local_header',
  });
}

/** The declared size or, if it wraps, the first `size + k·2^32` that is followed by a zip record. */
async function compressedSize(
  file: SourceFile,
  directory: DirectoryLocation,
  record: DirectoryRecord,
  start: number,
  limit: number,
): Promise<number> {
  if (directory.wraps) {
    for (let size = record.compressedSize; start + size <= limit; size += wrap) {
      // PK: a data descriptor, a local header or the directory.
      if ((await file.readAt(start + size, 2)).readUInt16LE() === 0x4b50) return size;
    }
  }
  return Math.min(record.compressedSize, limit - start);
}
