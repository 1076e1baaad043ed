import { z } from 'zod';
import type { Destination, TargetContext } from '../target.ts';

/** Longest time from storing the intent to Foundry making the transaction, clocks of two computers apart by some minutes. */
const createTakesMs = 2 * 60_000;
const clocksDifferMs = 5 * 60_000;

const schema = z.object({
  /** Stored before a transaction is asked for; `rid` once the answer is there. */
  transaction: z.object({ fromMs: z.number(), rid: z.string().nullish() }).nullish(),
  /** When transactions were asked for whose answer never came. */
  lostCreate: z.object({ fromMs: z.number(), untilMs: z.number() }).nullish(),
  /** The open transaction that the person was asked about. */
  askedRid: z.string().nullish(),
  /** The person agreed to abort it. */
  mayAbort: z.boolean().nullish(),
  question: z.string().nullish(),
  /** Answers 429 in a row. */
  limited: z.number().nullish(),
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

/** The patch that stores an intent. A transaction asked for earlier without an answer is remembered as possibly made. */
export function intentPatch(state: FoundryState, nowMs: number) {
  return { ...lostPatch(state), transaction: { fromMs: nowMs, rid: null } };
}

/** The patch after a create whose outcome is unknown. */
export function lostPatch({ transaction, lostCreate }: FoundryState) {
  if (!transaction || transaction.rid) return {};
  const fromMs = Math.min(lostCreate?.fromMs ?? transaction.fromMs, transaction.fromMs);
  return { transaction: null, lostCreate: { fromMs, untilMs: transaction.fromMs + createTakesMs } };
}

/** Whether a transaction made at `createdAtMs` (Foundry's clock) may be one that we asked for without seeing the answer. */
export function mayBeLost({ lostCreate }: FoundryState, createdAtMs: number): boolean {
  if (!lostCreate) return false;
  return (
    createdAtMs >= lostCreate.fromMs - clocksDifferMs && createdAtMs <= lostCreate.untilMs + clocksDifferMs
  );
}
