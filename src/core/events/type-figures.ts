import { categoryOfType } from '../../shared/domain/event-category.ts';
import { isSoundLevel } from '../../shared/domain/mean-kind.ts';
import { isSummed } from '../../shared/domain/type-label.ts';
import { secondsPerDay } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { decidedBy } from './daily-figures.ts';
import type { DayRange } from './event-rules.ts';
import {
  type CountedSample,
  type EventSamples,
  isOfNumber,
  type SourceDevices,
  typeOfCategory,
} from './event-samples.ts';
import {
  categoryRows,
  eachSpan,
  type FigureKind,
  type FigureRow,
  inKeyOrder,
  levelRows,
  meanRows,
  noteTime,
  RowTable,
  type Spans,
  sumRows,
  type TimePart,
  wholeRows,
} from './figure-rows.ts';
import { daysRead, nightsTouched } from './sleep-events.ts';
import { decidedParts, nightOf, type SleepSample, type SleepStage, sleepSessions } from './sleep-nights.ts';
import type { RankOf } from './source-priority.ts';
import { longestSpanSeconds } from './spans.ts';
import type { Zone } from './zone.ts';

const secondsPerHour = 3600;
const sleepType = typeOfCategory.sleep;
const waterType = typeOfCategory.water;

const valueOfStage: Readonly<Record<SleepStage, string>> = {
  in_bed: 'HKCategoryValueSleepAnalysisInBed',
  awake: 'HKCategoryValueSleepAnalysisAwake',
  unspecified: 'HKCategoryValueSleepAnalysisAsleepUnspecified',
  core: 'HKCategoryValueSleepAnalysisAsleepCore',
  deep: 'HKCategoryValueSleepAnalysisAsleepDeep',
  rem: 'HKCategoryValueSleepAnalysisAsleepREM',
};

/** Categories whose samples say that something happened, however long they are. */
const happening = /^HKCategoryTypeIdentifier(?!Toothbrushing|Handwashing)\w*(Event|StandHour)$/;

/** Whether a category's figure is the time of its values; `hasLength`: any of its samples lasts. */
export function categoryAggregation(type: string, hasLength: boolean): 'time' | 'count' {
  return hasLength && !happening.test(type) ? 'time' : 'count';
}

/** First instant of a day of a type: a night, which sleep is counted by, goes from noon to noon. */
export function dayStart(type: string, day: number, zone: Zone): number {
  return type === sleepType ? zone.noonOf(day) : zone.startOf(day);
}

/** The days whose figures may change with records of some UTC days, including records that last into them. */
export function daysTouchedBy(type: string, { first, last }: DayRange, zone: Zone): DayRange {
  const [from, to] = [first * secondsPerDay, (last + 1) * secondsPerDay - 1];
  if (type === sleepType)
    return { first: nightOf(from, zone) - nightsTouched, last: nightOf(to, zone) + nightsTouched };
  // Which samples of a day have some in the day before is kept with the day.
  return { first: zone.dayOf(from), last: zone.dayOf(to) + 1 };
}

/**
 * The figures of any type by day or hour of the home zone (README.md, "How figures are made"), by the same code as the events. Reads
 * only. Days are days since 1970; those of sleep are nights, named by their evening.
 */
export class TypeFigures {
  readonly #samples: EventSamples;
  readonly #zone: Zone;
  readonly #rankOf: RankOf;
  readonly #devices: SourceDevices;
  readonly #hasNumber: ReadStatement<[string], number>;

  constructor(reader: Reader, samples: EventSamples, zone: Zone, rankOf: RankOf, devices: SourceDevices) {
    this.#samples = samples;
    this.#zone = zone;
    this.#rankOf = rankOf;
    this.#devices = devices;
    this.#hasNumber = reader
      .prepare<[string], number>(
        `SELECT EXISTS (SELECT 1 FROM record INDEXED BY record_identity
         WHERE type = (SELECT id FROM record_type WHERE name = ?) AND typeof(value_key) <> 'text')`,
      )
      .pluck();
  }

  kindOf(type: string): FigureKind {
    if (isSummed(type)) return 'sum';
    if (isSoundLevel(type)) return 'level';
    if (type.startsWith('HKQuantityType')) return 'mean';
    if (type.startsWith('HKCategoryType')) return 'category';
    return this.#hasNumber.get(type) === 1 ? 'mean' : 'category';
  }

  /** The rows of the days from `first` to `last`, by day, source and value. */
  days(type: string, first: number, last: number): FigureRow[] {
    if (type === sleepType) return inKeyOrder(this.#nights(first, last));
    // The day before shows which samples count there already; a mean has each on one day.
    const from = this.kindOf(type) === 'mean' ? first : first - 1;
    const edges: number[] = [];
    for (let day = from; day <= last + 1; day++) edges.push(this.#zone.startOf(day));
    const rows = this.#rows(type, { first: from, edges });
    return inKeyOrder(rows.filter(({ span }) => span >= first && span <= last));
  }

  /** The hours of the days from `first` to `last`, of 3,600 s from midnight on: `span` is the place in `starts`. */
  hours(type: string, first: number, last: number): { rows: FigureRow[]; starts: readonly number[] } {
    const starts: number[] = [];
    const end = this.#zone.startOf(last + 1);
    for (let day = first; day <= last; day++) {
      const next = this.#zone.startOf(day + 1);
      for (let at = this.#zone.startOf(day); at < next; at += secondsPerHour) starts.push(at);
    }
    const edges = [...starts, end];
    const spans = { first: 0, edges };
    const rows =
      type === sleepType
        ? this.#sleepIn(spans, first - 1, last + 1)
        : this.#rows(type, spans).filter(({ span }) => span >= 0 && span < starts.length);
    return { rows, starts };
  }

  #rows(type: string, spans: Spans): FigureRow[] {
    const { edges } = spans;
    const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 0];
    const kind = this.kindOf(type);
    if (kind === 'mean') return meanRows(this.#samples.starting(type, from, to).filter(isOfNumber), spans);
    if (kind === 'category') {
      const samples = this.#samples.lastingInto(type, from, to, this.#devices);
      // Who expects a child or takes a pill has it in one sample of months: it counts on its first day, for no time.
      const isEvent = Object.hasOwn(categoryOfType, type);
      const long = isEvent ? [] : this.#samples.starting(type, from, to).filter(isLong);
      return categoryRows(samples, long, spans, this.#rankOf);
    }
    const samples = this.#samples.lastingInto(type, from, to, this.#devices).filter(isOfNumber);
    if (kind === 'level') return levelRows(samples, spans);
    return type === waterType ? wholeRows(samples, spans) : sumRows(samples, spans, this.#rankOf);
  }

  #nights(first: number, last: number): FigureRow[] {
    const rows = new RowTable();
    this.#eachSleep(first, last, (part, night, isAlone) => {
      if (night < first || night > last) return;
      noteTime(rows, night, part, isAlone);
    });
    return rows.all();
  }

  /** Sleep by the clock. */
  #sleepIn(spans: Spans, firstNight: number, lastNight: number): FigureRow[] {
    const rows = new RowTable();
    this.#eachSleep(firstNight, lastNight, (part, _night, isAlone) =>
      eachSpan(part, spans, (span, start, end) => noteTime(rows, span, { ...part, start, end }, isAlone)),
    );
    return rows.all();
  }

  /** The sleep of some nights, by the instant: as counted, and of each source alone. */
  #eachSleep(
    first: number,
    last: number,
    tell: (part: TimePart, night: number, isAlone: boolean) => void,
  ): void {
    const zone = this.#zone;
    const samples = this.#samples.sleep(
      zone.noonOf(first - daysRead.before),
      zone.noonOf(last + 1 + daysRead.after),
    );
    const tellAll = (its: readonly SleepSample[], isAlone: boolean) => {
      const inBed = decidedBy(
        its.filter(({ stage }) => stage === 'in_bed'),
        (a, b) =>
          Number(b.isByHand) - Number(a.isByHand) ||
          this.#rankOf(a.source) - this.#rankOf(b.source) ||
          a.start - b.start ||
          a.end - b.end,
      );
      for (const part of inBed) tell(timePartOf(part), nightOf(part.sample.end, zone), isAlone);
      for (const { night, parts } of sleepSessions(decidedParts(its, this.#rankOf), its, zone))
        for (const part of parts) tell(timePartOf(part), night, isAlone);
    };
    tellAll(samples, false);
    for (const its of Map.groupBy(samples, ({ source }) => source).values()) tellAll(its, true);
  }
}

const isLong = ({ start, end }: CountedSample): boolean => end - start > longestSpanSeconds;

function timePartOf({
  start,
  end,
  sample,
}: {
  readonly start: number;
  readonly end: number;
  readonly sample: SleepSample;
}): TimePart {
  return { start, end, source: sample.source, value: valueOfStage[sample.stage], copies: 1, of: sample };
}
