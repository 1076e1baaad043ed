import { wireTime } from '../../../shared/time.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { prepareChange, prepareNew } from '../states.ts';
import { contentHash, differsEnough } from './event-content.ts';
import { type EventColumns, type EventPayload, payloadOf } from './event-payload.ts';
import {
  closedOfEvent,
  isDiscarded,
  type Mutation,
  mutationColumns,
  type Operation,
  openStates,
} from './mutation-row.ts';
import { type RemoteEvent, RemoteEvents } from './remote-events.ts';

/** `isHeld`: the event is held back. `mayUpdate`: updates and deletions of events at Trendy may be queued; false until the user has seen how many. */
export interface ReconcileOptions {
  readonly isHeld: boolean;
  readonly mayUpdate: boolean;
}

/** What an event is known by; `id` 0 for one that is not stored yet. */
export type KnownEvent = Pick<EventColumns, 'id' | 'category' | 'start' | 'sample_id' | 'day'>;

const eventColumns = `id, category, start, "end", is_all_day, notes, sample_id, properties, day`;

/**
 * The changes that one destination is still to receive: at most one open mutation per event, and a newer change replaces
 * the one that waits (trendy/README §4.2). Every method belongs inside the transaction that changed the event.
 */
export class EventMutations {
  readonly destination: number;
  readonly remote: RemoteEvents;
  readonly #nowMs: () => number;
  readonly #event: ReadStatement<[number], EventColumns>;
  readonly #open: ReadStatement<[number, number], Mutation>;
  readonly #last: ReadStatement<[number, number, number, number], Mutation>;
  readonly #insert: WriteStatement<unknown[], unknown>;
  readonly #replace: WriteStatement<unknown[], unknown>;
  readonly #drop: WriteStatement<[number], unknown>;
  readonly #mark: WriteStatement<[number], unknown>;
  readonly #markUnseen: WriteStatement<[number], unknown>;
  readonly #underWay: ReadStatement<[number], Mutation>;
  readonly #discarded: ReadStatement<[number], Mutation>;
  readonly #reopen: WriteStatement<unknown[], unknown>;
  readonly #forgetDiscards: WriteStatement<[number, number, number, number], unknown>;
  readonly #discardedAs: ReadStatement<[string, number, string, string, number], unknown>;

  constructor(writer: Writer, destination: number, nowMs: () => number) {
    this.destination = destination;
    this.remote = new RemoteEvents(writer, destination);
    this.#nowMs = nowMs;
    this.#event = writer.prepare(`SELECT ${eventColumns} FROM sent_event WHERE id = ?`);
    this.#open = writer.prepare(
      `SELECT ${mutationColumns} FROM mutation WHERE destination = ? AND event = ? AND state IN ${openStates}`,
    );
    this.#last = writer.prepare(
      `SELECT ${mutationColumns} FROM mutation WHERE ${closedOfEvent} ORDER BY id DESC LIMIT 1`,
    );
    this.#insert = prepareNew(writer, 'mutation', 'add', {
      destination: '?',
      event: '?',
      operation: '?',
      payload: '?',
      entity_id: '?',
      start: '?',
      category: '?',
      created_at: '?',
      updated_at: '?',
    });
    // A new body is a new mutation: its attempts start over, and its next request has a new key (trendy/README §1.16).
    const fresh = {
      batch: 'NULL',
      attempts: '0',
      next_at_ms: 'NULL',
      code: 'NULL',
      error: 'NULL',
      request_id: 'NULL',
      answer: 'NULL',
      updated_at: '?',
    };
    this.#replace = prepareChange(writer, 'mutation', 'renew', {
      set: { operation: '?', payload: '?', entity_id: '?', start: '?', ...fresh },
      where: 'id = ?',
    });
    this.#drop = writer.prepare('DELETE FROM mutation WHERE id = ?');
    this.#discarded = writer.prepare(
      `SELECT ${mutationColumns} FROM mutation WHERE id = ? AND state = 'discarded'`,
    );
    this.#reopen = prepareChange(writer, 'mutation', 'again', { set: fresh, where: 'id = ?' });
    this.#forgetDiscards = writer.prepare(
      `DELETE FROM mutation WHERE ${closedOfEvent} AND state = 'discarded'`,
    );
    this.#discardedAs = writer.prepare(isDiscarded);
    this.#mark = writer.prepare(
      `UPDATE mutation SET payload = json_set(payload, '$.hasNewer', json('true')) WHERE id = ?`,
    );
    // A change that may be sent takes along one that would wait alone, as a queued update does.
    this.#markUnseen = writer.prepare(
      `UPDATE mutation SET payload = json_insert(payload, '$.hasNewer', 'unseen') WHERE id = ?`,
    );
    this.#underWay = writer.prepare(
      `SELECT ${mutationColumns.replace(/\w+/g, 'm.$&')} FROM batch b CROSS JOIN json_each(b.mutations) item
       CROSS JOIN mutation m ON m.id = item.value
       WHERE b.destination = ? AND m.batch = b.id AND m.payload ->> '$.hasNewer' = 'unseen'`,
    );
  }

  /** Queues the changes that make the destination hold the event as it is now; an event that is gone here is deleted there. */
  reconcile(eventId: number, options: ReconcileOptions): void {
    const event = this.#event.get(eventId);
    const open = this.#open.get(this.destination, eventId) ?? null;
    const remote = this.remote.linkedTo(eventId);
    if (!event) this.#reconcileDeleted(eventId, remote, open, options);
    // A deletion that was sent may have been carried out: once its outcome is known, the event is made there again.
    else if (open?.operation === 'delete' && open.tries > 0 && open.state !== 'failed')
      this.#markNewer(open, options);
    else if (options.isHeld) this.#withdraw(open);
    // Its outcome is unknown: the body must stay as it was sent, and the newer change follows it.
    else if (open?.batch != null) this.#markNewer(open, options);
    else if (remote) this.#reconcileExisting(event, remote, open, options);
    else if (open?.operation === 'create')
      this.#replaceWith(open, 'create', payloadOf(event), open.entity_id);
    else if (!this.wasDiscarded(event)) {
      this.#withdraw(open);
      this.#add(event, 'create', payloadOf(event), '');
    }
  }

  /**
   * Undoes the discards of this mutation's event, so `reconcile` decides again. If the event has no open mutation, this
   * row opens again under the id that it was sent with, if it was sent. Returns the event; 0 if there is no such row.
   */
  takeBack(mutation: number): number {
    const row = this.#discarded.get(mutation);
    if (!row) return 0;
    if (!this.openOf(row.event)) this.#reopen.run(this.#seconds(), row.id);
    this.#forgetDiscards.run(this.destination, row.start, row.start, row.event);
    return row.event;
  }

  /** The open mutation of an event, if it has one. */
  openOf(eventId: number): Mutation | null {
    return this.#open.get(this.destination, eventId) ?? null;
  }

  /** Mutations in a request with an unknown outcome, with an event that only rules have changed since, by enough to be sent. */
  unseenUnderWay(): Mutation[] {
    return this.#underWay.all(this.destination).filter((open) => {
      const event = this.#event.get(open.event);
      return !event || differsEnough(event.category, payloadOf(event), parsed(open));
    });
  }

  /** The user has seen them: they follow automatically. */
  releaseUnderWay(): void {
    for (const { id } of this.#underWay.all(this.destination)) this.#mark.run(id);
  }

  /** A discard applies until the user undoes it, even if later exports or another home zone change the event. */
  wasDiscarded({ id, category, start, sample_id, day }: KnownEvent): boolean {
    const last = this.#last.get(this.destination, start, start, id);
    if (last) return last.state === 'discarded';
    return this.#discardedAs.get(category, start, day, sample_id, this.destination) !== undefined;
  }

  /** Whether our event at Trendy is gone here, and its deletion is neither on its way nor discarded by the user. */
  isDeleteMissing(remote: RemoteEvent): boolean {
    if (remote.event === null || remote.isDeleted || !remote.isOurs || this.openOf(remote.event))
      return false;
    const last = this.#last.get(this.destination, remote.start, remote.start, remote.event);
    return last?.state !== 'discarded' || last.operation !== 'delete';
  }

  /** Queues the deletion at Trendy of an event that is gone here. */
  deleteRemote(remote: RemoteEvent): void {
    if (remote.event !== null && this.isDeleteMissing(remote)) this.#addDelete(remote.event, remote);
  }

  /** Whether Trendy holds the event already, within the thresholds of `differsEnough`. */
  isUpToDate(event: EventColumns, remote: RemoteEvent): boolean {
    return !differsEnough(event.category, payloadOf(event), remote.content);
  }

  /** Rewrites only our own events, and only where the difference counts. Events of other clients stay as they are. */
  #reconcileExisting(
    event: EventColumns,
    remote: RemoteEvent,
    open: Mutation | null,
    { mayUpdate }: ReconcileOptions,
  ): void {
    const payload = payloadOf(event);
    if (remote.isDeleted || !remote.isOurs || this.isUpToDate(event, remote)) this.#withdraw(open);
    // An update that was queued brings the newest content; a create that found the event there becomes an update.
    else if (open && (mayUpdate || open.operation === 'update'))
      this.#replaceWith(open, 'update', payload, remote.id);
    else if (open) this.#withdraw(open);
    else if (mayUpdate && !this.wasDiscarded(event)) this.#add(event, 'update', payload, remote.id);
  }

  #reconcileDeleted(
    eventId: number,
    remote: RemoteEvent | null,
    open: Mutation | null,
    options: ReconcileOptions,
  ): void {
    const { mayUpdate } = options;
    if (open?.operation === 'delete') return;
    if (open?.batch != null) this.#markNewer(open, options);
    else if (mayUpdate && remote && !remote.isDeleted && remote.isOurs) {
      if (open) this.#replaceWith(open, 'delete', parsed(open), remote.id);
      else this.#addDelete(eventId, remote);
    } else this.#withdraw(open);
  }

  #markNewer({ id }: Mutation, { mayUpdate }: ReconcileOptions): void {
    (mayUpdate ? this.#mark : this.#markUnseen).run(id);
  }

  /** A create that was sent before and came back undecided stays: only its response shows whether there is something to delete. */
  #withdraw(open: Mutation | null): void {
    if (open && open.batch === null) this.#drop.run(open.id);
  }

  #add(event: EventColumns, operation: Operation, payload: EventPayload, entityId: string): void {
    this.#insertRow(event.id, operation, payload, entityId, event.start, event.category);
  }

  #addDelete(eventId: number, remote: RemoteEvent): void {
    const { notes, is_all_day } = remote.content;
    const payload = {
      timestamp: wireTime(remote.start),
      notes,
      is_all_day,
      healthkit_sample_id: remote.sampleId,
    };
    this.#insertRow(eventId, 'delete', payload, remote.id, remote.start, remote.category ?? '');
  }

  #insertRow(
    event: number,
    operation: Operation,
    payload: object,
    id: string,
    start: number,
    category: string,
  ): void {
    const at = this.#seconds();
    this.#insert.run(
      this.destination,
      event,
      operation,
      JSON.stringify(payload),
      id,
      start,
      category,
      at,
      at,
    );
  }

  #replaceWith(open: Mutation, operation: Operation, payload: EventPayload, entityId: string): void {
    // The same change again keeps its attempts and, if it failed, waits for the user.
    if (open.operation === operation && isSamePayload(parsed(open), payload)) return;
    const start = Math.floor(Date.parse(payload.timestamp) / 1000);
    const text = JSON.stringify(payload);
    this.#replace.run(operation, text, entityId, start, this.#seconds(), open.id);
  }

  #seconds(): number {
    return Math.floor(this.#nowMs() / 1000);
  }
}

function isSamePayload(a: EventPayload, b: EventPayload): boolean {
  return (
    a.timestamp === b.timestamp &&
    a.end_date === b.end_date &&
    a.healthkit_sample_id === b.healthkit_sample_id &&
    contentHash(a) === contentHash(b)
  );
}

const parsed = (mutation: Mutation): EventPayload => JSON.parse(mutation.payload) as EventPayload;
