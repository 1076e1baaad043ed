import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { fromSecond, type Scope } from '../target-side.ts';
import type { HoldableEvent, Holds } from './event-holds.ts';
import { discardedLike } from './mutation-row.ts';

/** Whether the destination has a mutation of the event, has a discard that covers it, or has an event that matches it. */
const isKnown = `(EXISTS (SELECT 1 FROM mutation m WHERE m.event = event.id AND m.destination = @destination)
  OR EXISTS (SELECT 1 FROM mutation m WHERE m.destination = @destination AND ${discardedLike('event')})
  OR EXISTS (SELECT 1 FROM far_event f WHERE f.event = event.id AND f.destination = @destination))`;
/**
 * A create or delete that was sent may have been carried out. Its runner queries Trendy before it leaves the queue; otherwise
 * nobody would know the event there as ours.
 */
const isOutOfScope = `state IN ('queued','waiting','failed')
  AND (tries = 0 OR state = 'failed' OR operation = 'update')
  AND (category NOT IN (SELECT value FROM json_each(@kinds)) OR start < @from)`;
const isUnknownAfter = `category IN (SELECT value FROM json_each(@kinds)) AND start >= @from AND start < @to AND id > @after
  AND NOT ${isKnown}`;
const columns = 'id, category, start, "end", day';

export interface LookedAt extends HoldableEvent {
  readonly isKnown: number;
}

interface Some {
  readonly destination: number;
  readonly after: number;
}

interface InScope extends Some {
  readonly kinds: string;
  readonly from: number;
}

interface CategoryCount {
  readonly category: string;
  readonly items: number;
}

/** The rows that the turns of `EnqueueTurns` read and drop. */
export class EnqueueRows {
  readonly #any: ReadStatement<[number], number>;
  readonly #events: ReadStatement<[Some & { limit: number }], LookedAt>;
  readonly #lastMutation: ReadStatement<[number, number], number | null>;
  readonly #drop: WriteStatement<[InScope & { to: number }], unknown>;
  readonly #outOfScope: ReadStatement<[InScope], number>;
  readonly #unknown: ReadStatement<[InScope & { to: number }], number>;
  readonly #unknownByCategory: ReadStatement<[InScope & { to: number }], CategoryCount>;
  readonly #pendingByCategory: ReadStatement<[InScope], CategoryCount>;
  readonly #unknownRecent: ReadStatement<[InScope & { to: number }], HoldableEvent>;

  constructor(writer: Writer) {
    this.#any = writer.prepare('SELECT 1 FROM mutation WHERE destination = ? LIMIT 1');
    this.#events = writer.prepare(
      `SELECT ${columns}, ${isKnown} AS isKnown FROM sent_event AS event WHERE id > @after ORDER BY id LIMIT @limit`,
    );
    this.#lastMutation = writer
      .prepare<[number, number], number | null>(
        'SELECT max(id) FROM (SELECT id FROM mutation WHERE id > ? ORDER BY id LIMIT ?)',
      )
      .pluck();
    this.#drop = writer.prepare(
      `DELETE FROM mutation WHERE id > @after AND id <= @to AND destination = @destination AND ${isOutOfScope}`,
    );
    this.#outOfScope = writer
      .prepare<[InScope], number>(
        `SELECT count(*) FROM mutation WHERE id > @after AND destination = @destination AND state <> 'failed' AND ${isOutOfScope}`,
      )
      .pluck();
    this.#unknown = writer
      .prepare<[InScope & { to: number }], number>(
        `SELECT count(*) FROM sent_event AS event WHERE ${isUnknownAfter}`,
      )
      .pluck();
    this.#unknownByCategory = writer.prepare(
      `SELECT category, count(*) AS items FROM sent_event AS event WHERE ${isUnknownAfter} GROUP BY category`,
    );
    this.#pendingByCategory = writer.prepare(
      `SELECT category, count(*) AS items FROM mutation WHERE id > @after AND destination = @destination
       AND state IN ('queued','sending','waiting') AND category IN (SELECT value FROM json_each(@kinds)) AND start >= @from
       GROUP BY category`,
    );
    this.#unknownRecent = writer.prepare(
      `SELECT ${columns} FROM sent_event AS event WHERE ${isUnknownAfter}`,
    );
  }

  hasMutations(destination: number): boolean {
    return this.#any.get(destination) !== undefined;
  }

  /** Events behind an id, in order of id. */
  eventsAfter(destination: number, after: number, limit: number): LookedAt[] {
    return this.#events.all({ destination, after, limit });
  }

  /** The last of the next `limit` mutations after an id, of any kind; null when there are none. */
  lastMutationOf(after: number, limit: number): number | null {
    return this.#lastMutation.get(after, limit) ?? null;
  }

  dropOutOfScope(destination: number, after: number, to: number, scope: Scope): void {
    this.#drop.run({ ...parameters(destination, after, scope), to });
  }

  /** Pending mutations behind an id that are still to be dropped. */
  outOfScopeAfter(destination: number, after: number, scope: Scope): number {
    return this.#outOfScope.get(parameters(destination, after, scope)) ?? 0;
  }

  /** By category: pending mutations in scope, and events in scope that are not held back and not known to the destination yet. */
  missing(destination: number, scope: Scope, holds: Holds): ReadonlyMap<string, number> {
    const inScope = parameters(destination, 0, scope);
    const free = holds.from ?? Number.MAX_SAFE_INTEGER;
    const recent = { ...inScope, from: Math.max(free, inScope.from), to: Number.MAX_SAFE_INTEGER };
    const counts = new Map<string, number>();
    const add = (category: string, items: number) =>
      counts.set(category, (counts.get(category) ?? 0) + items);
    for (const { category, items } of this.#pendingByCategory.all(inScope)) add(category, items);
    for (const { category, items } of this.#unknownByCategory.all({ ...inScope, to: free }))
      add(category, items);
    for (const event of this.#unknownRecent.all(recent)) if (holds.of(event) === null) add(event.category, 1);
    return counts;
  }

  /** Events behind an id that are in scope, not held back, and not known to the destination yet. */
  unknownAfter(destination: number, after: number, scope: Scope, holds: Holds): number {
    const inScope = parameters(destination, after, scope);
    const free = holds.from ?? Number.MAX_SAFE_INTEGER;
    const recent = { ...inScope, from: Math.max(free, inScope.from), to: Number.MAX_SAFE_INTEGER };
    const kept = this.#unknownRecent.all(recent);
    const before = this.#unknown.get({ ...inScope, to: free }) ?? 0;
    return before + kept.filter((event) => holds.of(event) === null).length;
  }
}

function parameters(destination: number, after: number, { kinds, fromDay }: Scope): InScope {
  return { destination, after, kinds: JSON.stringify([...kinds]), from: fromSecond(fromDay) };
}
