import type { Step } from '../target.ts';
import { type Change, changesSchema, eventAnswerSchema, isWhole, typeAnswerSchema } from './answers.ts';
import { type OwnCreate, seenEvent } from './far-changes.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** The most the far end gives; more would silently become 100 (trendy-backend §1.3). */
const pageEntries = 500;
/** A lower id can become visible after a higher one: the last few are read again (trendy-backend §1.14). */
const overlapEntries = 20;

/** The change feed since the last entry that was applied. Applying an entry twice changes nothing. */
export class FeedReader {
  readonly #rows: TrendyRows;
  readonly #api: TrendyApi;
  /** Place within a pull that has more pages; null at its beginning. */
  #since: number | null = null;

  constructor(rows: TrendyRows, api: TrendyApi) {
    this.#rows = rows;
    this.#api = api;
  }

  /** Reads one page. `isDone` when the far end has no more, or when everything has to be listed again. */
  async step(signal: AbortSignal): Promise<{ step: Step; isDone: boolean }> {
    const { cursor } = this.#rows.state();
    if (cursor === null) return { step: { kind: 'did' }, isDone: true };
    const isFirst = this.#since === null;
    const since = this.#since ?? Math.max(0, cursor - overlapEntries);
    const path = `/changes?since=${since}&limit=${pageEntries}`;
    const reply = await this.#api.ask({ method: 'GET', path, signal });
    if (reply.kind === 'stop') return { step: reply.step, isDone: false };
    if (reply.kind === 'refused') return { step: this.#api.failing(reply.refusal.words).step, isDone: false };
    const page = changesSchema.safeParse(reply.answer.json);
    if (!page.success) return { step: this.#api.notTheirs(reply.words).step, isDone: false };
    const { changes, next_cursor, has_more } = page.data;
    if (isFirst && this.#wasCut(cursor, changes)) {
      // Entries that we never saw may be gone with it: only a listing tells what they said.
      this.#rows.save({ cursor: null, listing: null });
      return { step: { kind: 'did' }, isDone: true };
    }
    this.#rows.atomically(() => this.#apply(changes, cursor));
    const isDone = !has_more || next_cursor <= since;
    this.#since = isDone ? null : next_cursor;
    return { step: { kind: 'did' }, isDone };
  }

  /** A pull that was interrupted begins again with its overlap. */
  restart(): void {
    this.#since = null;
  }

  /** The overlap always holds the entry we stopped at, unless the log was cut by hand (trendy-backend §1.14). */
  #wasCut(cursor: number, changes: readonly Change[]): boolean {
    return this.#rows.state().isCursorAnEntry && !changes.some(({ id }) => id === cursor);
  }

  #apply(changes: readonly Change[], cursor: number): void {
    const owns = this.#rows.ownCreates();
    const unclear: string[] = [];
    for (const change of changes) {
      if (change.entity_type === 'event') this.#applyEvent(change, owns, unclear);
      else if (change.entity_type === 'event_type') this.#applyType(change);
    }
    if (unclear.length > 0) this.#rows.readAgain(...unclear);
    const last = changes.at(-1);
    if (last && last.id > cursor) this.#rows.save({ cursor: last.id, isCursorAnEntry: true });
  }

  #applyEvent(change: Change, owns: ReadonlyMap<string, OwnCreate>, unclear: string[]): void {
    const row = eventAnswerSchema.safeParse(change.data);
    if (change.operation === 'delete') this.#rows.changes.delete(change.entity_id);
    // Poisoned entries (§0.1): an update that says nothing. What the event really is, only itself can tell.
    else if (!row.success || !isWhole(row.data)) unclear.push(change.entity_id);
    else this.#rows.changes.apply(seenEvent(row.data), owns);
  }

  #applyType(change: Change): void {
    const type = typeAnswerSchema.safeParse(change.data);
    if (change.operation === 'delete') this.#rows.changes.deleteOfType(change.entity_id);
    else if (type.success) this.#rows.types.put(type.data);
  }
}
