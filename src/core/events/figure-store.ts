import { z } from 'zod';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { AliasVersion } from './alias-version.ts';
import type { DayRange } from './event-rules.ts';
import type { FigureRow, TotalRow } from './figure-rows.ts';
import { newestExport } from './hold.ts';
import { areOtherDevices, devicePlacesSchema, type SourceOrder } from './source-order.ts';
import { isReordered } from './source-priority.ts';

/** Raised with every change of the rules: all figures are made again. */
const figuresVersion = 3;

const key = 'figures.kept';

/** The rules that figures depend on besides the records. */
const rulesSchema = z.object({
  generation: z.number(),
  version: z.number(),
  zone: z.string(),
  /** Source ids, highest priority first. */
  order: z.array(z.number()),
  /** By source, the place of the device behind each origin (source-order.ts). */
  devices: devicePlacesSchema,
  aliases: z.string(),
  /** ExportDate of the newest export, UTC seconds: later samples are not counted. */
  exportAt: z.number().nullable(),
});
export type FigureRules = z.infer<typeof rulesSchema>;

const stateSchema = z.object({
  /** The generation that is read; null before the first one was made. */
  kept: rulesSchema.nullable(),
  /** The generation that is being made from nothing; it is read once it is complete. */
  making: rulesSchema.nullable(),
});
export type FigureState = z.infer<typeof stateSchema>;

const nothingKept: FigureState = { kept: null, making: null };

/** The current rules, for the makers and the readers of figures. */
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
      devices: this.#order.places(),
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
    areOtherDevices(before.order, before.devices, now.devices)
  );
}

type StoredTotal = readonly [
  day: number,
  value: string,
  counted: number,
  countedInto: number,
  part: number,
  seconds: number,
  lowest: number | null,
  highest: number | null,
  latest: number | null,
  latestAt: number | null,
];

/** The samples of one source in a range of days, each once, and their totals. */
export interface SourceSum {
  readonly source: number;
  readonly count: number;
  readonly whole: number;
  readonly counted: number;
}

function stateOf(text: string): FigureState {
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch {
    return nothingKept;
  }
}

/** Reads kept figures. */
export class KeptFigures {
  readonly #state: ReadStatement<[string], string>;
  readonly #touched: ReadStatement<[], number>;
  readonly #totals: ReadStatement<[number, string, number, number], StoredTotal>;
  readonly #ofSource: ReadStatement<[number, string, number, number, number], StoredTotal>;
  readonly #sums: ReadStatement<[number, number, string, number, number], SourceSum>;
  readonly #hasTime: ReadStatement<[number, string], number>;
  #last: { readonly text: string; readonly state: FigureState } | null = null;

  constructor(reader: Reader) {
    this.#state = reader.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
    this.#touched = reader.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM figure_touched)').pluck();
    const ofType = 'generation = ? AND type = (SELECT id FROM record_type WHERE name = ?)';
    const ofDays = `${ofType} AND day BETWEEN ? AND ?`;
    const rest = 'seconds, lowest, highest, latest, latest_at';
    this.#totals = reader
      .prepare<[number, string, number, number], StoredTotal>(
        `SELECT day, value, counted, counted_into, part, ${rest} FROM figure_total WHERE ${ofDays}`,
      )
      .raw();
    this.#ofSource = reader
      .prepare<[number, string, number, number, number], StoredTotal>(
        `SELECT day, value, samples, samples_into, whole, ${rest} FROM figure_day WHERE ${ofDays} AND source = ?`,
      )
      .raw();
    this.#sums = reader.prepare(
      `SELECT source, sum(samples) - sum(iif(day = ?, 0, samples_into)) AS count, sum(whole) AS whole, sum(part) AS counted
       FROM figure_day WHERE ${ofDays} GROUP BY source`,
    );
    this.#hasTime = reader
      .prepare<[number, string], number>(
        `SELECT EXISTS (SELECT 1 FROM figure_day WHERE ${ofType} AND whole > 0)`,
      )
      .pluck();
  }

  /** The same object as long as it is the same. A value that cannot be read counts as none: everything is made again. */
  state(): FigureState {
    const text = this.#state.get(key);
    if (text === undefined) return nothingKept;
    if (this.#last?.text !== text) this.#last = { text, state: stateOf(text) };
    return this.#last.state;
  }

  /** Whether days are to be made again because of their records. */
  areTouched(): boolean {
    return this.#touched.get() === 1;
  }

  /** Rows of days, both inclusive, in order: of all sources as they count, or of one alone. */
  rows(generation: number, type: string, first: number, last: number, source?: number): TotalRow[] {
    const stored =
      source === undefined
        ? this.#totals.all(generation, type, first, last)
        : this.#ofSource.all(generation, type, first, last, source);
    return stored.map((row) => ({
      span: row[0],
      value: row[1],
      counted: row[2],
      countedInto: row[3],
      part: row[4],
      seconds: row[5],
      lowest: row[6],
      highest: row[7],
      latest: row[8],
      latestAt: row[9],
    }));
  }

  sumsOfSources(generation: number, type: string, first: number, last: number): SourceSum[] {
    return this.#sums.all(first, generation, type, first, last);
  }

  /** Whether any sample of a category lasts. */
  hasTime(generation: number, type: string): boolean {
    return this.#hasTime.get(generation, type) === 1;
  }
}

type Amount = number | string | null;

/** Many rows by one statement take two thirds of the time. */
const rowsAtOnce = 16;

function inserter(writer: Writer, table: string, columns: number): (rows: readonly Amount[][]) => void {
  const row = `(${Array(columns).fill('?').join(', ')})`;
  const statement = (rows: number): WriteStatement<[Amount[]], unknown> =>
    writer.prepare(`INSERT INTO ${table} VALUES ${Array(rows).fill(row).join(', ')}`);
  const [one, many] = [statement(1), statement(rowsAtOnce)];
  return (rows) => {
    const whole = rows.length - (rows.length % rowsAtOnce);
    for (let from = 0; from < whole; from += rowsAtOnce) many.run(rows.slice(from, from + rowsAtOnce).flat());
    for (const single of rows.slice(whole)) one.run(single);
  };
}

const tables = ['figure_day', 'figure_total'] as const;

/** Writes kept figures, in the caller's transaction. */
export class FigureWriter {
  readonly #setState: WriteStatement<[string, string], unknown>;
  readonly #deletes: readonly WriteStatement<[number, number, number, number], unknown>[];
  readonly #insertDays: (rows: readonly Amount[][]) => void;
  readonly #insertTotals: (rows: readonly Amount[][]) => void;
  readonly #deleteOthers: readonly WriteStatement<[number, number, number], unknown>[];

  constructor(writer: Writer) {
    this.#setState = writer.prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    this.#deletes = tables.map((table) =>
      writer.prepare(`DELETE FROM ${table} WHERE generation = ? AND type = ? AND day BETWEEN ? AND ?`),
    );
    this.#insertDays = inserter(writer, 'figure_day', 16);
    this.#insertTotals = inserter(writer, 'figure_total', 12);
    this.#deleteOthers = [
      ['figure_day', 'generation, type, day, source, value'],
      ['figure_total', 'generation, type, day, value'],
    ].map(([table, key]) =>
      writer.prepare(
        `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE generation NOT IN (?, ?) LIMIT ?)`,
      ),
    );
  }

  setState(state: FigureState): void {
    this.#setState.run(key, JSON.stringify(state));
  }

  /** Replaces the days of a type, both inclusive, with `rows`; fastest if they are in the order of the keys. */
  replace(
    { generation, type }: { readonly generation: number; readonly type: number },
    { first, last }: DayRange,
    rows: readonly FigureRow[],
    totals: readonly TotalRow[],
  ): void {
    for (const remove of this.#deletes) remove.run(generation, type, first, last);
    this.#insertDays(
      rows.map((row) => {
        const { span, source, value, samples, samplesInto, counted, countedInto, whole, part } = row;
        const amounts = [samples, samplesInto, counted, countedInto, whole, part];
        return [generation, type, span, source, value, ...amounts, ...measuresOf(row)];
      }),
    );
    this.#insertTotals(
      totals.map((row) => {
        const { span, value, counted, countedInto, part } = row;
        return [generation, type, span, value, counted, countedInto, part, ...measuresOf(row)];
      }),
    );
  }

  /** Removes some rows of other generations; false when there were none. */
  deleteOthers({ kept, making }: FigureState, limit: number): boolean {
    const generations = [kept?.generation ?? -1, making?.generation ?? -1] as const;
    return this.#deleteOthers.some((remove) => remove.run(...generations, limit).changes > 0);
  }
}

function measuresOf({ seconds, lowest, highest, latest, latestAt }: TotalRow): (number | null)[] {
  return [seconds, lowest, highest, latest, latestAt];
}
