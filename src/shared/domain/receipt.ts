import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { elementNames } from './element-counts.ts';

/**
 * `queued`, `running`, and `waiting` (for the user's answer) are in progress; the others are final.
 * `interrupted`: the program died; importing the file again completes it.
 */
export const runStates = [
  'queued',
  'running',
  'waiting',
  'completed',
  'already_imported',
  'partial',
  'cancelled',
  'interrupted',
  'refused',
] as const;
const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

/** read = added + known + repeated + skipped. Known: stored before this run; repeated: another occurrence in this file. */
export const recordCountsSchema = z.object({
  read: z.number(),
  added: z.number(),
  known: z.number(),
  repeated: z.number(),
  skipped: z.number(),
});
export type RecordCounts = z.infer<typeof recordCountsSchema>;

/** Something wrong in the file. `example` shows the place, shortened. */
export const problemSchema = z.object({
  code: z.enum(errorCodes),
  count: z.number(),
  example: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

const typeCountSchema = z.object({ type: z.string(), read: z.number(), added: z.number() });

/** A source that this run recognized as a stored one under another name. */
export const aliasSchema = z.object({
  sourceId: z.number(),
  name: z.string(),
  originalName: z.string(),
  records: z.number(),
  isForbidden: z.boolean(),
});
export type Alias = z.infer<typeof aliasSchema>;

/**
 * Rows that this run removed from all figures, or restored: `superseded` by a newer version of the
 * same sync identifier; `gone` from the Health app; `returned`: gone before, and in this file again.
 */
const removalCountsSchema = z.object({
  superseded: z.number(),
  gone: z.number(),
  returned: z.number(),
});
export type RemovalCounts = z.infer<typeof removalCountsSchema>;

/** Removed rows of one type (or class: workout, ecg…) that start on one day (YYYY-MM-DD); null for rows without a date. */
const removalSchema = z.object({
  type: z.string(),
  day: z.string().nullable(),
  state: z.enum(['superseded', 'gone']),
  count: z.number(),
});
export type RemovalGroup = z.infer<typeof removalSchema>;

/**
 * Rows that a run removed and that are still removed: `total` of all; `groups` by type and day in
 * `zone`, latest day first; `more`: the rows in none of these, and the number of days they start on.
 */
export const removalListSchema = z.object({
  zone: z.string(),
  total: z.object({ gone: z.number(), superseded: z.number() }),
  groups: z.array(removalSchema),
  more: z.object({ items: z.number(), days: z.number() }),
});
export type RemovalList = z.infer<typeof removalListSchema>;

export const receiptSchema = z.object({
  runId: z.number(),
  state: runStateSchema,
  name: z.string(),
  kind: z.enum(['zip', 'folder', 'xml']).nullable(),
  code: z.enum(errorCodes).nullable(),
  /** Values for the sentence for `code`: percent read, bytes needed, version found… */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  exportAt: z.number().nullable(),
  offsetMinutes: z.number().nullable(),
  locale: z.string().nullable(),
  exportVersion: z.string().nullable(),
  deviceName: z.string().nullable(),
  records: recordCountsSchema,
  /** Added rows of the other classes: workouts, routes, correlations… */
  others: z.record(z.string(), z.object({ added: z.number(), updated: z.number() })),
  elements: z.record(z.enum(elementNames), z.number()),
  types: z.array(typeCountSchema),
  oldestAt: z.number().nullable(),
  newestAt: z.number().nullable(),
  problems: z.array(problemSchema),
  aliases: z.array(aliasSchema),
  /** Receipts of 0.1.0 don't have it. */
  removed: removalCountsSchema.default({ superseded: 0, gone: 0, returned: 0 }),
  /** Bytes read of the uncompressed main XML. */
  bytes: z.number(),
  seconds: z.number(),
  peakRssBytes: z.number(),
  /** The file still exists, and importing it again would complete an interrupted or partial run. */
  canResume: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

export const runPhases = [
  'queued',
  'opening',
  'checking_person',
  'waiting_for_person',
  'reading',
  'reading_files',
  'closing',
] as const;

/** A snapshot of the run in progress, at most 4 per second. */
export const importStatusSchema = z.object({
  runId: z.number(),
  name: z.string(),
  phase: z.enum(runPhases),
  /** Bytes of the compressed main XML. */
  readBytes: z.number(),
  totalBytes: z.number(),
  /** Bytes of uncompressed XML, averaged over the last seconds. */
  bytesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
  /** Record type, element, or file that is being read. */
  reading: z.string().nullable(),
  records: recordCountsSchema,
  workouts: z.number(),
  startedAt: z.number(),
  queued: z.number(),
});
export type ImportStatus = z.infer<typeof importStatusSchema>;

/** Percentage (0 to 100) of the compressed main XML; null until the total is known. */
export function importPercent(status: ImportStatus): number | null {
  if (status.phase === 'closing') return 100;
  if (status.totalBytes <= 0) return null;
  return Math.min(100, Math.max(0, (status.readBytes / status.totalBytes) * 100));
}
