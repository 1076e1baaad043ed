import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';

/** Events that a listing did not show, by when they were, as far as is known; UTC seconds. */
export interface MissingSpan {
  readonly from: number;
  readonly to: number;
  readonly ids: readonly string[];
}

const idsAtOnce = 5_000;

/**
 * The table `far_read` of one destination: events of Trendy's that must be read again, because the known versions may not be
 * current. Nothing is written over them before. Events missing from a listing are requested by their days, many in one
 * request; the others one by one.
 */
export class RemoteReads {
  readonly #destination: number;
  readonly #ask: WriteStatement<[number, string, number | null], unknown>;
  readonly #done: WriteStatement<[number, string], unknown>;
  readonly #alone: WriteStatement<[number, string], unknown>;
  readonly #any: ReadStatement<[number], unknown>;
  readonly #has: ReadStatement<[number, string], unknown>;
  readonly #next: ReadStatement<[number], string>;
  readonly #first: ReadStatement<[number], number | null>;
  readonly #within: ReadStatement<[number, number, number, number], { id: string; start: number }>;
  readonly #ofEvent: ReadStatement<[number, number], string>;

  constructor(writer: Writer, destination: number) {
    this.#destination = destination;
    this.#ask = writer.prepare(
      `INSERT INTO far_read (destination, id, start) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET start = iif(excluded.start IS NULL, NULL, start)`,
    );
    this.#done = writer.prepare('DELETE FROM far_read WHERE destination = ? AND id = ?');
    this.#alone = writer.prepare('UPDATE far_read SET start = NULL WHERE destination = ? AND id = ?');
    this.#any = writer.prepare('SELECT 1 FROM far_read WHERE destination = ? LIMIT 1');
    this.#has = writer.prepare('SELECT 1 FROM far_read WHERE destination = ? AND id = ?');
    this.#next = writer
      .prepare<[number], string>('SELECT id FROM far_read WHERE destination = ? AND start IS NULL LIMIT 1')
      .pluck();
    this.#first = writer
      .prepare<[number], number | null>('SELECT min(start) FROM far_read WHERE destination = ?')
      .pluck();
    this.#within = writer.prepare(
      'SELECT id, start FROM far_read WHERE destination = ? AND start BETWEEN ? AND ? ORDER BY start LIMIT ?',
    );
    this.#ofEvent = writer
      .prepare<[number, number], string>(
        `SELECT f.id FROM far_event f INDEXED BY far_event_event CROSS JOIN far_read r
         ON r.destination = f.destination AND r.id = f.id WHERE f.destination = ? AND f.event = ? LIMIT 1`,
      )
      .pluck();
  }

  /** `start`: a listing did not show it. Once requested alone, it stays so. */
  ask(id: string, start: number | null = null): void {
    this.#ask.run(this.#destination, id, start);
  }

  /** It is known; whether it was asked for. */
  done(id: string): boolean {
    return this.#done.run(this.#destination, id).changes > 0;
  }

  /** Its days do not show it: only the event itself does. */
  alone(id: string): void {
    this.#alone.run(this.#destination, id);
  }

  hasAny(): boolean {
    return this.#any.get(this.#destination) !== undefined;
  }

  has(id: string): boolean {
    return this.#has.get(this.#destination, id) !== undefined;
  }

  /** One that must be requested alone. */
  next(): string | null {
    return this.#next.get(this.#destination) ?? null;
  }

  /** The first event missing from a listing, and all within so many seconds of it. */
  missing(seconds: number): MissingSpan | null {
    const from = this.#first.get(this.#destination) ?? null;
    if (from === null) return null;
    const rows = this.#within.all(this.#destination, from, from + seconds, idsAtOnce);
    return { from, to: rows.at(-1)?.start ?? from, ids: rows.map(({ id }) => id) };
  }

  /** The row of one of our events that must be read first. */
  ofEvent(event: number): string | null {
    return this.#ofEvent.get(this.#destination, event) ?? null;
  }
}
