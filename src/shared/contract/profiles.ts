import { z } from 'zod';
import { unitsSchema } from '../domain/display-units.ts';
import { exportFormats, tableSchema } from '../domain/export.ts';
import { targetIdSchema } from '../domain/sync.ts';
import { defineCall } from './define.ts';
import {
  beatsPage,
  bloodPressures,
  documentsPage,
  ecgPage,
  eventsPage,
  recordsPage,
  workoutsPage,
} from './history.ts';

const nothing = z.strictObject({});
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const name = z.string().trim().min(1).max(80);

/** The host answers these, because it owns the data program and may open it on another folder. Ids are folder names, never paths; the first profile's is `main`. */
export const list = defineCall({
  name: 'profiles.list',
  input: nothing,
  output: z.object({
    profiles: z.array(z.object({ id: z.string(), name: z.string(), isOpen: z.boolean() })),
  }),
});

/** Creates an empty profile beside the others without opening it. Errors: profile.name_taken, profile.unreadable, disk.full. */
export const create = defineCall({
  name: 'profiles.create',
  input: z.strictObject({ name }),
  output: z.object({ id: z.string() }),
});
export const rename = defineCall({
  name: 'profiles.rename',
  input: z.strictObject({ id, name }),
  output: z.null(),
});

/** Ends the data program in order and starts it on that profile, even the open one if it failed; the page reloads on the answer. Errors: profile.unknown, profile.in_use and those of a start; then the former one is open again. */
export const open = defineCall({ name: 'profiles.open', input: z.strictObject({ id }), output: z.null() });

/** A file for the user: saved where they chose (desktop), or offered at `href` of the web host, once, for 5 minutes. */
const savedFileSchema = z.object({
  state: z.enum(['saved', 'download', 'cancelled']),
  name: z.string(),
  bytes: z.number(),
  href: z.string().nullable(),
});
export type SavedFile = z.infer<typeof savedFileSchema>;

export const passphraseSchema = z.string().min(1).max(1000);

/**
 * Writes the whole database of the open profile to one file, encrypted in age's format if a passphrase
 * is given. Errors: disk.full, profile.unreadable, request.refused while another backup is in progress.
 */
export const backUp = defineCall({
  name: 'profiles.backUp',
  input: z.strictObject({ passphrase: passphraseSchema.optional() }),
  output: savedFileSchema,
});

/** The units that quantities are read in, and so written in; by default those of the Health app's file, with workouts in m and kcal. */
const readIn = { units: unitsSchema.optional() };
const aPage = { cursor: true, until: true, limit: true } as const;

/** The shown data: a whole list with its filters, or a table of figures. */
export const exportRequestSchema = z.discriminatedUnion('kind', [
  recordsPage.input.omit(aPage).extend({ kind: z.literal('records'), ...readIn }),
  workoutsPage.input.omit(aPage).extend({ kind: z.literal('workouts'), ...readIn }),
  eventsPage.input.omit(aPage).extend({ kind: z.literal('events'), ...readIn }),
  bloodPressures.input.omit(aPage).extend({ kind: z.literal('blood-pressures') }),
  documentsPage.input.omit(aPage).extend({ kind: z.literal('documents'), ...readIn }),
  ecgPage.input.omit(aPage).extend({ kind: z.literal('ecgs') }),
  beatsPage.input.omit(aPage).extend({ kind: z.literal('beats') }),
  tableSchema,
]);
export type ExportRequest = z.output<typeof exportRequestSchema>;
export type ExportInput = z.input<typeof exportRequestSchema>;

/** Writes the shown data to one file: CSV (RFC 4180, UTF-8, with a header) or a JSON array of objects. Errors: disk.full, profile.unreadable, cancelled. */
export const exportShown = defineCall({
  name: 'profiles.exportShown',
  input: z.strictObject({ request: exportRequestSchema, format: z.enum(exportFormats) }),
  output: savedFileSchema,
});

/**
 * The content of an offered backup. Errors: import.not_found, backup.not_ours, backup.damaged,
 * backup.needs_passphrase, backup.bad_passphrase, profile.newer_version.
 */
export const reviewBackup = defineCall({
  name: 'profiles.reviewBackup',
  input: z.strictObject({ offer: z.string(), passphrase: passphraseSchema.optional() }),
  output: z.object({
    records: z.number(),
    events: z.number(),
    /** UTC seconds of the last completed import in it. */
    lastImportAt: z.number().nullable(),
    isSameProfile: z.boolean(),
    /** Targets that were on in it: data delivered there after the backup may be sent again, so sending pauses until the user resumes it. */
    targets: z.array(targetIdSchema),
  }),
});

/** Replaces this profile's database with the backup; the old database is kept in the profile's backups folder. The page reloads on the answer. */
export const restore = defineCall({
  name: 'profiles.restore',
  input: z.strictObject({ offer: z.string() }),
  output: z.null(),
});

/** When the newest copy that the program keeps automatically of the open profile's database was made, in UTC seconds; null: there is none. */
export const lastBackup = defineCall({
  name: 'profiles.lastBackup',
  input: nothing,
  output: z.object({ madeAt: z.number().nullable() }),
});

/**
 * Replaces a damaged database of the open profile with the newest intact kept copy, keeps the damaged one in the profile's
 * backups folder, and pauses sending if targets were on. The page reloads on the answer. Errors: request.refused if it
 * isn't damaged; backup.damaged if no copy is intact, and those of a start; then nothing has changed.
 */
export const startFromBackup = defineCall({
  name: 'profiles.startFromBackup',
  input: nothing,
  output: z.null(),
});

/**
 * Removes all data of all profiles from this computer: databases, logs, spool, copies, the shell's storage, keychain entries.
 * `confirm` is the phrase that the page asked for. `left` counts items that couldn't be removed (0 unless another program holds them).
 */
export const forgetEverything = defineCall({
  name: 'profiles.forgetEverything',
  input: z.strictObject({ confirm: z.literal('forget everything') }),
  output: z.object({ files: z.number(), keychainEntries: z.number(), left: z.number() }),
});

export const profileCalls = [
  list,
  create,
  rename,
  open,
  backUp,
  exportShown,
  reviewBackup,
  restore,
  lastBackup,
  startFromBackup,
  forgetEverything,
] as const;
