import type { NoPromise, ReadStatement, Writer } from '../../db/open.ts';
import { contentHash } from '../../outbox/mutations/event-content.ts';
import { EventMutations } from '../../outbox/mutations/event-mutations.ts';
import type { EventColumns, SentPayload } from '../../outbox/mutations/event-payload.ts';
import { MutationBatches } from '../../outbox/mutations/mutation-batches.ts';
import { MutationQueue } from '../../outbox/mutations/mutation-queue.ts';
import type { Mutation } from '../../outbox/mutations/mutation-row.ts';
import type { TargetContext } from '../target.ts';
import { FarChanges, type OwnCreate } from './far-changes.ts';
import { FarTypes } from './far-types.ts';
import { FarMatcher } from './match-far.ts';
import { readTrendyState, type TrendyState } from './trendy-state.ts';

/** Everything that one Trendy destination keeps in the database, as its runner works with it. */
export class TrendyRows {
  readonly destination: number;
  readonly writer: Writer;
  readonly queue: MutationQueue;
  readonly batches: MutationBatches;
  readonly wishes: EventMutations;
  readonly changes: FarChanges;
  readonly matcher: FarMatcher;
  readonly types: FarTypes;
  readonly #context: TargetContext;
  readonly #event: ReadStatement<[number], EventColumns>;

  constructor(context: TargetContext) {
    const { writer, clock } = context;
    const now = () => clock.nowMs();
    this.#context = context;
    this.writer = writer;
    this.destination = context.destination().id;
    this.queue = new MutationQueue(writer, this.destination, now);
    this.batches = new MutationBatches(writer, this.destination, now);
    this.wishes = new EventMutations(writer, this.destination, now);
    this.changes = new FarChanges(writer, this.destination, this.queue);
    this.matcher = new FarMatcher(writer, this.destination);
    this.#event = writer.prepare(
      `SELECT id, category, start, "end", is_all_day, notes, sample_id, properties FROM event WHERE id = ?`,
    );
    this.types = new FarTypes(writer, this.destination);
  }

  state(): TrendyState {
    return readTrendyState(this.#context.destination().state);
  }

  /** New rules changed what is there, and the person has not seen yet how much of it (TrendySide). */
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

  /** Creations whose outcome is unknown, by the id that was sent. */
  ownCreates(): Map<string, OwnCreate> {
    const rows = this.writer
      .prepare<[number], Mutation>(
        // In this order: left to itself SQLite walks every mutation there is (EXPLAIN QUERY PLAN, 3.54).
        `SELECT m.* FROM batch b CROSS JOIN json_each(b.mutations) item CROSS JOIN mutation m ON m.id = item.value
         WHERE b.destination = ? AND m.batch = b.id AND m.operation = 'create'`,
      )
      .all(this.destination);
    return new Map(
      rows.map((row) => {
        const hash = contentHash(JSON.parse(row.payload) as SentPayload);
        return [row.entity_id, { event: row.event, written: [{ hash, at: null }] }];
      }),
    );
  }

  /** A stripped row was taken as delivered; now that it is known, theirs may say something else than ours. */
  settleRead(id: string): void {
    const far = this.changes.far.get(id);
    const event = far?.event == null ? null : this.event(far.event);
    if (far && event && !far.isOurs && !far.isDeleted && !this.wishes.isSettledBy(event, far))
      this.queue.forgetDelivered(event.id, event.start);
  }

  /** Asks for these events one by one before anything else is sent. */
  readAgain(...ids: string[]): void {
    this.save({ toRead: [...new Set([...this.state().toRead, ...ids])] });
  }
}
