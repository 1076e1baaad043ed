import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { secondsPerDay } from '../../../shared/time.ts';
import type { Reader, Writer } from '../../db/open.ts';
import { oddSpanOf } from '../../events/spans.ts';

/** Tables whose rows can be removed; each has a twin `removed_X`. */
export const removableTables = ['record', 'workout', 'correlation', 'ecg', 'clinical', 'document'] as const;
export type RemovableTable = (typeof removableTables)[number];

/** The row ids in a file, one bit each. */
export class IdSet {
  #bits: Uint8Array;

  constructor(bits: Uint8Array = new Uint8Array(0)) {
    this.#bits = bits;
  }

  add(id: number): void {
    if (id >> 3 >= this.#bits.length) this.#grow(id);
    this.#bits[id >> 3] = (this.#bits[id >> 3] as number) | (1 << (id & 7));
  }

  has(id: number): boolean {
    return id >> 3 < this.#bits.length && ((this.#bits[id >> 3] as number) & (1 << (id & 7))) !== 0;
  }

  /** Room for ids below `end`, made once: adding one after another would copy again and again. */
  reserve(end: number): void {
    if (end >> 3 >= this.#bits.length) this.#grow(end);
  }

  /** Every id of [from, to). */
  addRange(from: number, to: number): void {
    if (to > from) this.reserve(to);
    for (let id = from; id < to; id++) {
      if ((id & 7) === 0 && id + 8 <= to) {
        this.#bits[id >> 3] = 0xff;
        id += 7;
      } else this.add(id);
    }
  }

  /** Ascending ranges [from, to) of ids below `end` that are not in the set. */
  *gaps(end: number): Generator<readonly [from: number, to: number]> {
    let from = -1;
    for (let id = 1; id < end; id++) {
      if ((id & 7) === 0 && from < 0) {
        // Whole bytes of rows that were met, which is most of them.
        while (id + 8 <= end && this.#bits[id >> 3] === 0xff) id += 8;
        if (id >= end) break;
      }
      const isIn = this.has(id);
      if (!isIn && from < 0) from = id;
      else if (isIn && from >= 0) {
        yield [from, id];
        from = -1;
      }
    }
    if (from >= 0) yield [from, end];
  }

  toText(): string {
    return deflateRawSync(this.#bits).toString('base64');
  }

  static fromText(text: string): IdSet {
    return new IdSet(inflateRawSync(Buffer.from(text, 'base64')));
  }

  #grow(id: number): void {
    const bits = new Uint8Array(Math.max((id >> 3) + 1, this.#bits.length * 2));
    bits.set(this.#bits);
    this.#bits = bits;
  }
}

/** From the start of the first to the end of the last sample, UTC seconds. */
export interface Span {
  first: number;
  last: number;
}

/** Samples further apart are in stretches of their own. */
const longestGapSeconds = 90 * secondsPerDay;

/** Stretches that are remembered of one file. Of those beyond nothing is known, and nothing taken for gone. */
const maxStretches = 200_000;

interface Room {
  left: number;
}

/**
 * When a file holds samples of one kind and source: stretches with no more than 90 days between two samples, the same in any
 * order of samples. As a span it is the stretch that was added to last.
 */
export class Coverage implements Span {
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  #others: Span[] = [];
  /** Samples between the two reach no other stretch. */
  #floor = Number.NEGATIVE_INFINITY;
  #ceiling = Number.POSITIVE_INFINITY;
  readonly #room: Room;
  #told: readonly Span[] | null = null;
  #sorted: readonly Span[] | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Adds a sample, up to its `ownEnd`, or a stretch. */
  add(first: number, last: number): void {
    this.#told = null;
    this.#sorted = null;
    const isNear = first <= this.last + longestGapSeconds && last >= this.first - longestGapSeconds;
    if (!isNear || first <= this.#floor || last >= this.#ceiling) {
      this.#join(first, last);
      return;
    }
    if (first < this.first) this.first = first;
    if (last > this.last) this.last = last;
  }

  /** Ascending; none shares time with another. */
  stretches(): readonly Span[] {
    const { first, last } = this;
    this.#sorted ??= (first <= last ? [...this.#others, { first, last }] : this.#others).toSorted(
      (a, b) => a.first - b.first,
    );
    return this.#sorted;
  }

  /** Whether the file would hold a sample of [start, end] if Health still did. */
  tellsOf(start: number, end: number): boolean {
    this.#told ??= toldBy(this.stretches());
    const told = lastWhere(this.#told, (first) => first <= start);
    return told !== undefined && end <= told.last;
  }

  /** Whether a sample of [start, end] shares time with a stretch. */
  meets(start: number, end: number): boolean {
    // Of those that begin before its end, the last one also ends last.
    const last = lastWhere(this.stretches(), (first) => first < end);
    return last !== undefined && start < last.last;
  }

  /** In one pass and unsorted: a file may have samples of many stretches in turn. */
  #join(first: number, last: number): void {
    if (this.first <= this.last) this.#others.push({ first: this.first, last: this.last });
    const far: Span[] = [];
    let [from, to] = [first, last];
    let [floor, ceiling] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (const other of this.#others) {
      const isBefore = other.last < first - longestGapSeconds;
      if (isBefore || other.first > last + longestGapSeconds) {
        far.push(other);
        if (isBefore) floor = Math.max(floor, other.last + longestGapSeconds);
        else ceiling = Math.min(ceiling, other.first - longestGapSeconds);
      } else {
        from = Math.min(from, other.first);
        to = Math.max(to, other.last);
      }
    }
    const near = this.#others.length - far.length;
    this.#others = far;
    this.#floor = floor;
    this.#ceiling = ceiling;
    [this.first, this.last] = [from, to];
    if (near === 0 && this.#room.left === 0) this.#forgetLast();
    else this.#room.left += near - 1;
  }

  /** There is no room for the stretch that was begun. */
  #forgetLast(): void {
    this.first = Number.POSITIVE_INFINITY;
    this.last = Number.NEGATIVE_INFINITY;
  }
}

/** The last of ascending spans that begins early enough. */
function lastWhere(spans: readonly Span[], isEarly: (first: number) => boolean): Span | undefined {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEarly((spans[middle] as Span).first)) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1];
}

/**
 * The times that a file covers, from its ascending stretches: these, and the gaps between them that are no longer than the time that the file
 * covers on both sides without a longer gap. So one sample entered for a day years ago does not imply that there was nothing since.
 */
function toldBy(stretches: readonly Span[]): Span[] {
  const gaps = stretches.slice(1).map(({ first }, index) => first - (stretches[index] as Span).last);
  const told: Span[] = [];
  for (const [index, { first, last }] of stretches.entries()) {
    const before = told.at(-1);
    if (before !== undefined && isBetweenLong(stretches, gaps, index - 1)) before.last = last;
    else told.push({ first, last });
  }
  return told;
}

/** `index`: of the gap behind the stretch of the same index. */
function isBetweenLong(stretches: readonly Span[], gaps: readonly number[], index: number): boolean {
  const gap = gaps[index] as number;
  let from = index;
  while (from > 0 && (gaps[from - 1] as number) <= gap) from--;
  let to = index + 1;
  while (to < gaps.length && (gaps[to] as number) <= gap) to++;
  const ahead = (stretches[index] as Span).last - (stretches[from] as Span).first;
  const behind = (stretches[to] as Span).last - (stretches[index + 1] as Span).first;
  return ahead >= gap && behind >= gap;
}

/** When a file holds samples of a kind and source: `kind` is the type's id, or 0 where the table is of one kind. */
export class Spans {
  readonly #coverages = new Map<string, Coverage>();
  readonly #room: Room = { left: maxStretches };

  of(table: RemovableTable, kind: number | string, source: number | string): Coverage {
    return this.#ofKey(keyOf(table, kind, source));
  }

  find(table: RemovableTable, kind: number | string, source: number | string): Coverage | undefined {
    return this.#coverages.get(keyOf(table, kind, source));
  }

  /** A source that turned out to be another under a new name. */
  rename(source: number, original: number): void {
    for (const [key, coverage] of [...this.#coverages]) {
      const [table, kind, ofSource] = key.split('\t');
      if (ofSource !== String(source) || table === undefined || kind === undefined) continue;
      this.#coverages.delete(key);
      const stretches = coverage.stretches();
      this.#room.left += stretches.length;
      for (const { first, last } of stretches)
        this.of(table as RemovableTable, kind, original).add(first, last);
    }
  }

  /** Says nothing more of a kind, or of all of a table: the file holds some that could not be read, which may be any that is missing. */
  forget(table: RemovableTable, kind: number | null): void {
    const start = kind === null ? `${table}\t` : `${table}\t${kind}\t`;
    for (const key of [...this.#coverages.keys()]) if (key.startsWith(start)) this.#coverages.delete(key);
  }

  /** A line for each stretch; before there were stretches, for each kind and source. */
  toText(): string {
    const lines = [...this.#coverages].flatMap(([key, coverage]) =>
      coverage.stretches().map(({ first, last }) => [key, first, last]),
    );
    return JSON.stringify(lines);
  }

  static fromText(text: string): Spans {
    const spans = new Spans();
    for (const [key, first, last] of JSON.parse(text) as [string, number, number][]) {
      // Clinical records without a date were taken for some of 1970 before.
      if (first === 0 && key.startsWith('clinical\t')) continue;
      spans.#ofKey(key).add(first, last);
    }
    return spans;
  }

  #ofKey(key: string): Coverage {
    let coverage = this.#coverages.get(key);
    if (!coverage) {
      coverage = new Coverage(this.#room);
      if (this.#coverages.size < maxStretches) this.#coverages.set(key, coverage);
    }
    return coverage;
  }
}

const keyOf = (table: RemovableTable, kind: number | string, source: number | string) =>
  `${table}\t${kind}\t${source}`;

/** The stored rows that one file held, and the times that it covered. */
export interface Presence {
  /** ExportDate, UTC seconds. */
  readonly exportAt: number;
  readonly met: ReadonlyMap<RemovableTable, IdSet>;
  readonly spans: Spans;
}

export function storePresence(writer: Writer, run: number, { exportAt, met, spans }: Presence): void {
  const texts = Object.fromEntries([...met].map(([table, ids]) => [table, ids.toText()]));
  writer
    .prepare<[number, number, string, string]>('INSERT OR REPLACE INTO export_presence VALUES (?, ?, ?, ?)')
    .run(run, exportAt, JSON.stringify(texts), spans.toText());
}

/** Presences of files exported at an instant or later, the latest last. */
export function presencesFrom(writer: Writer, exportAt: number): Presence[] {
  return writer
    .prepare<[number], { exportAt: number; met: string; spans: string }>(
      'SELECT export_at AS exportAt, met, spans FROM export_presence WHERE export_at >= ? ORDER BY export_at',
    )
    .all(exportAt)
    .map((row) => ({
      exportAt: row.exportAt,
      met: new Map(
        Object.entries(JSON.parse(row.met) as Record<RemovableTable, string>).map(([table, text]) => [
          table as RemovableTable,
          IdSet.fromText(text),
        ]),
      ),
      spans: Spans.fromText(row.spans),
    }));
}

/** The contents of files exported after an instant; read at first use, and then kept. */
export function presencesAfter(writer: Writer, exportAt: number): () => readonly Presence[] {
  let found: readonly Presence[] | null = null;
  return () => {
    found ??= presencesFrom(writer, exportAt + 1);
    return found;
  };
}

/** Collects the contents of a run's file, row by row. */
export class FilePresence {
  readonly spans = new Spans();
  readonly met = new Map<RemovableTable, IdSet>();
  /** Ids from here on are added by this run. */
  readonly firstNew = new Map<RemovableTable, number>();

  readonly #exportAt: number;

  /** `exportAt`: UTC seconds. */
  constructor(writer: Writer, exportAt: number) {
    this.#exportAt = exportAt;
    for (const table of removableTables) {
      this.met.set(table, new IdSet());
      this.firstNew.set(table, nextIdOf(writer, table));
    }
  }

  /**
   * A row other than a record: records are noted by their store, batch by batch. Rows that cannot be valid, or have no date
   * (`start` null), is there and says nothing of other times.
   */
  note(
    table: RemovableTable,
    id: number,
    at: { kind: number | string; source: number | string; start: number | null; end: number | null },
  ): void {
    this.met.get(table)?.add(id);
    const { kind, source, start, end } = at;
    if (start === null || end === null) return;
    if (oddSpanOf(start, end - start, this.#exportAt, false) !== null) return;
    this.spans.of(table, kind, source).add(start, ownEnd(start, end));
  }
}

/** Where a sample of [start, end] ends in a file's times: one that is long itself bridges no gap, and counts by its start alone. */
export function ownEnd(start: number, end: number): number {
  return end - start > longestGapSeconds ? start : end;
}

/** The first id that neither a table nor its removed twin has. */
export function nextIdOf(reader: Reader, table: RemovableTable): number {
  const highest = (name: string) => `coalesce((SELECT max(id) FROM ${name}), 0)`;
  return reader
    .prepare<[], number>(`SELECT 1 + max(${highest(table)}, ${highest(`removed_${table}`)})`)
    .pluck()
    .get() as number;
}
