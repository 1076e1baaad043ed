import type { Step } from '../../outbox/target.ts';
import { type Change, changesSchema, eventAnswerSchema, isWhole, typeAnswerSchema } from './answers.ts';
import { seenEvent } from './remote-changes.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** The most Trendy gives; more would silently become 100 (trendy/README §1.3). */
const pageEntries = 500;
/** A lower id can become visible after a higher one: the last few are read again (trendy/README §1.14). */
const overlapEntries = 20;

/**
 * The change feed since the last entry that was applied. Applying an entry twice changes nothing. `has_more` counts rows after
 * Trendy's own cap, and a short page may be that cap: only an empty page is the end.
 */
export class FeedReader {
  readonly #rows: TrendyRows;
  readonly #api: TrendyApi;
  /** Place within a pull that has more pages; null at its beginning. */
  #since: number | null = null;
  /** The entry that we stopped at was in this pull. */
  #hasMetCursor = false;

  constructor(rows: TrendyRows, api: TrendyApi) {
    this.#rows = rows;
    this.#api = api;
  }

  /** Reads one page. `isDone` when Trendy has no more, or when everything has to be listed again. */
  async step(signal: AbortSignal): Promise<{ step: Step; isDone: boolean }> {
    const { cursor } = this.#rows.state();
    if (cursor === null) return { step: { kind: 'did' }, isDone: true };
    if (this.#since === null) this.#hasMetCursor = !this.#rows.state().isCursorAnEntry;
    const since = this.#since ?? Math.max(0, cursor - overlapEntries);
    const path = `/changes?since=${since}&limit=${pageEntries}`;
    const reply = await this.#api.ask({ method: 'GET', path, signal });
    if (reply.kind === 'stop') return { step: reply.step, isDone: false };
    if (reply.kind === 'refused') return { step: this.#api.failing(reply.refusal.words).step, isDone: false };
    const page = changesSchema.safeParse(reply.answer.json);
    if (!page.success) return { step: this.#api.notTheirs(reply.words).step, isDone: false };
    const { changes } = page.data;
    const last = changes.at(-1)?.id ?? null;
    this.#hasMetCursor ||= changes.some(({ id }) => id === cursor);
    // The overlap holds the entry that we stopped at, unless the log was cut by hand (trendy/README §1.14): then entries that we
    // never saw may be gone with it, and only a listing shows their content.
    if (!this.#hasMetCursor && (last === null || last > cursor)) {
      this.restart();
      this.#rows.save({ cursor: null, listing: null });
      return { step: { kind: 'did' }, isDone: true };
    }
    this.#rows.atomically(() => this.#apply(changes, cursor));
    const isDone = last === null || last <= since;
    this.#since = isDone ? null : last;
    return { step: { kind: 'did' }, isDone };
  }

  /** A pull that was interrupted begins again with its overlap. */
  restart(): void {
    this.#since = null;
  }

  #apply(changes: readonly Change[], cursor: number): void {
    const { poisoned: before } = this.#rows.state();
    const asked = new Set(before);
    for (const change of changes) {
      if (change.entity_type === 'event') this.#applyEvent(change, asked);
      else if (change.entity_type === 'event_type') this.#applyType(change);
    }
    const last = changes.at(-1);
    const end = Math.max(last?.id ?? 0, cursor);
    if (end > cursor) this.#rows.save({ cursor: end, isCursorAnEntry: true });
    // Entries before the overlap are never read again.
    const poisoned = [...asked].filter((id) => id > end - overlapEntries);
    if (poisoned.length !== before.length || asked.size !== before.length) this.#rows.save({ poisoned });
  }

  /** `asked`: poisoned entries whose events were requested when they were first seen. */
  #applyEvent(change: Change, asked: Set<number>): void {
    const row = eventAnswerSchema.safeParse(change.data);
    if (change.operation === 'delete') this.#rows.changes.delete(change.entity_id);
    // Poisoned entries (trendy/README §0.1): an update without content. Only reading the event shows its state.
    else if (!row.success || !isWhole(row.data)) {
      if (!asked.has(change.id)) this.#rows.readAgain(change.entity_id);
      asked.add(change.id);
    } else this.#rows.changes.apply(seenEvent(row.data));
  }

  #applyType(change: Change): void {
    const type = typeAnswerSchema.safeParse(change.data);
    if (change.operation === 'delete') this.#rows.changes.deleteOfType(change.entity_id);
    else if (type.success) this.#rows.types.put(type.data);
  }
}
