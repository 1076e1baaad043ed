import { remembered } from '../../../shared/lookup.ts';
import type { ReadStatement, Writer } from '../../db/open.ts';
import type { Presence, Span } from './export-presence.ts';

/** An older file, and the time between the first and the last entry of one kind and source that both files hold. */
interface Shared extends Span {
  readonly older: Presence;
}

interface Entry {
  readonly id: number;
  readonly kind: number | string;
  readonly source: number | string;
  readonly start: number;
  readonly end: number;
}

/**
 * Records entered by hand (table `by_hand`) are few and far between, so stretches of time say little about them. One that a file lacks is
 * gone if the file holds entries of its kind and source before and after it that an older file held together with it: a newly set up phone,
 * an export cut short and a single entry for a day years ago don't have both.
 */
export class EnteredRows {
  readonly #files: () => readonly Presence[];
  readonly #shared = new Map<Presence, Map<string, readonly Shared[]>>();
  readonly #isEntered: ReadStatement<[number], number>;
  readonly #entries: ReadStatement<[Record<string, unknown>], { id: number; start: number }>;
  readonly #before: ReadStatement<[number], number>;

  /** `files`: all files. */
  constructor(writer: Writer, files: () => readonly Presence[]) {
    this.#files = files;
    this.#isEntered = writer.prepare<[number], number>('SELECT 1 FROM by_hand WHERE record = ?').pluck();
    // Removed ones too: the outcome must not depend on when another one was removed.
    const among = (table: string) =>
      `SELECT id, start FROM ${table} WHERE id IN (SELECT record FROM by_hand WHERE type = @kind) AND source = @source`;
    this.#entries = writer.prepare(`${among('record')} UNION ALL ${among('removed_record')}`);
    this.#before = writer
      .prepare<[number], number>('SELECT record FROM by_hand WHERE record < ? ORDER BY record')
      .pluck();
  }

  /** Whether an entry was deleted from among others by the time of a file that lacks it. */
  isLeftOut(file: Presence, { id, kind, source, start, end }: Entry): boolean {
    if (this.#isEntered.get(id) === undefined) return false;
    const byKind = remembered(this.#shared, file, () => new Map<string, readonly Shared[]>());
    const shared = remembered(byKind, `${kind} ${source}`, () => this.#sharedWith(file, { kind, source }));
    return shared.some(
      ({ older, first, last }) => first < start && end < last && older.met.get('record')?.has(id) === true,
    );
  }

  /** Entries stored before `end` that a file holds and one of `others` doesn't. */
  knownTo(file: Presence, end: number, others: readonly Presence[]): number[] {
    const holds = ({ met }: Presence, id: number) => met.get('record')?.has(id) === true;
    return this.#before.all(end).filter((id) => holds(file, id) && others.some((other) => !holds(other, id)));
  }

  #sharedWith(file: Presence, of: Pick<Entry, 'kind' | 'source'>): Shared[] {
    const held = this.#entries.all({ ...of }).filter(({ id }) => file.met.get('record')?.has(id) === true);
    return this.#files()
      .filter(({ exportAt }) => exportAt < file.exportAt)
      .map((older) => {
        let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        for (const { id, start } of held) {
          if (older.met.get('record')?.has(id) !== true) continue;
          first = Math.min(first, start);
          last = Math.max(last, start);
        }
        return { older, first, last };
      });
  }
}
