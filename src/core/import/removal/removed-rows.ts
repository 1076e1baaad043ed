import { isKnownCorrelation, recordClassOf } from '../../../shared/domain/record-class.ts';
import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { ReadStatement, Writer, WriteStatement } from '../../db/open.ts';
import { writtenAt } from '../../events/spans.ts';
import { ArrivalEraser, ArrivalLog } from '../writer/arrival-log.ts';
import { DerivedFigures, monthOfDay } from '../writer/derived.ts';
import { SourceOrigins } from '../writer/source-origins.ts';
import type { RemovableTable } from './export-presence.ts';

export interface Removal {
  readonly state: 'superseded' | 'gone';
  /** ExportDate of the file that decided, UTC seconds. */
  readonly exportAt: number;
  /** The row that took its place, where one is known. */
  readonly newer: number | null;
}

/** A statement that writes to a row wherever it is. */
export interface Either<T extends unknown[]> {
  /** Whether the row was changed where it counts, or among the removed, or not at all. */
  run(...values: T): 'counting' | 'removed' | null;
}

/**
 * One UPDATE for `table` and its removed twin: a file's data about a removed row must be there if the row returns. `sql` is everything
 * after the table's name.
 */
export function updateEither<T extends unknown[]>(
  writer: Writer,
  table: RemovableTable,
  sql: string,
): Either<T> {
  const counting = writer.prepare<unknown[]>(`UPDATE ${table} ${sql}`);
  const removed = writer.prepare<unknown[]>(`UPDATE removed_${table} ${sql}`);
  return {
    run: (...values) => {
      if (counting.run(...values).changes > 0) return 'counting';
      return removed.run(...values).changes > 0 ? 'removed' : null;
    },
  };
}

interface RecordKeys {
  readonly type: number;
  readonly start: number;
  readonly duration: number;
  readonly source: number;
  readonly origin: number;
  readonly created: number | null;
}

interface Mover {
  readonly remove: WriteStatement<unknown[], unknown>;
  readonly restore: WriteStatement<[number], unknown>;
  readonly forget: WriteStatement<[number], unknown>;
  readonly drop: WriteStatement<[number], unknown>;
}

/** The classes in which a table's rows may have arrived; the eraser looks for a record in all of its classes. */
const classesOf: Readonly<Record<RemovableTable, readonly ArrivalClass[]>> = {
  record: ['record'],
  workout: ['workout'],
  correlation: ['correlation'],
  ecg: ['ecg'],
  clinical: ['clinical'],
  document: ['audiogram', 'vision'],
};

/**
 * Moves rows between `X` and `removed_X`, and updates the figures of the records (record_summary, record_day,
 * record_month), the log of arrivals and the touched days in step. Call inside a transaction, and `flush` before its end.
 */
export class RemovedRows {
  /** Types of which records were removed. */
  readonly removedTypes = new Set<number>();
  readonly #writer: Writer;
  readonly #arrivals: () => ArrivalLog;
  readonly #eraser: ArrivalEraser;
  readonly #run: number;
  readonly #movers = new Map<RemovableTable, Mover>();
  readonly #derived: DerivedFigures;
  readonly #lost: DerivedFigures;
  readonly #keys: ReadStatement<[number], RecordKeys>;
  readonly #workout: ReadStatement<[number], { start: number; end: number }>;
  readonly #isKept: ReadStatement<[string, number], number>;
  readonly #typeName: ReadStatement<[number], string>;
  readonly #correlationType: ReadStatement<[number], string>;
  readonly #documentClass: ReadStatement<[number], 'audiogram' | 'vision'>;
  readonly #routes: ReadStatement<[number], number>;
  /** Rows that left, by type, source and UTC day. */
  readonly #left = new Map<string, { type: number; source: number; day: number; count: number }>();
  readonly #spans = new Map<number, [start: number, duration: number][]>();
  readonly #returned: { id: number; keys: RecordKeys }[] = [];

  /** `arrivals`: the log of a run that still writes to it. */
  constructor(writer: Writer, run: number, arrivals?: ArrivalLog) {
    this.#writer = writer;
    const eraser = new ArrivalEraser(writer);
    this.#eraser = eraser;
    this.#arrivals = () => arrivals ?? new ArrivalLog(writer, run, eraser);
    this.#run = run;
    this.#derived = new DerivedFigures(writer);
    this.#lost = new DerivedFigures(writer, true);
    this.#keys = writer.prepare(
      'SELECT type, start, duration, source, origin, created FROM record WHERE id = ?',
    );
    this.#workout = writer.prepare('SELECT start, "end" FROM workout WHERE id = ?');
    this.#isKept = writer
      .prepare<[string, number], number>('SELECT 1 FROM kept_row WHERE class = ? AND id = ?')
      .pluck();
    this.#correlationType = writer
      .prepare<[number], string>(
        'SELECT name FROM correlation JOIN record_type ON record_type.id = correlation.type WHERE correlation.id = ?',
      )
      .pluck();
    this.#documentClass = writer
      .prepare<[number], 'audiogram' | 'vision'>('SELECT class FROM document WHERE id = ?')
      .pluck();
    this.#routes = writer
      .prepare<[number], number>('SELECT id FROM route WHERE workout = ? AND points IS NOT NULL ORDER BY id')
      .pluck();
    this.#typeName = writer.prepare<[number], string>('SELECT name FROM record_type WHERE id = ?').pluck();
  }

  /** Returns false for a row that is not there, or that the user restored once. */
  remove(table: RemovableTable, id: number, { state, exportAt, newer }: Removal): boolean {
    if (this.#isKept.get(table, id) !== undefined) return false;
    const keys = table === 'record' ? this.#keys.get(id) : undefined;
    const workout = table === 'workout' ? this.#workout.get(id) : undefined;
    const { remove, drop } = this.#mover(table);
    if ((remove.run(state, this.#run, exportAt, newer, id) as { changes: number }).changes === 0)
      return false;
    drop.run(id);
    this.#leaveLog(table, id);
    if (keys) this.#noteLeft(keys);
    if (workout) this.#lost.touchWorkout(workout.start, workout.end);
    return true;
  }

  /** Nothing is sent of a removed row, nor of the routes of a removed workout: where they're pending, they no longer are. */
  #leaveLog(table: RemovableTable, id: number): void {
    for (const name of classesOf[table]) this.#eraser.erase(name, id, id + 1);
    if (table !== 'workout') return;
    for (const route of this.#routes.all(id)) this.#eraser.erase('route', route, route + 1);
  }

  /** Restores a row. It arrives again, so servers that received its removal receive it. */
  restore(table: RemovableTable, id: number): boolean {
    const { restore, forget } = this.#mover(table);
    if ((restore.run(id) as { changes: number }).changes === 0) return false;
    forget.run(id);
    if (table === 'record') {
      const keys = this.#keys.get(id);
      if (keys) this.#returned.push({ id, keys });
      return true;
    }
    const workout = table === 'workout' ? this.#workout.get(id) : undefined;
    if (workout) this.#derived.touchWorkout(workout.start, workout.end);
    const arrivalClass = table === 'document' ? this.#documentClass.get(id) : table;
    if (table === 'correlation' && !isKnownCorrelation(this.#correlationType.get(id) ?? '')) return true;
    const arrivals = this.#arrivals();
    if (arrivalClass !== undefined) arrivals.appendAgain(arrivalClass, [id]);
    if (table === 'workout') arrivals.appendAgain('route', this.#routes.all(id));
    return true;
  }

  /** Writes the figures of moved rows. */
  flush(): void {
    this.#flushReturned();
    this.#flushLeft();
    for (const [type, spans] of this.#spans) {
      for (const [start, duration] of spans) this.#lost.touchDays(start, duration);
      this.#lost.flush(type, this.#typeName.get(type) ?? '');
    }
    this.#spans.clear();
  }

  #flushReturned(): void {
    if (this.#returned.length === 0) return;
    const origins = new SourceOrigins(this.#writer);
    const byType = Map.groupBy(this.#returned.splice(0), ({ keys }) => keys.type);
    for (const [type, rows] of byType) {
      for (const { keys } of rows) {
        const { start, duration } = keys;
        this.#derived.add(keys.source, keys.start, keys.duration);
        this.#derived.touchDays(keys.start, keys.duration);
        const written = writtenAt(start, duration, keys.created);
        origins.add(keys.source, keys.origin, written, start + Math.max(0, duration));
      }
      const name = this.#typeName.get(type) ?? '';
      this.#derived.flush(type, name);
      // One that was removed again in the same transaction is not there.
      const ids = rows.flatMap(({ id }) => (this.#keys.get(id) === undefined ? [] : id));
      const sorted = [...new Set(ids)].sort((a, b) => a - b);
      this.#arrivals().appendAgain(recordClassOf(name), sorted);
    }
    origins.flush();
  }

  #flushLeft(): void {
    if (this.#left.size === 0) return;
    const prepare = this.#figures();
    for (const { type, source, day, count } of this.#left.values()) {
      prepare.lessDay.run(count, type, source, day);
      prepare.dropDay.run(type, source, day);
      prepare.lessMonth.run(count, type, monthOfDay(day));
      prepare.lessSummary.run(count, type, source);
    }
    const pairs = new Map([...this.#left.values()].map((one) => [`${one.type}/${one.source}`, one]));
    for (const { type, source } of pairs.values()) {
      prepare.dropSummary.run(type, source);
      const span = prepare.span.get(type, source);
      if (span?.first == null || span.last == null) continue;
      const first = prepare.firstOf.get(
        type,
        span.first * secondsPerDay,
        (span.first + 1) * secondsPerDay,
        source,
      );
      const last = prepare.lastOf.get(
        type,
        span.last * secondsPerDay,
        (span.last + 1) * secondsPerDay,
        source,
      );
      if (first != null && last != null) prepare.setSpan.run(first, last, type, source);
    }
    this.#left.clear();
  }

  #figures() {
    const writer = this.#writer;
    const ofDay =
      'FROM record INDEXED BY record_identity WHERE type = ? AND start >= ? AND start < ? AND source = ?';
    return {
      lessDay: writer.prepare<[number, number, number, number]>(
        'UPDATE record_day SET count = count - ? WHERE type = ? AND source = ? AND day = ?',
      ),
      dropDay: writer.prepare<[number, number, number]>(
        'DELETE FROM record_day WHERE type = ? AND source = ? AND day = ? AND count <= 0',
      ),
      lessMonth: writer.prepare<[number, number, number]>(
        'UPDATE record_month SET count = count - ? WHERE type = ? AND month = ?',
      ),
      lessSummary: writer.prepare<[number, number, number]>(
        'UPDATE record_summary SET count = count - ? WHERE type = ? AND source = ?',
      ),
      dropSummary: writer.prepare<[number, number]>(
        'DELETE FROM record_summary WHERE type = ? AND source = ? AND count <= 0',
      ),
      span: writer.prepare<[number, number], { first: number | null; last: number | null }>(
        'SELECT min(day) AS first, max(day) AS last FROM record_day WHERE type = ? AND source = ?',
      ),
      firstOf: writer
        .prepare<[number, number, number, number], number | null>(`SELECT min(start) ${ofDay}`)
        .pluck(),
      lastOf: writer
        .prepare<[number, number, number, number], number | null>(`SELECT max(start) ${ofDay}`)
        .pluck(),
      setSpan: writer.prepare<[number, number, number, number]>(
        'UPDATE record_summary SET first_at = ?, last_at = ? WHERE type = ? AND source = ?',
      ),
    };
  }

  #noteLeft({ type, source, start, duration }: RecordKeys): void {
    this.removedTypes.add(type);
    const day = Math.floor(start / secondsPerDay);
    const key = `${type}/${source}/${day}`;
    const left = this.#left.get(key);
    if (left) left.count++;
    else this.#left.set(key, { type, source, day, count: 1 });
    const spans = this.#spans.get(type);
    if (spans) spans.push([start, duration]);
    else this.#spans.set(type, [[start, duration]]);
  }

  #mover(table: RemovableTable): Mover {
    const known = this.#movers.get(table);
    if (known) return known;
    const names = this.#writer
      .prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`)
      .pluck()
      .all();
    const columns = names.map((name) => `"${name}"`).join(', ');
    const mover: Mover = {
      remove: this.#writer.prepare(
        `INSERT INTO removed_${table} (${columns}, state, removed_run, removed_export_at, newer)
         SELECT ${columns}, ?, ?, ?, ? FROM ${table} WHERE id = ?`,
      ),
      restore: this.#writer.prepare(
        `INSERT OR IGNORE INTO ${table} (${columns}) SELECT ${columns} FROM removed_${table} WHERE id = ?`,
      ),
      forget: this.#writer.prepare(`DELETE FROM removed_${table} WHERE id = ?`),
      drop: this.#writer.prepare(`DELETE FROM ${table} WHERE id = ?`),
    };
    this.#movers.set(table, mover);
    return mover;
  }
}
