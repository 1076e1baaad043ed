import { z } from 'zod';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { AliasVersion } from './alias-version.ts';
import type { SourceDevices } from './event-samples.ts';
import { newestExport } from './hold.ts';
import type { SourceOrder } from './source-order.ts';
import { isReordered } from './source-priority.ts';
import type { FigureRow } from './type-figures.ts';

/** Raised with every change of the rules: all figures are made again. */
export const figuresVersion = 1;

const key = 'figures.kept';

/** What figures depend on beside the records. */
const rulesSchema = z.object({
  generation: z.number(),
  version: z.number(),
  zone: z.string(),
  /** Source ids, highest priority first. */
  order: z.array(z.number()),
  /** By source, the place of the device behind each origin (source-order.ts). */
  devices: z.array(z.tuple([z.number(), z.array(z.tuple([z.number(), z.number()]))])),
  aliases: z.string(),
  /** ExportDate of the newest export, UTC seconds: what lies after it is not counted. */
  exportAt: z.number().nullable(),
});
export type FigureRules = z.infer<typeof rulesSchema>;

const stateSchema = z.object({
  /** What is read; null before the first generation was made. */
  kept: rulesSchema.nullable(),
  /** What is being made from nothing, to be read once it is whole. */
  making: rulesSchema.nullable(),
});
export type FigureState = z.infer<typeof stateSchema>;

const nothingKept: FigureState = { kept: null, making: null };

/** The rules of now, for whoever makes figures and whoever reads them. */
export class RulesOfFigures {
  readonly #order: SourceOrder;
  readonly #zone: () => string;
  readonly #aliases: AliasVersion;
  readonly #exportAt: () => number | null;

  constructor(reader: Reader, order: SourceOrder, zone: () => string) {
    this.#order = order;
    this.#zone = zone;
    this.#aliases = new AliasVersion(reader);
    this.#exportAt = newestExport(reader);
  }

  now(): Omit<FigureRules, 'generation'> {
    return {
      version: figuresVersion,
      zone: this.#zone(),
      order: this.#order.now(),
      devices: [...this.#order.devices()].map(([source, places]) => [source, [...places]]),
      aliases: this.#aliases.now(),
      exportAt: this.#exportAt(),
    };
  }
}

/** Whether figures made under `before` are others now; sources and devices that came since are in days that were touched. */
export function areOutdated(before: FigureRules, now: Omit<FigureRules, 'generation'>): boolean {
  return (
    before.version !== now.version ||
    before.zone !== now.zone ||
    before.aliases !== now.aliases ||
    isReordered(before.order, now.order) ||
    areOtherDevices(before, now)
  );
}

function areOtherDevices(before: FigureRules, now: Omit<FigureRules, 'generation'>): boolean {
  const [old, present] = [new Map(before.devices), new Map(now.devices)];
  return before.order.some((source) => {
    const [was, is] = [old.get(source), present.get(source)];
    if (was === undefined || is === undefined) return was !== is;
    const places = new Map(is);
    // Places may shift: only which comes before which has a meaning.
    const known = was.filter(([origin]) => places.has(origin));
    return known.some(([a, placeOfA]) =>
      known.some(
        ([b, placeOfB]) =>
          Math.sign(placeOfA - placeOfB) !== Math.sign((places.get(a) ?? 0) - (places.get(b) ?? 0)),
      ),
    );
  });
}

export function devicesOf({ devices }: Pick<FigureRules, 'devices'>): SourceDevices {
  return new Map(devices.map(([source, places]) => [source, new Map(places)]));
}

type StoredRow = readonly [
  day: number,
  source: number,
  value: string,
  samples: number,
  samplesInto: number,
  counted: number,
  countedInto: number,
  whole: number,
  part: number,
  seconds: number,
  lowest: number | null,
  highest: number | null,
  latest: number | null,
  latestAt: number | null,
];

const columns =
  'day, source, value, samples, samples_into, counted, counted_into, whole, part, seconds, lowest, highest, latest, latest_at';

/** Reads kept figures. */
export class KeptFigures {
  readonly #state: ReadStatement<[string], string>;
  readonly #touched: ReadStatement<[], number>;
  readonly #rows: ReadStatement<[number, string, number, number], StoredRow>;
  readonly #hasTime: ReadStatement<[number, string], number>;

  constructor(reader: Reader) {
    this.#state = reader.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
    this.#touched = reader.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM figure_touched)').pluck();
    const ofType = 'generation = ? AND type = (SELECT id FROM record_type WHERE name = ?)';
    this.#rows = reader
      .prepare<[number, string, number, number], StoredRow>(
        `SELECT ${columns} FROM figure_day WHERE ${ofType} AND day BETWEEN ? AND ?`,
      )
      .raw();
    this.#hasTime = reader
      .prepare<[number, string], number>(
        `SELECT EXISTS (SELECT 1 FROM figure_day WHERE ${ofType} AND whole > 0)`,
      )
      .pluck();
  }

  /** A value that cannot be read counts as none: everything is made again. */
  state(): FigureState {
    const text = this.#state.get(key);
    if (text === undefined) return nothingKept;
    try {
      return stateSchema.parse(JSON.parse(text));
    } catch {
      return nothingKept;
    }
  }

  /** Whether days are to be made again because of their records. */
  areTouched(): boolean {
    return this.#touched.get() === 1;
  }

  /** Rows of days, both inclusive, by day and source. */
  rows(generation: number, type: string, first: number, last: number): FigureRow[] {
    return this.#rows.all(generation, type, first, last).map((row) => ({
      span: row[0],
      source: row[1],
      value: row[2],
      samples: row[3],
      samplesInto: row[4],
      counted: row[5],
      countedInto: row[6],
      whole: row[7],
      part: row[8],
      seconds: row[9],
      lowest: row[10],
      highest: row[11],
      latest: row[12],
      latestAt: row[13],
    }));
  }

  /** Whether any sample of a category lasts. */
  hasTime(generation: number, type: string): boolean {
    return this.#hasTime.get(generation, type) === 1;
  }
}

/** Writes kept figures, in the caller's transaction. */
export class FigureWriter {
  readonly #setState: WriteStatement<[string, string], unknown>;
  readonly #delete: WriteStatement<[number, number, number, number], unknown>;
  readonly #insert: WriteStatement<unknown[], unknown>;
  readonly #deleteOthers: WriteStatement<[number, number, number], unknown>;

  constructor(writer: Writer) {
    this.#setState = writer.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    this.#delete = writer.prepare(
      'DELETE FROM figure_day WHERE generation = ? AND type = ? AND day BETWEEN ? AND ?',
    );
    this.#insert = writer.prepare(
      `INSERT INTO figure_day (generation, type, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#deleteOthers = writer.prepare(
      `DELETE FROM figure_day WHERE (generation, type, day, source, value) IN (
         SELECT generation, type, day, source, value FROM figure_day WHERE generation NOT IN (?, ?) LIMIT ?)`,
    );
  }

  setState(state: FigureState): void {
    this.#setState.run(key, JSON.stringify(state));
  }

  /** Makes the days of a type, both inclusive, what `rows` say. */
  replace(generation: number, type: number, first: number, last: number, rows: readonly FigureRow[]): void {
    this.#delete.run(generation, type, first, last);
    for (const row of rows)
      this.#insert.run(
        generation,
        type,
        row.span,
        row.source,
        row.value,
        row.samples,
        row.samplesInto,
        row.counted,
        row.countedInto,
        row.whole,
        row.part,
        row.seconds,
        row.lowest,
        row.highest,
        row.latest,
        row.latestAt,
      );
  }

  /** Removes some rows of other generations; false when there were none. */
  deleteOthers({ kept, making }: FigureState, limit: number): boolean {
    const generations = [kept?.generation ?? -1, making?.generation ?? -1] as const;
    return Number((this.#deleteOthers.run(...generations, limit) as { changes: number }).changes) > 0;
  }
}
