import { remembered } from '../../../shared/lookup.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { Reader, ReadStatement } from '../../db/open.ts';
import { canonicalUnit, isSameMeasure } from '../../healthkit/units.ts';
import type { Key } from '../writer/known-records.ts';

export type DayRow = readonly [
  id: number,
  start: number,
  duration: number,
  source: number,
  key: Key,
  run: number,
  copies: number,
];

/** Reads one type's records of one UTC day, and pairs those of a newer source with those of an earlier one. */
export class DayRows {
  readonly #days: ReadStatement<[number, number], number>;
  readonly #types: ReadStatement<[number], number>;
  readonly #rows: ReadStatement<[number, number, number], DayRow>;
  readonly #removed: ReadStatement<[number, number, number], DayRow>;
  /** Types printed in more than one unit: equal samples may differ by rounding there. */
  readonly #convertedUnits = new Map<number, string>();

  constructor(reader: Reader) {
    this.#types = reader
      .prepare<[number], number>('SELECT type FROM record_summary WHERE source = ?')
      .pluck();
    this.#days = reader
      .prepare<[number, number], number>(
        'SELECT day FROM record_day WHERE type = ? AND source = ? ORDER BY day',
      )
      .pluck();
    const rows = (table: string) =>
      reader
        .prepare<[number, number, number], DayRow>(
          `SELECT id, start, duration, source, value_key, run, copies FROM ${table} WHERE type = ? AND start >= ? AND start < ? ORDER BY start, duration`,
        )
        .raw();
    this.#rows = rows('record');
    this.#removed = rows('removed_record');
    const units = reader.prepare<[], [number, string]>(
      'SELECT type, min(unit) FROM type_unit GROUP BY type HAVING count(*) > 1',
    );
    for (const [type, unit] of units.raw().all()) this.#convertedUnits.set(type, canonicalUnit(unit));
  }

  /** The types that a source has records of, and the days of each. */
  types(source: number): number[] {
    return this.#types.all(source);
  }

  days(type: number, source: number): number[] {
    return this.#days.all(type, source);
  }

  rows(type: number, day: number): DayRow[] {
    return this.#rows.all(type, day * secondsPerDay, (day + 1) * secondsPerDay);
  }

  /** Those that are no longer in the Health app. */
  removed(type: number, day: number): DayRow[] {
    return this.#removed.all(type, day * secondsPerDay, (day + 1) * secondsPerDay);
  }

  /** Of `rows` (one type, one day): each record of `newer` with the same sample of `original`, or null. */
  pair(type: number, rows: readonly DayRow[], newer: number, original: number): [DayRow, DayRow | null][] {
    const unit = this.#convertedUnits.get(type);
    const originals = new Map<string, SamplesOfTime>();
    for (const row of rows) {
      if (row[3] !== original) continue;
      remembered(originals, `${row[1]}/${row[2]}`, () => new SamplesOfTime(unit)).add(row);
    }
    return rows
      .filter((row) => row[3] === newer)
      .map((row) => [row, originals.get(`${row[1]}/${row[2]}`)?.find(row[4]) ?? null]);
  }
}

/** Samples with one start and duration, found by value: there may be very many. `unit`: if equal ones may differ by rounding. */
class SamplesOfTime {
  readonly #byKey = new Map<Key, DayRow>();
  readonly #unit: string | undefined;
  #numbers: number[] | null = null;

  constructor(unit: string | undefined) {
    this.#unit = unit;
  }

  /** Of equal ones the first is found. */
  add(row: DayRow): void {
    if (!this.#byKey.has(row[4])) this.#byKey.set(row[4], row);
    this.#numbers = null;
  }

  find(key: Key): DayRow | null {
    const equal = this.#byKey.get(key);
    if (equal !== undefined || this.#unit === undefined || typeof key !== 'number') return equal ?? null;
    this.#numbers ??= [...this.#byKey.keys()]
      .filter((one): one is number => typeof one === 'number')
      .sort((a, b) => a - b);
    const numbers = this.#numbers;
    let [low, high] = [0, numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    for (const near of [numbers[low - 1], numbers[low]])
      if (near !== undefined && isSameMeasure(key, near, this.#unit)) return this.#byKey.get(near) ?? null;
    return null;
  }
}
