import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { foldPath } from '../../healthkit/archive/names.ts';
import { routeColumns } from '../../healthkit/sidecar/route-columns.ts';
import type { FromThread, RouteItem } from '../thread-messages.ts';
import type { ArrivalLog } from './arrival-log.ts';

interface StoredRoute {
  readonly id: number;
  readonly size: number | null;
  readonly point_count: number;
}

/** Bytes that the content of one file may take in the database, however many entries name it: two do at most (healthkit/README §1.5). */
const maxCopiedBytes = 64 * 1024 * 1024;

/** How many entries that name one file get its content of so many bytes. */
export function copiesOf(bytes: number): number {
  return Math.max(1, Math.floor(maxCopiedBytes / Math.max(1, bytes)));
}

/** Routes by (workout, file). Points of a file are asked for once, after the XML, unless they are stored already. */
export class RouteStore {
  added = 0;
  updated = 0;
  /** Points in this file, read now or before. */
  points = 0;
  readonly #arrivals: ArrivalLog;
  /** Files with needed points, with the routes that refer to each: two may share one (healthkit/README §1.5). */
  readonly #wanted = new Map<string, number[]>();
  /** Files that this export names and that are stored already. */
  readonly #known = new Set<string>();
  readonly #met = new Set<number>();
  readonly #find: ReadStatement<[number, string], StoredRoute>;
  readonly #routesOf: ReadStatement<[number], StoredRoute & { readonly file: string }>;
  /** Routes that a workout had before this file named any, by folded name: of the workout that was asked for last. */
  #earlier: ReadonlyMap<string, StoredRoute> = new Map();
  #earlierOf = -1;
  readonly #countOf: ReadStatement<[number], number>;
  readonly #pointsOf: ReadStatement<[number], Buffer | null>;
  readonly #stored: ReadStatement<[], string>;
  readonly #insert: WriteStatement<unknown[], number>;
  readonly #setPoints: WriteStatement<unknown[], unknown>;
  /** Routes of a removed workout arrive with it if it comes back. */
  readonly #isShown: ReadStatement<[number], unknown>;

  constructor(writer: Writer, arrivals: ArrivalLog, run: number) {
    this.#arrivals = arrivals;
    this.#find = writer.prepare('SELECT id, size, point_count FROM route WHERE workout = ? AND file = ?');
    this.#routesOf = writer.prepare(
      `SELECT id, size, point_count, file FROM route WHERE workout = ? AND run <> ${run}`,
    );
    this.#countOf = writer.prepare<[number], number>('SELECT point_count FROM route WHERE id = ?').pluck();
    this.#pointsOf = writer.prepare<[number], Buffer | null>('SELECT points FROM route WHERE id = ?').pluck();
    this.#stored = writer
      .prepare<[], string>('SELECT DISTINCT file FROM route WHERE point_count > 0')
      .pluck();
    this.#insert = writer
      .prepare<unknown[], number>(
        `INSERT INTO route (workout, file, start, "end", metadata, point_count, run) VALUES (?, ?, ?, ?, ?, 0, ${run}) RETURNING id`,
      )
      .pluck();
    this.#isShown = writer.prepare('SELECT 1 FROM route r JOIN workout w ON w.id = r.workout WHERE r.id = ?');
    this.#setPoints = writer.prepare(
      `UPDATE route SET point_count = ?, points = ?, size = ?, start = coalesce(start, ?), "end" = coalesce("end", ?), run = ${run} WHERE id = ?`,
    );
  }

  write(workout: number, item: RouteItem): void {
    const file = item.file === '' ? `inline-${item.start ?? 0}` : item.file;
    const stored = this.#find.get(workout, file) ?? this.#findAlike(workout, file);
    const id = stored?.id ?? this.#add(workout, file, item);
    if (this.#met.has(id)) return;
    this.#met.add(id);
    const size = item.points ? item.points.columns.byteLength : item.size;
    if (size === null) return;
    if (stored && stored.size === size) {
      this.points += stored.point_count;
      if (!item.points) this.#known.add(file);
    } else if (
      item.points &&
      stored &&
      item.points.unreadable > 0 &&
      this.#placesOf(stored) > item.points.count
    ) {
      // Damaged here, and stored whole.
      this.points += stored.point_count;
    } else if (item.points) {
      const columns = Buffer.from(item.points.columns);
      this.#store(id, item.points.count, columns, size, item.start, item.end);
    } else {
      const wanting = this.#wanted.get(file);
      if (wanting) wanting.push(id);
      else this.#wanted.set(file, [id]);
    }
  }

  /** Stored points with a location: earlier versions kept those without one. */
  #placesOf({ id, point_count: count }: StoredRoute): number {
    const stored = this.#pointsOf.get(id);
    if (stored == null) return 0;
    const columns = new Float64Array(new Uint8Array(stored).buffer);
    const column = (index: number) => columns.subarray(index * count, (index + 1) * count);
    const longitudes = column(routeColumns.longitude);
    return column(routeColumns.latitude).filter((at, index) => !Number.isNaN(at + (longitudes[index] ?? 0)))
      .length;
  }

  /** A route of an earlier import with a file that another phone or zip program named in another form. */
  #findAlike(workout: number, file: string): StoredRoute | undefined {
    if (this.#earlierOf !== workout) {
      this.#earlierOf = workout;
      this.#earlier = new Map(this.#routesOf.all(workout).map((row) => [foldPath(row.file), row]));
    }
    return this.#earlier.size === 0 ? undefined : this.#earlier.get(foldPath(file));
  }

  /** Files of routes with stored points, from any run. */
  storedFiles(): string[] {
    return this.#stored.all();
  }

  wantedFiles(): string[] {
    return [...this.#wanted.keys()];
  }

  wants(file: string): boolean {
    return this.#wanted.has(file);
  }

  /** Files of the archive that this export names, whether they were stored before or are wanted. */
  fileCount(): number {
    return this.#known.size + this.#wanted.size;
  }

  /** Returns how many of the routes that point at the file were left without its points. */
  writePoints(message: Extract<FromThread, { kind: 'route' }>): number {
    const { startAt, endAt, isCut } = message;
    // Of a file that breaks off no size is stored: the whole one may be as large.
    const size = isCut ? null : message.size;
    const whole = (at: number | null) => (at === null ? null : Math.floor(at));
    const wanting = this.#wanted.get(message.file) ?? [];
    const columns = Buffer.from(message.columns);
    const some = wanting.slice(0, copiesOf(columns.length));
    for (const id of some) {
      const stored = isCut ? (this.#countOf.get(id) ?? 0) : 0;
      if (stored > 0 && stored >= message.count) this.points += stored;
      else this.#store(id, message.count, columns, size, whole(startAt), whole(endAt));
    }
    return wanting.length - some.length;
  }

  #add(workout: number, file: string, item: RouteItem): number {
    const metadata = item.metadata.length === 0 ? null : JSON.stringify(item.metadata);
    const id = this.#insert.get(workout, file, item.start, item.end, metadata) as number;
    this.added++;
    return id;
  }

  #store(
    id: number,
    count: number,
    columns: Buffer,
    size: number | null,
    start: number | null,
    end: number | null,
  ): void {
    this.#setPoints.run(count, columns, size, start, end, id);
    this.points += count;
    if (this.#isShown.get(id) !== undefined) this.#arrivals.appendAgain('route', [id]);
  }
}
