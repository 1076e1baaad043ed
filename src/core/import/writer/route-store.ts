import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import type { FromThread, RouteItem } from '../thread-messages.ts';
import type { ArrivalLog } from './arrival-log.ts';

interface StoredRoute {
  readonly id: number;
  readonly size: number | null;
  readonly point_count: number;
}

/** Routes by (workout, file). Points of a file are asked for once, after the XML, unless they are stored already. */
export class RouteStore {
  added = 0;
  updated = 0;
  /** Points that stood in this file, read now or before. */
  points = 0;
  readonly #arrivals: ArrivalLog;
  /** Files whose points are wanted, with the routes that point at each: two may share one (§1.5). */
  readonly #wanted = new Map<string, number[]>();
  readonly #met = new Set<number>();
  readonly #find: ReadStatement<[number, string], StoredRoute>;
  readonly #stored: ReadStatement<[], string>;
  readonly #insert: WriteStatement<unknown[], number>;
  readonly #setPoints: WriteStatement<unknown[], unknown>;

  constructor(writer: Writer, arrivals: ArrivalLog, run: number) {
    this.#arrivals = arrivals;
    this.#find = writer.prepare('SELECT id, size, point_count FROM route WHERE workout = ? AND file = ?');
    this.#stored = writer
      .prepare<[], string>('SELECT DISTINCT file FROM route WHERE point_count > 0')
      .pluck();
    this.#insert = writer
      .prepare<unknown[], number>(
        `INSERT INTO route (workout, file, start, "end", metadata, point_count, run) VALUES (?, ?, ?, ?, ?, 0, ${run}) RETURNING id`,
      )
      .pluck();
    this.#setPoints = writer.prepare(
      `UPDATE route SET point_count = ?, points = ?, size = ?, start = coalesce(start, ?), "end" = coalesce("end", ?), run = ${run} WHERE id = ?`,
    );
  }

  write(workout: number, item: RouteItem): void {
    const file = item.file === '' ? `inline-${item.start ?? 0}` : item.file;
    const stored = this.#find.get(workout, file);
    const id = stored?.id ?? this.#add(workout, file, item);
    if (this.#met.has(id)) return;
    this.#met.add(id);
    const size = item.points ? item.points.columns.byteLength : item.size;
    if (size === null) return;
    if (stored && stored.point_count > 0 && stored.size === size) this.points += stored.point_count;
    else if (item.points) {
      const columns = Buffer.from(item.points.columns);
      this.#store(id, item.points.count, columns, size, item.start, item.end);
    } else this.#wanted.set(file, [...(this.#wanted.get(file) ?? []), id]);
  }

  /** Files of routes whose points are stored, of any run. */
  storedFiles(): string[] {
    return this.#stored.all();
  }

  wantedFiles(): string[] {
    return [...this.#wanted.keys()];
  }

  writePoints(message: Extract<FromThread, { kind: 'route' }>): void {
    const { startAt, endAt } = message;
    const whole = (at: number | null) => (at === null ? null : Math.floor(at));
    for (const id of this.#wanted.get(message.file) ?? []) {
      const columns = Buffer.from(message.columns);
      this.#store(id, message.count, columns, message.size, whole(startAt), whole(endAt));
    }
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
    size: number,
    start: number | null,
    end: number | null,
  ): void {
    this.#setPoints.run(count, columns, size, start, end, id);
    this.points += count;
    this.#arrivals.append('route', id, 1);
  }
}
