import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { type EventOf, prepareChange } from '../states.ts';
import { closedOfEvent, type Mutation, mutationColumns } from './mutation-row.ts';

/** Trendy's message about one mutation; `answer` at most 4 KiB without credentials. */
export interface ServerMessage {
  readonly error: string | null;
  readonly requestId: string | null;
  readonly answer: string | null;
}

export const noServerMessage: ServerMessage = { error: null, requestId: null, answer: null };

/** Codes of a definite rejection: such an item is sent alone from then on, or it would take fifty others down with it. */
const suspectCodes = `('sync.server_error','sync.rejected','sync.too_large')`;
const due = `state IN ('queued','waiting') AND (state = 'queued' OR coalesce(next_at_ms, 0) <= ?)`;

type Outcome = Extract<EventOf<'mutation'>, 'deliver' | 'find' | 'wait' | 'block' | 'fail' | 'giveUp'>;

/** The mutation that the caller has: claimed alone, or only read. */
const wasSent = ({ state }: Mutation): boolean => state === 'sending';

/** The open mutations of one destination, as its runner takes them. Methods that change rows belong in a transaction. */
export class MutationQueue {
  readonly #writer: Writer;
  readonly #destination: number;
  readonly #nowMs: () => number;
  readonly #queued: ReadStatement<unknown[], Mutation>;
  readonly #waiting: ReadStatement<unknown[], Mutation>;
  readonly #suspect: ReadStatement<[number, number], Mutation>;
  readonly #edit: ReadStatement<[number, number, string], Mutation>;
  readonly #byId: ReadStatement<[number], Mutation>;
  readonly #claim: WriteStatement<unknown[], unknown>;
  readonly #outcomes: Readonly<Record<Outcome, WriteStatement<unknown[], unknown>>>;
  readonly #forget: WriteStatement<unknown[], unknown>;
  readonly #learnId: WriteStatement<[string, number], unknown>;

  constructor(writer: Writer, destination: number, nowMs: () => number) {
    this.#writer = writer;
    this.#destination = destination;
    this.#nowMs = nowMs;
    // Two statements, so each walks the index mutation_state in order and stops at its limit.
    const fresh = (state: string) =>
      writer.prepare<unknown[], Mutation>(
        `SELECT ${mutationColumns} FROM mutation WHERE destination = ? AND ${state} AND (start, id) > (?, ?)
         AND operation = 'create' AND batch IS NULL AND (code IS NULL OR code NOT IN ${suspectCodes}) ORDER BY start, id LIMIT ?`,
      );
    this.#queued = fresh(`state = 'queued'`);
    this.#waiting = fresh(`state = 'waiting' AND coalesce(next_at_ms, 0) <= ?`);
    this.#suspect = writer.prepare(
      `SELECT ${mutationColumns} FROM mutation WHERE destination = ? AND operation = 'create' AND batch IS NULL AND ${due}
       AND code IN ${suspectCodes} ORDER BY attempts, tries, id LIMIT 1`,
    );
    // Skips events that must be read first: their content at Trendy is unknown.
    this.#edit = writer.prepare(
      `SELECT ${mutationColumns} FROM mutation WHERE destination = ? AND batch IS NULL AND ${due} AND operation = ?
       AND NOT EXISTS (SELECT 1 FROM far_event f INDEXED BY far_event_event CROSS JOIN far_read r
         ON r.destination = f.destination AND r.id = f.id WHERE f.destination = mutation.destination AND f.event = mutation.event)
       ORDER BY tries, start, id LIMIT 1`,
    );
    this.#byId = writer.prepare(`SELECT ${mutationColumns} FROM mutation WHERE id = ?`);
    this.#claim = prepareChange(writer, 'mutation', 'claim', {
      set: {
        batch: '?',
        payload: '?',
        entity_id: '?',
        tries: 'tries + 1',
        next_at_ms: 'NULL',
        updated_at: '?',
      },
      where: 'id = ?',
    });
    this.#forget = writer.prepare(`DELETE FROM mutation WHERE ${closedOfEvent} AND state = 'delivered'`);
    this.#learnId = writer.prepare('UPDATE mutation SET entity_id = ? WHERE id = ?');
    const outcome = (event: Outcome) =>
      prepareChange(writer, 'mutation', event, {
        set: {
          batch: '?',
          attempts: '?',
          next_at_ms: '?',
          code: '?',
          error: '?',
          request_id: '?',
          answer: '?',
          updated_at: '?',
        },
        where: 'id = ?',
      });
    this.#outcomes = {
      deliver: outcome('deliver'),
      find: outcome('find'),
      wait: outcome('wait'),
      block: outcome('block'),
      fail: outcome('fail'),
      giveUp: outcome('giveUp'),
    };
  }

  get(id: number): Mutation | null {
    return this.#byId.get(id) ?? null;
  }

  /** Due creates that nothing speaks against, oldest first, after the given place; those that wait come after the queued. */
  freshCreates(after: { start: number; id: number }, limit: number): Mutation[] {
    const queued = this.#queued.all(this.#destination, after.start, after.id, limit);
    return queued.length > 0
      ? queued
      : this.#waiting.all(this.#destination, this.#nowMs(), after.start, after.id, limit);
  }

  /** A create that was rejected before: it goes alone, the least tried first. */
  suspectCreate(): Mutation | null {
    return this.#suspect.get(this.#destination, this.#nowMs()) ?? null;
  }

  dueEdit(operation: 'update' | 'delete'): Mutation | null {
    return this.#edit.get(this.#destination, this.#nowMs(), operation) ?? null;
  }

  /** Open mutations, due or not: the work ahead of a sync. */
  countOpen(): number {
    return (
      this.#writer
        .prepare<[number], number>(
          `SELECT count(*) FROM mutation WHERE destination = ? AND state IN ('queued','sending','waiting')`,
        )
        .pluck()
        .get(this.#destination) ?? 0
    );
  }

  /** When the next one is due, in UTC milliseconds: 0 for now, null when nothing is queued. */
  nextDueMs(): number | null {
    const isQueued = this.#writer
      .prepare<[number]>(`SELECT 1 FROM mutation WHERE destination = ? AND state = 'queued' LIMIT 1`)
      .get(this.#destination);
    if (isQueued !== undefined) return 0;
    return (
      this.#writer
        .prepare<[number], number | null>(
          `SELECT min(coalesce(next_at_ms, 0)) FROM mutation WHERE destination = ? AND state = 'waiting'`,
        )
        .pluck()
        .get(this.#destination) ?? null
    );
  }

  /** In no request in progress, and its time has come. */
  isDue({ batch, state, next_at_ms }: Mutation): boolean {
    return (
      batch === null && (state === 'queued' || (state === 'waiting' && (next_at_ms ?? 0) <= this.#nowMs()))
    );
  }

  /** Before any byte is sent: the exact body, its ids, and its request. Returns its current row; an unclaimable mutation is not sent. */
  claim(mutation: Mutation, batch: number | null, payload: string, entityId: string): Mutation {
    const { changes } = this.#claim.run(batch, payload, entityId, this.#seconds(), mutation.id);
    if (changes === 0) throw new CodedError('internal', { reason: 'claim' });
    const tries = mutation.tries + 1;
    return { ...mutation, state: 'sending', batch, payload, entity_id: entityId, tries, next_at_ms: null };
  }

  /** Not acted on for certain, and not its fault: queued as before, in the batch that it is in. */
  release(mutation: Mutation): void {
    prepareChange(this.#writer, 'mutation', 'release', {
      set: { next_at_ms: 'NULL', updated_at: '?' },
      where: 'id = ?',
    }).run(this.#seconds(), mutation.id);
  }

  /** Delivered, or there without being sent; one such row per event is kept, so counts are events. */
  delivered(mutation: Mutation, entityId: string, requestId: string | null): void {
    const words = { error: null, requestId, answer: null };
    this.forgetDelivered(mutation.event, mutation.start);
    const event = wasSent(mutation) ? 'deliver' : 'find';
    if (this.#record(event, mutation, null, mutation.attempts, null, null, words))
      this.#learnId.run(entityId, mutation.id);
  }

  forgetDelivered(event: number, start: number): void {
    this.#forget.run(this.#destination, start, start, event);
  }

  /** The outcome is unknown, the same request follows: batch and key are kept. Counts no attempt. */
  undecided(mutation: Mutation, code: ErrorCode, nextAtMs: number, words: ServerMessage): void {
    this.#record('wait', mutation, mutation.batch, mutation.attempts, nextAtMs, code, words);
  }

  /** Not stored, or not sent because its place is taken; the next try is a new request. `attempts` as the caller counted them. */
  rejected(
    mutation: Mutation,
    code: ErrorCode,
    attempts: number,
    nextAtMs: number,
    words: ServerMessage,
  ): void {
    const event = wasSent(mutation) ? 'wait' : 'block';
    this.#record(event, mutation, null, attempts, nextAtMs, code, words);
  }

  /** The blocking event is gone: a create that waited for its place, or gave up waiting, is tried again. */
  freed(category: string, sampleId: string | null, start: number): void {
    prepareChange(this.#writer, 'mutation', 'free', {
      set: { attempts: '0', next_at_ms: 'NULL', code: 'NULL', updated_at: '?' },
      where: `destination = ? AND code = 'sync.id_taken' AND category = ?
        AND (payload ->> '$.healthkit_sample_id' = ? OR start BETWEEN ? AND ?)`,
    }).run(this.#seconds(), this.#destination, category, sampleId, start - 1, start + 1);
  }

  /** They were refused for themselves after all: the first attempt of each that waits for it counts. */
  blame(ids: readonly number[]): void {
    const blame = this.#writer.prepare<[number]>(
      `UPDATE mutation SET attempts = 1 WHERE id = ? AND state = 'waiting' AND attempts = 0`,
    );
    for (const id of ids) blame.run(id);
  }

  /** Drops a mutation with nothing left to send or to show: Trendy's version stays, or the event is gone there. */
  drop({ id }: Mutation): void {
    this.#writer.prepare<[number]>('DELETE FROM mutation WHERE id = ?').run(id);
  }

  /** Kept until the user retries or discards it. */
  failed(mutation: Mutation, code: ErrorCode, attempts: number, words: ServerMessage): void {
    const event = wasSent(mutation) ? 'fail' : 'giveUp';
    this.#record(event, mutation, null, attempts, null, code, words);
  }

  /** False, with nothing written, when the row is in another state by now. */
  #record(
    event: Outcome,
    { id }: Mutation,
    batch: number | null,
    attempts: number,
    nextAtMs: number | null,
    code: ErrorCode | null,
    words: ServerMessage,
  ): boolean {
    const { error, requestId, answer } = words;
    const { changes } = this.#outcomes[event].run(
      batch,
      attempts,
      nextAtMs,
      code,
      error,
      requestId,
      answer,
      this.#seconds(),
      id,
    );
    return changes > 0;
  }

  #seconds(): number {
    return Math.floor(this.#nowMs() / 1000);
  }
}
