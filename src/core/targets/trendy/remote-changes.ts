import type { ReadStatement, Writer } from '../../db/open.ts';
import { contentHash } from '../../outbox/mutations/event-content.ts';
import type { EventPayload } from '../../outbox/mutations/event-payload.ts';
import type { MutationQueue } from '../../outbox/mutations/mutation-queue.ts';
import { type Mutation, mutationColumns, openStates } from '../../outbox/mutations/mutation-row.ts';
import { compareInstants, isWrittenByUs, type RemoteContent } from '../../outbox/mutations/remote-content.ts';
import { type RemoteEvent, RemoteEvents } from '../../outbox/mutations/remote-events.ts';
import { type EventAnswer, secondsOf } from './answers.ts';

const contentOf = (row: EventAnswer, written: RemoteContent['written']): RemoteContent => ({
  notes: row.notes ?? null,
  is_all_day: row.is_all_day,
  properties: row.properties ?? {},
  source_type: row.source_type,
  updatedAt: row.updated_at,
  written,
});

/** A whole row as it was seen, not yet linked to one of our events. */
export function seenEvent(row: EventAnswer): RemoteEvent {
  return {
    id: row.id,
    eventTypeId: row.event_type_id,
    category: row.healthkit_category ?? null,
    sampleId: row.healthkit_sample_id ?? null,
    start: secondsOf(row.timestamp),
    end: row.end_date == null ? null : secondsOf(row.end_date),
    isDeleted: false,
    isOurs: false,
    content: contentOf(row, []),
    event: null,
  };
}

/**
 * The row as it is known after this version of it was seen. Ours only while every version seen is one we wrote; a version
 * older than the known one (the feed is read with an overlap) changes no content and brings nothing back to life.
 */
function withVersion(known: RemoteEvent, seen: RemoteEvent, isReread: boolean): RemoteEvent {
  const { written, updatedAt } = known.content;
  const at = seen.content.updatedAt ?? '';
  const order = updatedAt === null ? 1 : compareInstants(at, updatedAt);
  if (known.isDeleted && order <= 0) return known;
  const isUnchanged = isReread && order === 0;
  const isOurs =
    known.isOurs && !known.isDeleted && (isUnchanged || isWrittenByUs(written, seen.content, at));
  if (order < 0) return { ...known, isOurs };
  return { ...seen, isOurs, event: known.event, content: { ...seen.content, written } };
}

/** It has more data than the known version. */
function isNewer(seen: RemoteEvent, known: RemoteEvent): boolean {
  const { updatedAt } = known.content;
  return updatedAt === null || compareInstants(seen.content.updatedAt ?? '', updatedAt) > 0;
}

/** Applies whole rows and deletions reported by Trendy to `far_event`. Must be in the caller's transaction. */
export class RemoteChanges {
  readonly remote: RemoteEvents;
  readonly #writer: Writer;
  readonly #queue: MutationQueue;
  readonly #destination: number;
  readonly #readDone: (id: string) => void;
  readonly #followNewer: (mutation: Mutation) => void;
  readonly #own: ReadStatement<[number, string], { event: number; payload: string }>;

  /** `readDone`: the event has been read, if a read was pending. `followNewer`: the outcome of a deletion is known. */
  constructor(
    writer: Writer,
    destination: number,
    queue: MutationQueue,
    readDone: (id: string) => void,
    followNewer: (mutation: Mutation) => void,
  ) {
    this.#followNewer = followNewer;
    this.#writer = writer;
    this.#queue = queue;
    this.#destination = destination;
    this.#readDone = readDone;
    this.remote = new RemoteEvents(writer, destination);
    // A discard does not make it theirs: it was sent, and its response may have been lost.
    this.#own = writer.prepare(
      `SELECT event, payload FROM mutation INDEXED BY mutation_entity WHERE destination = ? AND entity_id = ?
       AND entity_id <> '' AND state <> 'delivered' AND (state = 'discarded' OR state IN ${openStates})
       AND operation = 'create' AND tries > 0`,
    );
  }

  /** `isReread`: requested by us, so an unchanged instant means that nobody wrote in between. */
  apply(seen: RemoteEvent, isReread = false): void {
    const known = this.remote.get(seen.id);
    const own = known ? undefined : this.#own.get(this.#destination, seen.id);
    if (known) this.remote.put(withVersion(known, seen, isReread));
    else if (own) {
      // Only we know the id that we sent, so the row is ours even if the response was lost.
      const written = [{ hash: contentHash(JSON.parse(own.payload) as EventPayload), at: null }];
      const isOurs = isWrittenByUs(written, seen.content, seen.content.updatedAt ?? '');
      this.remote.put({ ...seen, isOurs, event: own.event, content: { ...seen.content, written } });
    }
    // Manual events do not concern us: they are neither matched nor kept.
    else if (seen.content.source_type === 'healthkit') this.remote.put(seen);
    if (!known || isNewer(seen, known)) this.#readDone(seen.id);
  }

  /** Someone deleted it, unless our own deletion is in progress or was done before. */
  delete(id: string): void {
    const known = this.remote.get(id);
    if (!known || known.isDeleted) return;
    const open = this.#openEdit(known);
    const isOurs = open?.operation === 'delete' && open.tries > 0;
    this.remote.put({ ...known, isDeleted: true, isOurs });
    this.#queue.freed(known.category ?? '', known.sampleId, known.start);
    if (open && open.state !== 'sending') {
      if (isOurs) this.#queue.delivered(open, id, null);
      else this.#queue.drop(open);
      this.#followNewer(open);
    }
    this.#readDone(id);
  }

  /** A deleted type takes its events with it and the feed does not list them (trendy/README §1.12). */
  deleteOfType(typeId: string): void {
    const ids = this.#writer
      .prepare<[number, string], string>(
        'SELECT id FROM far_event WHERE destination = ? AND event_type_id = ? AND is_deleted = 0',
      )
      .pluck()
      .all(this.#destination, typeId);
    for (const id of ids) this.delete(id);
    this.#writer
      .prepare<[number, string]>('DELETE FROM far_type WHERE destination = ? AND id = ?')
      .run(this.#destination, typeId);
  }

  #openEdit(known: RemoteEvent): Mutation | undefined {
    if (known.event === null) return undefined;
    return this.#writer
      .prepare<[number, number], Mutation>(
        `SELECT ${mutationColumns} FROM mutation WHERE destination = ? AND event = ? AND state IN ${openStates}
         AND operation <> 'create'`,
      )
      .get(this.#destination, known.event);
  }
}
