import { categoryOfType } from '../../shared/domain/event-category.ts';
import type { Aggregation } from '../../shared/domain/figures.ts';
import { isSoundLevel, isSummed } from '../../shared/domain/type-label.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { countedShares, decidedBy, dividedAt, type SamplePart } from './daily-figures.ts';
import type { DayRange } from './event-rules.ts';
import {
  type CountedSample,
  type EventSamples,
  isOfNumber,
  type SourceDevices,
  typeOfCategory,
} from './event-samples.ts';
import { longestSpanSeconds } from './odd-spans.ts';
import { rounded } from './rounded.ts';
import { daysRead, nightsTouched } from './sleep-events.ts';
import { decidedParts, nightOf, type SleepSample, type SleepStage, sleepSessions } from './sleep-nights.ts';
import type { RankOf } from './source-priority.ts';
import { firstIndex } from './spans.ts';
import type { Zone } from './zone.ts';

/**
 * What one source has of one type in one span, alone and as it counts: `whole` and `part` in the type's canonical unit (sum),
 * seconds (category), the values added up (mean), or 10^(dB/10) times seconds (level).
 */
export interface FigureRow {
  readonly span: number;
  readonly source: number;
  /** Of a category; '' for quantities. */
  readonly value: string;
  /** Samples with time in the span, and of these such that had some in the span before. */
  samples: number;
  samplesInto: number;
  /** The same of those that count. */
  counted: number;
  countedInto: number;
  whole: number;
  part: number;
  /** Of a level: how long was measured. */
  seconds: number;
  lowest: number | null;
  highest: number | null;
  latest: number | null;
  latestAt: number | null;
}

/** What all sources have together, as it counts. */
export type TotalRow = Omit<FigureRow, 'source' | 'samples' | 'samplesInto' | 'whole'>;

/** How days are read: a category by its time or number is told from what is stored (`hasTime`). */
export type FigureKind = Exclude<Aggregation, 'time' | 'count'> | 'category';

/** Spans of time: from edge i to edge i + 1 is span `first` + i. */
interface Spans {
  readonly first: number;
  readonly edges: readonly number[];
}

const secondsPerDay = 86_400;
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

/** Rows of all sources as one for each span and value. A sum is that of its rounded parts, as in events. */
export function totalsOf(rows: readonly FigureRow[], kind: FigureKind): TotalRow[] {
  const totals = new Map<string, { -readonly [K in keyof TotalRow]: TotalRow[K] }>();
  for (const { source: _, samples: _s, samplesInto: _i, whole: _w, ...row } of rows) {
    if (row.counted === 0) continue;
    if (kind === 'sum') row.part = rounded(row.part);
    const key = `${row.span} ${row.value}`;
    const total = totals.get(key);
    if (total === undefined) {
      totals.set(key, row);
      continue;
    }
    total.counted += row.counted;
    total.countedInto += row.countedInto;
    total.part += row.part;
    total.seconds += row.seconds;
    if (row.lowest !== null) total.lowest = Math.min(total.lowest ?? row.lowest, row.lowest);
    if (row.highest !== null) total.highest = Math.max(total.highest ?? row.highest, row.highest);
    if (isLater(row, total)) [total.latest, total.latestAt] = [row.latest, row.latestAt];
  }
  return [...totals.values()];
}

type Latest = Pick<FigureRow, 'latest' | 'latestAt'>;

/** Whether a row's latest sample is that of both: of those that start in one second the highest. */
export function isLater(row: Latest, than: Latest): boolean {
  if (row.latestAt === null) return false;
  if (than.latestAt === null) return true;
  return (
    row.latestAt > than.latestAt ||
    (row.latestAt === than.latestAt && Number(row.latest) > Number(than.latest))
  );
}

/** First instant of a day of a type: a night, which sleep is counted by, goes from noon to noon. */
export function dayStart(type: string, day: number, zone: Zone): number {
  return type === sleepType ? zone.noonOf(day) : zone.startOf(day);
}

/** The days whose figures may change with records of some UTC days, of those that last into them included. */
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

  /** The rows of the days from `first` to `last`, in no order. */
  days(type: string, first: number, last: number): FigureRow[] {
    if (type === sleepType) return this.#nights(first, last);
    // The day before tells which samples count there already.
    const edges: number[] = [];
    for (let day = first - 1; day <= last + 1; day++) edges.push(this.#zone.startOf(day));
    return this.#rows(type, { first: first - 1, edges }).filter(({ span }) => span >= first && span <= last);
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
    return sumRows(samples, spans, this.#rankOf, type === waterType);
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

  /** What belongs to the sleep of some nights, by the instant: as it counts, and of each source by itself. */
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

/** A span of time in which a sample decides. */
interface TimePart {
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly value: string;
  readonly copies: number;
  /** The sample itself, to count it once. */
  readonly of: object;
}

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

/** Rows by span, source and value. */
class RowTable {
  readonly #rows = new Map<string, Map<number, Map<number, FigureRow>>>();
  /** By row, the samples that have been counted in it: alone and as they count. */
  readonly met = { alone: new Map<FigureRow, Set<object>>(), counted: new Map<FigureRow, Set<object>>() };

  row(span: number, source: number, value = ''): FigureRow {
    const sources = this.#rows.get(value) ?? new Map<number, Map<number, FigureRow>>();
    this.#rows.set(value, sources);
    const spans = sources.get(source) ?? new Map<number, FigureRow>();
    sources.set(source, spans);
    let row = spans.get(span);
    if (!row) {
      row = {
        span,
        source,
        value,
        samples: 0,
        samplesInto: 0,
        counted: 0,
        countedInto: 0,
        whole: 0,
        part: 0,
        seconds: 0,
        lowest: null,
        highest: null,
        latest: null,
        latestAt: null,
      };
      spans.set(span, row);
    }
    return row;
  }

  has(span: number, source: number, value: string, of: object, isAlone: boolean): boolean {
    const row = this.#rows.get(value)?.get(source)?.get(span);
    return row !== undefined && (isAlone ? this.met.alone : this.met.counted).get(row)?.has(of) === true;
  }

  all(): FigureRow[] {
    return [...this.#rows.values()].flatMap((sources) =>
      [...sources.values()].flatMap((spans) => [...spans.values()]),
    );
  }
}

/** Of the samples that start last the highest, so that no order of records matters. */
function noteLatest(row: FigureRow, at: number, value: number): void {
  if (row.latestAt !== null && (at < row.latestAt || (at === row.latestAt && value <= (row.latest ?? value))))
    return;
  row.latestAt = at;
  row.latest = value;
}

function noteExtremes(row: FigureRow, value: number): void {
  if (row.lowest === null || value < row.lowest) row.lowest = value;
  if (row.highest === null || value > row.highest) row.highest = value;
}

/** Each value counts whole in the span that its sample starts in, whatever the source: the mean is by number, not by time. */
function meanRows(samples: readonly CountedSample[], spans: Spans): FigureRow[] {
  const rows = new RowTable();
  const spanOf = spanFinder(spans);
  for (const { start, source, value, key, copies } of samples) {
    const row = rows.row(spans.first + spanOf(start), source);
    row.samples += copies;
    row.counted += copies;
    row.whole += value;
    row.part += value;
    noteExtremes(row, Number(key));
    noteLatest(row, start, Number(key));
  }
  return rows.all();
}

/** Levels by energy over time; one without length lasts a second. */
function levelRows(samples: readonly CountedSample[], spans: Spans): FigureRow[] {
  const rows = new RowTable();
  for (const { start, end, source, span, startSpan, of } of dividedAt(samples, spans.edges)) {
    const { key, copies, start: at } = samples[of] as CountedSample;
    const level = Number(key);
    // Beyond these no sound is a sound, and its energy no number.
    if (level < -200 || level > 400) continue;
    const row = rows.row(spans.first + span, source);
    const seconds = Math.max(1, end - start) * copies;
    const into = span > startSpan ? copies : 0;
    row.samples += copies;
    row.samplesInto += into;
    row.counted += copies;
    row.countedInto += into;
    row.whole += 10 ** (level / 10) * seconds;
    row.part = row.whole;
    row.seconds += seconds;
    noteExtremes(row, level);
    if (into === 0) noteLatest(row, at, level);
  }
  return rows.all();
}

/** `isEachWhole`: drinks, as their events (README.md, "Events of one second"): each counts whole where it starts, whoever wrote it. */
function sumRows(
  samples: readonly CountedSample[],
  spans: Spans,
  rankOf: RankOf,
  isEachWhole: boolean,
): FigureRow[] {
  const rows = new RowTable();
  const spanOf = spanFinder(spans);
  const parts = isEachWhole
    ? samples.map((sample, of) => ({
        ...sample,
        of,
        span: spanOf(sample.start),
        startSpan: spanOf(sample.start),
      }))
    : dividedAt(samples, spans.edges);
  const shares = isEachWhole ? null : sharesOf(parts, rankOf);
  const alone = isEachWhole ? null : sharesAlone(parts, rankOf);
  /** Of samples that are divided, the last span that they count in. */
  const countsIn = new Map<number, number>();
  parts.forEach(({ source, value, span, startSpan, of, end }, index) => {
    const { copies, key, start } = samples[of] as CountedSample;
    const row = rows.row(spans.first + span, source);
    row.samples += copies;
    if (span > startSpan) row.samplesInto += copies;
    row.whole += value * (alone?.[index] ?? 1);
    if (span === startSpan) noteLatest(row, start, Number(key));
    const share = shares?.[index] ?? 1;
    if (share === 0) return;
    row.counted += copies;
    row.part += value * share;
    if (countsIn.get(of) === span - 1) row.countedInto += copies;
    if (end === spans.edges[span + 1]) countsIn.set(of, span);
  });
  return rows.all();
}

/** Null where all count whole, because one source wrote them and covers nothing of its own. */
function sharesOf(parts: readonly SamplePart[], rankOf: RankOf): Float64Array | null {
  const [first] = parts;
  const isOne = parts.every(
    ({ source, isByHand, device }) =>
      source === first?.source && isByHand === first.isByHand && device === first.device,
  );
  return isOne ? null : countedShares(parts, rankOf);
}

/** The shares that would count if each source were the only one. */
function sharesAlone(parts: readonly SamplePart[], rankOf: RankOf): Float64Array {
  const shares = new Float64Array(parts.length).fill(1);
  const bySource = Map.groupBy(parts.keys(), (index) => parts[index]?.source);
  for (const indices of bySource.values()) {
    const own = indices.map((index) => parts[index] as SamplePart);
    sharesOf(own, rankOf)?.forEach((share, index) => {
      shares[indices[index] as number] = share;
    });
  }
  return shares;
}

function categoryRows(
  samples: readonly CountedSample[],
  long: readonly CountedSample[],
  spans: Spans,
  rankOf: RankOf,
): FigureRow[] {
  const rows = new RowTable();
  const bySource = Map.groupBy(samples, ({ source }) => source);
  noteCategory(rows, samples, spans, rankOf, false);
  for (const own of bySource.values()) noteCategory(rows, own, spans, rankOf, true);
  const spanOf = spanFinder(spans);
  for (const { start, source, key, copies } of long) {
    const row = rows.row(spans.first + spanOf(start), source, String(key));
    row.samples += copies;
    row.counted += copies;
  }
  return rows.all();
}

/** Time of each value, none twice, and number of samples. One without length counts where no source before covers it. */
function noteCategory(
  rows: RowTable,
  samples: readonly CountedSample[],
  spans: Spans,
  rankOf: RankOf,
  isAlone: boolean,
): void {
  const rank = ({ source, isByHand }: CountedSample): number => (isByHand ? -1 : rankOf(source));
  const decided = decidedBy(
    samples,
    (a, b) => rank(a) - rank(b) || a.start - b.start || a.end - b.end || compareTexts(a.key, b.key),
  );
  for (const { start, end, sample } of decided) {
    const part = { source: sample.source, value: String(sample.key), copies: sample.copies, of: sample };
    eachSpan({ ...part, start, end }, spans, (span, from, to) =>
      noteTime(rows, span, { ...part, start: from, end: to }, isAlone),
    );
  }
  if (samples.every(({ start, end }) => end > start)) return;
  const shares = countedShares(samples, rankOf);
  const spanOf = spanFinder(spans);
  samples.forEach((sample, index) => {
    const { start, end, source, key, copies } = sample;
    if (end > start || shares[index] === 0) return;
    noteTime(
      rows,
      spans.first + spanOf(start),
      { start, end, source, value: String(key), copies, of: sample },
      isAlone,
    );
  });
}

function compareTexts(a: number | string, b: number | string): number {
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

function noteTime(rows: RowTable, span: number, part: TimePart, isAlone: boolean): void {
  const { start, end, source, value, copies, of } = part;
  const row = rows.row(span, source, value);
  const met = isAlone ? rows.met.alone : rows.met.counted;
  const samples = met.get(row) ?? new Set();
  met.set(row, samples);
  const isNew = !samples.has(of);
  samples.add(of);
  const isInto = isNew && rows.has(span - 1, source, value, of, isAlone);
  if (isAlone) {
    row.whole += end - start;
    row.samples += isNew ? copies : 0;
    row.samplesInto += isInto ? copies : 0;
  } else {
    row.part += end - start;
    row.counted += isNew ? copies : 0;
    row.countedInto += isInto ? copies : 0;
  }
}

/** The place of the span that an instant lies in, for instants that mostly ascend. */
function spanFinder({ edges }: Spans): (at: number) => number {
  let place = 0;
  return (at) => {
    while (at >= (edges[place + 1] ?? Number.POSITIVE_INFINITY)) place++;
    if (at < (edges[place] ?? Number.NEGATIVE_INFINITY)) place = firstIndex(edges, (edge) => edge > at) - 1;
    return place;
  };
}

/** What of a part lies in each of the spans. */
function eachSpan(
  { start, end }: TimePart,
  { first, edges }: Spans,
  tell: (span: number, start: number, end: number) => void,
): void {
  let place = Math.max(0, firstIndex(edges, (edge) => edge > start) - 1);
  for (; place < edges.length - 1 && (edges[place] ?? 0) < end; place++) {
    const from = Math.max(start, edges[place] ?? start);
    const to = Math.min(end, edges[place + 1] ?? end);
    if (to > from) tell(first + place, from, to);
  }
}
