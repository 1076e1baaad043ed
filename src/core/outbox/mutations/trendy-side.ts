import { eventCategories } from '../../../shared/domain/event-category.ts';
import type { UpdatesCause } from '../../../shared/domain/sync.ts';
import type { Writer } from '../../db/open.ts';
import type { PlannedChange } from '../../events/preview-events.ts';
import { patchState } from '../destination-store.ts';
import type { Destination } from '../target.ts';
import {
  fromSecond,
  type HeldBack,
  isInScope,
  noneHeldBack,
  type Scope,
  type TargetSide,
} from '../target-side.ts';
import { EnqueueTurns } from './enqueue-turns.ts';
import { differsEnough } from './event-content.ts';
import type { HoldableEvent, Holds } from './event-holds.ts';
import { EventMutations } from './event-mutations.ts';
import type { EventColumns } from './event-payload.ts';
import { recoverMutations } from './mutation-batches.ts';
import { GoneEvents } from './remote-events.ts';
import { causesOf } from './waiting-updates.ts';

/** The change that derivation made to an event, as the outbox needs it. */
export interface EventChangeNotice {
  readonly kind: 'created' | 'changed' | 'deleted';
  readonly event: HoldableEvent;
  /** rules: not the records changed but the zone, the source priority or the rules; removals: the Health app lost records. */
  readonly cause: 'records' | UpdatesCause;
  /** The user saw the effect of these rules before they agreed: none of it waits. */
  readonly isSeen?: boolean;
}

export interface TrendySideOptions {
  readonly writer: Writer;
  readonly nowMs: () => number;
  /** The holds by the last export and the current settings. */
  readonly holds: () => Holds;
}

/** Few enough to be compared with Trendy's events in a turn of some milliseconds. */
const pageRows = 200;
/** Named, so a start is found by the index on (category, start). */
const everyCategory = `category IN (${eventCategories.map((category) => `'${category}'`).join(', ')})`;

/** Event mutations as consent, derivation and the Sync page see them (outbox/README, States). */
export class TrendySide implements TargetSide {
  readonly kinds: readonly string[] = eventCategories;
  readonly #options: TrendySideOptions;
  readonly #eventMutations = new Map<number, EventMutations>();
  readonly #turns: EnqueueTurns;
  readonly #gone: GoneEvents;

  constructor(options: TrendySideOptions) {
    this.#options = options;
    this.#gone = new GoneEvents(options.writer);
    this.#turns = new EnqueueTurns({
      ...options,
      eventMutationsOf: (destination) => this.#eventMutationsOf(destination),
      doUpdatesWait: (destination) => this.#doUpdatesWait(destination),
    });
  }

  /** The events that may be sent: one that is held back is promised to nobody. */
  countInScope(kinds: readonly string[], fromDay: number | null): ReadonlyMap<string, number> {
    const rows = this.#options.writer
      .prepare<[number], { category: string; items: number }>(
        `SELECT category, count(*) AS items FROM sent_event WHERE ${everyCategory} AND start >= ? GROUP BY category`,
      )
      .all(fromSecond(fromDay));
    const counts = new Map(rows.map(({ category, items }) => [category, items]));
    for (const { category } of this.#keptBack(fromDay)) counts.set(category, (counts.get(category) ?? 0) - 1);
    return new Map(kinds.map((kind) => [kind, counts.get(kind) ?? 0]));
  }

  countMissing(destination: number, scope: Scope): ReadonlyMap<string, number> {
    return this.#turns.missing(destination, scope);
  }

  /**
   * Whether a change by another zone or order of sources would be sent to a destination: a new event if it is in scope and not held
   * back, the others if they are at Trendy, ours, and differ by more than the thresholds (trendy/README §3.3). A discard applies even if
   * another zone changes the event.
   */
  goesTo(destination: Destination, holds: Holds): (change: PlannedChange) => boolean {
    const eventMutations = this.#eventMutationsOf(destination.id);
    const from = fromSecond(destination.fromDay);
    return (change) => {
      const { category, start } = change.event;
      if (!destination.kinds.has(category) || start < from) return false;
      if (change.kind !== 'deleted' && holds.of({ id: change.id ?? 0, ...change.event }) !== null)
        return false;
      const { day, sampleId, notes, isAllDay, properties } = change.event;
      const isDiscarded = () =>
        eventMutations.wasDiscarded({ id: change.id ?? 0, category, start, sample_id: sampleId, day });
      if (change.id === null) return !isDiscarded();
      const there = eventMutations.remote.linkedTo(change.id);
      if (!there?.isOurs || there.isDeleted) return false;
      if (change.kind === 'deleted') return true;
      const content = { notes, is_all_day: isAllDay, properties };
      return differsEnough(category, content, there.content) && !isDiscarded();
    };
  }

  /** Reports one change to one destination, inside the transaction that made it. Out of scope nothing is queued. */
  enqueueEvent(
    destination: Destination,
    change: EventChangeNotice,
    holds: Holds = this.#options.holds(),
  ): void {
    const { event, kind, cause, isSeen } = change;
    if (!isInScope(destination, event.category, event.start)) return;
    const isHeld = kind !== 'deleted' && holds.of(event) !== null;
    const mustWait = kind !== 'created' && cause !== 'records' && isSeen !== true;
    const eventMutations = this.#eventMutationsOf(destination.id);
    eventMutations.reconcile(event.id, { isHeld, mayUpdate: !mustWait });
    if (!mustWait) return;
    const isUnderWay = () => eventMutations.unseenUnderWay().some((open) => open.event === event.id);
    if (this.#isMissing(eventMutations, event.id) || isUnderWay()) this.#updatesWait(destination.id, cause);
  }

  /**
   * Queues everything in scope that is neither at Trendy nor queued, and drops waiting mutations outside of it: by `enqueue`, in
   * turns. Nothing is queued twice, so `before` is not needed: exactly the missing events are added.
   */
  changeScope({ id }: Destination, _before: Scope | null, after: Scope): void {
    this.#turns.begin(id, after, { mayDrop: true });
  }

  /** Starts over after a later export, or the user's answer about the phone, released events or holds others back. */
  holdsChanged(destination: Destination): void {
    this.#turns.begin(destination.id, destination);
  }

  enqueue(destination: number, signal: AbortSignal): Promise<void> {
    return this.#turns.run(destination, signal);
  }

  /** Updates and deletions of delivered events that wait until the user has seen how many (outbox/README, Waiting updates). */
  countWaitingUpdates(destination: Destination): number {
    let count = 0;
    for (const some of this.waitingUpdates(destination)) count += some;
    return count;
  }

  /** The same count in turns: one number per page of our events, then per page of Trendy's. */
  *waitingUpdates(destination: Destination): Generator<number> {
    if (!this.#doUpdatesWait(destination.id)) return;
    const eventMutations = this.#eventMutationsOf(destination.id);
    yield eventMutations
      .unseenUnderWay()
      .filter(({ category, start }) => isInScope(destination, category, start)).length;
    const holds = this.#options.holds();
    for (const page of this.#pages(destination))
      yield page.filter((event) => holds.of(event) === null && this.#isMissing(eventMutations, event.id))
        .length;
    yield* this.#waitingDeletions(destination);
  }

  /** Of these, the deletions of events that are gone here: no preview of events knows them. */
  countWaitingDeletions(destination: Destination): number {
    let count = 0;
    for (const some of this.#waitingDeletions(destination)) count += some;
    return count;
  }

  *#waitingDeletions(destination: Destination): Generator<number> {
    const eventMutations = this.#eventMutationsOf(destination.id);
    for (let page = this.#gone.after(destination.id, '', pageRows); page.length > 0; ) {
      yield page.filter(({ id, category, start, isGone }) => {
        const remote =
          isGone === 1 && isInScope(destination, category ?? '', start)
            ? eventMutations.remote.get(id)
            : null;
        return remote !== null && eventMutations.isDeleteMissing(remote);
      }).length;
      page = this.#gone.after(destination.id, page.at(-1)?.id ?? '', pageRows);
    }
  }

  /** Why they wait; empty when none do. */
  updatesBy(destination: number): UpdatesCause[] {
    const state = this.#options.writer
      .prepare<[number], string>('SELECT state FROM destination WHERE id = ?')
      .pluck()
      .get(destination);
    return causesOf(JSON.parse(state ?? '{}') as Record<string, unknown>);
  }

  /** The user has seen how many: they go out. */
  releaseUpdates(destination: Destination): void {
    this.#options.writer.transaction(() => {
      patchState(this.#options.writer, destination.id, { updatesWait: null, updatesBy: null });
      this.#eventMutationsOf(destination.id).releaseUnderWay();
      this.#turns.begin(destination.id, destination, { mayDelete: true });
    })();
  }

  /** Held back or out of scope, it is not queued now, and goes as any other event once it may. */
  queueAgain(destination: Destination, mutation: number): void {
    const { writer, holds } = this.#options;
    const eventMutations = this.#eventMutationsOf(destination.id);
    const event = eventMutations.takeBack(mutation);
    const row = writer.prepare<[number], EventColumns>('SELECT * FROM sent_event WHERE id = ?').get(event);
    if (row && !isInScope(destination, row.category, row.start))
      eventMutations.reconcile(event, { isHeld: true, mayUpdate: true });
    else
      eventMutations.reconcile(event, {
        isHeld: row !== undefined && holds().of(row) !== null,
        mayUpdate: true,
      });
  }

  /** Events are queued when they are derived: in scope and in no row are only those that `enqueue` has not come to. */
  backlog({ id }: Destination): number {
    return this.#turns.toCome(id);
  }

  heldBack({ id, kinds, fromDay }: Destination): HeldBack {
    const holds = this.#options.holds();
    if (holds.from === null) return noneHeldBack;
    const counts = { ...noneHeldBack };
    const events = this.#options.writer
      .prepare<[number, number], EventColumns>(
        `SELECT e.* FROM sent_event e WHERE ${everyCategory} AND start >= ?
         AND NOT EXISTS (SELECT 1 FROM far_event f WHERE f.destination = ? AND f.event = e.id)`,
      )
      .all(Math.max(holds.from, fromSecond(fromDay)), id);
    for (const event of events) {
      const hold = kinds.has(event.category) ? holds.of(event) : null;
      if (hold !== null) counts[hold] += 1;
    }
    return counts;
  }

  requeue({ id }: Destination): void {
    recoverMutations(this.#options.writer, id);
  }

  recover(): void {
    recoverMutations(this.#options.writer);
  }

  *#pages({ kinds, fromDay }: Scope): Generator<EventColumns[]> {
    const statement = this.#options.writer.prepare<[number, number, string, number], EventColumns>(
      `SELECT * FROM sent_event WHERE id > ? AND start >= ? AND category IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?`,
    );
    const names = JSON.stringify([...kinds]);
    for (let last = 0; ; ) {
      const page = statement.all(last, fromSecond(fromDay), names, pageRows);
      yield page;
      const end = page.at(-1);
      if (!end || page.length < pageRows) return;
      last = end.id;
    }
  }

  /** Events from a day on that are held back now, for any destination. */
  #keptBack(fromDay: number | null): EventColumns[] {
    const holds = this.#options.holds();
    if (holds.from === null) return [];
    return this.#options.writer
      .prepare<[number], EventColumns>(`SELECT * FROM sent_event WHERE ${everyCategory} AND start >= ?`)
      .all(Math.max(holds.from, fromSecond(fromDay)))
      .filter((event) => holds.of(event) !== null);
  }

  /**
   * Whether Trendy holds our event in an outdated form, and no mutation is on its way or was discarded; for an event that is gone
   * here, whether its deletion is missing.
   */
  #isMissing(eventMutations: EventMutations, id: number): boolean {
    const remote = eventMutations.remote.linkedTo(id);
    if (!remote?.isOurs || remote.isDeleted || eventMutations.openOf(id)) return false;
    const event = this.#options.writer
      .prepare<[number], EventColumns>('SELECT * FROM sent_event WHERE id = ?')
      .get(id);
    if (event === undefined) return eventMutations.isDeleteMissing(remote);
    return !eventMutations.isUpToDate(event, remote) && !eventMutations.wasDiscarded(event);
  }

  #eventMutationsOf(destination: number): EventMutations {
    const known = this.#eventMutations.get(destination);
    if (known) return known;
    const eventMutations = new EventMutations(this.#options.writer, destination, this.#options.nowMs);
    this.#eventMutations.set(destination, eventMutations);
    return eventMutations;
  }

  #doUpdatesWait(destination: number): boolean {
    return this.updatesBy(destination).length > 0;
  }

  #updatesWait(destination: number, cause: UpdatesCause): void {
    const causes = this.updatesBy(destination);
    if (!causes.includes(cause))
      patchState(this.#options.writer, destination, { updatesWait: true, updatesBy: [...causes, cause] });
  }
}
