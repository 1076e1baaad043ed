import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Reader, Writer } from '../../db/open.ts';

/** Tables whose rows can be removed; each has a twin `removed_X`. */
export const removableTables = ['record', 'workout', 'correlation', 'ecg', 'clinical', 'document'] as const;
export type RemovableTable = (typeof removableTables)[number];

/** Row ids as one bit each: what a file held. */
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

/** Pairs of kind and source that are remembered of one file. Of those beyond nothing is known, and nothing taken for gone. */
const maxSpans = 200_000;

/** When a file holds samples of a kind and source: `kind` is the type's id, or 0 where the table is of one kind. */
export class Spans {
  readonly #spans = new Map<string, Span>();

  of(table: RemovableTable, kind: number | string, source: number | string): Span {
    const key = keyOf(table, kind, source);
    let span = this.#spans.get(key);
    if (!span) {
      span = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
      if (this.#spans.size < maxSpans) this.#spans.set(key, span);
    }
    return span;
  }

  add(
    table: RemovableTable,
    kind: number | string,
    source: number | string,
    start: number,
    end: number,
  ): void {
    const span = this.of(table, kind, source);
    if (start < span.first) span.first = start;
    if (end > span.last) span.last = end;
  }

  find(table: RemovableTable, kind: number | string, source: number | string): Span | undefined {
    return this.#spans.get(keyOf(table, kind, source));
  }

  /** A source that turned out to be another under a new name. */
  rename(source: number, original: number): void {
    for (const [key, span] of [...this.#spans]) {
      const [table, kind, ofSource] = key.split('\t');
      if (ofSource !== String(source) || table === undefined || kind === undefined) continue;
      this.add(table as RemovableTable, kind, original, span.first, span.last);
      this.#spans.delete(key);
    }
  }

  /** Says nothing more of a kind, or of all of a table: the file holds it and most of it could not be read. */
  forget(table: RemovableTable, kind: number | null): void {
    const start = kind === null ? `${table}\t` : `${table}\t${kind}\t`;
    for (const key of [...this.#spans.keys()]) if (key.startsWith(start)) this.#spans.delete(key);
  }

  toText(): string {
    return JSON.stringify([...this.#spans].map(([key, { first, last }]) => [key, first, last]));
  }

  static fromText(text: string): Spans {
    const spans = new Spans();
    for (const [key, first, last] of JSON.parse(text) as [string, number, number][]) {
      spans.#spans.set(key, { first, last });
    }
    return spans;
  }
}

const keyOf = (table: RemovableTable, kind: number | string, source: number | string) =>
  `${table}\t${kind}\t${source}`;

/** The stored rows that one file held, and the span that it covered. */
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

/** What files exported after an instant held; read when it is first asked for, and then kept. */
export function presencesAfter(writer: Writer, exportAt: number): () => readonly Presence[] {
  let found: readonly Presence[] | null = null;
  return () => {
    found ??= presencesFrom(writer, exportAt + 1);
    return found;
  };
}

/** Gathers what the file of a run holds, row by row. */
export class FilePresence {
  readonly spans = new Spans();
  readonly met = new Map<RemovableTable, IdSet>();
  /** Ids from here on are added by this run. */
  readonly firstNew = new Map<RemovableTable, number>();

  constructor(writer: Writer) {
    for (const table of removableTables) {
      this.met.set(table, new IdSet());
      this.firstNew.set(table, nextIdOf(writer, table));
    }
  }

  /** A row other than a record: records are noted by their store, batch by batch. */
  note(
    table: RemovableTable,
    id: number,
    at: { kind: number | string; source: number | string; start: number; end: number },
  ): void {
    this.met.get(table)?.add(id);
    this.spans.add(table, at.kind, at.source, at.start, at.end);
  }
}

/** The first id that neither a table nor its removed twin has. */
export function nextIdOf(reader: Reader, table: RemovableTable): number {
  const highest = (name: string) => `coalesce((SELECT max(id) FROM ${name}), 0)`;
  return reader
    .prepare<[], number>(`SELECT 1 + max(${highest(table)}, ${highest(`removed_${table}`)})`)
    .pluck()
    .get() as number;
}
