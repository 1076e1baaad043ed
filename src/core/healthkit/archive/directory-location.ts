import { CodedError } from '../../../shared/errors.ts';
import type { SourceFile } from './source-file.ts';

const endSignature = 0x06054b50;
const zip64EndSignature = 0x06064b50;
const zip64LocatorSignature = 0x07064b50;
export const directorySignature = 0x02014b50;

const endSize = 22;
const zip64EndSize = 56;
const zip64LocatorSize = 20;
const longestComment = 0xffff;

/** The location of a zip's central directory. */
export interface DirectoryLocation {
  readonly start: number;
  /** First byte after the last possible directory record. */
  readonly end: number;
  /** The amount to add to entry offsets: for bytes before the zip, or for a wrap at 2^32. */
  readonly shift: number;
  /** Offsets and sizes are modulo 2^32: above 4 GiB and no zip64, as Finder's Archive Utility writes it (yauzl #69). */
  readonly wraps: boolean;
}

interface EndRecord {
  readonly end: number;
  readonly directorySize: number;
  readonly directoryOffset: number;
  readonly entryCount: number;
  readonly isZip64: boolean;
}

/**
 * Finds the central directory from the end of the file; null if there is no end of a zip. It is our own because yauzl trusts the end record's offset
 * and count, which Finder writes modulo 2^32 and 65,536. Errors: import.empty_archive, import.truncated_archive, import.damaged_archive.
 */
export async function locateDirectory(file: SourceFile): Promise<DirectoryLocation | null> {
  const size = file.identity.size;
  const tailSize = Math.min(size, endSize + longestComment + zip64LocatorSize);
  const tail = await file.readAt(size - tailSize, tailSize);
  const at = findEnd(tail);
  if (at === -1) return null;
  const record = await readEnd(file, tail, at, size - tailSize + at);

  if (record.directorySize === 0 && record.entryCount === 0) throw new CodedError('import.empty_archive');
  for (const start of [record.end - record.directorySize, record.directoryOffset]) {
    if (start < 0 || start + 4 > record.end) continue;
    if ((await file.readAt(start, 4)).readUInt32LE() !== directorySignature) continue;
    const shift = start - record.directoryOffset;
    if (shift < 0) throw new CodedError('import.truncated_archive', { reason: 'bytes_missing' });
    return { start, end: record.end, shift, wraps: !record.isZip64 && size > 2 ** 32 };
  }
  const reachesBeyond = record.directoryOffset + record.directorySize > record.end;
  throw new CodedError(reachesBeyond ? 'import.truncated_archive' : 'import.damaged_archive', {
    reason: 'directory_not_found',
  });
}

/** The index of the end record in the file's tail: one whose comment fills the rest, else the last one. */
function findEnd(tail: Buffer): number {
  let last = -1;
  for (let at = tail.length - endSize; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== endSignature) continue;
    const rest = tail.length - at - endSize;
    const commentSize = tail.readUInt16LE(at + 20);
    if (commentSize === rest) return at;
    if (last === -1 && commentSize < rest) last = at;
  }
  return last;
}

async function readEnd(file: SourceFile, tail: Buffer, at: number, position: number): Promise<EndRecord> {
  const locatorAt = at - zip64LocatorSize;
  if (locatorAt >= 0 && tail.readUInt32LE(locatorAt) === zip64LocatorSignature) {
    const declared = Number(tail.readBigUInt64LE(locatorAt + 8));
    const adjoining = position - zip64LocatorSize - zip64EndSize;
    for (const end of [declared, adjoining]) {
      if (end < 0 || end + zip64EndSize > position) continue;
      const record = await file.readAt(end, zip64EndSize);
      if (record.readUInt32LE() !== zip64EndSignature) continue;
      return {
        end,
        directorySize: Number(record.readBigUInt64LE(40)),
        directoryOffset: Number(record.readBigUInt64LE(48)),
        entryCount: Number(record.readBigUInt64LE(32)),
        isZip64: true,
      };
    }
    throw new CodedError(declared >= position ? 'import.truncated_archive' : 'import.damaged_archive', {
      reason: 'zip64_end_not_found',
    });
  }
  return {
    end: position,
    directorySize: tail.readUInt32LE(at + 12),
    directoryOffset: tail.readUInt32LE(at + 16),
    entryCount: tail.readUInt16LE(at + 10),
    isZip64: false,
  };
}
