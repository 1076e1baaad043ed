import { z } from 'zod';
import { aliasSchema, importStatusSchema, receiptSchema, removalListSchema } from '../domain/receipt.ts';
import { defineCall, definePush } from './define.ts';

/** An export in a watched folder that is newer than the imported data. */
const foundExportSchema = z.object({
  /** Changes with the file. */
  id: z.string(),
  name: z.string(),
  /** The folder's own name, without its path. */
  folder: z.string(),
  /** UTC seconds. */
  exportAt: z.number(),
});
export type FoundExport = z.infer<typeof foundExportSchema>;

/** Folders watched for exports, and the exports found there and not answered, newest first. */
const folderWatchSchema = z.object({
  folders: z.array(z.object({ path: z.string(), isReadable: z.boolean() })),
  found: z.array(foundExportSchema),
});
export type FolderWatch = z.infer<typeof folderWatchSchema>;

const runId = z.strictObject({ runId: z.int().positive() });
const nothing = z.strictObject({});

/** Queues an offered file (dropped or chosen) for import. Errors: import.not_found if the offer is gone. */
export const start = defineCall({
  name: 'import.start',
  input: z.strictObject({ offer: z.string().min(1).max(100) }),
  output: z.object({ runId: z.number() }),
});

/** Ends the run after the current batch; committed data stays. Errors: import.unknown_run. */
export const cancel = defineCall({ name: 'import.cancel', input: runId, output: z.null() });

/** Answers `import.other_person`: true continues, false refuses the file. Errors: import.unknown_run. */
export const confirmPerson = defineCall({
  name: 'import.confirmPerson',
  input: z.strictObject({ runId: z.int().positive(), isSamePerson: z.boolean() }),
  output: z.null(),
});

/** Imports the file of an interrupted, partial, or canceled run again. Errors: import.unknown_run, import.not_found. */
export const resume = defineCall({
  name: 'import.resume',
  input: runId,
  output: z.object({ runId: z.number() }),
});

/** Forgets an interrupted upload: its file is removed, the receipt stays. Errors: import.unknown_run. */
export const dismiss = defineCall({ name: 'import.dismiss', input: runId, output: z.null() });

/** The run in progress (or the first queued), null if there is none. */
export const current = defineCall({
  name: 'import.current',
  input: nothing,
  output: importStatusSchema.nullable(),
});

/** Ended runs, newest first; at most 200 per page. `before` is a runId. */
export const receipts = defineCall({
  name: 'import.receipts',
  input: z.strictObject({ before: z.int().positive().optional(), limit: z.int().min(1).max(200) }),
  output: z.array(receiptSchema),
});

/** One run. Errors: import.unknown_run. */
export const receipt = defineCall({ name: 'import.receipt', input: runId, output: receiptSchema });

/** Sources recognized as stored ones under another name. */
export const aliases = defineCall({ name: 'import.aliases', input: nothing, output: z.array(aliasSchema) });

/** Forbids an alias permanently; the file must be imported again, which adds its rows under the new source. */
export const undoAlias = defineCall({
  name: 'import.undoAlias',
  input: z.strictObject({ sourceId: z.int().positive() }),
  output: z.null(),
});

/**
 * The rows that a run removed from the history: the count, and the first 500 lines by type and day in
 * the home zone (or this computer's zone if none is set). Empty once undone. Errors:
 * import.unknown_run.
 */
export const removals = defineCall({ name: 'import.removals', input: runId, output: removalListSchema });

/** Undoes all removals of a run; no later import removes these rows again. Errors: import.unknown_run. */
export const undoRemovals = defineCall({ name: 'import.undoRemovals', input: runId, output: z.null() });

/** Folders watched for newer exports, and the exports found there that the user hasn't answered. */
export const watch = defineCall({ name: 'import.watch', input: nothing, output: folderWatchSchema });

/** Watches one more folder, by its absolute path. Errors: import.not_a_folder, settings.bad_value (at most 20). */
export const watchFolder = defineCall({
  name: 'import.watchFolder',
  input: z.strictObject({ path: z.string().min(1).max(4096) }),
  output: folderWatchSchema,
});
export const unwatchFolder = defineCall({
  name: 'import.unwatchFolder',
  input: z.strictObject({ path: z.string().min(1).max(4096) }),
  output: folderWatchSchema,
});

/** Imports a found export. Errors: import.not_found if it changed or is gone. */
export const takeFound = defineCall({
  name: 'import.takeFound',
  input: z.strictObject({ id: z.string().max(64) }),
  output: z.object({ runId: z.number() }),
});

/** Dismisses a found export; the same file isn't asked about again. */
export const dismissFound = defineCall({
  name: 'import.dismissFound',
  input: z.strictObject({ id: z.string().max(64) }),
  output: folderWatchSchema,
});

export const progress = definePush({ name: 'import.progress', payload: importStatusSchema });
export const ended = definePush({ name: 'import.ended', payload: receiptSchema });
/** The receipt of an earlier import was corrected, and the history with it. */
export const receiptChanged = definePush({ name: 'import.receiptChanged', payload: receiptSchema });

export const importCalls = [
  start,
  cancel,
  confirmPerson,
  resume,
  dismiss,
  current,
  receipts,
  receipt,
  aliases,
  undoAlias,
  removals,
  undoRemovals,
  watch,
  watchFolder,
  unwatchFolder,
  takeFound,
  dismissFound,
] as const;
export const watchChanged = definePush({ name: 'import.watchChanged', payload: folderWatchSchema });

export const importPushes = [progress, ended, receiptChanged, watchChanged] as const;
