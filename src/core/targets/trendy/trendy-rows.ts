import { z } from 'zod';
import { eventCategories } from '../../../shared/domain/event-category.ts';
import type { NoPromise, ReadStatement, Writer } from '../../db/open.ts';
import type { HoldableEvent, Holds } from '../../outbox/mutations/event-holds.ts';
import { EventMutations } from '../../outbox/mutations/event-mutations.ts';
import type { EventColumns, EventPayload } from '../../outbox/mutations/event-payload.ts';
import { MutationBatches } from '../../outbox/mutations/mutation-batches.ts';
import { MutationQueue } from '../../outbox/mutations/mutation-queue.ts';
import { type Mutation, mutationColumns, openStates } from '../../outbox/mutations/mutation-row.ts';
import type { TargetContext } from '../../outbox/target.ts';
import { isInScope, type Scope } from '../../outbox/target-side.ts';
import { RemoteMatcher } from './match-remote.ts';
import { RemoteChanges } from './remote-changes.ts';
import { RemoteReads } from './remote-reads.ts';
import { RemoteTypes } from './remote-types.ts';

/** Everything that one Trendy destination keeps in the database, as its runner works with it. */
export class TrendyRows {
  readonly destination: number;
  readonly writer: Writer;
  readonly queue: MutationQueue;
  readonly batches: MutationBatches;
  readonly eventMutations: EventMutations;
  readonly changes: RemoteChanges;
  readonly matcher: RemoteMatcher;
  readonly types: RemoteTypes;
  readonly reads: RemoteReads;
  readonly #context: TargetContext;
  readonly #holds: () => Holds;
  readonly #event: ReadStatement<[number], EventColumns & HoldableEvent>;
  readonly #sent: ReadStatement<[number, string], Mutation>;

  /** `holds`: which events are held back now. */
  constructor(context: TargetContext, holds: () => Holds) {
    const { writer, clock } = context;
    const now = () => clock.nowMs();
    this.#context = context;
    this.#holds = holds;
    this.writer = writer;
    this.destination = context.destination().id;
    this.queue = new MutationQueue(writer, this.destination, now);
    this.batches = new MutationBatches(writer, this.destination, now);
    this.eventMutations = new EventMutations(writer, this.destination, now);
    this.reads = new RemoteReads(writer, this.destination);
    this.changes = new RemoteChanges(
      writer,
      this.destination,
      this.queue,
      (id) => this.readDone(id),
      (mutation) => this.followNewer(mutation),
    );
    this.matcher = new RemoteMatcher(writer, this.destination);
    this.#event = writer.prepare(
      `SELECT id, category, start, "end", is_all_day, notes, sample_id, properties, day FROM sent_event WHERE id = ?`,
    );
    this.#sent = writer.prepare(
      `SELECT ${mutationColumns} FROM mutation INDEXED BY mutation_entity WHERE destination = ? AND entity_id = ?
       AND entity_id <> '' AND state <> 'delivered' AND state IN ${openStates}`,
    );
    this.types = new RemoteTypes(writer, this.destination);
  }

  state(): TrendyState {
    return readTrendyState(this.#context.destination().state);
  }

  /** New rules changed events there, and the user has not yet seen how many (TrendySide). */
  doUpdatesWait(): boolean {
    return this.#context.destination().state['updatesWait'] === true;
  }

  save(patch: Partial<Record<keyof TrendyState, unknown>>): void {
    this.#context.saveState(patch);
  }

  /** One transaction; nested calls join it. */
  atomically<T extends NoPromise<T>>(body: () => T): T {
    return this.writer.transaction(body)();
  }

  event(id: number): EventColumns | null {
    return this.#event.get(id) ?? null;
  }

  /** Reads the consent afresh. */
  scope(): Scope {
    return this.#context.destination();
  }

  isInScope({ category, start }: Pick<Mutation, 'category' | 'start'>, scope = this.scope()): boolean {
    return isInScope(scope, category, start);
  }

  /** Whether the consent still allows claimed mutations: the user may have narrowed it, or turned the target off, since. */
  mayLeave(mutations: readonly Pick<Mutation, 'category' | 'start'>[]): boolean {
    const find = this.writer.prepare<[number], number>('SELECT is_enabled FROM destination WHERE id = ?');
    const isOn = find.pluck().get(this.destination) === 1;
    return isOn && mutations.every((mutation) => this.isInScope(mutation));
  }

  /**
   * Queues a change that came while its event could not be sent, by the same holds and consent as when it is derived.
   * `mayUpdate`: false for changes by rules that the user has not seen yet.
   */
  reconcile(
    { event, category, start }: Pick<Mutation, 'event' | 'category' | 'start'>,
    mayUpdate: boolean,
  ): void {
    const now = this.#event.get(event);
    const isIn = this.isInScope({ category, start });
    const isHeld = now !== undefined && (!isIn || this.#holds().of(now) !== null);
    this.eventMutations.reconcile(event, { isHeld, mayUpdate: mayUpdate && isIn });
  }

  /** Queues a change that came while the request was in progress or its outcome unknown, with the consent that it needs. */
  followNewer(mutation: Mutation): void {
    const now = this.queue.get(mutation.id);
    const { hasNewer } = JSON.parse(now?.payload ?? '{}') as Partial<EventPayload>;
    if (hasNewer !== undefined) this.reconcile(mutation, hasNewer === true);
  }

  /**
   * Whether the row of this id belongs to another of our events: two days may have one sample id (London's first day of summer
   * time), and Trendy responds to one with the row of the other.
   */
  isOfAnother(id: string, event: number): boolean {
    const remote = this.changes.remote.get(id);
    if (remote) return this.matcher.standsForAnother(remote, event);
    const sent = this.#sent.get(this.destination, id);
    return sent !== undefined && sent.event !== event;
  }

  /** Reads these events one by one before anything is written over them. */
  readAgain(...ids: string[]): void {
    for (const id of ids) this.reads.ask(id);
  }

  /** A response had so many rows: no cap is below. */
  sawRows(count: number): void {
    if (count > this.state().mostRows) this.save({ mostRows: count });
  }

  /** The event has been read: its waiting mutations continue. */
  readDone(id: string): void {
    if (!this.reads.done(id)) return;
    const remote = this.changes.remote.get(id);
    this.#closeOutOfScope(id, remote !== null && !remote.isDeleted);
    // A stripped row was taken as delivered; the full row may differ from ours.
    const event = remote?.event == null ? null : this.event(remote.event);
    if (
      remote &&
      event &&
      !remote.isOurs &&
      !remote.isDeleted &&
      !this.eventMutations.isUpToDate(event, remote)
    )
      this.queue.forgetDelivered(event.id, event.start);
  }

  /** It was sent before the user narrowed the consent: whether or not it arrived, nothing more is sent. */
  #closeOutOfScope(id: string, isThere: boolean): void {
    const open = this.#sent.get(this.destination, id);
    if (!open || open.state === 'sending' || open.state === 'failed' || this.isInScope(open)) return;
    if (open.operation === 'create' && isThere) this.queue.delivered(open, id, null);
    else this.queue.drop(open);
  }
}

/**
 * What a Trendy destination remembers in `destination.state` between runs of the program. Arrays are replaced when saved,
 * objects merged, null removes (json_patch).
 */
const trendyStateSchema = z.object({
  /** Requests since the last silence, and when the last one was made: Trendy's limiter counts the same (trendy/README §1.3). */
  burst: z.object({ count: z.number(), lastMs: z.number() }).catch({ count: 0, lastMs: 0 }),
  /** Nothing at all may be sent before. */
  quietUntilMs: z.number().catch(0),
  /** Last entry of the change feed that was applied; null before the first listing. */
  cursor: z.number().nullable().catch(null),
  /** The cursor was one of our own entries, so its absence from a later page means that the log was truncated. */
  isCursorAnEntry: z.boolean().catch(false),
  /** A listing in progress: the feed's cursor from before it, and how many rows were taken. */
  listing: z.object({ cursor: z.number(), offset: z.number(), startedMs: z.number() }).nullable().catch(null),
  /** End of the last complete listing. */
  listedAtMs: z.number().catch(0),
  /** The most rows that it ever returned at once: its own cap is not smaller (trendy/README §1.3, `max_rows`). */
  mostRows: z.number().catch(0),
  /** Poisoned entries in the overlap of the feed whose events were already requested (trendy/README §1.14). */
  poisoned: z.array(z.number()).catch([]),
  /** Creations of event types with an unknown outcome. */
  typePosts: z
    .partialRecord(z.enum(eventCategories), z.object({ id: z.string(), key: z.string() }))
    .catch({}),
  /** Mutations that were refused alone with a 500 while nothing else has passed since. */
  suspects: z.array(z.number()).catch([]),
});
type TrendyState = z.infer<typeof trendyStateSchema>;

export function readTrendyState(state: Readonly<Record<string, unknown>>): TrendyState {
  return trendyStateSchema.parse({ ...state });
}
