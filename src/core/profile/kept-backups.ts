import { randomUUID } from 'node:crypto';
import { constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { keptCopyDays } from '../../shared/domain/backup-schedule.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import { msPerDay } from '../../shared/time.ts';
import { asCoded } from '../db/as-coded.ts';
import type { BackupFacts } from '../db/inspect-backup.ts';
import { privateFileMode } from '../db/private-files.ts';
import { makeSelfContained } from '../db/raw-file.ts';
import { type SecretStore, secretAccount } from '../secret-store/secret-store.ts';
import { readSchedule, scheduledCopies } from './backup-schedule.ts';
import type { ProfilePaths } from './profile-paths.ts';
import { adoptRestored, type CopyReading, stageRestore } from './restores.ts';

export interface KeptBackup {
  readonly path: string;
  /** Last written, UTC seconds. */
  readonly madeAt: number;
}

/** Made before a migration (core/db/migrate.ts) or a restore (restores.ts). */
const keptName = /^before-(?:\d{4}|restore-\d{17})\.sqlite$/;

/** Copies of the database that the program itself made, newest first, without damaged ones that were set aside. Opens nothing. */
export function keptBackups({ backups }: Pick<ProfilePaths, 'backups'>): readonly KeptBackup[] {
  if (!existsSync(backups)) return [];
  return readdirSync(backups)
    .filter((name) => keptName.test(name))
    .map((name) => join(backups, name))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      // With a log beside it, the file alone is incomplete.
      if (!found?.isFile() || found.size === 0 || existsSync(`${path}-wal`)) return [];
      return [{ path, madeAt: Math.floor(found.mtimeMs / 1000) }];
    })
    .sort((a, b) => b.madeAt - a.madeAt);
}

/**
 * Copies that the program made automatically, newest first, in either place: kept ones and scheduled ones. Opens nothing. A missing folder has none.
 */
export function ownBackups(
  paths: Pick<ProfilePaths, 'backups' | 'schedule'>,
): readonly (KeptBackup & { readonly isSealed: boolean })[] {
  const { folder, profileId } = readSchedule(paths);
  return [
    ...keptBackups(paths).map((kept) => ({ ...kept, isSealed: false })),
    ...scheduledCopies(folder, profileId),
  ].toSorted((a, b) => b.madeAt - a.madeAt);
}

/**
 * Removes copies from before migrations and restores that were made more than 30 days ago, once a newer copy is known to be complete: one opened here
 * as a check, or the schedule's last, which was opened when it was made. So the newest of each kind stays for at least 30 days, and the only good one
 * stays forever. Files set aside as damaged stay. Removes nothing once `signal` is aborted. Returns the number removed. Errors: disk.full,
 * profile.unreadable.
 */
export async function removeOldCopies(
  paths: ProfilePaths,
  inspect: (path: string) => Promise<BackupFacts>,
  nowMs: number,
  signal: AbortSignal,
): Promise<number> {
  const old = keptBackups(paths).filter((copy) => setAsideMs(copy) < nowMs - keptCopyDays * msPerDay);
  const oldest = Math.min(...old.map(({ madeAt }) => madeAt));
  const whole = old.length === 0 ? null : await newestWhole(paths, inspect, oldest);
  if (whole === null || signal.aborted) return 0;
  const gone = old.filter(({ path, madeAt }) => path !== whole.path && madeAt <= whole.madeAt);
  // Synchronous: the profile may be released at any await.
  for (const { path } of gone) rmSync(path, { force: true });
  return gone.length;
}

async function newestWhole(
  paths: ProfilePaths,
  inspect: (path: string) => Promise<BackupFacts>,
  after: number,
): Promise<KeptBackup | null> {
  const { last } = readSchedule(paths);
  for (const copy of ownBackups(paths)) {
    if (copy.madeAt < after) break;
    const wasChecked = basename(copy.path) === last?.name && statSync(copy.path).size === last.bytes;
    if (wasChecked || (!copy.isSealed && (await isWhole(copy.path, inspect)))) return copy;
  }
  return null;
}

async function isWhole(path: string, inspect: (path: string) => Promise<BackupFacts>): Promise<boolean> {
  try {
    await inspect(path);
    return true;
  } catch {
    return false;
  }
}

/** A former database keeps the time of its own last change; its name tells when it was set aside (restores.ts). */
function setAsideMs({ path, madeAt }: KeptBackup): number {
  const [, stamp] = /-restore-(\d{17})\.sqlite$/.exec(path) ?? [];
  if (stamp === undefined) return madeAt * 1000;
  const part = (from: number, to: number) => Number(stamp.slice(from, to));
  const named = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
  return Math.max(named, madeAt * 1000);
}

/** Errors of the file itself, as opposed to a computer that can't read it right now. */
const useless: ReadonlySet<ErrorCode> = new Set([
  'backup.damaged',
  'backup.not_ours',
  'backup.bad_passphrase',
  'backup.passphrase_lost',
  'profile.newer_version',
]);

export interface OpeningCopies extends CopyReading {
  /** Opened only for a copy that is encrypted. */
  readonly secrets: () => Promise<SecretStore>;
}

/**
 * Replaces a damaged database with a copy of our newest complete backup and keeps it in backups/ as `damaged-…`. Call it only under the profile's
 * lock and before anything opens the database. Pauses sending if targets were on. Errors: backup.damaged if none is complete, backup.passphrase_lost
 * or backup.bad_passphrase if the newest couldn't be decrypted and no other is complete; account.keychain_*, disk.full, profile.unreadable.
 */
export async function startFromBackup(paths: ProfilePaths, opening: OpeningCopies): Promise<void> {
  let sealedFor: CodedError | null = null;
  for (const { path, isSealed } of ownBackups(paths)) {
    const copy = join(paths.incoming, `restore-${randomUUID()}.sqlite`);
    try {
      if (isSealed) await opening.unseal(path, copy, await scheduledPassphrase(paths, opening));
      else await copyFile(path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await chmod(copy, privateFileMode);
      await makeSelfContained(copy);
      const { profileId, targets } = await opening.inspect(copy);
      if (profileId === '') throw new CodedError('backup.not_ours');
      await stageRestore(paths, { copy, profileId, pauses: targets.length > 0 });
      return await adoptRestored(paths, 'damaged');
    } catch (error) {
      await rm(copy, { force: true });
      const coded = asCoded(error);
      if (!useless.has(coded.code)) throw coded;
      if (isSealed && coded.code !== 'backup.damaged') sealedFor ??= coded;
    }
  }
  throw sealedFor ?? new CodedError('backup.damaged');
}

async function scheduledPassphrase(paths: ProfilePaths, { secrets }: OpeningCopies): Promise<string> {
  const { profileId, entry } = readSchedule(paths);
  const found = await (await secrets()).get(secretAccount(profileId, entry));
  if (found === null) throw new CodedError('backup.passphrase_lost');
  return found;
}
