import type { ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { recordDays, utcDay } from './touched-days.ts';

const eventsATurn = 1000;

interface Window {
  readonly after: number;
  readonly to: number;
}

/**
 * Marks every event as not derived again yet, and every day as touched, in turns of some milliseconds. Nothing is derived
 * before the last of them, so after a crash they begin again: what is marked already costs little.
 */
export class MarkEverything {
  readonly #writer: Writer;
  readonly #end: ReadStatement<[number, number], number | null>;
  readonly #mark: WriteStatement<[Window], unknown>;
  readonly #touch: WriteStatement<[Window], unknown>;
  #marked = 0;
  #areEventsDone = false;
  #parts: string[] = [];

  constructor(writer: Writer) {
    this.#writer = writer;
    this.#end = writer
      .prepare<[number, number], number | null>(
        'SELECT max(id) FROM (SELECT id FROM event WHERE id > ? ORDER BY id LIMIT ?)',
      )
      .pluck();
    this.#mark = writer.prepare(
      'UPDATE event SET rules_version = 0 WHERE id > @after AND id <= @to AND rules_version <> 0',
    );
    this.#touch = writer.prepare(
      `INSERT OR IGNORE INTO touched_day (category, day)
       SELECT category, ${utcDay('start')} FROM event WHERE id > @after AND id <= @to`,
    );
    this.restart();
  }

  restart(): void {
    this.#marked = 0;
    this.#areEventsDone = false;
    this.#parts = [...recordDays];
  }

  /** One turn, in the caller's transaction; false when everything was marked. */
  turn(): boolean {
    if (!this.#areEventsDone) {
      const to = this.#end.get(this.#marked, eventsATurn) ?? null;
      if (to === null) this.#areEventsDone = true;
      else {
        this.#mark.run({ after: this.#marked, to });
        this.#touch.run({ after: this.#marked, to });
        this.#marked = to;
      }
      return true;
    }
    const part = this.#parts.shift();
    if (part === undefined) return false;
    this.#writer.exec(`INSERT OR IGNORE INTO touched_day (category, day) ${part}`);
    return true;
  }
}
