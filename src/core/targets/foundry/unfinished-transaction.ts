import type { Step } from '../../outbox/target.ts';
import type { Transaction } from './dataset-shapes.ts';
import type { FoundryParts } from './foundry-parts.ts';
import { ownerOf } from './open-transaction.ts';
import { pauseFor } from './request-failure.ts';
import { foundPatch, foundryState, lostPatch, saveDurably } from './transaction-intent.ts';

/** How often we look whether the transaction that we wait for has ended. */
const lookAgainMs = 60_000;

/**
 * Before anything else is sent: a transaction of ours with an unknown end is looked up and, when still open, aborted;
 * its commits are found by checking for each file. Null if there is none left; else the step to end with.
 */
export async function resolveUnfinishedTransaction(
  parts: FoundryParts,
  signal: AbortSignal,
): Promise<Step | null> {
  const { context, api } = parts;
  const state = foundryState(context.destination());
  if (!state.transaction) return null;
  const { rid } = state.transaction;
  if (!rid) {
    context.saveState(lostPatch(state));
    return null;
  }
  context.phase('checking');
  const found = await api.transaction(rid, signal);
  if (!found.isOk && found.failure.meaning !== 'transaction_missing') return pauseFor(found.failure, context);
  if (found.isOk && found.value.status === 'OPEN') return abort(parts, rid, signal);
  context.saveState({ transaction: null });
  return null;
}

/** After OpenTransactionAlreadyExists: its owner, and the next step (foundry/README §3). */
export async function resolveOpenTransaction(parts: FoundryParts, signal: AbortSignal): Promise<Step> {
  const { context, api } = parts;
  context.phase('checking');
  const latest = await api.latestTransactions(signal);
  if (!latest.isOk) return pauseFor(latest.failure, context);
  const open = latest.value.find(({ status }) => status === 'OPEN');
  // It ended between the two requests; the next step finds out.
  if (!open) return waitForOthers(parts, 1000);
  const files = await api.filesOf(open.rid, signal);
  if (!files.isOk) return pauseFor(files.failure, context);

  const { account, id } = context.destination();
  const state = foundryState(context.destination());
  const chunk = context.writer.prepare<[number, string], unknown>(
    'SELECT 1 FROM chunk WHERE destination = ? AND sha256 = ?',
  );
  const isChunk = (sha256: string) => chunk.get(id, sha256) !== undefined;
  const owner = ownerOf({
    open,
    latest: latest.value,
    files: files.value,
    state,
    userId: account,
    isChunk,
  });
  if (owner === 'ours') return abort(parts, open.rid, signal);
  if (owner === 'theirs') return waitForOthers(parts, lookAgainMs);
  if (state.mayAbort && state.askedRid === open.rid) return abort(parts, open.rid, signal);
  context.saveState({ question: 'sync.transaction_open', askedRid: open.rid, mayAbort: null });
  return waiting(parts, lookAgainMs);
}

/** Nothing of the question is left once there is nothing to decide. */
export const noQuestion = { question: null, askedRid: null, mayAbort: null } as const;

async function abort(parts: FoundryParts, rid: Transaction['rid'], signal: AbortSignal): Promise<Step> {
  const { context, api } = parts;
  // Known by its rid from here on, even if the program dies before the response.
  const state = foundryState(context.destination());
  const transaction = { fromMs: context.clock.nowMs(), rid };
  saveDurably(context, { ...foundPatch(state, rid), transaction });
  const aborted = await api.abort(rid, signal);
  // It has ended in the meantime, one way or the other: the next step checks.
  if (!aborted.isOk && aborted.failure.meaning === 'not_open') return { kind: 'did' };
  if (!aborted.isOk) return pauseFor(aborted.failure, context);
  context.saveState({ transaction: null, ...noQuestion });
  return { kind: 'did' };
}

function waitForOthers(parts: FoundryParts, ms: number): Step {
  parts.context.saveState(noQuestion);
  return waiting(parts, ms);
}

function waiting({ context: { clock } }: FoundryParts, ms: number): Step {
  return { kind: 'pause', code: 'sync.transaction_open', untilMs: clock.nowMs() + ms };
}
