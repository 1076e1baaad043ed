import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { type BackupSchedule, scheduledCopiesKept } from '../../shared/domain/backup-schedule.ts';
import { drop } from '../../shared/drop.ts';
import { CodedError } from '../../shared/errors.ts';
import { msPerDay } from '../../shared/time.ts';
import { asCoded } from '../db/as-coded.ts';
import type { BackupFacts } from '../db/inspect-backup.ts';
import { syncToDisk } from '../db/private-files.ts';
import { secretAccount } from '../secret-store/secret-store.ts';
import {
  otherEntry,
  readSchedule,
  type StoredSchedule,
  scheduledCopies,
  scheduledName,
  unfinishedCopies,
  writeSchedule,
} from './backup-schedule.ts';
import type { OpeningCopies } from './kept-backups.ts';
import { freeBytes } from './profile-home.ts';
import type { ProfilePaths } from './profile-paths.ts';

export interface ScheduledBackupsOptions {
  readonly paths: ProfilePaths;
  readonly profileId: string;
  /** `Backups.make`: in steps, alongside calls, imports, and a sync. */
  readonly make: (path: string, passphrase: string | null) => Promise<{ readonly bytes: number }>;
  /** Opens each new copy as a check. Like `make`, it ends when the program does. */
  readonly opening: OpeningCopies;
  /** No copy starts during an import: both would compete for the disk. */
  readonly isImporting: () => boolean;
  readonly onChange: (schedule: BackupSchedule) => void;
  readonly onFault: (error: unknown) => void;
}

/** What the schedule reads of the computer. */
export interface Surroundings {
  readonly nowMs: () => number;
  readonly freeBytes: (folder: string) => Promise<number>;
}

const thisComputer: Surroundings = { nowMs: () => Date.now(), freeBytes };

export interface ScheduleInput {
  readonly isOn: boolean;
  readonly folder: string;
  readonly everyDays: number;
  /** Text: the new passphrase; null: none from now on; undefined: unchanged. */
  readonly passphrase?: string | null | undefined;
  /** False: the passphrase isn't stored; each copy needs it given (`makeNow`). */
  readonly isKept?: boolean;
}

/** Timers stop while the computer sleeps, so the wall clock is checked this often. */
const lookAgainMs = 15 * 60_000;
/** Delay while an import or a copy by the user is in progress. */
const busyMs = 60_000;
const retryAfterMs = 60 * 60_000;

/**
 * Makes a copy of the open database in the user's folder whenever one is due, opens it again, and only then removes the oldest beyond four. A failure
 * is remembered until an attempt succeeds; attempts repeat every hour.
 */
export class ScheduledBackups {
  readonly #options: ScheduledBackupsOptions;
  readonly #surroundings: Surroundings;
  readonly #closed = Promise.withResolvers<never>();
  #stored: StoredSchedule;
  #running: Promise<boolean> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStarted = false;
  #isClosed = false;

  constructor(options: ScheduledBackupsOptions, surroundings = thisComputer) {
    this.#options = options;
    this.#surroundings = surroundings;
    this.#stored = readSchedule(options.paths);
    // Nobody may be waiting for it at close.
    this.#closed.promise.catch(() => {});
  }

  /** Checks now and regularly from then on. Programs that end after one command don't call it. */
  start(): void {
    this.#isStarted = true;
    this.#lookIn(0);
  }

  state(): BackupSchedule {
    const { profileId: _, entry: __, ...shown } = this.#stored;
    return { ...shown, isMaking: this.#running !== null };
  }

  isDue(): boolean {
    const { isOn, nextAt, everyDays } = this.#stored;
    if (!isOn || nextAt === null) return false;
    const waitsMs = nextAt * 1000 - this.#nowMs();
    // If it is farther away than the interval, the clock was wrong when it was set.
    return waitsMs <= 0 || waitsMs > everyDays * msPerDay;
  }

  /**
   * Sets up the schedule. Another folder or passphrase makes a copy due at once. After an error, schedule and stored passphrase are what they were.
   * Errors: backup.folder_missing, backup.folder_unwritable, backup.own_folder, backup.passphrase_not_kept (its cause has the keychain's code),
   * disk.full, profile.unreadable.
   */
  async configure({
    isOn,
    folder,
    everyDays,
    passphrase,
    isKept = true,
  }: ScheduleInput): Promise<BackupSchedule> {
    const before = this.#stored;
    if (isOn) await this.#requireFolder(folder);
    const kept = isKept && typeof passphrase === 'string' ? passphrase : null;
    const entry = kept !== null && before.isEncrypted ? otherEntry(before) : before.entry;
    if (kept !== null) await this.#keep(entry, kept);
    const isEncrypted = passphrase === undefined ? before.isEncrypted : passphrase !== null;
    const isOther = before.folder !== folder || passphrase !== undefined || !before.isOn;
    const last = before.folder === folder ? before.last : null;
    const dueAt = isOther || last === null ? this.#now() : last.at + everyDays * (msPerDay / 1000);
    try {
      this.#store({
        ...before,
        profileId: this.#options.profileId,
        entry,
        isOn,
        folder,
        everyDays,
        isEncrypted,
        last,
        nextAt: isOn ? dueAt : null,
        failure: null,
      });
    } catch (error) {
      if (kept !== null) await this.#forget(entry);
      throw error;
    }
    const isForgotten = passphrase !== undefined && (kept === null || entry !== before.entry);
    if (isForgotten) await this.#forget(before.entry);
    this.#lookIn(0);
    return this.#announce();
  }

  /** Makes a copy if one is due, as the timer does. Resolves when it is done and records the outcome. */
  async look(): Promise<void> {
    if (this.isDue()) await this.makeNow().catch(() => {});
    else this.#lookIn(this.#untilNextMs());
  }

  /**
   * Makes a copy at once, due or not. True when there is a new copy, false if it has to wait for an import or another copy. `passphrase` replaces the
   * stored one, and encrypts the copy also where the schedule doesn't. Errors: those that `failure` names.
   */
  makeNow(passphrase: string | null = null): Promise<boolean> {
    this.#running ??= this.#attempt(passphrase).finally(() => {
      this.#running = null;
      this.#announce();
    });
    return this.#running;
  }

  /** Ends a copy in progress; it is due again at the next start, which also removes leftovers. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#closed.reject(new CodedError('cancelled'));
    await this.#running?.catch(() => {});
  }

  async #attempt(passphrase: string | null): Promise<boolean> {
    try {
      if (this.#isClosed) throw new CodedError('cancelled');
      if (this.#options.isImporting()) {
        this.#lookIn(busyMs);
        return false;
      }
      // The next push says that a copy is being made.
      await null;
      this.#announce();
      const { folder, everyDays } = this.#stored;
      if (folder === null) throw new CodedError('backup.folder_missing');
      const made = await this.#make(folder, passphrase);
      const nextAt = made.at + everyDays * (msPerDay / 1000);
      this.#store({ ...this.#stored, last: made, nextAt: this.#stored.isOn ? nextAt : null, failure: null });
      await this.#removeOlder(folder, made.name);
      this.#lookIn(this.#untilNextMs());
      return true;
    } catch (error) {
      const coded = asCoded(error);
      if (coded.code === 'request.refused') {
        this.#lookIn(busyMs);
        return false;
      }
      if (coded.code !== 'cancelled') this.#failed(coded);
      throw coded;
    }
  }

  async #make(folder: string, given: string | null): Promise<{ at: number; name: string; bytes: number }> {
    const { paths, profileId } = this.#options;
    await this.#requireFolder(folder);
    for (const left of unfinishedCopies(folder, profileId)) await rm(left, { force: true });
    const passphrase = given ?? (this.#stored.isEncrypted ? await this.#orClosed(this.#kept()) : null);
    const needed = (await stat(paths.database)).size;
    const free = await this.#surroundings.freeBytes(folder);
    if (needed > free) throw new CodedError('disk.full', { needed, free });
    const atMs = this.#nowMs();
    const name = scheduledName(profileId, atMs, passphrase !== null);
    const path = join(folder, name);
    const unchecked = `${path}.unchecked`;
    try {
      const { bytes } = await this.#options.make(unchecked, passphrase).catch((error: unknown) => {
        throw ofTheFolder(error);
      });
      await this.#check(unchecked, passphrase);
      if (this.#isClosed) throw new CodedError('cancelled');
      await rename(unchecked, path);
      await syncToDisk(folder, 'folder');
      return { at: Math.floor(atMs / 1000), name, bytes };
    } finally {
      await rm(unchecked, { force: true }).catch(() => {});
    }
  }

  /** Opens it as a restore does. Errors: backup.damaged and those of reading. */
  async #check(path: string, passphrase: string | null): Promise<void> {
    const { paths, opening, profileId } = this.#options;
    const { inspect, unseal } = opening;
    if (passphrase === null) return requireOurs(await inspect(path), profileId);
    const plain = join(paths.incoming, `backup-${randomUUID()}.sqlite`);
    try {
      await unseal(path, plain, passphrase);
      requireOurs(await inspect(plain), profileId);
    } finally {
      await rm(plain, { force: true }).catch(() => {});
    }
  }

  /** Never removes the copy that was just opened, even if other names carry later dates. */
  async #removeOlder(folder: string, newest: string): Promise<void> {
    const others = scheduledCopies(folder, this.#options.profileId).filter(({ name }) => name !== newest);
    for (const { path } of others.slice(scheduledCopiesKept - 1))
      await rm(path, { force: true }).catch(this.#options.onFault);
  }

  #failed(error: CodedError): void {
    const retryAt = this.#now() + retryAfterMs / 1000;
    const failure = { at: this.#now(), code: error.code };
    try {
      this.#store({ ...this.#stored, failure, nextAt: this.#stored.isOn ? retryAt : null });
    } catch (notStored) {
      // The cause may be a full disk: the failure is kept in memory and shows up again after a restart.
      this.#stored = { ...this.#stored, failure, nextAt: this.#stored.isOn ? retryAt : null };
      this.#options.onFault(notStored);
    }
    this.#lookIn(this.#untilNextMs());
  }

  async #requireFolder(folder: string): Promise<void> {
    const found = isAbsolute(folder) ? await stat(folder).catch(() => null) : null;
    if (!found?.isDirectory()) throw new CodedError('backup.folder_missing');
    const isOwn = `${resolve(folder)}${sep}`.startsWith(`${this.#options.paths.dir}${sep}`);
    if (isOwn) throw new CodedError('backup.own_folder');
    await access(folder, constants.W_OK).catch((cause: unknown) => {
      throw new CodedError('backup.folder_unwritable', {}, { cause });
    });
  }

  #account(entry: StoredSchedule['entry']): string {
    return secretAccount(this.#options.profileId, entry);
  }

  /** Kept only in memory, it would be gone at the next start, and nobody could open the copies. */
  async #keep(entry: StoredSchedule['entry'], passphrase: string): Promise<void> {
    const store = await this.#options.opening.secrets();
    const code = await store.set(this.#account(entry), passphrase);
    if (code === null) return;
    await store.delete(this.#account(entry)).catch(() => {});
    throw new CodedError('backup.passphrase_not_kept', {}, { cause: new CodedError(code) });
  }

  async #kept(): Promise<string> {
    const found = await (await this.#options.opening.secrets()).get(this.#account(this.#stored.entry));
    if (found === null) throw new CodedError('backup.passphrase_lost');
    return found;
  }

  async #forget(entry: StoredSchedule['entry']): Promise<void> {
    const store = await this.#options.opening.secrets();
    await store.delete(this.#account(entry)).catch(this.#options.onFault);
  }

  #store(stored: StoredSchedule): void {
    writeSchedule(this.#options.paths, stored);
    this.#stored = stored;
  }

  #announce(): BackupSchedule {
    const state = this.state();
    if (!this.#isClosed) this.#options.onChange(state);
    return state;
  }

  #orClosed<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#closed.promise]);
  }

  #untilNextMs(): number {
    const { nextAt } = this.#stored;
    return nextAt === null ? lookAgainMs : Math.max(0, nextAt * 1000 - this.#nowMs());
  }

  #lookIn(ms: number): void {
    if (!this.#isStarted || this.#isClosed) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => drop(this.look(), 'it keeps how it ended', this.#options.onFault),
      Math.min(ms, lookAgainMs),
    ).unref();
  }

  #nowMs(): number {
    return this.#surroundings.nowMs();
  }

  #now(): number {
    return Math.floor(this.#nowMs() / 1000);
  }
}

function requireOurs(facts: BackupFacts, profileId: string): void {
  if (facts.profileId !== profileId) throw new CodedError('backup.damaged');
}

/** The database that it reads is open and works, so a write error comes from the folder. */
function ofTheFolder(error: unknown): CodedError {
  const coded = asCoded(error);
  return coded.code === 'profile.unreadable'
    ? new CodedError('backup.folder_unwritable', {}, { cause: error })
    : coded;
}
