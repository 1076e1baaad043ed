import { z } from 'zod';
import { errorCodes } from '../errors.ts';

/** Copies of one profile that a schedule leaves in its folder. */
export const scheduledCopiesKept = 4;
export const usualIntervalDays = 7;
/** Copies from before restores and updates of the database stay at least so long. */
export const keptCopyDays = 30;

/** Copies that are made by themselves, and how that stands. Instants are UTC seconds. */
export const backupScheduleSchema = z.object({
  isOn: z.boolean(),
  /** Absolute; null before one was chosen. */
  folder: z.string().nullable(),
  everyDays: z.int().min(1).max(365),
  /** With a passphrase that lies in the keychain. */
  isEncrypted: z.boolean(),
  /** The newest that was made and opened again. */
  last: z.object({ at: z.number(), name: z.string(), bytes: z.number() }).nullable(),
  /** When the next one is due; null while it is off. */
  nextAt: z.number().nullable(),
  /** Why the latest attempt came to nothing; null once one did not. */
  failure: z.object({ at: z.number(), code: z.enum(errorCodes) }).nullable(),
  isMaking: z.boolean(),
});
export type BackupSchedule = z.infer<typeof backupScheduleSchema>;
