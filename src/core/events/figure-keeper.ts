import { setImmediate as nextTurn } from 'node:timers/promises';
import { secondsPerDay } from '../../shared/time.ts';
import { asCoded } from '../db/as-coded.ts';
import type { NoPromise, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { AliasVersion } from './alias-version.ts';
import type { DayRange } from './event-rules.ts';
import { EventSamples } from './event-samples.ts';
import { totalsOf } from './figure-rows.ts';
import {
  areOutdated,
  type FigureRules,
  type FigureState,
  FigureWriter,
  KeptFigures,
  RulesOfFigures,
} from './figure-store.ts';
import { devicesOf, SourceOrder } from './source-order.ts';
import { rankIn } from './source-priority.ts';
import { daysTouchedBy, TypeFigures } from './type-figures.ts';
import { zoneOf } from './zone.ts';

export interface FigureKeeperOptions {
  readonly writer: Writer;
  /** The home zone, or this computer's while there is none. */
  readonly zone: () => string;
  /** The user's order of source ids, empty while none was chosen. */
  readonly sourcePriority: () => readonly number[];
  /** See `DeriverOptions`. */
  readonly isFoldStuck?: () => boolean;
}

const turnMs = 8;
const firstDays = 8;
/** Roughly the samples of one turn, counted and not measured: on a busy machine small turns would waste most of their time. */
const samplesAtOnce = 8000;
const maxDays = 512;
const rowsPerTurn = 2000;
/** 1900-01-01 and 2200-01-01: samples outside do not count (spans.ts). */
const [earliestDay, latestDay] = [-25_567, 84_006];

interface Touched {
  readonly type: number;
  readonly name: string;
}

/**
 * Keeps the figures of days in sync with the records: over the persisted set of touched days, in slices of some milliseconds, each one
 * transaction with the days that it computes, so a crash loses and repeats nothing. Under another home zone, order of sources,
 * alias or version of the rules all are recomputed beside the old ones, which are read until the new ones are complete.
 */
export class FigureKeeper {
  readonly #options: FigureKeeperOptions;
  readonly #kept: KeptFigures;
  readonly #figures: FigureWriter;
  readonly #rules: RulesOfFigures;
  readonly #samples: EventSamples;
  readonly #aliases: AliasVersion;
  readonly #next: ReadStatement<[string], Touched>;
  readonly #ranges: ReadStatement<[number], readonly [first: number, last: number]>;
  readonly #deleteTouched: WriteStatement<[number, number, number], unknown>;
  readonly #touch: WriteStatement<[number, number, number], unknown>;
  readonly #touchAll: WriteStatement<[number, number], unknown>;
  readonly #firstFrom: ReadStatement<[number, number], number | null>;
  readonly #daysAtOnce = new Map<number, number>();
  /** Types that failed in this run, with the reason, and the type that is being made. */
  readonly #failed = new Map<number, unknown>();
  #current: number | null = null;
  #maker: { readonly rules: FigureRules; readonly maker: TypeFigures } | null = null;
  #running: Promise<void> | null = null;

  constructor(options: FigureKeeperOptions) {
    const { writer } = options;
    this.#options = options;
    this.#kept = new KeptFigures(writer);
    this.#figures = new FigureWriter(writer);
    this.#rules = new RulesOfFigures(writer, new SourceOrder(writer, options.sourcePriority), options.zone);
    this.#samples = new EventSamples(writer);
    this.#aliases = new AliasVersion(writer);
    this.#next = writer.prepare(
      `SELECT type, name FROM figure_touched JOIN record_type ON record_type.id = type
       WHERE type NOT IN (SELECT value FROM json_each(?)) ORDER BY type LIMIT 1`,
    );
    this.#ranges = writer
      .prepare<[number], readonly [number, number]>(
        'SELECT first, last FROM figure_touched WHERE type = ? ORDER BY first',
      )
      .raw();
    this.#deleteTouched = writer.prepare(
      'DELETE FROM figure_touched WHERE type = ? AND first BETWEEN ? AND ?',
    );
    this.#touch = writer.prepare('INSERT INTO figure_touched VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#touchAll = writer.prepare(
      'INSERT INTO figure_touched SELECT DISTINCT type, ?, ? FROM record_summary WHERE true ON CONFLICT DO NOTHING',
    );
    this.#firstFrom = writer
      .prepare<[number, number], number | null>(
        'SELECT min(start) FROM record INDEXED BY record_identity WHERE type = ? AND start >= ?',
      )
      .pluck();
  }

  /**
   * Makes until nothing is left or `signal` is aborted. A second call joins the first. Errors: settings.unknown_zone, and SQLite's: its
   * slice is rolled back. A fault of one type is thrown once the other types are made.
   */
  run(signal: AbortSignal): Promise<void> {
    this.#running ??= this.#runAll(signal).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #runAll(signal: AbortSignal): Promise<void> {
    const isStuck = () => this.#options.isFoldStuck?.() === true;
    this.#failed.clear();
    while ((await this.#aliases.whenFolded(isStuck, signal)) && this.#turnOrSkip()) await nextTurn();
    for (const error of this.#failed.values()) throw error;
  }

  /** A full disk or a damaged file concerns every type, and stops; any other fault while a type is made leaves out this one alone. */
  #turnOrSkip(): boolean {
    this.#current = null;
    try {
      return this.#turn();
    } catch (error) {
      if (this.#current === null || asCoded(error).code !== 'internal') throw error;
      this.#failed.set(this.#current, error);
      return true;
    }
  }

  /** One slice; false when nothing is left to do. */
  #turn(): boolean {
    return this.#transaction(() => {
      const state = this.#currentState();
      const rules = state.making ?? state.kept;
      if (rules === null) return true;
      if (this.#makeSome(rules)) return true;
      // Figures without one of the types aren't complete.
      if (this.#failed.size > 0) return false;
      if (state.making !== null) {
        this.#figures.setState({ kept: state.making, making: null });
        return true;
      }
      return this.#figures.deleteOthers(state, rowsPerTurn);
    });
  }

  /** The state under the current rules; figures made under other rules start over. */
  #currentState(): FigureState {
    const state = this.#kept.state();
    const now = this.#rules.now();
    const before = state.making ?? state.kept;
    if (before === null || areOutdated(before, now)) {
      const generation = Math.max(state.kept?.generation ?? 0, state.making?.generation ?? 0) + 1;
      this.#touchAll.run(earliestDay, latestDay);
      return this.#write({ kept: state.kept, making: { ...now, generation } });
    }
    const { generation } = before;
    // Sources, devices and aliases that came since are in days that were touched.
    // In the order of the schema, which is how they are read: in another one they would look changed in every turn.
    const rules: FigureRules = { generation, ...now };
    if (JSON.stringify(before) === JSON.stringify(rules)) return state;
    // Samples after the previous export's date may be before the date of the current one.
    if (before.exportAt !== now.exportAt) {
      const dayOf = (at: number | null) => (at === null ? latestDay : Math.floor(at / secondsPerDay));
      const [a, b] = [dayOf(before.exportAt), dayOf(now.exportAt)];
      this.#touchAll.run(Math.min(a, b), Math.max(a, b) + 1);
    }
    return this.#write(state.making === null ? { ...state, kept: rules } : { ...state, making: rules });
  }

  #write(state: FigureState): FigureState {
    this.#figures.setState(state);
    return state;
  }

  /** Days of one type after another as long as the turn lasts, at least once; false where nothing is touched. */
  #makeSome(rules: FigureRules): boolean {
    const maker = this.#makerUnder(rules);
    const ended = performance.now() + turnMs;
    let isAny = false;
    do {
      const touched = this.#next.get(JSON.stringify([...this.#failed.keys()]));
      if (touched === undefined) return isAny;
      this.#current = touched.type;
      this.#makeFirst(touched, rules, maker);
      isAny = true;
    } while (performance.now() < ended);
    return true;
  }

  #makerUnder(rules: FigureRules): TypeFigures {
    if (this.#maker?.rules !== rules) {
      const { writer } = this.#options;
      const zone = zoneOf(rules.zone);
      const order = rankIn(rules.order);
      this.#maker = {
        rules,
        maker: new TypeFigures(writer, this.#samples, zone, order, devicesOf(rules.devices)),
      };
    }
    return this.#maker.maker;
  }

  /** Takes out the first days that are touched without a gap: every batch of an import touches some, which mostly overlap. */
  #takeFirst(type: number): DayRange {
    let [from, to, begins] = [Number.NaN, Number.NaN, Number.NaN];
    for (const [first, last] of this.#ranges.iterate(type)) {
      if (first > to + 1) break;
      if (Number.isNaN(from)) [from, to] = [first, last];
      begins = first;
      to = Math.max(to, last);
    }
    this.#deleteTouched.run(type, from, begins);
    return { first: from, last: to };
  }

  /** The first touched days of a type; the rest stays touched. */
  #makeFirst({ type, name }: Touched, { generation, zone }: FigureRules, maker: TypeFigures): void {
    const { first, last } = this.#takeFirst(type);
    const begin = Math.max(first, earliestDay);
    const end = Math.min(last, latestDay);
    if (begin > end) return;
    const next = this.#firstFrom.get(type, begin * secondsPerDay);
    // Where no record is for years, there is nothing but figures of before to remove.
    const empty = next == null ? end : Math.min(end, Math.floor(next / secondsPerDay) - 1);
    const isEmpty = empty - begin > maxDays;
    const until = isEmpty ? empty : Math.min(end, begin + (this.#daysAtOnce.get(type) ?? firstDays) - 1);
    if (until < last) this.#touch.run(type, until + 1, last);
    const touched = daysTouchedBy(name, { first: begin, last: until }, zoneOf(zone));
    // Days that the rest of the range touches too are made with it.
    const isRest = until < end;
    const rest = isRest ? daysTouchedBy(name, { first: until + 1, last: end }, zoneOf(zone)).first : Infinity;
    const days = { first: touched.first, last: Math.min(touched.last, rest - 1) };
    const place = { generation, type };
    const kind = maker.kindOf(name);
    /** How many samples it was made of. */
    const make = (range: DayRange): number => {
      const rows = maker.days(name, range.first, range.last);
      this.#figures.replace(place, range, rows, totalsOf(rows, kind));
      return rows.reduce((sum, row) => sum + row.samples, 1);
    };
    if (isEmpty) {
      // The days at both ends contain part of the adjacent days.
      const [afterFirst, beforeLast] = [days.first + farDays, days.last - farDays];
      this.#figures.replace(place, { first: afterFirst, last: beforeLast }, [], []);
      make({ first: days.first, last: afterFirst - 1 });
      make({ first: beforeLast + 1, last: days.last });
      return;
    }
    const samples = make(days);
    const atOnce = Math.floor((until - begin + 1) * Math.min(4, samplesAtOnce / samples));
    this.#daysAtOnce.set(type, Math.min(maxDays, Math.max(1, atOnce)));
  }

  #transaction<T extends NoPromise<T>>(body: () => T): T {
    return this.#options.writer.transaction(body)();
  }
}

/** No sample has a say in figures of more days than these before or after it. */
const farDays = 8;
