import { randomUUID } from 'node:crypto';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { drop } from '../../../shared/drop.ts';
import { asCoded } from '../../db/as-coded.ts';
import { privateFileMode, syncToDisk } from '../../db/private-files.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);
const ending = '.ndjson.gz';
/** As much as one file gives back. */
export const maxSpoolBytes = 16 * 1024 * 1024;

/** The folder of chunks on their way: gzipped NDJSON, 0600, one file a chunk (outbox/README, Guarantees). */
export class Spool {
  readonly dir: string;
  readonly #onFault: (error: unknown) => void;

  /** `onFault` gets why a file could not be removed. */
  constructor(dir: string, onFault: (error: unknown) => void = () => {}) {
    this.dir = dir;
    this.#onFault = onFault;
  }

  /** Writes and syncs a new file, its entry in the folder too; returns its name. Errors: disk.full, profile.unreadable. */
  async write(bytes: Uint8Array): Promise<string> {
    const name = `${randomUUID()}${ending}`;
    const path = join(this.dir, name);
    try {
      // Level 1: ten times smaller already, and cutting must outrun the network.
      const zipped = await zip(bytes, { level: constants.Z_BEST_SPEED });
      const file = await open(path, 'wx', privateFileMode);
      try {
        await file.writeFile(zipped);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncToDisk(this.dir, 'folder');
      return name;
    } catch (error) {
      await this.remove(name);
      throw asCoded(error);
    }
  }

  /**
   * The bytes, or null where the file is missing or damaged. Error profile.unreadable: it is there and cannot be read just now, as
   * when a virus scanner holds it; that is no reason to give it up.
   */
  async read(name: string): Promise<Buffer | null> {
    const zipped = await readFile(join(this.dir, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw asCoded(error);
    });
    if (zipped === null) return null;
    try {
      return await unzip(zipped, { maxOutputLength: maxSpoolBytes });
    } catch {
      return null;
    }
  }

  /** The first `count` bytes or fewer, null where the file is missing or damaged. */
  async head(name: string, count: number): Promise<Buffer | null> {
    try {
      const file = await open(join(this.dir, name));
      try {
        // Gzipped text is never longer than the text and its frame.
        const zipped = Buffer.alloc(count + 64);
        const { bytesRead } = await file.read(zipped, 0, zipped.length, 0);
        const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maxSpoolBytes };
        const bytes = await unzip(zipped.subarray(0, bytesRead), options);
        return bytes.subarray(0, count);
      } finally {
        await file.close();
      }
    } catch {
      return null;
    }
  }

  /**
   * Never throws: a file that a virus scanner or an indexer holds open (EPERM, EBUSY on Windows) is reported and stays. No row
   * names it, so the next start removes it.
   */
  async remove(name: string): Promise<void> {
    try {
      await rm(join(this.dir, name), { force: true });
    } catch (error) {
      this.#onFault(asCoded(error));
    }
  }

  /** As `remove`, with nobody waiting for it. */
  removeLater(name: string): void {
    drop(this.remove(name), 'no row names it any more: the next start removes it', this.#onFault);
  }

  /** Names of our files there. */
  async names(): Promise<Set<string>> {
    const names = await readdir(this.dir);
    return new Set(names.filter((name) => name.endsWith(ending)));
  }
}
