import type { EventCategory } from '../../../shared/domain/event-category.ts';
import type { ConnectionTest } from '../../../shared/domain/sync.ts';
import type { Holds } from '../../outbox/mutations/event-holds.ts';
import type { MakeRunner, Step, TargetContext, TargetRunner } from '../../outbox/target.ts';
import { typeListSchema } from './answers.ts';
import { createType, readTypes } from './ensure-type.ts';
import { EventListing } from './list-events.ts';
import { type CreatePlan, planCreates, planResend, UuidV7 } from './plan-creates.ts';
import { EventReader } from './read-event.ts';
import { FeedReader } from './read-feed.ts';
import { sendCreates } from './send-creates.ts';
import { sendDelete, sendUpdate } from './send-edits.ts';
import { TrendyApi } from './trendy-api.ts';
import { TrendyRows } from './trendy-rows.ts';

/** The feed when there is nothing to send: often enough to show others' changes, rarely enough for the limiter (trendy/README §1.3). */
const pollMs = 15 * 60_000;
/** Our copy of Trendy's events is too old to overwrite an event: the feed is read first. */
const staleMs = 30_000;
/** The log loses entries silently (trendy/README §1.14): everything is compared from time to time. */
const compareMs = 7 * 24 * 3_600_000;
/** Something is due that cannot go yet because of another that waits. */
const blockedRestMs = 60_000;

/**
 * Sends event mutations to a Trendy backend (trendy/README §6.5): pull, types, creates, updates, deletes.
 * `holds`: which events are held back now.
 */
export const makeTrendyRunner =
  (holds: () => Holds): MakeRunner =>
  (context) =>
    new TrendyRunner(context, holds);

class TrendyRunner implements TargetRunner {
  readonly #context: TargetContext;
  readonly #rows: TrendyRows;
  readonly #api: TrendyApi;
  readonly #listing: EventListing;
  readonly #feed: FeedReader;
  readonly #reader: EventReader;
  readonly #ids = new UuidV7();
  /** When the feed was last read to its end; null at start. */
  #pulledAtMs: number | null = null;
  /** Read to its end since the last rest. */
  #isFresh = false;
  /** The list of types was read since the start, so a missing type may be created. */
  #areTypesKnown = false;
  /** A batch reported that a type does not exist: our list of types is outdated. */
  #isTypeRefused = false;
  /** Something was sent since an event was read again: they take turns, so many of them hold up nothing else. */
  #isReadNext = true;
  #done = 0;
  #total = 0;

  constructor(context: TargetContext, holds: () => Holds) {
    this.#context = context;
    this.#rows = new TrendyRows(context, holds);
    this.#api = new TrendyApi(context);
    this.#listing = new EventListing(this.#rows, this.#api);
    this.#feed = new FeedReader(this.#rows, this.#api);
    this.#reader = new EventReader(this.#rows, this.#api);
  }

  async step(signal: AbortSignal): Promise<Step> {
    if (signal.aborted) return { kind: 'idle', dueAtMs: null };
    if (!this.#needsServer()) return this.#pauseFor(this.#rest());
    const blockedUntilMs = this.#api.blockedUntilMs();
    // Everything is held: not one request, not even a look (trendy/README §1.3).
    const step: Step =
      blockedUntilMs === null
        ? await this.#work(signal)
        : { kind: 'pause', code: 'sync.rate_limited', untilMs: blockedUntilMs };
    return step.kind === 'did' ? step : this.#pauseFor(step);
  }

  async test(signal: AbortSignal): Promise<ConnectionTest> {
    const { clock } = this.#context;
    const startedMs = clock.nowMs();
    if (this.#api.blockedUntilMs() !== null)
      return { isOk: false, code: 'sync.rate_limited', account: null, status: null, ms: 0 };
    const reply = await this.#api.ask({ method: 'GET', path: '/event-types', signal });
    const ms = clock.nowMs() - startedMs;
    const answer = (code: ConnectionTest['code'], status: number | null): ConnectionTest => ({
      isOk: code === null,
      code,
      account: null,
      status,
      ms,
    });
    if (reply.kind === 'stop') return answer(reply.code, null);
    if (reply.kind === 'refused') return answer('sync.server_error', reply.refusal.status);
    const isList = typeListSchema.safeParse(reply.answer.json).success;
    return answer(isList ? null : 'sync.not_their_answer', reply.answer.status);
  }

  /** After any rest others may have written: the feed comes before the next push. */
  #pauseFor(step: Step): Step {
    this.#isFresh = false;
    this.#feed.restart();
    return step;
  }

  #needsServer(): boolean {
    const nowMs = this.#context.clock.nowMs();
    const { cursor, listing } = this.#rows.state();
    const dueMs = this.#rows.queue.nextDueMs();
    const isPollDue = this.#pulledAtMs === null || nowMs - this.#pulledAtMs >= pollMs;
    return (
      cursor === null ||
      listing !== null ||
      this.#rows.reads.hasAny() ||
      isPollDue ||
      (dueMs !== null && dueMs <= nowMs)
    );
  }

  async #work(signal: AbortSignal): Promise<Step> {
    const nowMs = this.#context.clock.nowMs();
    const { cursor, listing, listedAtMs } = this.#rows.state();
    if (cursor === null || listing || nowMs - listedAtMs > compareMs) {
      this.#context.phase('bootstrap');
      return this.#listing.step(nowMs, signal);
    }
    if (!this.#isFresh) return this.#pull(signal);
    const mustRead = this.#rows.reads.hasAny();
    if (mustRead && this.#isReadNext) return this.#read(signal);
    this.#isReadNext = true;
    const pushed = await this.#push(nowMs, signal);
    return pushed ?? (mustRead ? this.#read(signal) : this.#rest());
  }

  #read(signal: AbortSignal, id?: string): Promise<Step> {
    this.#isReadNext = false;
    this.#context.phase('checking');
    return this.#reader.step(signal, id);
  }

  async #pull(signal: AbortSignal): Promise<Step> {
    this.#context.phase('pulling');
    const { step, isDone } = await this.#feed.step(signal);
    if (step.kind === 'did' && isDone) {
      this.#isFresh = true;
      this.#pulledAtMs = this.#context.clock.nowMs();
      this.#done = 0;
      this.#total = this.#rows.queue.countOpen();
    }
    return step;
  }

  /** Null when there is nothing to push. */
  async #push(nowMs: number, signal: AbortSignal): Promise<Step | null> {
    if (this.#isTypeRefused) return this.#readTypes(signal);
    const open = this.#rows.batches.open();
    const [first] = open?.mutations ?? [];
    if (open && first?.operation === 'update') {
      const unread = this.#rows.reads.ofEvent(first.event);
      if (unread !== null) return this.#read(signal, unread);
      return this.#edit(nowMs, () => sendUpdate(this.#rows, this.#api, open, signal));
    }
    const resend = open ? planResend(this.#rows, open) : null;
    if (open && !resend) return { kind: 'did' };
    const plan: CreatePlan = resend
      ? { kind: 'batch', batch: resend }
      : planCreates(this.#rows, this.#ids, nowMs, this.#api.serverNowMs());
    if (plan.kind === 'worked') return { kind: 'did' };
    if (plan.kind === 'type') return this.#type(plan.category, signal);
    if (plan.kind === 'delete')
      return this.#edit(nowMs, () => sendDelete(this.#rows, this.#api, plan.mutation, signal));
    if (plan.kind === 'batch') {
      this.#context.phase('sending', this.#done, this.#total);
      const sent = await sendCreates(this.#rows, this.#api, plan.batch, signal);
      this.#isTypeRefused = sent.needsTypes;
      // The feed shows others' writes: read it before sending more of the same.
      if (sent.metOthers) this.#isFresh = false;
      this.#done += sent.delivered;
      return sent.step;
    }
    const update = this.#rows.queue.dueEdit('update');
    if (update) return this.#edit(nowMs, () => sendUpdate(this.#rows, this.#api, update, signal));
    const deletion = this.#rows.queue.dueEdit('delete');
    if (deletion) return this.#edit(nowMs, () => sendDelete(this.#rows, this.#api, deletion, signal));
    return null;
  }

  /** Overwriting an event requires knowing who wrote it last. */
  async #edit(nowMs: number, send: () => Promise<Step>): Promise<Step> {
    if (nowMs - (this.#pulledAtMs ?? 0) > staleMs) {
      this.#isFresh = false;
      return { kind: 'did' };
    }
    this.#context.phase('sending', this.#done, this.#total);
    const step = await send();
    if (step.kind === 'did') this.#done++;
    return step;
  }

  /** Types before events: adopted by name or created (trendy/README §0.15, §1.12). */
  async #type(category: EventCategory, signal: AbortSignal): Promise<Step> {
    this.#context.phase('types');
    if (this.#areTypesKnown) {
      const created = await createType(this.#rows, this.#api, this.#ids, category, signal);
      if (created !== 'taken') return created;
    }
    return this.#readTypes(signal);
  }

  async #readTypes(signal: AbortSignal): Promise<Step> {
    const step = await readTypes(this.#rows, this.#api, signal);
    if (step.kind !== 'did') return step;
    this.#areTypesKnown = true;
    this.#isTypeRefused = false;
    return step;
  }

  #rest(): Step {
    const nowMs = this.#context.clock.nowMs();
    const dueMs = this.#rows.queue.nextDueMs();
    const pollAtMs = (this.#pulledAtMs ?? nowMs) + pollMs;
    this.#context.phase('idle');
    const isLater = dueMs !== null && dueMs > nowMs;
    const itemsAtMs = dueMs === null ? pollAtMs : isLater ? dueMs : nowMs + blockedRestMs;
    return { kind: 'idle', dueAtMs: Math.min(pollAtMs, itemsAtMs) };
  }
}
