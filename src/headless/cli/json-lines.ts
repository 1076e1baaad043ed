import { z } from 'zod';
import { calls } from '../../shared/contract/index.ts';
import { accountOverviewSchema } from '../../shared/domain/account.ts';
import { backupScheduleSchema } from '../../shared/domain/backup-schedule.ts';
import { elementNames } from '../../shared/domain/element-counts.ts';
import { deliverySchema, eventRowSchema } from '../../shared/domain/event.ts';
import { figureSchema, figuresSchema } from '../../shared/domain/figures.ts';
import { recordRowSchema } from '../../shared/domain/history.ts';
import { problemSchema, recordCountsSchema } from '../../shared/domain/receipt.ts';
import {
  destinationCardSchema,
  eventCategorySchema,
  outboxItemSchema,
  targetIdSchema,
} from '../../shared/domain/sync.ts';
import { errorCodes } from '../../shared/errors.ts';

/**
 * Version of every line that `--json` prints. While it stays, a line's fields keep their names and
 * meanings, and new fields may be added. A change that would break a script makes it 2.
 */
export const jsonVersion = 1;

/** ISO 8601, UTC. */
const instant = z.iso.datetime();
const code = z.enum(errorCodes);
const count = z.number();

const importLine = z.object({
  file: z.string(),
  state: z.enum(['completed', 'already_imported', 'partial', 'cancelled', 'refused']),
  code: code.optional(),
  message: z.string().optional(),
  exportDate: z.string().nullable(),
  offsetMinutes: z.number().nullable(),
  records: recordCountsSchema,
  elements: z.record(z.enum(elementNames), count),
  types: z.record(z.string(), count),
  problems: z.array(problemSchema),
  bytes: count,
  seconds: z.number(),
  peakRssBytes: count,
});

const targetState = z.object({
  host: z.string(),
  delivered: count,
  pending: count,
  failed: count,
  uncertain: count,
  mayBeRepeated: count,
  held: count.nullable(),
  incomplete: count.nullable(),
  pausedBy: code.nullable(),
  /** Questions that `answer` lists. */
  question: code.nullable(),
  updatesWaiting: count.nullable(),
  isQueueing: z.boolean(),
  /** When rows were last read back from the dataset as a table, and why that failed. */
  readBack: destinationCardSchema.shape.readBack,
  otherAccounts: z.record(z.string(), count),
});

/** The last line, if derivation left anything undone. */
const derivationLeft = z.object({ daysToDerive: count, derivationCode: code.nullable() });
const acted = { refused: count, asked: count };
const backupFacts = { file: z.string(), records: count, events: count, lastImportAt: z.number().nullable() };

/** The lines of each command that takes `--json`, except the rows of `query`, which have only the statement's columns. */
export const jsonLines = {
  import: importLine,
  'import, when not everything was derived': derivationLeft,
  status: z.object({
    profile: z.string(),
    schemaVersion: z.number(),
    records: count,
    workouts: count,
    correlations: count,
    ecg: count,
    summaries: count,
    routes: count,
    routePoints: count,
    clinical: count,
    types: z.record(z.string(), count),
    lastImport: importLine.extend({ endedAt: instant.nullable() }).nullable(),
    events: z.record(eventCategorySchema, count),
    daysToDerive: count.nullable(),
    targets: z.partialRecord(targetIdSchema, targetState),
  }),
  sync: targetState.omit({ held: true, incomplete: true, isQueueing: true, otherAccounts: true }).extend({
    target: targetIdSchema,
    updatesWaiting: count,
    account: z.string(),
    dataset: z.string(),
    requests: count,
    seconds: z.number(),
  }),
  'sync, when not everything was derived': derivationLeft,
  records: recordRowSchema.omit({ start: true, end: true, value: true, text: true, removed: true }).extend({
    start: instant,
    end: instant,
    value: z.union([z.number(), z.string(), z.null()]),
    removed: z.enum(['gone', 'superseded']).optional(),
  }),
  figures: figureSchema.extend({
    start: instant,
    end: instant,
    aggregation: figuresSchema.shape.aggregation,
    figureKind: z.string(),
    unit: figuresSchema.shape.unit,
    total: z.number().nullable(),
  }),
  events: eventRowSchema
    .pick({ id: true, category: true, isAllDay: true, day: true, notes: true, properties: true })
    .extend({
      start: instant,
      end: instant.nullable(),
      sampleId: z.string(),
      sentAs: z.array(z.string()).nullable(),
      figure: eventRowSchema.shape.figure.unwrap().optional(),
      deliveries: z.array(deliverySchema.pick({ target: true, host: true, state: true, hold: true })),
    }),
  mutations: outboxItemSchema
    .omit({ startAt: true, endAt: true, nextTryAtMs: true, updatedAt: true })
    .extend({
      startAt: instant.nullable(),
      endAt: instant.nullable(),
      nextTryAt: instant.nullable(),
      updatedAt: instant,
      error: z.string().nullable(),
      requestId: z.string().nullable(),
    }),
  retry: z.object({ retried: count, ...acted }),
  discard: z.object({ discarded: count, ...acted }),
  'queue-again': z.object({ queued: count, ...acted }),
  answer: z.object({
    question: z.string(),
    target: targetIdSchema,
    host: z.string(),
    isAnswered: z.boolean(),
    text: z.string(),
  }),
  undo: z.object({ undo: z.string(), isUndone: z.boolean(), text: z.string() }),
  remove: z.object({
    target: targetIdSchema,
    /** The id that `mutations` shows. */
    destination: z.number(),
    host: z.string(),
    isRemoved: z.boolean(),
    pending: count,
    failed: count,
    uncertain: count,
    delivered: count,
  }),
  /** The requested keys, or all. */
  config: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.union([z.string(), z.number()]))]),
  ),
  account: accountOverviewSchema,
  'sign-out': calls['account.signOut'].output.extend({ target: targetIdSchema }),
  profiles: z.object({ id: z.string(), name: z.string(), dir: z.string(), isOpenedNext: z.boolean() }),
  backup: z.object({ ...backupFacts, bytes: count, isEncrypted: z.boolean() }),
  'backup, of a schedule': backupScheduleSchema,
  restore: z.object({ ...backupFacts, isSameProfile: z.boolean(), targets: z.array(targetIdSchema) }),
  forget: z.object({ files: count, keychainEntries: count, left: count }),
} as const;

export type JsonLineName = keyof typeof jsonLines;

/** Readonly: printing doesn't need to own the value. */
type DeepReadonly<T> = T extends readonly (infer I)[]
  ? readonly DeepReadonly<I>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** One line of `--json`, starting with the version. Its type checks the content here, and its schema does in every test that runs a command. */
export function jsonLine<N extends JsonLineName>(
  _name: N,
  line: DeepReadonly<z.input<(typeof jsonLines)[N]>>,
): string {
  return JSON.stringify({ version: jsonVersion, ...line });
}
