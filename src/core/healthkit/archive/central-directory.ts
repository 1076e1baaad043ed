import { type Entry, fromBufferPromise } from 'yauzl';
import { CodedError } from '../../../shared/errors.ts';
import { type DirectoryLocation, directorySignature } from './directory-location.ts';
import type { SourceFile } from './source-file.ts';

/** About sixteen times the largest known export, which has 6,000 entries (healthkit/README §1.8). */
const largestDirectory = 16 * 1024 * 1024;
const maxEntries = 100_000;

/** The central directory's facts about one entry. */
export interface DirectoryRecord {
  readonly rawName: Buffer;
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly localHeaderOffset: number;
  readonly isLink: boolean;
}

/**
 * Every record of the central directory, in its order. Errors: import.encrypted, import.damaged_archive,
 * import.too_large (more than 100,000 entries, or 16 MiB).
 */
export async function readDirectory(file: SourceFile, at: DirectoryLocation): Promise<DirectoryRecord[]> {
  if (at.end - at.start > largestDirectory) throw new CodedError('import.too_large', { reason: 'directory' });
  const bytes = await file.readAt(at.start, at.end - at.start);
  const { count, length } = walk(bytes);
  if (count > maxEntries) throw new CodedError('import.too_large', { reason: 'directory' });
  const zip = Buffer.concat([bytes.subarray(0, length), endFor(count, length)]);
  const records: DirectoryRecord[] = [];
  try {
    // yauzl neither compares sizes nor checks names here: we do both, with our own codes.
    const directory = await fromBufferPromise(zip, { decodeStrings: false, validateEntrySizes: false });
    for await (const entry of directory.eachEntry()) records.push(record(entry));
  } catch (cause) {
    throw new CodedError('import.damaged_archive', { reason: 'directory' }, { cause });
  }
  return records;
}

/** Counts the records up to the first foreign signature, because the end record's count may be modulo 65,536. */
function walk(bytes: Buffer): { count: number; length: number } {
  let count = 0;
  let length = 0;
  while (length + 4 <= bytes.length && bytes.readUInt32LE(length) === directorySignature) {
    const isHeaderWhole = length + 46 <= bytes.length;
    const end = isHeaderWhole
      ? length +
        46 +
        bytes.readUInt16LE(length + 28) +
        bytes.readUInt16LE(length + 30) +
        bytes.readUInt16LE(length + 32)
      : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw new CodedError('import.damaged_archive', { reason: 'directory' });
    // Bit 0: encrypted. Bit 6: strongly. Bit 13: the directory too.
    if ((bytes.readUInt16LE(length + 8) & 0x2041) !== 0) throw new CodedError('import.encrypted');
    count += 1;
    length = end;
  }
  // Only nothing or a signature record (PK\5\5) may follow; anything else is an overwritten record.
  if (length + 4 <= bytes.length && bytes.readUInt32LE(length) !== 0x05054b50) {
    throw new CodedError('import.damaged_archive', { reason: 'directory' });
  }
  return { count, length };
}

/** A zip64 end record for a directory at 0, with the true count, so yauzl can read Finder's archives. */
function endFor(count: number, length: number): Buffer {
  const end = Buffer.alloc(56 + 20 + 22);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(length), 56 + 8);
  end.writeUInt32LE(1, 56 + 16);
  end.writeUInt32LE(0x06054b50, 56 + 20);
  end.fill(0xff, 56 + 20 + 8, 56 + 20 + 20);
  return end;
}

function record(entry: Entry): DirectoryRecord {
  const isUnix = entry.versionMadeBy >>> 8 === 3;
  return {
    rawName: entry.fileNameRaw,
    method: entry.compressionMethod,
    crc32: entry.crc32,
    compressedSize: safe(entry.compressedSize),
    uncompressedSize: safe(entry.uncompressedSize),
    localHeaderOffset: safe(entry.relativeOffsetOfLocalHeader),
    isLink: isUnix && ((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000,
  };
}

/** A zip64 field can hold up to 2^64; a value beyond 2^53 is certainly false, and no database number holds it. */
function safe(size: number): number {
  return Math.min(size, Number.MAX_SAFE_INTEGER);
}
