import type { ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { recordDays, utcDay } from './touched-days.ts';

const eventsPerTurn = 1000;

/** How far it has come. */
export interface MarkProgress {
  /** The last event that was marked; null once all were. */
  readonly marked: number | null;
  /** How many queries of the records' days are done. */
  readonly part: number;
}

export const nothingMarked: MarkProgress = { marked: 0, part: 0 };

interface Window {
  readonly after: number;
  readonly to: number;
}

/**
 * Marks every event as not derived again yet, and every day as touched, in turns of some milliseconds. Nothing is derived
 * before the last of them, so after a crash they begin again: days that are already marked cost little.
 */
export class MarkEverything {
  readonly #writer: Writer;
  readonly #end: ReadStatement<[number, number], number | null>;
  readonly #mark: WriteStatement<[Window], unknown>;
  readonly #touch: WriteStatement<[Window], unknown>;
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
  }

  /** One turn, in the caller's transaction. Where the next one begins, once that is committed; null when everything was marked. */
  turn({ marked, part }: MarkProgress): MarkProgress | null {
    if (marked !== null) {
      const to = this.#end.get(marked, eventsPerTurn) ?? null;
      if (to !== null) {
        this.#mark.run({ after: marked, to });
        this.#touch.run({ after: marked, to });
      }
      return { marked: to, part };
    }
    const days = recordDays[part];
    if (days === undefined) return null;
    this.#writer.exec(`INSERT OR IGNORE INTO touched_day (category, day) ${days}`);
    return { marked, part: part + 1 };
  }
}
