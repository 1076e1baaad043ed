import type { WriteStatement } from '../../db/open.ts';
import { RemoteEvents } from '../../outbox/mutations/remote-events.ts';
import type { Step } from '../../outbox/target.ts';
import { type EventAnswer, eventListSchema, latestCursorSchema } from './answers.ts';
import { seenEvent } from './remote-changes.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

const pageRows = 1000;
/** Equal timestamps may swap between pages (trendy/README §1.11): neighbors are read twice. */
const overlapRows = 50;
/** An older listing than this starts over: deletions since then have moved its pages. */
const listingLivesMs = 10 * 60_000;

/**
 * All of Trendy's events, into staging (rows under the negated destination), swapped in one transaction. The feed's
 * cursor is read first, so a change during the listing arrives with the next pull (trendy/README §4.7).
 */
export class EventListing {
  readonly #rows: TrendyRows;
  readonly #api: TrendyApi;
  readonly #staging: RemoteEvents;
  readonly #clear: WriteStatement<[number], unknown>;
  readonly #countStaged: () => number;

  constructor(rows: TrendyRows, api: TrendyApi) {
    const { writer, destination } = rows;
    this.#rows = rows;
    this.#api = api;
    this.#staging = new RemoteEvents(writer, -destination);
    this.#clear = writer.prepare('DELETE FROM far_event WHERE destination = ?');
    const count = writer
      .prepare<[number], number>('SELECT count(*) FROM far_event WHERE destination = ?')
      .pluck();
    this.#countStaged = () => count.get(-destination) ?? 0;
  }

  /** One request of it. `nowMs` of this computer's clock. */
  async step(nowMs: number, signal: AbortSignal): Promise<Step> {
    const { listing } = this.#rows.state();
    if (!listing || nowMs - listing.startedMs > listingLivesMs || nowMs < listing.startedMs)
      return this.#begin(nowMs, signal);
    const path = `/events?limit=${pageRows}&offset=${listing.offset}`;
    const reply = await this.#api.ask({ method: 'GET', path, signal });
    if (reply.kind === 'stop') return reply.step;
    if (reply.kind === 'refused') return this.#api.failing(reply.refusal.words).step;
    const page = eventListSchema.safeParse(reply.answer.json);
    if (!page.success) return this.#api.notTheirs(reply.words).step;
    this.#rows.atomically(() => this.#take(page.data, listing.offset, nowMs));
    return { kind: 'did' };
  }

  async #begin(nowMs: number, signal: AbortSignal): Promise<Step> {
    const reply = await this.#api.ask({ method: 'GET', path: '/changes/latest-cursor', signal });
    if (reply.kind === 'stop') return reply.step;
    if (reply.kind === 'refused') return this.#api.failing(reply.refusal.words).step;
    const latest = latestCursorSchema.safeParse(reply.answer.json);
    if (!latest.success) return this.#api.notTheirs(reply.words).step;
    this.#rows.atomically(() => {
      this.#clear.run(-this.#rows.destination);
      this.#rows.save({ listing: { cursor: latest.data.cursor, offset: 0, startedMs: nowMs } });
    });
    return { kind: 'did' };
  }

  /** A page without a new row is the end: a short one may be Trendy's own row cap (trendy/README §1.3, `max_rows`). */
  #take(page: readonly EventAnswer[], offset: number, nowMs: number): void {
    const before = this.#countStaged();
    this.#rows.sawRows(page.length);
    for (const row of page) {
      const seen = seenEvent(row);
      // Of events typed by hand only the id is of use: whether a page showed anything new.
      const isHealth =
        seen.content.source_type === 'healthkit' || this.#rows.changes.remote.get(row.id) !== null;
      this.#staging.put(
        isHealth ? seen : { ...seen, content: { ...seen.content, notes: null, properties: {} } },
      );
    }
    if (this.#countStaged() === before) this.#swap(nowMs);
    else {
      // Half of a page that a small cap of rows leaves, or the listing would continue at one row per request.
      const overlap = Math.min(overlapRows, Math.floor(page.length / 2));
      this.#rows.save({ listing: { offset: offset + page.length - overlap } });
    }
  }

  /** Leaves unchanged rows alone; most lists have no others. */
  #swap(nowMs: number): void {
    const { destination, changes, reads, writer } = this.#rows;
    const missing = this.#missing();
    const changed = writer
      .prepare<[number, number, number, number], string>(
        `SELECT s.id FROM far_event s JOIN far_event k ON k.destination = ? AND k.id = s.id WHERE s.destination = ?
         AND s.content ->> '$.updatedAt' IS NOT k.content ->> '$.updatedAt'
         UNION SELECT s.id FROM far_event s CROSS JOIN mutation m INDEXED BY mutation_entity
         ON m.destination = ? AND m.entity_id = s.id AND m.entity_id <> '' AND m.state <> 'delivered' AND m.operation = 'create'
         WHERE s.destination = ?`,
      )
      .pluck()
      .all(destination, -destination, destination, -destination);
    for (const id of changed) {
      const seen = this.#staging.get(id);
      if (seen) changes.apply(seen);
    }
    writer
      .prepare<[number, number]>(
        `INSERT INTO far_event (destination, id, event_type_id, category, sample_id, start, "end", is_ours, content)
         SELECT ?, id, event_type_id, category, sample_id, start, "end", 0, content FROM far_event
         WHERE destination = ? AND content ->> '$.source_type' = 'healthkit' ON CONFLICT DO NOTHING`,
      )
      .run(destination, -destination);
    this.#clear.run(-destination);
    // A listing may miss a row: rows that match one of our events are read again, the others are forgotten.
    const forget = writer.prepare<[number, string]>('DELETE FROM far_event WHERE destination = ? AND id = ?');
    for (const { id, event, start } of missing)
      if (event === null) forget.run(destination, id);
      else reads.ask(id, start);
    const cursor = this.#rows.state().listing?.cursor ?? 0;
    this.#rows.save({ listing: null, cursor, isCursorAnEntry: false, listedAtMs: nowMs });
  }

  #missing(): { id: string; event: number | null; start: number }[] {
    const { destination, writer } = this.#rows;
    return writer
      .prepare<[number, number], { id: string; event: number | null; start: number }>(
        `SELECT id, event, start FROM far_event WHERE destination = ? AND is_deleted = 0
         AND id NOT IN (SELECT id FROM far_event WHERE destination = ?)`,
      )
      .all(destination, -destination);
  }
}
