import type { Aggregation } from '../../shared/domain/figures.ts';
import { countedShares, decidedBy, dividedAt, type SamplePart } from './daily-figures.ts';
import { rounded } from './derived-event.ts';
import type { CountedSample } from './event-samples.ts';
import type { RankOf } from './source-priority.ts';
import { firstIndex } from './spans.ts';

/**
 * One source's figure of one type in one span, alone and as counted: `whole` and `part` in the type's canonical unit (sum),
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

/** The combined, counted figure of all sources. */
export type TotalRow = Omit<FigureRow, 'source' | 'samples' | 'samplesInto' | 'whole'>;

/** How days are read: the stored rows show whether a category uses its time or number (`hasTime`). */
export type FigureKind = Exclude<Aggregation, 'time' | 'count'> | 'category';

/** Spans of time: from edge i to edge i + 1 is span `first` + i. */
export interface Spans {
  readonly first: number;
  readonly edges: readonly number[];
}

/** By span, source and value, so sums of them have one order, whichever days were computed together. */
export function inKeyOrder(rows: FigureRow[]): FigureRow[] {
  return rows.sort((a, b) => a.span - b.span || a.source - b.source || compareTexts(a.value, b.value));
}

/** Rows of all sources as one for each span and value. A sum is that of its rounded parts, as in events. */
export function totalsOf(rows: readonly FigureRow[], kind: FigureKind): TotalRow[] {
  const byValue = new Map<string, Map<number, Changing<TotalRow>>>();
  const totals: TotalRow[] = [];
  for (const row of rows) {
    if (row.counted === 0) continue;
    const bySpan = byValue.get(row.value) ?? new Map<number, Changing<TotalRow>>();
    byValue.set(row.value, bySpan);
    const { span, value, counted, countedInto, seconds, lowest, highest, latest, latestAt } = row;
    const part = kind === 'sum' ? rounded(row.part) : row.part;
    const total = bySpan.get(span);
    if (total === undefined) {
      const first = { span, value, counted, countedInto, part, seconds, lowest, highest, latest, latestAt };
      bySpan.set(span, first);
      totals.push(first);
      continue;
    }
    total.counted += counted;
    total.countedInto += countedInto;
    total.part += part;
    total.seconds += seconds;
    if (lowest !== null) total.lowest = Math.min(total.lowest ?? lowest, lowest);
    if (highest !== null) total.highest = Math.max(total.highest ?? highest, highest);
    if (isLater(row, total)) [total.latest, total.latestAt] = [latest, latestAt];
  }
  return totals;
}

type Changing<T> = { -readonly [K in keyof T]: T[K] };

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

/** A span of time in which a sample decides. */
export interface TimePart {
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly value: string;
  readonly copies: number;
  /** The sample itself, to count it once. */
  readonly of: object;
}

/** Rows by span, source and value. */
export class RowTable {
  readonly #rows = new Map<string, Map<number, Map<number, FigureRow>>>();
  #last: FigureRow | null = null;
  /** By row, the samples that have been counted in it: alone and as they count. */
  readonly met = { alone: new Map<FigureRow, Set<object>>(), counted: new Map<FigureRow, Set<object>>() };

  row(span: number, source: number, value = ''): FigureRow {
    const last = this.#last;
    if (last !== null && last.span === span && last.source === source && last.value === value) return last;
    this.#last = this.#rowOf(span, source, value);
    return this.#last;
  }

  #rowOf(span: number, source: number, value: string): FigureRow {
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

/** The highest of the samples that start last, so the order of records does not matter. */
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

/** Each value counts whole in the span that its sample starts in, for every source: the mean is by number, not by time. */
export function meanRows(samples: readonly CountedSample[], spans: Spans): FigureRow[] {
  return rowsByStart(samples, spans, noteExtremes);
}

/** Drinks, as their events (README.md, "Events of one second"): each counts whole where it starts, from every source. */
export function wholeRows(samples: readonly CountedSample[], spans: Spans): FigureRow[] {
  return rowsByStart(samples, spans, null);
}

function rowsByStart(
  samples: readonly CountedSample[],
  spans: Spans,
  note: ((row: FigureRow, value: number) => void) | null,
): FigureRow[] {
  const rows = new RowTable();
  const spanOf = spanFinder(spans);
  for (const { start, source, value, key, copies } of samples) {
    const row = rows.row(spans.first + spanOf(start), source);
    row.samples += copies;
    row.counted += copies;
    row.whole += value;
    row.part += value;
    note?.(row, Number(key));
    noteLatest(row, start, Number(key));
  }
  return rows.all();
}

/** Levels by energy over time; one without length lasts a second. */
export function levelRows(samples: readonly CountedSample[], spans: Spans): FigureRow[] {
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

/** Sums by the order of sources, divided at the edges. */
export function sumRows(samples: readonly CountedSample[], spans: Spans, rankOf: RankOf): FigureRow[] {
  const rows = new RowTable();
  const parts = dividedAt(samples, spans.edges);
  const shares = areOfOne(parts) ? null : countedShares(parts, rankOf);
  const alone = shares === null ? null : sharesAlone(parts, rankOf);
  /** Of samples that are divided, the last span that they count in. */
  const countsIn = new Map<number, number>();
  for (let index = 0; index < parts.length; index++) {
    const { source, value, span, startSpan, of, end } = parts[index] as SamplePart;
    const { copies, key, start } = samples[of] as CountedSample;
    const isInto = span > startSpan;
    const row = rows.row(spans.first + span, source);
    row.samples += copies;
    row.whole += value * (alone?.[index] ?? 1);
    if (isInto) row.samplesInto += copies;
    else noteLatest(row, start, Number(key));
    const share = shares?.[index] ?? 1;
    if (share === 0) continue;
    row.counted += copies;
    row.part += value * share;
    if (isInto && countsIn.get(of) === span - 1) row.countedInto += copies;
    if (end === spans.edges[span + 1]) countsIn.set(of, span);
  }
  return rows.all();
}

const isOfSame = (a: SamplePart, b: SamplePart): boolean =>
  a.source === b.source && a.isByHand === b.isByHand && a.device === b.device;

/** Whether all count whole, because one device of one source wrote them, which covers nothing of its own. */
function areOfOne(parts: readonly SamplePart[]): boolean {
  const [first] = parts;
  return first === undefined || parts.every((part) => isOfSame(part, first));
}

/** The shares that would count if each source were the only one; null where all do. */
function sharesAlone(parts: readonly SamplePart[], rankOf: RankOf): Float64Array | null {
  const firsts = new Map<number, SamplePart>();
  /** Sources that cover something of their own: by hand, or with another device. */
  const covering = new Set<number>();
  for (const part of parts) {
    const first = firsts.get(part.source);
    if (first === undefined) firsts.set(part.source, part);
    else if (!isOfSame(part, first)) covering.add(part.source);
  }
  if (covering.size === 0) return null;
  const shares = new Float64Array(parts.length).fill(1);
  for (const source of covering) {
    const indices = [...parts.keys()].filter((index) => parts[index]?.source === source);
    const own = countedShares(
      indices.map((index) => parts[index] as SamplePart),
      rankOf,
    );
    own.forEach((share, index) => {
      shares[indices[index] as number] = share;
    });
  }
  return shares;
}

export function categoryRows(
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

export function noteTime(rows: RowTable, span: number, part: TimePart, isAlone: boolean): void {
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

/** The index of the span of an instant, for instants that mostly ascend. */
function spanFinder({ edges }: Spans): (at: number) => number {
  let place = 0;
  return (at) => {
    while (at >= (edges[place + 1] ?? Number.POSITIVE_INFINITY)) place++;
    if (at < (edges[place] ?? Number.NEGATIVE_INFINITY)) place = firstIndex(edges, (edge) => edge > at) - 1;
    return place;
  };
}

/** The share of a part in each of the spans. */
export function eachSpan(
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
