import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { backupScheduleSchema, usualIntervalDays } from '../../shared/domain/backup-schedule.ts';
import { asCoded } from '../db/as-coded.ts';
import { privateFileMode } from '../db/private-files.ts';
import type { ProfilePaths } from './profile-paths.ts';

/**
 * The state of scheduled backups, in a file beside the database: a damaged database must not hide its copies, and a restored one must not bring along
 * another computer's folder.
 */
const storedSchema = backupScheduleSchema.omit({ isMaking: true }).extend({
  /** Names the copies and the passphrase's entry in the keychain. */
  profileId: z.string(),
  /** Which of the profile's entries in the keychain holds the passphrase; a new one is stored beside it before the schedule names it. */
  entry: z.enum(['backup', 'backup-2']).default('backup'),
});
export type StoredSchedule = z.infer<typeof storedSchema>;

/** The entry that a new passphrase is stored under, so that the former stays until the schedule is stored. */
export function otherEntry({ entry }: Pick<StoredSchedule, 'entry'>): StoredSchedule['entry'] {
  return entry === 'backup' ? 'backup-2' : 'backup';
}

/** Off if none was set up or its file can't be read. */
export function readSchedule({ schedule }: Pick<ProfilePaths, 'schedule'>): StoredSchedule {
  try {
    return storedSchema.parse(JSON.parse(readFileSync(schedule, 'utf8')));
  } catch {
    return {
      profileId: '',
      entry: 'backup',
      isOn: false,
      folder: null,
      everyDays: usualIntervalDays,
      isEncrypted: false,
      last: null,
      nextAt: null,
      failure: null,
    };
  }
}

/** Whole or not at all. Errors: disk.full, profile.unreadable. */
export function writeSchedule({ schedule }: Pick<ProfilePaths, 'schedule'>, stored: StoredSchedule): void {
  const partial = `${schedule}.partial`;
  try {
    rmSync(partial, { force: true });
    writeFileSync(partial, `${JSON.stringify(stored)}\n`, { mode: privateFileMode, flag: 'wx', flush: true });
    renameSync(partial, schedule);
  } catch (error) {
    throw asCoded(error);
  }
}

export interface ScheduledCopy {
  readonly path: string;
  readonly name: string;
  /** UTC seconds, from its name: moving a copy may change the file's own date. */
  readonly madeAt: number;
  readonly isSealed: boolean;
}

/** The part of each name that tells one profile's copies from those of others and from files saved by hand. */
const mark = (profileId: string) => `health-relay-scheduled-${profileId.slice(0, 8)}-`;

/** `health-relay-scheduled-1f0c2a7e-20260309T101112Z.sqlite`, and `.age` after it when encrypted. */
export function scheduledName(profileId: string, atMs: number, isSealed: boolean): string {
  const stamp = new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${mark(profileId)}${stamp}.sqlite${isSealed ? '.age' : ''}`;
}

/** Copies of this profile in a folder, newest first; none if the folder is missing. Opens nothing. */
export function scheduledCopies(folder: string | null, profileId: string): ScheduledCopy[] {
  return namesIn(folder, profileId)
    .flatMap((name) => {
      const [, date, time, age] =
        /^(\d{8})T(\d{6})Z\.sqlite(\.age)?$/.exec(name.slice(mark(profileId).length)) ?? [];
      if (folder === null || date === undefined || time === undefined) return [];
      const madeAt = Date.UTC(
        Number(date.slice(0, 4)),
        Number(date.slice(4, 6)) - 1,
        Number(date.slice(6)),
        Number(time.slice(0, 2)),
        Number(time.slice(2, 4)),
        Number(time.slice(4)),
      );
      return [{ path: join(folder, name), name, madeAt: madeAt / 1000, isSealed: age !== undefined }];
    })
    .sort((a, b) => b.madeAt - a.madeAt);
}

/** Leftovers of this profile's interrupted attempts, under names that no copy has. */
export function unfinishedCopies(folder: string, profileId: string): string[] {
  return namesIn(folder, profileId)
    .filter((name) => /\.(unchecked|partial)$/.test(name))
    .map((name) => join(folder, name));
}

function namesIn(folder: string | null, profileId: string): string[] {
  if (folder === null || profileId === '') return [];
  try {
    return readdirSync(folder).filter((name) => name.startsWith(mark(profileId)));
  } catch {
    return [];
  }
}
