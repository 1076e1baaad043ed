import type { Writer } from '../../db/open.ts';
import { compareInstants, type FarContent, isWrittenByUs } from '../../outbox/mutations/far-content.ts';
import { type FarEvent, FarEvents } from '../../outbox/mutations/far-events.ts';
import type { MutationQueue } from '../../outbox/mutations/mutation-queue.ts';
import { type Mutation, mutationColumns, openStates } from '../../outbox/mutations/mutation-row.ts';
import { type EventAnswer, secondsOf } from './answers.ts';

/** A creation of ours whose outcome is unknown: only we know its id, so a row of that id is ours. */
export interface OwnCreate {
  readonly event: number;
  readonly written: FarContent['written'];
}

export const contentOf = (row: EventAnswer, written: FarContent['written']): FarContent => ({
  notes: row.notes ?? null,
  is_all_day: row.is_all_day,
  properties: row.properties ?? {},
  source_type: row.source_type,
  updatedAt: row.updated_at,
  written,
});

/** A whole row as it was seen, by itself nobody's. */
export function seenEvent(row: EventAnswer): FarEvent {
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
export function withVersion(known: FarEvent, seen: FarEvent, isReread: boolean): FarEvent {
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

/** Applies whole rows and deletions that the far end told of to `far_event`. Belongs in the caller's transaction. */
export class FarChanges {
  readonly far: FarEvents;
  readonly #writer: Writer;
  readonly #queue: MutationQueue;
  readonly #destination: number;

  constructor(writer: Writer, destination: number, queue: MutationQueue) {
    this.#writer = writer;
    this.#queue = queue;
    this.#destination = destination;
    this.far = new FarEvents(writer, destination);
  }

  /** `isReread`: asked for by us, so that an unchanged instant means that nobody wrote in between. */
  apply(seen: FarEvent, owns: ReadonlyMap<string, OwnCreate>, isReread = false): void {
    const known = this.far.get(seen.id);
    const own = owns.get(seen.id);
    if (known) this.far.put(withVersion(known, seen, isReread));
    else if (own) {
      const { event, written } = own;
      const isOurs = isWrittenByUs(written, seen.content, seen.content.updatedAt ?? '');
      this.far.put({ ...seen, isOurs, event, content: { ...seen.content, written } });
    }
    // Events typed by hand are none of our business: neither matched nor kept.
    else if (seen.content.source_type === 'healthkit') this.far.put(seen);
  }

  /** Somebody deleted it, unless we have a deletion of it under way or did it before. */
  delete(id: string): void {
    const known = this.far.get(id);
    if (!known || known.isDeleted) return;
    const open = this.#openEdit(known);
    const isOurs = open?.operation === 'delete' && open.tries > 0;
    this.far.put({ ...known, isDeleted: true, isOurs });
    if (!open || open.state === 'sending') return;
    if (isOurs) this.#queue.delivered(open, id, null);
    else this.#queue.drop(open);
  }

  /** A deleted type takes its events with it and tells nobody of them (trendy-backend §1.12). */
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

  #openEdit(known: FarEvent): Mutation | undefined {
    if (known.event === null) return undefined;
    return this.#writer
      .prepare<[number, number], Mutation>(
        `SELECT ${mutationColumns} FROM mutation WHERE destination = ? AND event = ? AND state IN ${openStates}
         AND operation <> 'create'`,
      )
      .get(this.#destination, known.event);
  }
}
