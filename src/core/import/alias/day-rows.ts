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
    const originals = new Map<string, DayRow[]>();
    for (const row of rows) {
      if (row[3] !== original) continue;
      const key = `${row[1]}/${row[2]}`;
      const same = originals.get(key);
      if (same) same.push(row);
      else originals.set(key, [row]);
    }
    const unit = this.#convertedUnits.get(type);
    return rows
      .filter((row) => row[3] === newer)
      .map((row) => {
        const candidates = originals.get(`${row[1]}/${row[2]}`) ?? [];
        return [row, candidates.find((other) => isSameKey(row[4], other[4], unit)) ?? null];
      });
  }
}

function isSameKey(a: Key, b: Key, unit: string | undefined): boolean {
  if (a === b) return true;
  return unit !== undefined && typeof a === 'number' && typeof b === 'number' && isSameMeasure(a, b, unit);
}
