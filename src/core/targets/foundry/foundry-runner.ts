import type { ConnectionTest } from '../../../shared/domain/sync.ts';
import type { Chunk } from '../../outbox/chunk-store.ts';
import { maxSpoolBytes, type Spool } from '../../outbox/chunks/spool.ts';
import { makeChunkStore } from '../../outbox/chunks/sqlite-chunk-store.ts';
import {
  deviceLabel,
  type MakeRunner,
  pauseWithoutToken,
  type Step,
  type TargetContext,
  type TargetRunner,
} from '../../outbox/target.ts';
import { DatasetLines } from './dataset-row.ts';
import { DatasetTransaction } from './dataset-transaction.ts';
import { FoundryApi, type Outcome } from './foundry-api.ts';
import type { FoundryParts } from './foundry-parts.ts';
import { lookFirst } from './look-first.ts';
import { nextIdleCheckMs, readBackIdle } from './read-back.ts';
import { codeOfAll, limitedUntilMs, pauseFor } from './request-failure.ts';
import { foundPatch, foundryState, intentPatch, lostPatch, saveDurably } from './transaction-intent.ts';
import {
  noQuestion,
  resolveOpenTransaction,
  resolveUnfinishedTransaction,
} from './unfinished-transaction.ts';

/** Chunks in one transaction: about 38 MiB, so an interrupted one costs little. */
const chunksPerTransaction = 20;

/** Palantir states no limit of an upload (foundry/README §5); a chunk file holds no more. */
const maxLineBytes = maxSpoolBytes;

export const makeFoundryRunner =
  (spool: Spool): MakeRunner =>
  (context) =>
    new FoundryRunner(context, spool);

/** Sends chunks to one dataset of Foundry: resolve, cut, look first, then one transaction (foundry/README §3). */
class FoundryRunner implements TargetRunner {
  readonly #parts: FoundryParts;
  readonly #lines = new DatasetLines();

  constructor(context: TargetContext, spool: Spool) {
    const store = makeChunkStore({ ...context, spool, lineForm: this.#lines.form, maxLineBytes });
    this.#parts = { context, store, api: new FoundryApi(context) };
  }

  async step(signal: AbortSignal): Promise<Step> {
    const { context, store } = this.#parts;
    const given = await context.credentials.token('foundry');
    if (!given.isOk) return pauseWithoutToken(given, context);
    const untilMs = limitedUntilMs(context);
    if (untilMs !== null) return { kind: 'pause', code: 'sync.rate_limited', untilMs };
    const unsettled = await resolveUnfinishedTransaction(this.#parts, signal);
    if (unsettled) return unsettled;
    await this.#cut();
    const chunks = store.due(context.clock.nowMs(), chunksPerTransaction);
    if (chunks.length === 0) return this.#idle(signal);
    if (signal.aborted) return { kind: 'idle', dueAtMs: null };
    if (!store.claim(chunks)) return { kind: 'did' };
    context.phase('checking');
    const { missing, unknown, failure } = await lookFirst(this.#parts, chunks, signal);
    if (failure) {
      store.release([...missing, ...unknown]);
      return pauseFor(failure, context);
    }
    return missing.length === 0 ? { kind: 'did' } : this.#send(missing, signal);
  }

  /** Once a day sent rows are read again, even if nothing is being sent. */
  async #idle(signal: AbortSignal): Promise<Step> {
    const { context, store } = this.#parts;
    const checkAtMs = nextIdleCheckMs(this.#parts);
    if (checkAtMs !== null && checkAtMs <= context.clock.nowMs() && !signal.aborted) {
      context.phase('checking');
      await readBackIdle(this.#parts, signal);
    }
    return { kind: 'idle', dueAtMs: store.nextDueMs(), checkAtMs: nextIdleCheckMs(this.#parts) };
  }

  /** It goes by the destination's rate limit, and a limit that it meets applies to sending, too. */
  async test(signal: AbortSignal): Promise<ConnectionTest> {
    const { api, context } = this.#parts;
    if (limitedUntilMs(context) !== null)
      return { isOk: false, code: 'sync.rate_limited', account: null, status: null, ms: 0 };
    const startedMs = context.clock.nowMs();
    const dataset: Outcome<unknown> = await api.dataset(signal);
    const answer = dataset.isOk ? await api.latestTransactions(signal) : dataset;
    if (!answer.isOk && answer.failure.meaning === 'limited') pauseFor(answer.failure, context);
    return {
      isOk: answer.isOk,
      code: answer.isOk ? null : codeOfAll(answer.failure),
      account: context.destination().account || null,
      status: answer.isOk ? 200 : answer.failure.status,
      ms: Math.max(0, Math.round(context.clock.nowMs() - startedMs)),
    };
  }

  async #cut(): Promise<void> {
    const { context, store } = this.#parts;
    context.phase('cutting');
    const now = new Date(context.clock.nowMs()).toISOString();
    const { account } = context.destination();
    this.#lines.begin({ userId: account, device: deviceLabel, ingestedAt: now, exportTimestamp: now });
    await store.cut(chunksPerTransaction);
  }

  async #send(chunks: readonly Chunk[], signal: AbortSignal): Promise<Step> {
    const { api, context, store } = this.#parts;
    const before = foundryState(context.destination());
    const intent = intentPatch(before, context.clock.nowMs(), api.serverClock());
    saveDurably(context, intent);
    const created = await api.createTransaction(signal);
    if (created.isOk) {
      const transaction = { ...intent.transaction, rid: created.value.rid };
      saveDurably(context, { ...foundPatch(before, transaction.rid), transaction, ...noQuestion });
      return new DatasetTransaction(this.#parts, created.value.rid, chunks, signal).send();
    }
    const { failure } = created;
    const after = foundryState(context.destination());
    context.saveState(failure.isUnknown ? lostPatch(after) : { transaction: null });
    store.release(chunks);
    return failure.meaning === 'open_exists'
      ? resolveOpenTransaction(this.#parts, signal)
      : pauseFor(failure, context);
  }
}
