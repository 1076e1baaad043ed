import { categoryOfType, type EventCategory } from '../../../shared/domain/event-category.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { Writer, WriteStatement } from '../../db/open.ts';

/** No event takes more of a sample than four days (events/event-samples.ts), whatever a file says. */
const maxDaysAfter = 4;

const daysBetweenRanges = 7;

interface DayCount {
  readonly source: number;
  readonly day: number;
  count: number;
}

interface SourceFigures {
  count: number;
  first: number;
  last: number;
}

/** Months since January 1970 of a UTC day number. */
export function monthOfDay(day: number): number {
  const date = new Date(day * secondsPerDay * 1000);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/**
 * Keeps record_summary, record_day, record_month, touched_day and figure_touched in step with the rows of a batch. Gathered for one
 * type at a time (batches are sorted by type), then written by `flush`, in the batch's transaction.
 */
export class DerivedFigures {
  readonly #days = new Map<number, DayCount>();
  readonly #sources = new Map<number, SourceFigures>();
  readonly #touched = new Set<number>();
  readonly #months = new Map<number, number>();
  /** Those of the record added last. */
  #day: DayCount | null = null;
  #source: SourceFigures | null = null;
  readonly #addDay: WriteStatement<[number, number, number, number], unknown>;
  readonly #addSource: WriteStatement<[number, number, number, number, number], unknown>;
  readonly #addMonth: WriteStatement<[number, number, number], unknown>;
  readonly #touches: readonly WriteStatement<[string, number], unknown>[];
  readonly #touchFigures: WriteStatement<[number, number, number], unknown>;

  /** With `areRemoved` the days also count as ones that lost something. */
  constructor(writer: Writer, areRemoved = false) {
    this.#addDay = writer.prepare(
      'INSERT INTO record_day VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    );
    this.#addSource = writer.prepare(
      `INSERT INTO record_summary VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count,
       first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
    );
    this.#addMonth = writer.prepare(
      'INSERT INTO record_month VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    );
    const tables = areRemoved ? ['touched_day', 'removal_day'] : ['touched_day'];
    this.#touches = tables.map((table) =>
      writer.prepare(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT DO NOTHING`),
    );
    this.#touchFigures = writer.prepare('INSERT INTO figure_touched VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  }

  /** One new record: start in UTC seconds. */
  add(source: number, start: number, duration: number): void {
    const day = Math.floor(start / secondsPerDay);
    // Records come sorted: most are of the source and the day of the one before.
    if (day !== this.#day?.day || source !== this.#day.source) this.#turnTo(source, day, start);
    (this.#day as DayCount).count++;
    const whole = this.#source as SourceFigures;
    whole.count++;
    if (start < whole.first) whole.first = start;
    if (start > whole.last) whole.last = start;
    if (start + duration >= (day + 1) * secondsPerDay) this.touchDays(start, duration);
  }

  /** Makes the figures of a source and a day those that `add` counts in. */
  #turnTo(source: number, day: number, start: number): void {
    const key = source * 131_072 + day;
    let figures = this.#days.get(key);
    if (!figures) {
      figures = { source, day, count: 0 };
      this.#days.set(key, figures);
    }
    this.#day = figures;
    let whole = this.#sources.get(source);
    if (!whole) {
      whole = { count: 0, first: start, last: start };
      this.#sources.set(source, whole);
    }
    this.#source = whole;
    this.#touched.add(day);
  }

  /** Writes the additions of one type. */
  flush(type: number, typeName: string): void {
    for (const category of touchedBy(typeName)) for (const day of this.#touched) this.#touch(category, day);
    for (const [first, last] of rangesOf(this.#touched)) this.#touchFigures.run(type, first, last);
    this.#touched.clear();
    if (this.#sources.size === 0) return;
    for (const { source, day, count } of this.#days.values()) {
      this.#addDay.run(type, source, day, count);
      const month = monthOfDay(day);
      this.#months.set(month, (this.#months.get(month) ?? 0) + count);
    }
    for (const [source, { count, first, last }] of this.#sources)
      this.#addSource.run(type, source, count, first, last);
    for (const [month, count] of this.#months) this.#addMonth.run(type, month, count);
    this.#days.clear();
    this.#sources.clear();
    this.#months.clear();
    this.#day = null;
    this.#source = null;
  }

  /** Days with changed workouts. */
  touchWorkout(start: number, end: number): void {
    const first = Math.floor(start / secondsPerDay);
    const last = Math.min(Math.floor(end / secondsPerDay), first + 31);
    for (let day = first; day <= last; day++) this.#touch('workout', day);
  }

  #touch(category: EventCategory, day: number): void {
    for (const touch of this.#touches) touch.run(category, day);
  }

  /** Days with figures that change although no record was added: `flush` writes them. */
  touchDays(start: number, duration: number): void {
    const first = Math.floor(start / secondsPerDay);
    this.#touched.add(first);
    const last = Math.min(Math.floor((start + duration) / secondsPerDay), first + maxDaysAfter);
    for (let day = first + 1; day <= last; day++) this.#touched.add(day);
  }
}

/** Days as few ranges: some days more between two of them cost less than a range each. */
function rangesOf(days: ReadonlySet<number>): [first: number, last: number][] {
  const ranges: [first: number, last: number][] = [];
  for (const day of [...days].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && day - range[1] <= daysBetweenRanges) range[1] = day;
    else ranges.push([day, day]);
  }
  return ranges;
}

/** Event categories that are derived from records of a type; heart rate goes into the workouts of its day. */
function touchedBy(typeName: string): EventCategory[] {
  if (typeName === 'HKQuantityTypeIdentifierHeartRate') return ['workout'];
  const category = categoryOfType[typeName];
  return category ? [category] : [];
}
