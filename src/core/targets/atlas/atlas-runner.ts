import type { ConnectionTest } from '../../../shared/domain/sync.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Chunk, ChunkStore, ServerReport } from '../../outbox/chunk-store.ts';
import type { Spool } from '../../outbox/chunks/spool.ts';
import { makeChunkStore } from '../../outbox/chunks/sqlite-chunk-store.ts';
import {
  backoffUntilMs,
  deviceLabel,
  type MakeRunner,
  pauseWithoutToken,
  type Step,
  signedOut,
  type TargetContext,
  type TargetRunner,
} from '../../outbox/target.ts';
import { keptAnswer } from '../kept-answer.ts';
import { chooseBatch, chooseProbe, makeBatch } from './atlas-batch.ts';
import { AtlasRequests, type SignedOutcome } from './atlas-requests.ts';
import { BatchSize, maxChunks } from './batch-size.ts';
import { type ChunkVerdict, recordOutcome } from './chunk-verdicts.ts';
import { type BatchVerdict, classifyResponse } from './classify-response.ts';
import { testConnection } from './test-connection.ts';

/** The limit of `/export` (atlas/README §0.5): a line of this length is sent there alone. */
const maxLineBytes = 5 * 1024 * 1024;
/** Enough to find one of unknown outcome among those that were never sent. */
const maxProbes = 1000;

export const makeAtlasRunner =
  (spool: Spool): MakeRunner =>
  (context) =>
    new AtlasRunner(context, spool);

/** Sends chunks through the Atlas proxy: at least once, with the ledger (outbox/README, Uncertain; atlas/README §3.2, §11). */
class AtlasRunner implements TargetRunner {
  readonly #context: TargetContext;
  readonly #store: ChunkStore;
  readonly #requests: AtlasRequests;
  readonly #size: BatchSize;

  constructor(context: TargetContext, spool: Spool) {
    this.#context = context;
    this.#store = makeChunkStore({ ...context, spool, maxLineBytes });
    this.#size = new BatchSize(context);
    this.#requests = new AtlasRequests(context);
  }

  async step(signal: AbortSignal): Promise<Step> {
    const { clock, credentials } = this.#context;
    const given = await credentials.token('atlas');
    if (!given.isOk) return pauseWithoutToken(given, this.#context);
    const { token } = given;
    const nextAtMs = this.#requests.nextAtMs();
    const due = await this.#due();
    if (due.length === 0) return { kind: 'idle', dueAtMs: this.#store.nextDueMs() };
    if (nextAtMs > clock.nowMs() || signal.aborted) return { kind: 'idle', dueAtMs: nextAtMs };
    if (this.#failures() === 0) return this.#send(due, token, signal);
    return (await this.#absent(signal)) ?? this.#send(await this.#due(), token, signal);
  }

  test(signal: AbortSignal): Promise<ConnectionTest> {
    return testConnection(this.#context, this.#requests, signal);
  }

  /** The chunks that may be sent now; more are cut only when they do not fill a request. */
  async #due(): Promise<Chunk[]> {
    const { clock, phase } = this.#context;
    if (this.#failures() > 0) {
      const open = this.#store.due(clock.nowMs(), maxProbes);
      const doubted = open.filter(({ state }) => state === 'uncertain');
      if (this.#isFailing() && open.length > 0) return chooseProbe(open);
      if (doubted.length > 0) return doubted;
    }
    const due = this.#store.due(clock.nowMs(), maxChunks);
    if (due.length === maxChunks || !this.#store.hasBacklog()) return due;
    phase('cutting');
    await this.#store.cut(maxChunks);
    return this.#store.due(clock.nowMs(), maxChunks);
  }

  /** After a failure: a server that is not there at all is asked without a chunk, which would only become uncertain. */
  async #absent(signal: AbortSignal): Promise<Step | null> {
    const outcome = await this.#requests.health(signal);
    if (signal.aborted) return { kind: 'idle', dueAtMs: null };
    const verdict = classifyResponse(outcome, []);
    const isAway = outcome.kind === 'answer' && outcome.answer.status >= 500;
    if (outcome.kind === 'answer' && !isAway) return null;
    const code = isAway
      ? 'sync.far_side_failing'
      : verdict.kind === 'unsent'
        ? verdict.pause
        : 'sync.offline';
    return { kind: 'pause', code, untilMs: this.#backoffUntilMs() };
  }

  async #send(due: readonly Chunk[], token: string, signal: AbortSignal): Promise<Step> {
    const { clock, phase } = this.#context;
    const chosen = chooseBatch(due, this.#isFailing() ? 1 : this.#size.limit);
    // Claimed once they are read: a file that another program has open is no reason for doubt.
    const timestamp = new Date(clock.nowMs()).toISOString();
    const batch = await makeBatch(this.#store, chosen, { device: deviceLabel, timestamp });
    const { chunks } = batch;
    if (chunks.length === 0) return { kind: 'did' };
    if (signal.aborted) return { kind: 'idle', dueAtMs: null };
    if (!this.#store.mayLeave(chunks) || !this.#store.claim(chunks)) return { kind: 'did' };
    phase('sending');
    const startedMs = clock.nowMs();
    const sent = await this.#requests.sendBatch(batch, token, signal, () => this.#store.mayLeave(chunks));
    const tookMs = Math.max(0, clock.nowMs() - startedMs);
    const verdict = classifyResponse(
      sent.outcome,
      chunks.map(({ lineCount }) => lineCount),
    );
    if (verdict.kind === 'chunks') this.#size.succeeded(chunks.length, tookMs);
    if (verdict.kind === 'unknown' && verdict.isGivenUp && !signal.aborted)
      this.#size.gaveUp(chunks.length, tookMs);
    return this.#recordVerdict(chunks, verdict, sent, signal);
  }

  async #recordVerdict(
    chunks: readonly Chunk[],
    verdict: BatchVerdict,
    sent: SignedOutcome,
    signal: AbortSignal,
  ): Promise<Step> {
    const report = serverReport(sent);
    switch (verdict.kind) {
      case 'chunks':
        return this.#recordEach(chunks, verdict.chunks, sent);
      case 'unsent':
        if (verdict.pause === 'cancelled') {
          this.#store.release(chunks);
          return { kind: 'idle', dueAtMs: null };
        }
        return this.#pause(chunks, verdict.pause, this.#backoffUntilMs());
      case 'unauthorized':
        this.#store.release(chunks);
        return pauseWithoutToken(sent.noToken ?? signedOut, this.#context);
      case 'rateLimited':
        this.#requests.holdFor(verdict.waitMs);
        return this.#pause(chunks, 'sync.rate_limited', this.#requests.nextAtMs());
      case 'unknown':
        return this.#doubt(chunks, verdict.code, report, signal);
      case 'tooLarge':
        return this.#tooLarge(chunks, report);
      case 'malformed':
        return this.#malformed(chunks, report);
      case 'refused':
        return this.#pause(chunks, verdict.code, verdict.isLasting ? null : this.#backoffUntilMs());
    }
  }

  async #recordEach(
    chunks: readonly Chunk[],
    verdicts: readonly ChunkVerdict[],
    sent: SignedOutcome,
  ): Promise<Step> {
    const isAboutChunks = verdicts.some(
      (own) =>
        own.kind === 'delivered' || own.kind === 'rejected' || (own.kind === 'waiting' && own.isItemSpecific),
    );
    const told = {
      report: serverReport(sent),
      cleaned: (text: string | null) => (text === null ? null : keptAnswer(text, sent.token)),
    };
    for (const [i, chunk] of chunks.entries()) {
      const own = verdicts[i];
      if (own) await recordOutcome(this.#store, chunk, own, told, this.#context.clock);
    }
    return isAboutChunks ? { kind: 'did' } : this.#failing('sync.far_side_failing');
  }

  /** The outcome of the request is unknown. */
  #doubt(chunks: readonly Chunk[], code: ErrorCode, report: ServerReport, signal: AbortSignal): Step {
    // Due again with the destination, so these are tried first and no others become uncertain with them.
    const untilMs = this.#backoffUntilMs();
    for (const chunk of chunks) this.#store.uncertain(chunk, code, untilMs, report);
    if (signal.aborted || this.#isAllLeft()) return { kind: 'idle', dueAtMs: null };
    return { kind: 'pause', code: 'sync.far_side_failing', untilMs };
  }

  /** With all resends used up, the rest waits for the user: a pause would say that sending resumes. */
  #isAllLeft(): boolean {
    const isAnyDue = this.#store.due(this.#context.clock.nowMs(), 1).length > 0;
    return !isAnyDue && this.#store.nextDueMs() === null && !this.#store.hasBacklog();
  }

  async #tooLarge(chunks: readonly Chunk[], report: ServerReport): Promise<Step> {
    const [only] = chunks;
    if (chunks.length === 1 && only) await this.#store.rejected(only, 'sync.too_large', report);
    else {
      this.#size.halve(chunks.length);
      this.#store.release(chunks);
    }
    return { kind: 'did' };
  }

  async #malformed(chunks: readonly Chunk[], report: ServerReport): Promise<Step> {
    const [only] = chunks;
    if (chunks.length === 1 && only) await this.#store.rejected(only, 'sync.rejected', report);
    else {
      this.#size.alone();
      this.#store.release(chunks);
    }
    return { kind: 'did' };
  }

  #pause(chunks: readonly Chunk[], code: ErrorCode, untilMs: number | null): Step {
    this.#store.release(chunks);
    return { kind: 'pause', code, untilMs };
  }

  #failing(code: ErrorCode): Step {
    if (this.#isAllLeft()) return { kind: 'idle', dueAtMs: null };
    return { kind: 'pause', code, untilMs: this.#backoffUntilMs() };
  }

  /** Two complete failures in a row: one chunk at a time tests Atlas. */
  #isFailing(): boolean {
    return this.#failures() > 1;
  }

  /** Whole requests that failed in a row before this one. */
  #failures(): number {
    return this.#context.destination().failures;
  }

  #backoffUntilMs(): number {
    return backoffUntilMs(this.#context);
  }
}

function serverReport({ outcome, token, correlationId }: SignedOutcome): ServerReport {
  const answer = outcome.kind === 'answer' ? keptAnswer(outcome.answer.text, token) : null;
  return { requestId: correlationId, answer, error: null };
}
