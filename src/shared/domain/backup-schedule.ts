import { z } from 'zod';
import { errorCodes } from '../errors.ts';

/** How many copies of one profile a schedule keeps in its folder. */
export const scheduledCopiesKept = 4;
export const usualIntervalDays = 7;
/** Copies from before restores and database updates are kept at least this long. */
export const keptCopyDays = 30;

/** Automatic backups, and their state. Instants are UTC seconds. */
export const backupScheduleSchema = z.object({
  isOn: z.boolean(),
  /** Absolute; null until one is chosen. */
  folder: z.string().nullable(),
  everyDays: z.int().min(1).max(365),
  /** With a passphrase, which is in the keychain. */
  isEncrypted: z.boolean(),
  /** The newest one that was made and verified by opening it. */
  last: z.object({ at: z.number(), name: z.string(), bytes: z.number() }).nullable(),
  /** When the next one is due; null while it is off. */
  nextAt: z.number().nullable(),
  /** Why the latest attempt failed; null after a success. */
  failure: z.object({ at: z.number(), code: z.enum(errorCodes) }).nullable(),
  isMaking: z.boolean(),
});
export type BackupSchedule = z.infer<typeof backupScheduleSchema>;
