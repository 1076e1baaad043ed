import { crc32 } from 'node:zlib';
import { CodedError } from '../../../shared/errors.ts';
import type { DirectoryRecord } from './central-directory.ts';
import type { DirectoryLocation } from './directory-location.ts';
import type { MeasuredEntry } from './entry.ts';
import { type BombGuard, inflateRange } from './inflate.ts';
import { locateData } from './local-data.ts';
import type { SourceFile } from './source-file.ts';

const stored = 0;
const deflated = 8;

/** The parts of a zip that an entry needs. */
export interface ZipPlace {
  readonly file: SourceFile;
  readonly directory: DirectoryLocation;
  /** The offset of the next entry's header, or infinity; meaningless if offsets wrap. */
  nextHeader(record: DirectoryRecord): number;
  /** Whether an earlier entry begins at the same offset: one piece of data read again and again. */
  isShared?(record: DirectoryRecord): boolean;
  /** Called with the inflated bytes of any entry. Errors: import.bomb. */
  readonly guard?: BombGuard;
  /** Called for an entry that was read to its end and doesn't match its checksum. */
  onAltered?(path: string): void;
}

/** A zip entry with a known compressed size. */
export interface ZipEntry extends MeasuredEntry {
  compressedSize(): Promise<number>;
}

/** An entry read straight from the zip; `path` is relative to the top folder. */
export function zipEntry(path: string, record: DirectoryRecord, zip: ZipPlace): ZipEntry {
  let consumed = 0;
  let counted = { inflated: 0, compressed: 0 };
  const locate = () => locateData(zip.file, zip.directory, record, zip.nextHeader(record));

  /** Yields all readable data whatever its checksum: the directory may be wrong, so a warning is enough. */
  async function* stream(): AsyncGenerator<Buffer> {
    let sum = 0;
    for await (const chunk of content()) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== record.crc32) zip.onAltered?.(path);
  }

  async function* content(): AsyncGenerator<Buffer> {
    consumed = 0;
    if (zip.isShared?.(record)) throw new CodedError('import.damaged_archive', { reason: 'shared' });
    const data = await locate();
    const onConsumed = (bytes: number) => {
      consumed = bytes;
    };
    if (record.method === deflated) {
      let inflated = 0;
      for await (const chunk of inflateRange(zip.file, data.start, data.limit, onConsumed)) {
        inflated += chunk.length;
        // Repeated reads, such as the document's head, count once.
        if (inflated > counted.inflated) {
          zip.guard?.add(inflated - counted.inflated, Math.max(0, consumed - counted.compressed));
          counted = { inflated, compressed: Math.max(counted.compressed, consumed) };
        }
        yield chunk;
      }
    } else if (record.method === stored) {
      for await (const chunk of zip.file.readRange(data.start, data.start + data.compressedSize)) {
        consumed += chunk.length;
        yield chunk;
      }
      if (data.compressedSize < record.compressedSize) {
        throw new CodedError('import.truncated_archive', { reason: 'stored' });
      }
    } else {
      throw new CodedError('import.unsupported_compression', { method: record.method });
    }
  }

  return {
    path,
    declaredSize: record.uncompressedSize,
    stream,
    consumedBytes: () => consumed,
    compressedSize: async () => (await locate()).compressedSize,
  };
}
