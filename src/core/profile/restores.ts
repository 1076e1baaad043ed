import { randomUUID } from 'node:crypto';
import { constants, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { chmod, copyFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';
import type { BackupFacts } from '../db/inspect-backup.ts';
import { openWriter } from '../db/open.ts';
import { makePrivateFolder, privateFileMode, syncToDisk } from '../db/private-files.ts';
import { isSqliteFile, makeSelfContained } from '../db/raw-file.ts';
import { isSealed } from '../db/sealed-backup.ts';
import { freeBytes } from './profile-home.ts';
import type { ProfilePaths } from './profile-paths.ts';

/** How copies are read, in a thread if calls must continue. Both end when the program does. */
export interface CopyReading {
  /** `inspectBackup`. */
  readonly inspect: (path: string) => Promise<BackupFacts>;
  /** Decrypts one file to another (db/sealed-backup.ts). */
  readonly unseal: (from: string, to: string, passphrase: string) => Promise<unknown>;
}

interface Reviewed {
  readonly copy: string;
  readonly facts: BackupFacts;
}

/**
 * Offered backups. Each is copied into the profile first, so the reviewed bytes are the restored bytes and nothing is written beside the user's file.
 * The next start removes unused copies (incoming/).
 */
export class Restores {
  readonly #paths: ProfilePaths;
  readonly #profileId: string;
  readonly #reading: CopyReading;
  readonly #reviewed = new Map<string, Reviewed>();
  readonly #unsealing = new Set<Promise<unknown>>();

  constructor(paths: ProfilePaths, profileId: string, reading: CopyReading) {
    this.#paths = paths;
    this.#profileId = profileId;
    this.#reading = reading;
  }

  /**
   * `path`: the file behind `offer`; `isIncoming`: it is already our own copy. Errors: import.not_found, backup.not_ours, backup.damaged,
   * backup.needs_passphrase, backup.bad_passphrase (both can be retried), profile.newer_version, disk.full {needed, free}, profile.unreadable.
   */
  async review(
    offer: string,
    path: string,
    isIncoming: boolean,
    passphrase: string | null = null,
  ): Promise<BackupFacts> {
    const before = this.#reviewed.get(offer);
    if (before) return before.facts;
    const found = await stat(path).catch(() => null);
    if (!found) throw new CodedError('import.not_found');
    if (!found.isFile()) throw new CodedError('backup.not_ours');
    const copy = (await isSealed(path))
      ? await this.#unsealed(path, found.size, passphrase)
      : isIncoming
        ? path
        : await this.#copyOf(path, found.size);
    try {
      if (!(await isSqliteFile(copy))) throw new CodedError('backup.not_ours');
      await makeSelfContained(copy);
      const facts = await this.#reading.inspect(copy);
      this.#reviewed.set(offer, { copy, facts });
      return facts;
    } catch (error) {
      await rm(copy, { force: true });
      throw asCoded(error);
    }
  }

  /** Stages a reviewed backup. Errors: import.not_found for an offer that wasn't reviewed, and those of `stageRestore`. */
  async stage(offer: string): Promise<void> {
    const reviewed = this.#reviewed.get(offer);
    if (!reviewed) throw new CodedError('import.not_found');
    const { copy, facts } = reviewed;
    await stageRestore(this.#paths, { copy, profileId: this.#profileId, pauses: facts.targets.length > 0 });
    this.#reviewed.delete(offer);
  }

  /** Removes unused copies. */
  drop(): void {
    for (const { copy } of this.#reviewed.values()) rmSync(copy, { force: true });
    this.#reviewed.clear();
  }

  /** Waits until nothing is being decrypted, then removes the unused copies. */
  async close(): Promise<void> {
    await Promise.all(this.#unsealing);
    this.drop();
  }

  isOfThisProfile(facts: BackupFacts): boolean {
    return facts.profileId === this.#profileId;
  }

  #unsealed(path: string, size: number, passphrase: string | null): Promise<string> {
    if (passphrase === null) throw new CodedError('backup.needs_passphrase');
    const made = this.#made(size, (copy) => this.#reading.unseal(path, copy, passphrase));
    const finished = made.then(
      () => {},
      () => {},
    );
    this.#unsealing.add(finished);
    return made.finally(() => this.#unsealing.delete(finished));
  }

  #copyOf(path: string, size: number): Promise<string> {
    return this.#made(size, async (copy) => {
      await copyFile(path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await chmod(copy, privateFileMode);
    });
  }

  async #made(needed: number, make: (copy: string) => Promise<unknown>): Promise<string> {
    const { incoming, dir } = this.#paths;
    const copy = join(incoming, `restore-${randomUUID()}.sqlite`);
    try {
      const free = await freeBytes(dir);
      if (needed > free) throw new CodedError('disk.full', { needed, free });
      await make(copy);
      return copy;
    } catch (error) {
      await rm(copy, { force: true }).catch(() => {});
      throw asCoded(error);
    }
  }
}

interface StagedRestore {
  /** An inspected copy inside the profile that nobody else owns; it is moved away. */
  readonly copy: string;
  /** The id of the receiving profile: keychain entries depend on it, and two profiles must never share them. */
  readonly profileId: string;
  /** Pauses sending until the user resumes it: items delivered after the backup may be sent again. */
  readonly pauses: boolean;
}

/**
 * Prepares a backup to replace the database at the next opening (`adoptRestored`). The profile doesn't change before that. Errors: disk.full,
 * profile.unreadable.
 */
export async function stageRestore(paths: ProfilePaths, staged: StagedRestore): Promise<void> {
  const { copy, profileId, pauses } = staged;
  try {
    const writer = openWriter(copy);
    try {
      const put = writer.prepare<[string, string]>(
        'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      );
      put.run('profile.id', profileId);
      if (pauses) put.run('isPaused', 'true');
      writer.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      writer.close();
    }
    if (existsSync(`${copy}-wal`)) throw new Error('the log of the copy was not written back');
    await syncToDisk(copy, 'file');
    renameSync(copy, paths.restored);
    await syncToDisk(paths.dir, 'folder');
  } catch (error) {
    throw asCoded(error);
  }
}

/**
 * Puts a staged backup in the database's place and keeps the former one in backups/, under a name that begins with `keptAs`. Call it only under the
 * profile's lock and before anything opens the database. After a kill at any step, the next opening continues: the staged file's own time names the
 * copy, and a step that was done finds nothing left to move. Errors: disk.full, profile.unreadable.
 */
export async function adoptRestored(paths: ProfilePaths, keptAs = 'before-restore'): Promise<void> {
  const { database, restored, backups, dir } = paths;
  if (!existsSync(restored)) return;
  try {
    const stamp = statSync(restored).mtime.toISOString().replace(/\D/g, '').slice(0, 17);
    const kept = join(backups, `${keptAs}-${stamp}.sqlite`);
    makePrivateFolder(backups);
    foldLogIn(database);
    if (sizeOf(database) > 0) renameSync(database, kept);
    // Left beside the new database, SQLite would replay the former one's log into it.
    if (existsSync(`${database}-wal`)) renameSync(`${database}-wal`, `${kept}-wal`);
    rmSync(`${database}-shm`, { force: true });
    await syncToDisk(backups, 'folder');
    await syncToDisk(dir, 'folder');
    renameSync(restored, database);
    await syncToDisk(dir, 'folder');
  } catch (error) {
    throw asCoded(error);
  }
}

/** A killed owner's last commits are in the log; folding them in leaves one file to keep. */
function foldLogIn(database: string): void {
  if (sizeOf(database) === 0 || !existsSync(`${database}-wal`)) return;
  try {
    openWriter(database).close();
  } catch {
    // A damaged file is kept as it is, with the log that SQLite leaves.
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
