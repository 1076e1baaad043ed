import { z } from 'zod';
import { targetIdSchema } from '../domain/sync.ts';
import { defineCall } from './define.ts';

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

/** Ends the data program in order and starts it on that profile; the page reloads when this is answered. Errors: profile.unknown, profile.in_use and those of a start; then the former one is open again. */
export const open = defineCall({ name: 'profiles.open', input: z.strictObject({ id }), output: z.null() });

/** Writes the whole database of the open profile to one file: saved where the person chose (desktop), or offered at `href` of the web host for 5 minutes. */
export const backUp = defineCall({
  name: 'profiles.backUp',
  input: nothing,
  output: z.object({
    state: z.enum(['saved', 'download', 'cancelled']),
    name: z.string(),
    bytes: z.number(),
    href: z.string().nullable(),
  }),
});

/** What is in a backup that was offered. Errors: import.not_found, backup.not_ours, backup.damaged, profile.newer_version. */
export const reviewBackup = defineCall({
  name: 'profiles.reviewBackup',
  input: z.strictObject({ offer: z.string() }),
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
  reviewBackup,
  restore,
  forgetEverything,
] as const;
