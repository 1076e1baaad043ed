import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { centralHeader, descriptor, endRecords, localHeader, type ZipEntry } from './zip-records.ts';

export interface ZipOptions {
  /** Stored instead of deflated. */
  readonly store?: boolean;
  /** Says that names which are not ASCII are UTF-8; Apple's writer does not say so (healthkit/README §1.2). */
  readonly utf8Flag?: boolean;
}

/** Larger sizes take zip64 records; the size of an entry is only known when it is written, so its opener foretells it. */
const limit32 = 0xffff_ffff;

/**
 * Writes a zip as the Health app does: version 2.0, data descriptors, local header without CRC and compressed size but with the
 * real one, zip64 only above 4 GiB (healthkit/README §1.2). One entry at a time, in bounded memory.
 */
export class ZipWriter {
  readonly #file: FileHandle;
  readonly #options: ZipOptions;
  readonly #entries: ZipEntry[] = [];
  #offset = 0;

  private constructor(file: FileHandle, options: ZipOptions) {
    this.#file = file;
    this.#options = options;
  }

  static async create(path: string, options: ZipOptions = {}): Promise<ZipWriter> {
    return new ZipWriter(await open(path, 'w'), options);
  }

  async #put(bytes: Uint8Array): Promise<void> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#offset);
      done += bytesWritten;
      this.#offset += bytesWritten;
    }
  }

  /** Writes one entry. `expectedSize` must be right about being above 4 GiB. Names of folders end in `/`. */
  async add(
    name: string,
    data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    expectedSize = 0,
  ): Promise<void> {
    const isFolder = name.endsWith('/');
    const entry: ZipEntry = {
      name: Buffer.from(name, 'utf8'),
      flags: (isFolder ? 0 : 8) | (this.#options.utf8Flag && /[^ -~]/.test(name) ? 0x800 : 0),
      method: this.#options.store || isFolder ? 0 : 8,
      isFolder,
      zip64: expectedSize > 0.9 * limit32,
      offset: this.#offset,
      crc: 0,
      compressedSize: 0,
      size: 0,
    };
    await this.#put(localHeader(entry));
    if (entry.method === 0) await this.#store(entry, data);
    else await this.#deflate(entry, data);
    if ((entry.size >= limit32 || entry.compressedSize >= limit32) && !entry.zip64)
      throw new RangeError(`${name} grew beyond 4 GiB and was not expected to`);
    if (!isFolder) await this.#put(descriptor(entry));
    await this.#file.write(localHeader(entry), 0, undefined, entry.offset);
    this.#entries.push(entry);
  }

  async #store(entry: ZipEntry, data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of data) {
      entry.crc = crc32(chunk, entry.crc);
      entry.size += chunk.length;
      entry.compressedSize += chunk.length;
      await this.#put(chunk);
    }
  }

  async #deflate(entry: ZipEntry, data: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const deflate = createDeflateRaw({ level: 6, chunkSize: 1 << 18 });
    const drain = (async () => {
      for await (const chunk of deflate) {
        entry.compressedSize += (chunk as Buffer).length;
        await this.#put(chunk as Buffer);
      }
    })();
    // One chunk is deflated on its thread while the next is made here.
    let taken: Promise<void> = Promise.resolve();
    for await (const chunk of data) {
      entry.crc = crc32(chunk, entry.crc);
      entry.size += chunk.length;
      await taken;
      taken = new Promise((resolve, reject) =>
        deflate.write(chunk, (error) => (error ? reject(error) : resolve())),
      );
    }
    await taken;
    deflate.end();
    await drain;
  }

  async close(): Promise<void> {
    const start = this.#offset;
    for (const entry of this.#entries) await this.#put(centralHeader(entry));
    await this.#put(endRecords(this.#entries.length, start, this.#offset - start));
    await this.#file.close();
  }
}

/** Writes a whole zip of entries in the order given. */
export async function writeZip(
  path: string,
  entries: Iterable<{ readonly name: string; readonly data: string | Uint8Array }>,
  options: ZipOptions = {},
): Promise<void> {
  const zip = await ZipWriter.create(path, options);
  for (const { name, data } of entries) await zip.add(name, [Buffer.from(data)]);
  await zip.close();
}
