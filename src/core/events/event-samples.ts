import type { Reader, ReadStatement } from '../db/open.ts';
import { isCountable } from '../healthkit/units.ts';
import type { FigureSample } from './daily-figures.ts';
import { type Beat, HeartRates } from './heart-rates.ts';
import { newestExport } from './hold.ts';
import type { SingleSample } from './sample-events.ts';
import { type SleepSample, sleepStageOf } from './sleep-nights.ts';
import type { RankOf } from './source-priority.ts';
import { isOddInstant, longestSpanSeconds } from './spans.ts';
import { type HeartRate, isByHandSql, type WorkoutSample, withCountable } from './workout-events.ts';

/** Record types of the categories (trendy/README §3.7); active energy is kept in kcal, steps as a count, water in mL. */
export const typeOfCategory = {
  steps: 'HKQuantityTypeIdentifierStepCount',
  active_energy: 'HKQuantityTypeIdentifierActiveEnergyBurned',
  sleep: 'HKCategoryTypeIdentifierSleepAnalysis',
  mindfulness: 'HKCategoryTypeIdentifierMindfulSession',
  water: 'HKQuantityTypeIdentifierDietaryWater',
} as const;
const heartRateType = 'HKQuantityTypeIdentifierHeartRate';

/** A sample of any type; `value` is that of all of its copies together, NaN where it is no number. */
export interface CountedSample extends FigureSample {
  /** As it is stored: in the canonical unit of the type, or a text. */
  readonly key: number | string;
  /** How often one file holds it. */
  readonly copies: number;
}

export const isOfNumber = ({ value }: FigureSample): boolean => !Number.isNaN(value);

/** Id and origin only where they are asked for: a column costs as much time as a row. */
type RecordTuple = readonly [
  start: number,
  duration: number,
  source: number,
  valueKey: number | string,
  id?: number,
  origin?: number | null,
];

/** By source, the place of the device behind each origin (source-order.ts). */
export type SourceDevices = ReadonlyMap<number, ReadonlyMap<number, number>>;

/**
 * Reads the records of a category by (type, start). Every column is in record_identity, so no row of the table is
 * looked up; `value_key` is the value in the type's canonical unit (core/healthkit/units.ts). Records that end before they begin, are
 * where no sample can be (spans.ts), or have a number whose sums overflow, are left out.
 */
export class EventSamples {
  readonly #rows: ReadStatement<[number, number, number], RecordTuple>;
  readonly #rowsWithId: ReadStatement<[number, number, number], RecordTuple>;
  readonly #rowsWithOrigin: ReadStatement<[string, number, number, number], RecordTuple>;
  readonly #firstInto: ReadStatement<[number, number, number, number], number | null>;
  readonly #typeId: ReadStatement<[string], number>;
  readonly #workouts: ReadStatement<[number, number], WorkoutSample>;
  readonly #byHand: ReadStatement<[number, number, number], number>;
  readonly #copies: ReadStatement<[number, number, number], readonly [id: number, copies: number]>;
  readonly #exportAt: () => number | null;
  readonly #typeIds = new Map<string, number>();

  constructor(reader: Reader) {
    const range = 'FROM record INDEXED BY record_identity WHERE type = ? AND start >= ? AND start < ?';
    const inOrder = `${range} ORDER BY start, duration, source, value_key`;
    const columns = 'start, duration, source, value_key';
    this.#rows = reader.prepare<[number, number, number], RecordTuple>(`SELECT ${columns} ${inOrder}`).raw();
    this.#rowsWithId = reader
      .prepare<[number, number, number], RecordTuple>(`SELECT ${columns}, id ${inOrder}`)
      .raw();
    // The origin is in the table: SQLite looks it up for the records of these sources alone.
    this.#rowsWithOrigin = reader
      .prepare<[string, number, number, number], RecordTuple>(
        `SELECT ${columns}, id, iif(source IN (SELECT value FROM json_each(?)), origin, NULL) ${inOrder}`,
      )
      .raw();
    this.#firstInto = reader
      .prepare<[number, number, number, number], number | null>(
        `SELECT min(start) ${range} AND start + duration > ? AND duration <= ${longestSpanSeconds}`,
      )
      .pluck();
    this.#typeId = reader.prepare<[string], number>('SELECT id FROM record_type WHERE name = ?').pluck();
    this.#workouts = reader.prepare(
      `SELECT activity, start, "end", source, duration, distance, energy, ${isByHandSql} AS isByHand
       FROM workout WHERE start >= ? AND start < ?`,
    );
    this.#byHand = reader
      .prepare<[number, number, number], number>(
        'SELECT record FROM by_hand WHERE type = ? AND start >= ? AND start < ?',
      )
      .pluck();
    this.#copies = reader
      .prepare<[number, number, number], readonly [number, number]>(
        `SELECT id, copies FROM record INDEXED BY record_copies
         WHERE type = ? AND start >= ? AND start < ? AND copies > 1`,
      )
      .raw();
    this.#exportAt = newestExport(reader);
  }

  /** Ascending by start: all that start in [from, to), all that last into it, and all that overlap one of those. */
  figures(type: string, from: number, to: number, devices: SourceDevices = new Map()): FigureSample[] {
    const samples = this.lastingInto(type, from, to, devices);
    const following = samples.reduce((last, { end }) => Math.max(last, end), to);
    if (following > to)
      for (const sample of this.starting(type, to, following, devices))
        if (sample.end - sample.start <= longestSpanSeconds) samples.push(sample);
    return samples.filter(isOfNumber);
  }

  /** Ascending by start: all that start in [from, to) and all that last into it; none that no sample of a figure can be as long as. */
  lastingInto(type: string, from: number, to: number, devices: SourceDevices = new Map()): CountedSample[] {
    return this.#counted(
      type,
      from - longestSpanSeconds,
      to,
      devices,
      (start, duration) => duration <= longestSpanSeconds && (start >= from || start + duration > from),
    );
  }

  /** Ascending by start: all that start in [from, to), however long. */
  starting(type: string, from: number, to: number, devices: SourceDevices = new Map()): CountedSample[] {
    return this.#counted(type, from, to, devices, () => true);
  }

  #counted(
    type: string,
    from: number,
    to: number,
    devices: SourceDevices,
    isWanted: (start: number, duration: number) => boolean,
  ): CountedSample[] {
    const { byHand, copies } = this.#marks(type, from, to);
    const samples: CountedSample[] = [];
    for (const row of this.#read(type, from, to, { hasId: byHand.size + copies.size > 0, devices })) {
      const [start, duration, source, key, id = 0] = row;
      if (!isWanted(start, duration)) continue;
      const times = copies.get(id) ?? 1;
      samples.push({
        start,
        end: start + duration,
        source,
        value: typeof key === 'number' ? key * times : Number.NaN,
        key,
        copies: times,
        isByHand: byHand.has(id),
        device: devices.size === 0 ? 0 : (devices.get(source)?.get(row[5] ?? 0) ?? 0),
      });
    }
    return samples;
  }

  /** Samples of a time that were entered by hand, and samples that one file holds several times. */
  #marks(type: string, from: number, to: number) {
    const id = this.#idOf(type);
    return {
      byHand: new Set(id === null ? [] : this.#byHand.all(id, from, to)),
      copies: new Map(id === null ? [] : this.#copies.all(id, from, to)),
    };
  }

  /** Start of the earliest sample that began before an instant and lasts over it, or null. */
  firstLastingInto(type: string, at: number): number | null {
    const id = this.#idOf(type);
    return id === null ? null : (this.#firstInto.get(id, at - longestSpanSeconds, at, at) ?? null);
  }

  /** Samples of SleepAnalysis with time in [from, to), or without length. */
  sleep(from: number, to: number): SleepSample[] {
    const type = typeOfCategory.sleep;
    const earliest = from - longestSpanSeconds;
    const { byHand } = this.#marks(type, earliest, to);
    const rows = this.#read(type, earliest, to, { hasId: byHand.size > 0 });
    return rows.flatMap(([start, duration, source, value, id = 0]) => {
      const stage = sleepStageOf(value);
      const end = start + duration;
      const isWanted = duration <= longestSpanSeconds && end >= from;
      return stage === null || !isWanted ? [] : [{ start, end, source, stage, isByHand: byHand.has(id) }];
    });
  }

  /** Mindful sessions or drinks that start in [from, to); a drink without an amount is none. */
  single(category: 'mindfulness' | 'water', from: number, to: number): SingleSample[] {
    const type = typeOfCategory[category];
    const { copies } = this.#marks(type, from, to);
    const rows = this.#read(type, from, to, { hasId: copies.size > 0 });
    return rows.flatMap(([start, duration, source, value, id = 0]) => {
      if (duration > longestSpanSeconds || (category === 'water' && typeof value === 'string')) return [];
      return [
        { start, end: start + duration, source, value: Number(value) || 0, copies: copies.get(id) ?? 1 },
      ];
    });
  }

  workouts(from: number, to: number): WorkoutSample[] {
    const exportAt = this.#exportAt();
    return this.#workouts
      .all(from, to)
      .filter(({ start, end }) => end >= start && !isOddInstant(start, exportAt))
      .map(withCountable);
  }

  /**
   * Gives of each of `workouts`, asked for in order of start, the heart rate of the highest-priority source that has records
   * starting inside it (trendy/README §3.2). Records are read once, however many workouts overlap.
   */
  heartRates(
    workouts: readonly WorkoutSample[],
    rankOf: RankOf,
  ): (workout: WorkoutSample) => HeartRate | null {
    const groups = overlapping(workouts);
    let next = 0;
    let until = Number.NEGATIVE_INFINITY;
    let rates: HeartRates | null = null;
    return ({ start, end }) => {
      for (let group = groups[next]; group && group.start <= start && start > until; group = groups[next]) {
        next++;
        until = group.end;
        if (start <= until) rates = new HeartRates(this.#beats(group.start, group.end + 1), rankOf);
      }
      return rates?.within(start, end) ?? null;
    };
  }

  *#beats(from: number, to: number): Generator<Beat> {
    const id = this.#idOf(heartRateType);
    if (id === null) return;
    // One by one: there may be a million in a workout that lasts for years.
    for (const [start, , source, value] of this.#rows.iterate(id, from, to)) {
      if (typeof value === 'number' && isCountable(value)) yield [start, source, value];
    }
  }

  #read(
    type: string,
    from: number,
    to: number,
    { hasId, devices }: { readonly hasId: boolean; readonly devices?: SourceDevices },
  ): RecordTuple[] {
    const typeId = this.#idOf(type);
    if (typeId === null) return [];
    const rows = this.#rowsOf(typeId, from, to, hasId, devices);
    const exportAt = this.#exportAt();
    const isOdd = ([start, duration, , key]: RecordTuple): boolean =>
      duration < 0 || isOddInstant(start, exportAt) || (typeof key === 'number' && !isCountable(key));
    return rows.some(isOdd) ? rows.filter((row) => !isOdd(row)) : rows;
  }

  #rowsOf(type: number, from: number, to: number, hasId: boolean, devices?: SourceDevices): RecordTuple[] {
    if (devices !== undefined && devices.size > 0)
      return this.#rowsWithOrigin.all(JSON.stringify([...devices.keys()]), type, from, to);
    return (hasId ? this.#rowsWithId : this.#rows).all(type, from, to);
  }

  /** A type that is not there yet may come with the next import. */
  #idOf(name: string): number | null {
    const known = this.#typeIds.get(name);
    if (known !== undefined) return known;
    const id = this.#typeId.get(name);
    if (id !== undefined) this.#typeIds.set(name, id);
    return id ?? null;
  }
}

/** The time of workouts as spans that do not overlap, in ascending order. */
function overlapping(workouts: readonly WorkoutSample[]): { start: number; end: number }[] {
  const groups: { start: number; end: number }[] = [];
  for (const { start, end } of workouts.toSorted((a, b) => a.start - b.start)) {
    const last = groups.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else groups.push({ start, end });
  }
  return groups;
}
