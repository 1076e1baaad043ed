import type { ReadStatement, Writer } from '../../db/open.ts';
import { isSameMeasure, unconvertedKey } from '../../healthkit/units.ts';
import { type RowBatch, valueKinds } from '../row-batch.ts';
import type { RunMaps } from './run-maps.ts';

export type Key = number | string;
type KeyRow = readonly [id: number, start: number, duration: number, source: number, key: Key];

interface TypeSpan {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

interface Near {
  readonly type: number;
  readonly start: number;
  readonly duration: number;
  readonly source: number;
  readonly key: Key;
}

interface RangeOfType {
  readonly type: number;
  readonly first: number;
  readonly last: number;
}

/** A gap in a sorted batch wider than this many average distances of its type is not read across. */
const widestGap = 64;

/** Fewer rows than this between two gaps are looked up one by one. */
const smallestRange = 8;

/** Stored rows of one range; where there are more, as a file with a million samples of one second has, each row is looked up by its key. */
const maxInRange = 50_000;
/** The same for the stored rows of one second. */
const maxPerSecond = 64;
/** Stored values on either side of one that are compared with it if it is in another unit. */
const maxNeighbors = 16;

/**
 * Finds the records of a batch that are stored already. Sorted rows of one type are close together in the identity's
 * index, so one range is read and compared in memory (measured: 0.4 to 0.8 of a first import, where a conflict for each
 * row is slower than the first import).
 */
export class KnownRecords {
  readonly #spans = new Map<number, TypeSpan>();
  readonly #units = new Map<number, Set<string>>();
  readonly #maps: RunMaps;
  readonly #range: ReadStatement<[RangeOfType], KeyRow>;
  /** The nearest values from one on, and below it, among records that are else the same. */
  readonly #above: ReadStatement<[Near], KeyRow>;
  readonly #below: ReadStatement<[Near], KeyRow>;
  readonly #unitOf: ReadStatement<[number, number], string>;

  constructor(writer: Writer, maps: RunMaps) {
    this.#maps = maps;
    const spans = writer.prepare<[], [number, number, number, number]>(
      `SELECT type, sum(count), min(first), max(last) FROM (
         SELECT type, count, first_at AS first, last_at AS last FROM record_summary
         UNION ALL SELECT type, count(*), min(start), max(start) FROM removed_record GROUP BY type) GROUP BY type`,
    );
    for (const [type, count, first, last] of spans.raw().all()) this.#spans.set(type, { count, first, last });
    for (const [type, unit] of writer
      .prepare<[], [number, string]>('SELECT type, unit FROM type_unit')
      .raw()
      .all()) {
      this.#unitsOf(type).add(unit);
    }
    const rows = (table: string) =>
      `SELECT id, start, duration, source, value_key FROM ${table} WHERE type = @type AND start BETWEEN @first AND @last`;
    // A record that is no longer in the Health app is known all the same: a file that holds it may bring it back.
    const hasRemoved = writer.prepare('SELECT 1 FROM removed_record LIMIT 1').get() !== undefined;
    this.#range = writer
      .prepare<[RangeOfType], KeyRow>(
        `${hasRemoved ? `${rows('record')} UNION ALL ${rows('removed_record')}` : rows('record')} ORDER BY start LIMIT ${maxInRange + 1}`,
      )
      .raw();
    const near = (comparison: string, order: string) => {
      const of = (table: string) =>
        `SELECT * FROM (SELECT id, start, duration, source, value_key FROM ${table} WHERE type = @type AND start = @start
         AND duration = @duration AND source = @source AND value_key ${comparison} @key ORDER BY value_key ${order} LIMIT ${maxNeighbors})`;
      const both = hasRemoved ? `${of('record')} UNION ALL ${of('removed_record')}` : of('record');
      return writer.prepare<[Near], KeyRow>(both).raw();
    };
    this.#above = near('>=', 'ASC');
    this.#below = near('<', 'DESC');
    this.#unitOf = writer
      .prepare<[number, number], string>(
        `SELECT o.unit FROM origin o WHERE o.id = coalesce(
           (SELECT origin FROM record WHERE id = ?), (SELECT origin FROM removed_record WHERE id = ?))`,
      )
      .pluck();
  }

  /** Whether anything of this type was stored before the run. */
  hasType(type: number): boolean {
    return this.#spans.has(type);
  }

  /** Units that the type was ever printed in; the caller adds those that it stores. */
  #unitsOf(type: number): Set<string> {
    let units = this.#units.get(type);
    if (!units) {
      units = new Set();
      this.#units.set(type, units);
    }
    return units;
  }

  /** Whether rows order[from…to) of one type have a unit that the type was not printed in before. */
  hasMixedUnits(rows: RowBatch, from: number, to: number, type: number): boolean {
    const units = this.#unitsOf(type);
    if (units.size > 1) return true;
    let [unit] = units;
    let lastOrigin = -1;
    for (let i = from; i < to; i++) {
      const origin = rows.origin[rows.order[i] as number] as number;
      if (origin === lastOrigin) continue;
      lastOrigin = origin;
      unit ??= this.#maps.originUnits[origin];
      if (this.#maps.originUnits[origin] !== unit) return true;
    }
    return false;
  }

  /** Notes a printed unit of the type; true when it is new. */
  addUnit(type: number, unit: string): boolean {
    const units = this.#unitsOf(type);
    if (units.has(unit)) return false;
    units.add(unit);
    return true;
  }

  /** Sets `ids[row]` to the stored record's id for rows order[from…to) of one type, and leaves 0 where there is none. */
  find(rows: RowBatch, from: number, to: number, type: number, ids: Float64Array): void {
    const { order, start } = rows;
    const span = this.#spans.get(type);
    const widest = span ? Math.max(3600, (widestGap * (span.last - span.first)) / span.count) : 3600;
    let clusterFrom = from;
    for (let i = from + 1; i <= to; i++) {
      const isEnd =
        i === to ||
        (start[order[i] as number] as number) - (start[order[i - 1] as number] as number) > widest;
      if (!isEnd) continue;
      if (i - clusterFrom >= smallestRange) this.#compare(rows, clusterFrom, i, type, ids);
      else for (let k = clusterFrom; k < i; k++) this.#compare(rows, k, k + 1, type, ids);
      clusterFrom = i;
    }
  }

  #compare(rows: RowBatch, from: number, to: number, type: number, ids: Float64Array): void {
    const { order, start } = rows;
    const first = start[order[from] as number] as number;
    const last = start[order[to - 1] as number] as number;
    const stored = this.#range.all({ type, first, last });
    if (stored.length > maxInRange) {
      for (let i = from; i < to; i++) ids[order[i] as number] = this.#lookUp(rows, order[i] as number, type);
      return;
    }
    let p = 0;
    for (let i = from; i < to; i++) {
      const row = order[i] as number;
      const at = start[row] as number;
      while (p < stored.length && (stored[p] as KeyRow)[1] < at) p++;
      ids[row] = this.#match(rows, row, stored, p, type);
    }
  }

  /** `#match` by the index instead of the rows that were read. */
  #lookUp(rows: RowBatch, row: number, type: number): number {
    const start = rows.start[row] as number;
    const duration = rows.duration[row] as number;
    const source = this.#maps.sources[rows.source[row] as number] as number;
    const key = keyOf(rows, row, this.#maps);
    const near = { type, start, duration, source, key };
    const candidates = [...this.#above.all(near), ...this.#below.all(near)];
    return this.#match(rows, row, candidates, 0, type);
  }

  #match(rows: RowBatch, row: number, stored: readonly KeyRow[], from: number, type: number): number {
    const at = rows.start[row] as number;
    const duration = rows.duration[row] as number;
    const source = this.#maps.sources[rows.source[row] as number];
    const key = keyOf(rows, row, this.#maps);
    let similar = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (let q = from; q < stored.length; q++) {
      const [id, start, storedDuration, storedSource, storedKey] = stored[q] as KeyRow;
      if (start !== at) break;
      if (q - from === maxPerSecond) return this.#lookUp(rows, row, type);
      if (storedDuration !== duration || storedSource !== source) continue;
      if (storedKey === key) return id;
      if (typeof storedKey !== 'number' || typeof key !== 'number') continue;
      const distance = Math.abs(storedKey - key);
      // Of two stored samples within the tolerance it is the nearer one.
      if (distance >= nearest || !this.#isConverted(rows, row, type, id, storedKey, key)) continue;
      similar = id;
      nearest = distance;
    }
    return similar;
  }

  /** The same sample printed in another region's unit (import/README, Identity). */
  #isConverted(rows: RowBatch, row: number, type: number, id: number, stored: number, key: number): boolean {
    const origin = rows.origin[row] as number;
    const unit = this.#maps.originUnits[origin] as string;
    const units = this.#unitsOf(type);
    if (units.size === 0 || (units.size === 1 && units.has(unit))) return false;
    if (!isSameMeasure(stored, key, this.#maps.originCanonicalUnits[origin] as string)) return false;
    return this.#unitOf.get(id, id) !== unit;
  }
}

/** The run's names that a key is made of. */
export interface KeyNames {
  readonly texts: readonly string[];
  /** Printed units by origin. */
  readonly originUnits: readonly string[];
}

/**
 * The identity's last part: the canonical number, the category's text, or '' when there is no value. A number in a unit that is not
 * known for its type is the text `3 gal_us`, so every figure skips it like other texts.
 */
export function keyOf(rows: RowBatch, row: number, { texts, originUnits }: KeyNames): Key {
  const key = rows.valueKey[row] as number;
  switch (rows.valueKind[row]) {
    case valueKinds.number:
      return key;
    case valueKinds.text:
      return texts[key] as string;
    case valueKinds.unconverted:
      return unconvertedKey(key, originUnits[rows.origin[row] as number] ?? '');
    default:
      return '';
  }
}

/** Ids are never given twice, even when the last rows were folded into others: destinations remember them. */
export function nextRecordId(writer: Writer): number {
  const lastArrived = writer
    .prepare<[], number | null>(
      "SELECT max(first_row + row_count) FROM arrival WHERE class IN ('record', 'reproductive', 'unknown')",
    )
    .pluck()
    .get();
  const lastStored = writer
    .prepare<[], number | null>(
      'SELECT max(coalesce((SELECT max(id) FROM record), 0), coalesce((SELECT max(id) FROM removed_record), 0)) + 1',
    )
    .pluck()
    .get();
  return Math.max(1, lastArrived ?? 1, lastStored ?? 1);
}
