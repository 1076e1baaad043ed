import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from './as-coded.ts';
import type { Reader, Writer } from './open.ts';
import { makePrivateFile, writeWhole } from './private-files.ts';
import { makeSelfContained } from './raw-file.ts';

/** Of 4 KiB each: a step is shorter than what a call may wait for. */
const pagesPerStep = 200;
const everyPage = 0x7fff_ffff;

export interface Sealing {
  /** Ends soon after `signal` is aborted, as `cancelled`, and leaves no part of a file. */
  readonly seal: (
    from: string,
    to: string,
    passphrase: string,
    signal: AbortSignal,
  ) => Promise<{ readonly bytes: number }>;
  readonly folder: string;
}

/** Copies of the open database for the person to keep, one at a time. */
export class Backups {
  readonly #writer: Writer;
  readonly #sealing: Sealing;
  #current: Promise<unknown> | null = null;
  readonly #ending = new AbortController();

  /** `seal` encrypts (sealed-backup.ts); `folder`: of the profile, where the copy lies before that, so that it is nowhere readable outside. */
  constructor(writer: Writer, sealing: Sealing) {
    this.#writer = writer;
    this.#sealing = sealing;
  }

  /**
   * Writes the whole database to one file (0600) by SQLite's backup API, in steps between which calls, imports and a sync continue; their
   * commits are in it too, because they write over the same connection. It has its name only when it is whole and on the
   * disk; a file of that name is replaced then. With a passphrase it is encrypted in age's format. Errors: disk.full, profile.unreadable,
   * request.refused while another is made.
   */
  async make(path: string, passphrase: string | null = null): Promise<{ readonly bytes: number }> {
    if (this.#current !== null || this.#ending.signal.aborted) throw new CodedError('request.refused');
    const work =
      passphrase === null
        ? copyDatabase(this.#writer, path, () => this.#nextStep())
        : this.#makeSealed(path, passphrase);
    this.#current = work.catch(() => {});
    try {
      return await work;
    } finally {
      this.#current = null;
    }
  }

  /** Ends one in progress, as `cancelled`, before the database is closed; it waits for no encryption and leaves no file. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#current;
  }

  async #makeSealed(path: string, passphrase: string): Promise<{ readonly bytes: number }> {
    const { seal, folder } = this.#sealing;
    const plain = join(folder, `backup-${randomUUID()}.sqlite`);
    try {
      await copyDatabase(this.#writer, plain, () => this.#nextStep());
      return await seal(plain, path, passphrase, this.#ending.signal);
    } finally {
      await rm(plain, { force: true });
    }
  }

  #nextStep(): number {
    if (this.#ending.signal.aborted) throw new CodedError('cancelled');
    return pagesPerStep;
  }
}

/**
 * The same through a reader, all in one step: what another program commits meanwhile would make it begin again. Blocks as long as it
 * takes. Errors: disk.full, profile.unreadable.
 */
export function backUpAtOnce(reader: Reader, path: string): Promise<{ readonly bytes: number }> {
  return copyDatabase(reader, path, () => everyPage);
}

async function copyDatabase(
  source: Reader,
  path: string,
  nextStep: () => number,
): Promise<{ readonly bytes: number }> {
  try {
    return await writeWhole(path, async (partial) => {
      makePrivateFile(partial);
      await source.backup(partial, { progress: nextStep });
      await makeSelfContained(partial);
    });
  } catch (error) {
    throw asCoded(error);
  }
}
