import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import { remembered } from '../../../shared/lookup.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { Reader, ReadStatement } from '../../db/open.ts';
import type { Arrival } from './arrival-log-reader.ts';

interface Found {
  readonly rows: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

type Bounds = [fromRow: number, toRow: number, fromAt: number, toAt: number];

const earliest = -(2 ** 52);
const latest = 2 ** 52;
/** Ends of ranges move, so old keys go stale: a full memory starts over. */
const rememberedCounts = 200_000;

/** Id and start of each class's rows; the starts are those that `core/ndjson` gives its lines. */
const views: Readonly<Record<Exclude<ArrivalClass, 'activity_summary'>, string>> = {
  record: 'SELECT id, start FROM record',
  reproductive: 'SELECT id, start FROM record',
  unknown: 'SELECT id, start FROM record',
  workout: 'SELECT id, start FROM workout',
  route: 'SELECT r.id AS id, w.start AS start FROM route r JOIN workout w ON w.id = r.workout',
  correlation: 'SELECT id, start FROM correlation',
  ecg: 'SELECT id, recorded_at AS start FROM ecg',
  audiogram: 'SELECT id, start FROM document',
  vision: 'SELECT id, start FROM document',
  clinical: 'SELECT id, coalesce(received_at, 0) AS start FROM clinical',
};

/** UTC days `from` ≤ day < `to` as seconds; null is open. */
export function secondsOfDays(from: number | null, to: number | null): [number, number] {
  return [from === null ? earliest : from * secondsPerDay, to === null ? latest : to * secondsPerDay];
}

/** Counts the rows of arrivals, and remembers: a row's start never changes. */
export class ArrivalRows {
  readonly #reader: Reader;
  readonly #statements = new Map<string, ReadStatement<Bounds, Found>>();
  readonly #found = new Map<string, Found>();
  readonly #parts = new Map<string, number>();
  readonly #aliases: ReadStatement<[], string>;
  #aliasState = '';

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#aliases = reader
      .prepare<[], string>(
        // A fold is over when its run is closed: rows counted during the fold are counted again then.
        `SELECT count(*) || ':' || coalesce(sum(records), 0) || ':' || (SELECT count(*) FROM import_run WHERE closed = 1)
         FROM source_alias HAVING count(*) > 0`,
      )
      .pluck();
  }

  /** Rows leave the log when they're removed (ArrivalEraser), but not when a renamed source is folded into its earlier name. */
  mayBeGone(): boolean {
    return this.#checkAliases() !== '';
  }

  /** Rows of the arrival that are there and start on a UTC day `fromDay` ≤ day < `toDay`. */
  count(arrivalClass: string, arrival: Arrival, fromDay: number | null, toDay: number | null): number {
    // Their row ids are the days themselves, and none ever goes.
    if (arrivalClass === 'activity_summary') return overlap(arrival, fromDay, toDay);
    this.#checkAliases();
    const key = `${arrivalClass} ${arrival.seq} ${arrival.rowCount}`;
    const found = remembered(
      this.#found,
      key,
      () => this.#find(arrivalClass, arrival, null, null),
      rememberedCounts,
    );
    if (found.firstAt === null || found.lastAt === null) return 0;
    const [fromAt, toAt] = secondsOfDays(fromDay, toDay);
    if (found.firstAt >= fromAt && found.lastAt < toAt) return found.rows;
    if (found.lastAt < fromAt || found.firstAt >= toAt) return 0;
    const part = `${key} ${fromDay} ${toDay}`;
    return remembered(
      this.#parts,
      part,
      () => this.#find(arrivalClass, arrival, fromDay, toDay).rows,
      rememberedCounts,
    );
  }

  #find(arrivalClass: string, arrival: Arrival, fromDay: number | null, toDay: number | null): Found {
    const { firstRow, rowCount } = arrival;
    const [fromAt, toAt] = secondsOfDays(fromDay, toDay);
    const none = { rows: 0, firstAt: null, lastAt: null };
    return this.#statement(arrivalClass).get(firstRow, firstRow + rowCount, fromAt, toAt) ?? none;
  }

  #statement(arrivalClass: string): ReadStatement<Bounds, Found> {
    return remembered(this.#statements, arrivalClass, () =>
      this.#reader.prepare<Bounds, Found>(
        `SELECT count(*) AS rows, min(start) AS firstAt, max(start) AS lastAt
         FROM (${views[arrivalClass as keyof typeof views]}) WHERE id >= ? AND id < ? AND start >= ? AND start < ?`,
      ),
    );
  }

  #checkAliases(): string {
    const state = this.#aliases.get() ?? '';
    if (state !== this.#aliasState) {
      this.#found.clear();
      this.#parts.clear();
      this.#aliasState = state;
    }
    return state;
  }
}

function overlap({ firstRow, rowCount }: Arrival, fromDay: number | null, toDay: number | null): number {
  const from = Math.max(firstRow, fromDay ?? earliest);
  return Math.max(0, Math.min(firstRow + rowCount, toDay ?? latest) - from);
}
