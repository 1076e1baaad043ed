import { setImmediate as nextTurn } from 'node:timers/promises';
import { secondsPerDay, wireTime } from '../../../shared/time.ts';
import type { Step } from '../../outbox/target.ts';
import { type EventAnswer, eventAnswerSchema, eventListSchema, isWhole } from './answers.ts';
import { seenEvent } from './remote-changes.ts';
import type { MissingSpan } from './remote-reads.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

const idsPerTurn = 200;
const longestSpan = 400 * 366 * secondsPerDay;
/** After so many complete spans in a row, the next one is twice as long. */
const wholeAnswers = 4;

/** Rereads the events of `RemoteReads`, one request per step. */
export class EventReader {
  readonly #rows: TrendyRows;
  readonly #api: TrendyApi;
  #spanSeconds = longestSpan;
  #answeredWhole = 0;

  constructor(rows: TrendyRows, api: TrendyApi) {
    this.#rows = rows;
    this.#api = api;
  }

  /** `id`: reads this event first. A step that finds nothing to read counts as done too. */
  async step(signal: AbortSignal, id: string | null = this.#rows.reads.next()): Promise<Step> {
    if (id !== null) return this.#readOne(id, signal);
    const span = this.#rows.reads.missing(this.#spanSeconds);
    const [only] = span?.ids ?? [];
    if (span === null || only === undefined) return { kind: 'did' };
    return span.ids.length === 1 ? this.#readOne(only, signal) : this.#readSpan(span, signal);
  }

  /** After a poisoned entry, a stripped row, or a response that its days did not give (trendy/README §1.14). */
  async #readOne(id: string, signal: AbortSignal): Promise<Step> {
    const rows = this.#rows;
    const reply = await this.#api.ask({ method: 'GET', path: `/events/${encodeURIComponent(id)}`, signal });
    if (reply.kind === 'stop') return reply.step;
    const isGone = reply.kind === 'refused' && reply.refusal.status === 404;
    if (reply.kind === 'refused' && !isGone) return this.#api.failing(reply.refusal.words).step;
    const row = isGone ? null : eventAnswerSchema.safeParse(reply.answer.json);
    if (row && (!row.success || !isWhole(row.data) || row.data.id !== id))
      return this.#api.notTheirs(reply.kind === 'answered' ? reply.words : reply.refusal.words).step;
    rows.atomically(() => {
      if (row?.success) rows.changes.apply(seenEvent(row.data), true);
      else rows.changes.delete(id);
      rows.readDone(id);
    });
    return { kind: 'did' };
  }

  /** The days of many events missing from a listing: two reads that agree count as Trendy's answer. */
  async #readSpan(span: MissingSpan, signal: AbortSignal): Promise<Step> {
    const rows = this.#rows;
    const path = `/events/export?start_date=${wireDate(span.from - 1)}&end_date=${wireDate(span.to + 1)}`;
    const reply = await this.#api.ask({ method: 'GET', path, signal });
    if (reply.kind === 'stop') return reply.step;
    if (reply.kind === 'refused') {
      if (reply.refusal.status >= 500) return this.#api.failing(reply.refusal.words).step;
      rows.atomically(() => {
        for (const id of span.ids) rows.reads.alone(id);
      });
      return { kind: 'did' };
    }
    const page = eventListSchema.safeParse(reply.answer.json);
    if (!page.success) return this.#api.notTheirs(reply.words).step;
    // As many rows as it ever gave at once may be its cap: events that it does not show may still exist (trendy/README §1.3, `max_rows`).
    const isCapped = page.data.length >= Math.max(1, rows.state().mostRows);
    rows.atomically(() => rows.sawRows(page.data.length));
    const shown = new Map(page.data.filter(isWhole).map((row) => [row.id, row]));
    // In turns: the program responds meanwhile, and the rest is requested again after it ends.
    for (let first = 0; first < span.ids.length; first += idsPerTurn) {
      if (first > 0) await nextTurn();
      const ids = span.ids.slice(first, first + idsPerTurn);
      rows.atomically(() => {
        for (const id of ids) this.#resolve(id, shown.get(id), isCapped, span.from === span.to);
      });
    }
    this.#fit(span, isCapped);
    return { kind: 'did' };
  }

  #resolve(id: string, row: EventAnswer | undefined, isCapped: boolean, isShortest: boolean): void {
    const { changes, reads } = this.#rows;
    if (row) changes.apply(seenEvent(row), true);
    else if (isCapped) {
      if (isShortest) reads.alone(id);
      return;
    } else changes.delete(id);
    this.#rows.readDone(id);
  }

  #fit({ from, to }: MissingSpan, isCapped: boolean): void {
    this.#answeredWhole = isCapped ? 0 : this.#answeredWhole + 1;
    if (isCapped) this.#spanSeconds = Math.floor((to - from) / 2);
    else if (this.#answeredWhole % wholeAnswers === 0)
      this.#spanSeconds = Math.min(longestSpan, this.#spanSeconds * 2 + 1);
  }
}

const wireDate = (seconds: number): string => encodeURIComponent(wireTime(seconds));
