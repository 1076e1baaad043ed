import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Writer, WriteStatement } from '../../db/open.ts';
import { prepareNew } from '../states.ts';
import { isInScope, type Scope } from '../target-side.ts';
import { type EnqueuePlace, EnqueuePlaces, type Looks } from './enqueue-place.ts';
import { EnqueueRows } from './enqueue-rows.ts';
import type { Holds } from './event-holds.ts';
import type { EventMutations } from './event-mutations.ts';
import { GoneEvents } from './remote-events.ts';

/** Rows that one turn looks at, at most. */
export const enqueueRows = 200;
/** Most rows take microseconds; reconciling an event that is there already takes longer. */
const turnMs = 6;

export interface EnqueueOptions {
  readonly writer: Writer;
  readonly nowMs: () => number;
  readonly holds: () => Holds;
  readonly eventMutationsOf: (destination: number) => EventMutations;
  readonly doUpdatesWait: (destination: number) => boolean;
}

/**
 * Reconciles the queue of a destination with its consent and holds. First, mutations out of scope leave the queue. Then events
 * that are gone here are deleted there. Then every event in scope is reconciled. Ten years are tens of thousands of events, so
 * the work happens in turns; each turn is one transaction with the position that it reached. Nothing is queued twice, so any
 * part may be repeated.
 */
export class EnqueueTurns {
  readonly #options: EnqueueOptions;
  readonly #places: EnqueuePlaces;
  readonly #rows: EnqueueRows;
  readonly #creates: NewCreates;
  readonly #gone: GoneEvents;

  constructor(options: EnqueueOptions) {
    this.#options = options;
    this.#places = new EnqueuePlaces(options.writer);
    this.#rows = new EnqueueRows(options.writer);
    this.#creates = new NewCreates(options.writer);
    this.#gone = new GoneEvents(options.writer);
  }

  /** Starts over under this scope, in the transaction of the change that caused it. */
  begin(destination: number, scope: Scope, { mayDrop = false, mayDelete = false }: Looks = {}): void {
    const looks = { mayDrop: mayDrop && this.#rows.hasMutations(destination), mayDelete };
    this.#places.begin(destination, scope, this.#options.holds().key, looks);
  }

  async run(destination: number, signal: AbortSignal): Promise<void> {
    let turn = performance.now();
    while (!signal.aborted && this.turn(destination)) {
      if (performance.now() - turn < turnMs) continue;
      await nextTurn();
      turn = performance.now();
    }
  }

  /** One turn; false when the queue is in line. */
  turn(destination: number): boolean {
    return this.#options.writer.transaction(() => {
      const place = this.#places.of(destination);
      if (place === null) return false;
      const next = this.#next(destination, place);
      this.#places.save(destination, next);
      return next !== null;
    })();
  }

  /** Pending items that the coming turns will add; negative while more will leave the queue than enter it. */
  toCome(destination: number): number {
    const place = this.#places.of(destination);
    if (place === null) return 0;
    const scope = scopeOf(place);
    const holds = this.#options.holds();
    const coming = this.#rows.unknownAfter(destination, place.reconciledTo, scope, holds);
    return place.droppedTo === null
      ? coming
      : coming - this.#rows.outOfScopeAfter(destination, place.droppedTo, scope);
  }

  /** By category: pending mutations in this scope, and events that the destination knows nothing of yet. */
  missing(destination: number, scope: Scope): ReadonlyMap<string, number> {
    return this.#rows.missing(destination, scope, this.#options.holds());
  }

  #next(destination: number, place: EnqueuePlace): EnqueuePlace | null {
    if (place.droppedTo !== null) return this.#drop(destination, place);
    return place.goneTo === null
      ? this.#reconcile(destination, place)
      : this.#delete(destination, place, place.goneTo);
  }

  /** Deletions before creations: a new event may need the sample id of one that goes. */
  #delete(destination: number, place: EnqueuePlace, after: string): EnqueuePlace {
    const page = this.#gone.after(destination, after, enqueueRows);
    const last = page.at(-1);
    if (!last || this.#options.doUpdatesWait(destination)) return { ...place, goneTo: null };
    const [scope, eventMutations] = [scopeOf(place), this.#options.eventMutationsOf(destination)];
    for (const { id, category, start, isGone } of page) {
      const remote =
        isGone === 1 && isInScope(scope, category ?? '', start) ? eventMutations.remote.get(id) : null;
      if (remote) eventMutations.deleteRemote(remote);
    }
    return { ...place, goneTo: last.id };
  }

  #drop(destination: number, place: EnqueuePlace): EnqueuePlace {
    const after = place.droppedTo ?? 0;
    const last = this.#rows.lastMutationOf(after, enqueueRows);
    if (last === null) return { ...place, droppedTo: null };
    this.#rows.dropOutOfScope(destination, after, last, scopeOf(place));
    return { ...place, droppedTo: last };
  }

  #reconcile(destination: number, place: EnqueuePlace): EnqueuePlace | null {
    const { holds: holdsNow, eventMutationsOf, doUpdatesWait, nowMs } = this.#options;
    const ended = performance.now() + turnMs;
    const events = this.#rows.eventsAfter(destination, place.reconciledTo, enqueueRows);
    const [scope, holds, eventMutations] = [scopeOf(place), holdsNow(), eventMutationsOf(destination)];
    const mayUpdate = !doUpdatesWait(destination);
    const unknown: number[] = [];
    let reconciledTo = place.reconciledTo;
    for (const event of events) {
      if (isInScope(scope, event.category, event.start)) {
        const isHeld = holds.of(event) !== null;
        if (event.isKnown === 1) eventMutations.reconcile(event.id, { isHeld, mayUpdate });
        else if (!isHeld) unknown.push(event.id);
      }
      reconciledTo = event.id;
      if (performance.now() > ended) break;
    }
    this.#creates.queue(destination, unknown, Math.floor(nowMs() / 1000));
    const isLast = events.length < enqueueRows && reconciledTo === (events.at(-1)?.id ?? place.reconciledTo);
    return isLast ? null : { ...place, reconciledTo };
  }
}

const scopeOf = ({ kinds, fromDay }: EnqueuePlace): Scope => ({ kinds: new Set(kinds), fromDay });

/** `payloadOf` as SQL; a test holds the two together. */
const payload = `json_object('timestamp', strftime('%Y-%m-%dT%H:%M:%SZ', start, 'unixepoch'), 'notes', notes,
  'is_all_day', json(iif(is_all_day = 1, 'true', 'false')),
  'end_date', iif("end" IS NULL, NULL, strftime('%Y-%m-%dT%H:%M:%SZ', "end", 'unixepoch')),
  'source_type', 'healthkit', 'healthkit_sample_id', sample_id, 'healthkit_category', category, 'properties', json(properties))`;

/** Creates for events that a destination knows nothing of yet, many in one statement: one by one they take five times as long. */
export class NewCreates {
  readonly #insert: WriteStatement<unknown[], unknown>;

  constructor(writer: Writer) {
    const columns = {
      destination: '?',
      event: 'id',
      operation: "'create'",
      payload,
      entity_id: "''",
      start: 'start',
      category: 'category',
      created_at: '?',
      updated_at: '?',
    };
    const from = 'FROM sent_event WHERE id IN (SELECT value FROM json_each(?)) ORDER BY start, id';
    this.#insert = prepareNew(writer, 'mutation', 'add', columns, from);
  }

  /** `at`: UTC seconds. */
  queue(destination: number, events: readonly number[], at: number): void {
    if (events.length > 0) this.#insert.run(destination, at, at, JSON.stringify(events));
  }
}
