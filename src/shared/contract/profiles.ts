import { z } from 'zod';
import { unitsSchema } from '../domain/display-units.ts';
import { exportFormats, tableSchema } from '../domain/export.ts';
import { targetIdSchema } from '../domain/sync.ts';
import { defineCall } from './define.ts';
import { eventsPage, recordsPage, workoutsPage } from './history.ts';

const nothing = z.strictObject({});
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const name = z.string().trim().min(1).max(80);

/** Answered by the host, which owns the data program and may open it on another folder. Ids are folder names, never paths; the first profile's is `main`. */
export const list = defineCall({
  name: 'profiles.list',
  input: nothing,
  output: z.object({
    profiles: z.array(z.object({ id: z.string(), name: z.string(), isOpen: z.boolean() })),
  }),
});

/** Makes an empty profile beside the others; it is not opened. Errors: profile.name_taken, profile.unreadable, disk.full. */
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

/** Ends the data program in order and starts it on that profile, also on the open one where it has failed; the page reloads when this is answered. Errors: profile.unknown, profile.in_use and those of a start; then the former one is open again. */
export const open = defineCall({ name: 'profiles.open', input: z.strictObject({ id }), output: z.null() });

/** A file for the person: saved where they chose (desktop), or offered at `href` of the web host, once, for 5 minutes. */
const savedFileSchema = z.object({
  state: z.enum(['saved', 'download', 'cancelled']),
  name: z.string(),
  bytes: z.number(),
  href: z.string().nullable(),
});
export type SavedFile = z.infer<typeof savedFileSchema>;

export const passphraseSchema = z.string().min(1).max(1000);

/**
 * Writes the whole database of the open profile to one file, encrypted in age's format where a passphrase is given. Errors: disk.full,
 * profile.unreadable, request.refused while another is made.
 */
export const backUp = defineCall({
  name: 'profiles.backUp',
  input: z.strictObject({ passphrase: passphraseSchema.optional() }),
  output: savedFileSchema,
});

/** What quantities are read in, and so written; without it as the file of the Health app has them, workouts in m and kcal. */
const readIn = { units: unitsSchema.optional() };
const aPage = { cursor: true, until: true, limit: true } as const;

/** What is shown: a list of History with its filters, whole, or a table of figures. */
export const exportRequestSchema = z.discriminatedUnion('kind', [
  recordsPage.input.omit(aPage).extend({ kind: z.literal('records'), ...readIn }),
  workoutsPage.input.omit(aPage).extend({ kind: z.literal('workouts'), ...readIn }),
  eventsPage.input.omit(aPage).extend({ kind: z.literal('events'), ...readIn }),
  tableSchema,
]);
export type ExportRequest = z.output<typeof exportRequestSchema>;
export type ExportInput = z.input<typeof exportRequestSchema>;

/** Writes what is shown to one file: CSV (RFC 4180, UTF-8, with a header) or a JSON array of objects. Errors: disk.full, profile.unreadable, cancelled. */
export const exportShown = defineCall({
  name: 'profiles.exportShown',
  input: z.strictObject({ request: exportRequestSchema, format: z.enum(exportFormats) }),
  output: savedFileSchema,
});

/**
 * What is in a backup that was offered. Errors: import.not_found, backup.not_ours, backup.damaged, backup.needs_passphrase,
 * backup.bad_passphrase, profile.newer_version.
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
    /** Targets that were on in it: what was delivered there after the backup may be sent again, so sending rests until the person resumes it. */
    targets: z.array(targetIdSchema),
  }),
});

/** Puts the backup in the place of this profile's database, which is kept in the profile's backups folder. The page reloads when this is answered. */
export const restore = defineCall({
  name: 'profiles.restore',
  input: z.strictObject({ offer: z.string() }),
  output: z.null(),
});

/** When the newest copy of the open profile's database was made that the program keeps by itself, UTC seconds; null: there is none. */
export const lastBackup = defineCall({
  name: 'profiles.lastBackup',
  input: nothing,
  output: z.object({ madeAt: z.number().nullable() }),
});

/**
 * Where the open profile's database is damaged: the newest kept copy that is whole takes its place, the damaged one is kept in the
 * profile's backups folder, and sending rests when targets were on. The page reloads when this is answered. Errors: request.refused where
 * it is not damaged; backup.damaged when no copy is whole, and those of a start; then it is as it was.
 */
export const startFromBackup = defineCall({
  name: 'profiles.startFromBackup',
  input: nothing,
  output: z.null(),
});

/**
 * Removes everything of every profile from this computer: databases, logs, spool, copies, the shell's storage, keychain entries.
 * `confirm` is the word that the page asked for. `left` counts what could not be removed (0 unless something holds it).
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
