import { z } from 'zod';
import { fileFormatSchema } from '../../../shared/domain/sync.ts';
import type { Destination, TargetContext } from '../../outbox/target.ts';

/** Longest time from storing the intent to Foundry making the transaction, clocks of two computers apart by some minutes. */
const createTakesMs = 2 * 60_000;
const clocksDifferMs = 5 * 60_000;

/** By Foundry's own clock: from its last response before the request to the creation of the transaction, with small clock differences. */
const usuallyTakesMs = 5_000;
const itsClocksDifferMs = 1_000;
/** `Date` names whole seconds. */
const dateStepMs = 1_000;
/** A response older than this says little about the time of the request. */
const freshMs = 60_000;
/** How many of our transactions are remembered: those that were made about the time of a lost one. */
const rememberedRids = 50;

/** Foundry's clock by one response, and the time of that response by our clock; UTC ms. */
export interface ServerClock {
  readonly dateMs: number;
  readonly atMs: number;
}

const span = z.object({ fromMs: z.number(), untilMs: z.number() });

const schema = z.object({
  /** Stored before a transaction is requested; `rid` once the response has arrived. */
  transaction: z.object({ fromMs: z.number(), rid: z.string().nullish(), far: span.nullish() }).nullish(),
  /** The times of create requests without a response: one span of our clock over all of them. */
  lostCreate: span.nullish(),
  /** The same by Foundry's clock, one span for each, as far as its clock was known. */
  lost: z.array(span).nullish(),
  /** Rids of the last transactions that were ours. */
  ours: z.array(z.string()).nullish(),
  /** The open transaction that the user was asked about. */
  askedRid: z.string().nullish(),
  /** The user agreed to abort it. */
  mayAbort: z.boolean().nullish(),
  question: z.string().nullish(),
  /** How reading rows back ended the last time, UTC ms; without a code it is readable. */
  readBack: z.object({ atMs: z.number(), code: z.string().nullish(), error: z.string().nullish() }).nullish(),
  /** The part of a read-back transaction that is compared again on a day without a commit: `uuid hash` of rows (read-back.ts). */
  readRows: z.object({ rid: z.string(), rows: z.array(z.string()) }).nullish(),
  /** When a look last taught nothing, UTC ms. */
  readTriedAtMs: z.number().nullish(),
  /** The form of its files; NDJSON without. Fixed with the first chunk (outbox/destination-store.ts). */
  format: fileFormatSchema.nullish(),
  /** The dataset has a schema, found or put. */
  hasSchema: z.boolean().nullish(),
  /** Consecutive 429 responses. */
  limited: z.number().nullish(),
  /** No request goes before, UTC ms: the last 429 response asked for that, also one to a connection test. */
  limitedUntilMs: z.number().nullish(),
});
export type FoundryState = z.infer<typeof schema>;

export function foundryState({ state }: Destination): FoundryState {
  return schema.parse(state);
}

/** Saved and synced: without it a power cut could leave a transaction open that nobody knows to be ours. */
export function saveDurably({ writer, saveState }: TargetContext, patch: Partial<FoundryState>): void {
  writer.pragma('synchronous = FULL');
  try {
    saveState(patch);
  } finally {
    writer.pragma('synchronous = NORMAL');
  }
}

/**
 * The patch that stores an intent. A transaction requested earlier without a response is remembered as possibly created.
 * `clock`: of the last response; null if none had the time.
 */
export function intentPatch(state: FoundryState, nowMs: number, clock: ServerClock | null) {
  return { ...lostPatch(state), transaction: { fromMs: nowMs, rid: null, far: serverSpan(nowMs, clock) } };
}

/** When, by its own clock, Foundry creates a transaction that is requested now: after its last response, and soon. */
function serverSpan(nowMs: number, clock: ServerClock | null) {
  if (!clock) return null;
  const sinceMs = nowMs - clock.atMs;
  if (sinceMs < 0 || sinceMs > freshMs) return null;
  return {
    fromMs: clock.dateMs - itsClocksDifferMs,
    untilMs: clock.dateMs + dateStepMs + sinceMs + usuallyTakesMs + itsClocksDifferMs,
  };
}

/** The patch after a create with an unknown outcome. */
export function lostPatch({ transaction, lostCreate, lost }: FoundryState) {
  if (!transaction || transaction.rid) return {};
  const fromMs = Math.min(lostCreate?.fromMs ?? transaction.fromMs, transaction.fromMs);
  return {
    transaction: null,
    lostCreate: { fromMs, untilMs: transaction.fromMs + createTakesMs },
    lost: [...(lost ?? []), ...(transaction.far ? [transaction.far] : [])].slice(-rememberedRids),
  };
}

/** The patch once a transaction is known to be ours: none can be lost from then on, because a branch has one open at a time. */
export function foundPatch({ ours }: FoundryState, rid: string) {
  return {
    lostCreate: null,
    lost: null,
    ours: [...(ours ?? []).filter((each) => each !== rid), rid].slice(-rememberedRids),
  };
}

/** Whether a transaction made at `createdAtMs` (Foundry's clock) may be one that we requested without seeing the response. */
export function mayBeLost({ lostCreate }: FoundryState, createdAtMs: number): boolean {
  if (!lostCreate) return false;
  return (
    createdAtMs >= lostCreate.fromMs - clocksDifferMs && createdAtMs <= lostCreate.untilMs + clocksDifferMs
  );
}

/**
 * Whether it was made just when we asked for one, and nobody else wrote to the branch then: `others` are the times of the
 * branch's transactions that are not ours.
 */
export function isLost({ lost }: FoundryState, createdAtMs: number, others: readonly number[]): boolean {
  const isIn = (atMs: number) => (each: z.infer<typeof span>) => atMs >= each.fromMs && atMs <= each.untilMs;
  return (lost ?? []).some((each) => isIn(createdAtMs)(each) && !others.some((atMs) => isIn(atMs)(each)));
}
