import { secondsPerDay } from '../../../shared/time.ts';
import type { ReadStatement, Writer } from '../../db/open.ts';
import type { EventColumns } from '../../outbox/mutations/event-payload.ts';
import { type Mutation, mutationColumns, openStates } from '../../outbox/mutations/mutation-row.ts';
import {
  type RemoteEvent,
  type RemoteEventRow,
  RemoteEvents,
  toRemoteEvent,
} from '../../outbox/mutations/remote-events.ts';

/**
 * The result of looking for a create's event at Trendy. found: the event is there (or was, and was deleted); blocked: our own event that is gone here
 * still has its sample id or second there, and must be deleted first; taken: as blocked, but no queued mutation of ours deletes
 * it.
 */
export type RemoteMatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly remote: RemoteEvent }
  | { readonly kind: 'blocked'; readonly by: Mutation }
  | { readonly kind: 'taken'; readonly by: RemoteEvent };

/** The phone's zone may be anywhere: its day of the same name begins within a day of our day. */
const sampleWindow = 3 * secondsPerDay;
/** Someone deleted a day. In another zone another day has its id: theirs begin half a day apart or more (trendy/README §3.4). */
const deletedWindow = 12 * 3_600;
/** trendy/README §3.4: a night may begin at another second when more is known of it; it stays the same night. */
const nightWindow = 12 * 3_600;

/** Finds our event at Trendy: by id, then sample id, then content key ±1 s (trendy/README §3.5, §3.7). */
export class RemoteMatcher {
  readonly #destination: number;
  readonly #remote: RemoteEvents;
  readonly #bySample: ReadStatement<unknown[], RemoteEventRow>;
  readonly #byContent: ReadStatement<unknown[], RemoteEventRow>;
  readonly #isLive: ReadStatement<[number], unknown>;
  readonly #openDelete: ReadStatement<[number, number], Mutation>;

  constructor(writer: Writer, destination: number) {
    this.#destination = destination;
    this.#remote = new RemoteEvents(writer, destination);
    // Through the index (destination, category, start): far_event has none on the sample id.
    const near = `SELECT f.* FROM far_event f WHERE f.destination = ? AND f.category = ? AND f.start BETWEEN ? AND ?
      AND NOT (f.is_deleted = 1 AND f.is_ours = 1)`;
    this.#bySample = writer.prepare(`${near} AND f.sample_id = ? ORDER BY f.is_deleted, f.id`);
    // The phone compares workouts by start and end, the rest by start (trendy/README §3.5). A neighbor's own exact match is not ours.
    this.#byContent = writer.prepare(
      `${near} AND (f.category <> 'workout' OR abs(f."end" - ?) <= 1)
       AND (f.start = ? OR NOT EXISTS (SELECT 1 FROM sent_event e WHERE e.category = f.category AND e.start = f.start))
       ORDER BY f.is_deleted, abs(f.start - ?), f.id`,
    );
    this.#isLive = writer.prepare('SELECT 1 FROM sent_event WHERE id = ?');
    this.#openDelete = writer.prepare(
      `SELECT ${mutationColumns} FROM mutation WHERE destination = ? AND event = ? AND state IN ${openStates}
       AND operation = 'delete'`,
    );
  }

  match(event: EventColumns, entityId: string): RemoteMatch {
    const byId = entityId === '' ? null : this.#remote.get(entityId);
    if (byId && !(byId.isDeleted && byId.isOurs)) return { kind: 'found', remote: byId };
    const { category, start, end } = event;
    const sample = this.#bySample
      .all(this.#destination, category, start - sampleWindow, start + sampleWindow, event.sample_id)
      .flatMap((row) => toRemoteEvent(row) ?? [])
      .filter((remote) => !remote.isDeleted || Math.abs(remote.start - start) < deletedWindow);
    const content = this.#byContent
      .all(this.#destination, category, start - 1, start + 1, end, start, start)
      .flatMap((row) => toRemoteEvent(row) ?? [])
      .filter((remote) => !this.standsForAnother(remote, event.id));
    // A living row of either kind comes before any tombstone.
    const [first] = [...sample, ...content].sort((a, b) => Number(a.isDeleted) - Number(b.isDeleted));
    if (!first) return { kind: 'none' };
    return first.isDeleted ? { kind: 'found', remote: first } : this.#judge(event, first);
  }

  /** The open deletion of our former event, if this row may match our new event instead. */
  supersededDelete(remote: RemoteEvent): Mutation | null {
    return remote.event === null ? null : (this.#openDelete.get(this.#destination, remote.event) ?? null);
  }

  #judge(event: EventColumns, remote: RemoteEvent): RemoteMatch {
    if (remote.event === null || remote.event === event.id || !remote.isOurs)
      return { kind: 'found', remote };
    if (this.standsForAnother(remote, event.id)) return { kind: 'taken', by: remote };
    const deletion = this.#openDelete.get(this.#destination, remote.event);
    const distance = Math.abs(remote.start - event.start);
    // No PUT changes a sample id (trendy/README §1.9): a row of another id stays under it, and in the way of the event that needs it.
    const isSame =
      remote.sampleId === event.sample_id &&
      (distance <= 1 || (event.category === 'sleep' && distance < nightWindow));
    if (isSame && (!deletion || deletion.tries === 0)) return { kind: 'found', remote };
    return deletion ? { kind: 'blocked', by: deletion } : { kind: 'taken', by: remote };
  }

  /** Another of our events that still exists has this row. */
  standsForAnother(remote: RemoteEvent, event: number): boolean {
    return remote.event !== null && remote.event !== event && this.#isLive.get(remote.event) !== undefined;
  }
}
