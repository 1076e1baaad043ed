import { type EventCategory, eventCategories } from '../../shared/domain/event-category.ts';
import { secondsPerDay } from '../../shared/time.ts';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import type { DayRange } from './event-rules.ts';
import { typeOfCategory } from './event-samples.ts';

/** UTC day of an instant, floored: starts before 1970 belong to negative days. */
export const utcDay = (column: string): string =>
  `(${column} - ((${column} % 86400) + 86400) % 86400) / 86400`;

/**
 * Every (category, UTC day) whose events could be derived: days with records or workouts, and beside these the days of
 * events that are there. Sleep belongs to the day of its end, which may be four days later (event-samples.ts); steps and energy are
 * divided at midnight, and a sample may reach the second day after that of its start (spans.ts).
 */
export const recordDays: readonly string[] = [
  ...Object.entries(typeOfCategory).map(
    ([category, type]) => `SELECT '${category}' AS category, day FROM record_day
      WHERE type = (SELECT id FROM record_type WHERE name = '${type}') AND count > 0`,
  ),
  ...[1, 2, 3, 4].map(
    (later) => `SELECT 'sleep' AS category, day + ${later} AS day FROM record_day
      WHERE type = (SELECT id FROM record_type WHERE name = '${typeOfCategory.sleep}') AND count > 0`,
  ),
  ...(['steps', 'active_energy'] as const).flatMap((category) =>
    [1, 2].map(
      (later) => `SELECT '${category}' AS category, day + ${later} AS day FROM record_day
      WHERE type = (SELECT id FROM record_type WHERE name = '${typeOfCategory[category]}') AND count > 0`,
    ),
  ),
  `SELECT 'workout' AS category, ${utcDay('start')} AS day FROM workout`,
  `SELECT category, ${utcDay('start')} AS day FROM own_event`,
];
const everyDay = [...recordDays, `SELECT category, ${utcDay('start')} FROM event`].join(' UNION ');

/** Days that are derived at once. */
export interface TouchedRange extends DayRange {
  /** Each of them lost a record that the Health app no longer has. */
  readonly isRemoval: boolean;
}

/** The persisted set of days whose events must be derived again; imports add to it (import/writer/derived.ts). */
export class TouchedDays {
  readonly #first: ReadStatement<[string, number], TouchedDay>;
  readonly #removes: readonly WriteStatement<[string, number, number], unknown>[];
  readonly #count: ReadStatement<[], number>;
  readonly #removalsIn: ReadStatement<[string, number, number], number>;
  readonly #addBetween: WriteStatement<[number, number], unknown>;

  constructor(writer: Writer) {
    this.#first = writer.prepare(
      `SELECT day, EXISTS (SELECT 1 FROM removal_day r WHERE (r.category, r.day) = (t.category, t.day)) AS isRemoval
       FROM touched_day t WHERE category = ? ORDER BY day LIMIT ?`,
    );
    this.#removes = ['touched_day', 'removal_day'].map((table) =>
      writer.prepare(`DELETE FROM ${table} WHERE category = ? AND day BETWEEN ? AND ?`),
    );
    this.#addBetween = writer.prepare(
      `INSERT OR IGNORE INTO touched_day (category, day)
       SELECT category, day FROM (${recordDays.join(' UNION ')}) WHERE day BETWEEN ? AND ?`,
    );
    this.#removalsIn = writer
      .prepare<[string, number, number], number>(
        'SELECT day FROM removal_day WHERE category = ? AND day BETWEEN ? AND ?',
      )
      .pluck();
    this.#count = writer.prepare<[], number>('SELECT count(*) FROM touched_day').pluck();
  }

  /** Every day with records between two instants, UTC seconds. */
  addBetween(from: number, to: number): void {
    this.#addBetween.run(Math.floor(from / secondsPerDay), Math.floor(to / secondsPerDay) + 1);
  }

  count(): number {
    return this.#count.get() ?? 0;
  }

  /** UTC days from `first` to `last` whose removed records have not been derived yet. */
  removalsIn(category: EventCategory, { first, last }: DayRange): number[] {
    return this.#removalsIn.all(category, first, last);
  }

  /** The first days of the first category that has any, at most `limitOf` it. */
  next(
    limitOf: (category: EventCategory) => number,
  ): { category: EventCategory; ranges: TouchedRange[] } | null {
    for (const category of eventCategories) {
      const days = this.#first.all(category, limitOf(category));
      if (days.length > 0) return { category, ranges: rangesOf(days) };
    }
    return null;
  }

  remove(category: EventCategory, { first, last }: DayRange): void {
    for (const remove of this.#removes) remove.run(category, first, last);
  }
}

/** How many days a derivation of everything goes through. */
export function countEveryDay(reader: Reader): number {
  return reader.prepare<[], number>(`SELECT count(*) FROM (${everyDay})`).pluck().get() ?? 0;
}

/** `countEveryDay`, once while `key` is the same: it takes about 50 ms, and an overview calls it often. */
export class EveryDayCount {
  readonly #reader: Reader;
  #last: { readonly key: string; readonly days: number } | null = null;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  count(key: string): number {
    if (this.#last?.key !== key) this.#last = { key, days: countEveryDay(this.#reader) };
    return this.#last.days;
  }

  forget(): void {
    this.#last = null;
  }
}

/** Every range of days of a category, ascending, none longer than `longest`. */
export function everyRange(reader: Reader, category: EventCategory, longest: number): DayRange[] {
  const days = reader
    .prepare<[string], TouchedDay>(
      `SELECT day, 0 AS isRemoval FROM (${everyDay}) WHERE category = ? ORDER BY day`,
    )
    .all(category);
  const ranges: DayRange[] = [];
  for (let from = 0; from < days.length; from += longest)
    ranges.push(...rangesOf(days.slice(from, from + longest)));
  return ranges;
}

interface TouchedDay {
  readonly day: number;
  /** 0 or 1. */
  readonly isRemoval: number;
}

/** Ascending days as ranges without gaps, each of days of one kind. */
function rangesOf(days: readonly TouchedDay[]): TouchedRange[] {
  const ranges: { first: number; last: number; isRemoval: boolean }[] = [];
  for (const { day, isRemoval } of days) {
    const last = ranges.at(-1);
    if (last !== undefined && day === last.last + 1 && last.isRemoval === (isRemoval === 1)) last.last = day;
    else ranges.push({ first: day, last: day, isRemoval: isRemoval === 1 });
  }
  return ranges;
}
