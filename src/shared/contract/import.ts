import { z } from 'zod';
import { folderWatchSchema } from '../domain/found-export.ts';
import { aliasSchema, importStatusSchema, receiptSchema, removalListSchema } from '../domain/receipt.ts';
import { defineCall, definePush } from './define.ts';

const runId = z.strictObject({ runId: z.int().positive() });
const nothing = z.strictObject({});

/** Queues what the host was offered (a dropped or chosen file) for import. Errors: import.not_found when the offer is gone. */
export const start = defineCall({
  name: 'import.start',
  input: z.strictObject({ offer: z.string().min(1).max(100) }),
  output: z.object({ runId: z.number() }),
});

/** Ends the run after the batch under way; what was committed stays. Errors: import.unknown_run. */
export const cancel = defineCall({ name: 'import.cancel', input: runId, output: z.null() });

/** Answers `import.other_person`: true goes on, false refuses the file. Errors: import.unknown_run. */
export const confirmPerson = defineCall({
  name: 'import.confirmPerson',
  input: z.strictObject({ runId: z.int().positive(), isSamePerson: z.boolean() }),
  output: z.null(),
});

/** Imports the file of an interrupted, partial or cancelled run again. Errors: import.unknown_run, import.not_found. */
export const resume = defineCall({
  name: 'import.resume',
  input: runId,
  output: z.object({ runId: z.number() }),
});

/** Forgets an interrupted upload: its file is removed, the receipt stays. Errors: import.unknown_run. */
export const dismiss = defineCall({ name: 'import.dismiss', input: runId, output: z.null() });

/** The run under way (or the first queued), null when there is none. */
export const current = defineCall({
  name: 'import.current',
  input: nothing,
  output: importStatusSchema.nullable(),
});

/** Ended runs, newest first; at most 200 a page. `before` is a runId. */
export const receipts = defineCall({
  name: 'import.receipts',
  input: z.strictObject({ before: z.int().positive().optional(), limit: z.int().min(1).max(200) }),
  output: z.array(receiptSchema),
});

/** One run. Errors: import.unknown_run. */
export const receipt = defineCall({ name: 'import.receipt', input: runId, output: receiptSchema });

/** Sources that were taken for stored ones under another name. */
export const aliases = defineCall({ name: 'import.aliases', input: nothing, output: z.array(aliasSchema) });

/** Forbids an alias for good; the file must be imported again, which adds its rows under the new source. */
export const undoAlias = defineCall({
  name: 'import.undoAlias',
  input: z.strictObject({ sourceId: z.int().positive() }),
  output: z.null(),
});

/**
 * What a run took out of the history: how many, and the first 500 lines by type and day of the home zone (this computer's while none is
 * set). Nothing once it was undone.
 * Errors: import.unknown_run.
 */
export const removals = defineCall({ name: 'import.removals', input: runId, output: removalListSchema });

/** Takes all of it back; no later import removes these rows again. Errors: import.unknown_run. */
export const undoRemovals = defineCall({ name: 'import.undoRemovals', input: runId, output: z.null() });

/** Folders that are looked through for newer exports, and the exports found there that the person has not answered. */
export const watch = defineCall({ name: 'import.watch', input: nothing, output: folderWatchSchema });

/** Looks through one more folder, by its absolute path. Errors: import.not_a_folder, settings.bad_value (20 are the most). */
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

/** Imports what was found. Errors: import.not_found when it changed or went. */
export const takeFound = defineCall({
  name: 'import.takeFound',
  input: z.strictObject({ id: z.string().max(64) }),
  output: z.object({ runId: z.number() }),
});

/** Leaves what was found; the same file is not asked about again. */
export const dismissFound = defineCall({
  name: 'import.dismissFound',
  input: z.strictObject({ id: z.string().max(64) }),
  output: folderWatchSchema,
});

export const progress = definePush({ name: 'import.progress', payload: importStatusSchema });
export const ended = definePush({ name: 'import.ended', payload: receiptSchema });
/** What is known of an import that ended before is corrected, and the history with it. */
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
