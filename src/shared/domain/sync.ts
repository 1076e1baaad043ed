import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../errors.ts';
import { eventCategories } from './event-category.ts';

export const targetIds = ['trendy', 'atlas', 'foundry'] as const;
export const targetIdSchema = z.enum(targetIds);
export type TargetId = z.infer<typeof targetIdSchema>;

/** queued → sending → delivered | waiting | uncertain | failed; or discarded by the user. Pending = queued + sending + waiting + backlog. */
export const outboxStates = [
  'queued',
  'sending',
  'waiting',
  'uncertain',
  'failed',
  'delivered',
  'discarded',
] as const;
export const outboxStateSchema = z.enum(outboxStates);
export type OutboxState = z.infer<typeof outboxStateSchema>;

/** Classes of arrivals that raw targets accept; those in `offByDefault` only if the user adds them. */
export const arrivalClasses = [
  'record',
  'workout',
  'correlation',
  'activity_summary',
  'audiogram',
  'vision',
  'reproductive',
  'route',
  'ecg',
  'clinical',
  'unknown',
] as const;
const arrivalClassSchema = z.enum(arrivalClasses);
export type ArrivalClass = z.infer<typeof arrivalClassSchema>;
export const offByDefault: ReadonlySet<ArrivalClass> = new Set([
  'reproductive',
  'route',
  'ecg',
  'clinical',
  'unknown',
] as const);

export const eventCategorySchema = z.enum(eventCategories);

/** What may be sent to a destination: event categories for Trendy, arrival classes for Atlas and Foundry. `startDay`: YYYY-MM-DD, null for all. */
export const consentSchema = z.object({
  kinds: z.array(z.union([eventCategorySchema, arrivalClassSchema])),
  startDay: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .nullable(),
  /** When the user pressed "Send", in UTC seconds. */
  at: z.number(),
});
export type Consent = z.infer<typeof consentSchema>;

const counts = {
  pending: z.number(),
  sending: z.number(),
  waiting: z.number(),
  uncertain: z.number(),
  failed: z.number(),
  delivered: z.number(),
};

/** Why updates of delivered events wait: the rules changed, or the Health app no longer has the records behind them. */
export const updatesCauses = ['rules', 'removals'] as const;
export type UpdatesCause = (typeof updatesCauses)[number];

/** Completes "… changed or are gone because". */
export function updatesReason(causes: readonly UpdatesCause[]): string {
  const rules = 'the rules changed';
  const removals = 'records are no longer in the Health app';
  if (!causes.includes('removals')) return rules;
  return causes.includes('rules') ? `${rules}, or because ${removals}` : removals;
}

/** One card of the Sync page. Counts are events for Trendy, and samples for Atlas and Foundry; chunks are counted separately. */
export const destinationCardSchema = z.object({
  id: z.number(),
  target: targetIdSchema,
  host: z.string(),
  account: z.string(),
  dataset: z.string(),
  branch: z.string(),
  isCurrent: z.boolean(),
  isEnabled: z.boolean(),
  ...counts,
  /** Recent events that the phone may send itself: not pending. */
  held: z.number(),
  /** Events of a day or a night that had not ended when the export was made: not pending. */
  incomplete: z.number(),
  /** Delivered events that changed or disappeared without new records: they wait until the user has seen how many; not pending. */
  updatesWaiting: z.number(),
  updatesBy: z.array(z.enum(updatesCauses)),
  chunks: z.object({ total: z.number(), done: z.number() }).nullable(),
  /** Number of list lines in each state: mutations or chunks, deletions included. */
  rows: z.record(outboxStateSchema, z.number()),
  /** Of the failed list lines, those that a retry may store twice (`mayHaveArrived`). */
  failedRepeatable: z.number(),
  /** Why nothing is sent now; null if it may send. */
  pausedBy: z.enum(errorCodes).nullable(),
  /** UTC milliseconds of the next automatic attempt. */
  nextTryAtMs: z.number().nullable(),
  lastSuccessAt: z.number().nullable(),
  /** The current activity: reading the change feed, sending 7 of 31 … */
  phase: z.enum(['idle', 'deriving', 'bootstrap', 'pulling', 'types', 'cutting', 'sending', 'checking']),
  warning: z.enum(errorCodes).nullable(),
  /** A question that only the user can decide, e.g. sync.transaction_open. */
  question: z.enum(errorCodes).nullable(),
  /**
   * When our rows were last read back from the dataset as a table (UTC ms), and why that failed: a null
   * `code` means they were readable. `error` is the server's message. Null: never tried, or impossible.
   */
  readBack: z
    .object({ atMs: z.number(), code: z.enum(errorCodes).nullable(), error: z.string().nullable() })
    .nullable(),
});
export type DestinationCard = z.infer<typeof destinationCardSchema>;

export const syncOverviewSchema = z.object({
  destinations: z.array(destinationCardSchema),
  isPausedByPerson: z.boolean(),
  pending: z.number(),
  failed: z.number(),
  uncertain: z.number(),
  isSending: z.boolean(),
  lastSuccessAt: z.number().nullable(),
  /** Days whose events are still to be derived; null until the home zone is confirmed. */
  daysToDerive: z.number().nullable(),
  /** Why no events are being created now, though there may be days to derive. */
  derivationCode: z.enum(errorCodes).nullable(),
});
export type SyncOverview = z.infer<typeof syncOverviewSchema>;

/** Why "Sync now" would send nothing at all; null if it may. */
export function syncBarrier({
  destinations,
  isPausedByPerson,
  derivationCode,
}: Pick<SyncOverview, 'destinations' | 'isPausedByPerson' | 'derivationCode'>): ErrorCode | null {
  if (derivationCode === 'sync.off_after_crashes') return derivationCode;
  if (!destinations.some(({ isCurrent, isEnabled }) => isCurrent && isEnabled)) return 'sync.off';
  return isPausedByPerson ? 'sync.paused_by_you' : null;
}

/** The items of the targets that are being sent to or checked now; the others wait for their turn or for the end of a pause. */
export const movingItems = (cards: readonly DestinationCard[]): number =>
  cards
    .filter(({ pausedBy, phase }) => pausedBy === null && phase !== 'idle')
    .reduce((sum, { pending }) => sum + pending, 0);

/** One line of the list: a mutation (an event) or a chunk (some thousand lines). */
export const outboxItemSchema = z.object({
  kind: z.enum(['mutation', 'chunk']),
  id: z.number(),
  destination: z.number(),
  target: targetIdSchema,
  state: outboxStateSchema,
  operation: z.enum(['create', 'update', 'delete', 'append']),
  /** Category of the event, or class of the lines. */
  what: z.string(),
  eventId: z.number().nullable(),
  /** Times of the event, or of the oldest and newest line, in UTC seconds. */
  startAt: z.number().nullable(),
  endAt: z.number().nullable(),
  lines: z.number().nullable(),
  bytes: z.number().nullable(),
  /** The event's notes, if it has any. */
  summary: z.string().nullable(),
  tries: z.number(),
  nextTryAtMs: z.number().nullable(),
  code: z.enum(errorCodes).nullable(),
  warning: z.enum(errorCodes).nullable(),
  /** It may be stored there twice. */
  mayBeRepeated: z.boolean(),
  /** It was sent, and nothing proves that it didn't arrive. */
  mayBeStored: z.boolean(),
  updatedAt: z.number(),
});
export type OutboxItem = z.infer<typeof outboxItemSchema>;

/** Whether the item may be stored there: nobody can rule it out. */
export const mayBeThere = ({ state, mayBeRepeated, mayBeStored }: OutboxItem): boolean =>
  state === 'uncertain' || mayBeRepeated || mayBeStored;

/**
 * Whether sending this again may store it twice, so the sender must ask first. An event is recognized by its id; a discarded
 * chunk is cut into different bytes, which no server recognizes. One that failed after a request whose outcome is unknown may
 * be there because of that request.
 */
export const mayHaveArrived = (item: OutboxItem): boolean =>
  item.state === 'uncertain' ||
  (item.state === 'failed' && item.mayBeRepeated) ||
  (item.state === 'discarded' && (item.kind === 'chunk' ? mayBeThere(item) : item.mayBeRepeated));

/** The server tells a repeat of this item from a second one: by its key, or by a path that its content names (outbox/README, Uncertain). */
export const isRepeatRecognized = ({ target, state, mayBeRepeated }: OutboxItem): boolean =>
  target !== 'atlas' && state !== 'uncertain' && !mayBeRepeated;

export const outboxItemDetailSchema = outboxItemSchema.extend({
  /** The server's message and id, and its raw response (at most 4 KiB, credentials removed). */
  error: z.string().nullable(),
  requestId: z.string().nullable(),
  answer: z.string().nullable(),
  /** The payload: the event's JSON, or the first lines of the chunk. */
  payload: z.string().nullable(),
  remotePath: z.string().nullable(),
  transactionRid: z.string().nullable(),
  sha256: z.string().nullable(),
});
export type OutboxItemDetail = z.infer<typeof outboxItemDetailSchema>;

/** How long sending takes, as far as known in advance (core/targets/send-estimate.ts). Null: no known limit applies. */
const sendEstimateSchema = z.object({
  items: z.number(),
  requests: z.number().nullable(),
  /** Events for Trendy, parts for Atlas. */
  itemsPerRequest: z.number().nullable(),
  chunks: z.number().nullable(),
  seconds: z.number().nullable(),
});
export type SendEstimate = z.infer<typeof sendEstimateSchema>;

/** The format of the files that Foundry direct writes (foundry/README §6). */
export const fileFormatSchema = z.enum(['ndjson', 'parquet']);
export type FileFormat = z.infer<typeof fileFormatSchema>;

/** What "Send" would start, shown beforehand: kinds, with the number of items of each in scope. */
export const reviewSchema = z.object({
  target: targetIdSchema,
  host: z.string(),
  account: z.string(),
  dataset: z.string(),
  branch: z.string(),
  /** Null for a target without files. */
  format: fileFormatSchema.nullable(),
  startDay: z.string().nullable(),
  kinds: z.array(
    z.object({
      kind: z.string(),
      isOn: z.boolean(),
      items: z.number(),
      isSensitive: z.boolean(),
      /** For the kind `unknown`: the names of its types. */
      types: z.array(z.string()),
    }),
  ),
  items: z.number(),
  /** What "Send" would send: of a target that is off, all that it lacks; of one that is on, what this adds to what goes already. */
  added: z.number(),
  /** Of `added`; null: there are none. */
  estimate: sendEstimateSchema.nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** A target's part of Settings. The token itself is never returned. */
export const targetSettingsSchema = z.object({
  target: targetIdSchema,
  baseUrl: z.string(),
  datasetRid: z.string(),
  branch: z.string(),
  userId: z.string(),
  format: fileFormatSchema,
  /** Chunks for this dataset were already cut, so its format can't change. */
  isFormatFixed: z.boolean(),
  isEnabled: z.boolean(),
  consent: consentSchema.nullable(),
  hasToken: z.boolean(),
  destination: z.number().nullable(),
  /** The destination that is the current route to its dataset: this one can't be turned on in addition. */
  goesBy: z.number().nullable(),
});
export type TargetSettings = z.infer<typeof targetSettingsSchema>;

export const connectionTestSchema = z.object({
  isOk: z.boolean(),
  code: z.enum(errorCodes).nullable(),
  account: z.string().nullable(),
  status: z.number().nullable(),
  ms: z.number(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** The kinds sent to a target by default: all but the sensitive classes (outbox/README, Consent and scope). */
export function usualKinds(target: TargetId): Consent['kinds'] {
  return target === 'trendy'
    ? [...eventCategories]
    : arrivalClasses.filter((kind) => !offByDefault.has(kind));
}
