import type { RankOf } from './source-priority.ts';
import type { Span } from './spans.ts';

/** A sample of a figure that adds up: `value` in count or kcal. Instants are UTC seconds. */
export interface FigureSample {
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly value: number;
  /** Entered by hand: before every source; entries without length count in addition (Apple HT204351). */
  readonly isByHand?: boolean;
  /** Which of its source's devices wrote it, 0 the one that counts first: two phones of one name count once at one instant. */
  readonly device?: number;
}

const devicesPerSource = 2 ** 20;

function rankOfSample({ source, isByHand, device = 0 }: FigureSample, rankOf: RankOf): number {
  return isByHand === true ? -1 : rankOf(source) + device / devicesPerSource;
}

/** A sample, or the part of one between two edges: its value then is its share by time. */
export interface SamplePart extends FigureSample {
  /** The span of the part, and the one that its sample starts in: from edge i to edge i + 1, -1 before the first edge. */
  readonly span: number;
  readonly startSpan: number;
  /** Which of the samples it is of. */
  readonly of: number;
}

/**
 * Divides samples at ascending edges, UTC seconds, in proportion to time. `samples` ascend by start, and so do the parts. Parts that
 * are before the first edge belong to span -1, those from the last edge on to the span after the last.
 */
export function dividedAt(samples: readonly FigureSample[], edges: readonly number[]): SamplePart[] {
  const parts: SamplePart[] = [];
  let [span, isDivided] = [-1, false];
  let next = edges[0] ?? Number.POSITIVE_INFINITY;
  for (let of = 0; of < samples.length; of++) {
    const sample = samples[of] as FigureSample;
    const { start, end, value } = sample;
    while (start >= next) {
      span++;
      next = edges[span + 1] ?? Number.POSITIVE_INFINITY;
    }
    if (end <= next) {
      parts.push(partOf(sample, of, start, end, value, span, span));
      continue;
    }
    isDivided = true;
    const shareOf = (from: number, to: number): number => value * ((to - from) / (end - start));
    let [from, at] = [start, span];
    for (let to = next; end > to; to = edges[at + 1] ?? Number.POSITIVE_INFINITY) {
      if (to > from) parts.push(partOf(sample, of, from, to, shareOf(from, to), at, span));
      from = Math.max(from, to);
      at++;
    }
    parts.push(partOf(sample, of, from, end, shareOf(from, end), at, span));
  }
  return isDivided ? parts.sort((a, b) => a.start - b.start) : parts;
}

/** Written out: a spread of the sample would take longer than all that counts it. */
function partOf(
  { source, isByHand = false, device = 0 }: FigureSample,
  of: number,
  start: number,
  end: number,
  value: number,
  span: number,
  startSpan: number,
): SamplePart {
  return { start, end, source, value, isByHand, device, span, startSpan, of };
}

/** The part of each sample that counts: its value times its share (`countedShares`). */
export function countedValues(samples: readonly FigureSample[], rankOf: RankOf): Float64Array {
  return countedShares(samples, rankOf).map((share, index) => share * (samples[index]?.value ?? 0));
}

/**
 * Which share of each sample counts, from 0 to 1: at each instant only the source of the highest priority that covers it does, so a
 * sample counts by the share of its time that no higher source covers; one without length counts unless it is covered, or by hand
 * (README.md, "How figures are made"; healthkit/README §1.7). Samples of one source add up.
 * `samples` ascend by start; the result has their order. One sweep over time, n log n however many overlap.
 */
export function countedShares(samples: readonly FigureSample[], rankOf: RankOf): Float64Array {
  const sweep = new Sweep(samples, rankOf);
  for (let from = 0, to = 0; from < samples.length; from = to) {
    const { start } = samples[from] as FigureSample;
    while (to < samples.length && samples[to]?.start === start) to++;
    sweep.start(from, to, start);
  }
  return sweep.end();
}

class Sweep {
  readonly #samples: readonly FigureSample[];
  readonly #shares: Float64Array;
  /** The place of each sample's source in the order of priority, 0 the highest. */
  readonly #places: Int32Array;
  /** Current samples by place, and how long so far none of a higher place was current, with one of it. */
  readonly #active: Int32Array;
  readonly #leading: Float64Array;
  /** The value of `leading` at its place when a sample began. */
  readonly #before: Float64Array;
  /** Current samples, the one that ends next on top. */
  readonly #ends = new MinHeap();
  /** Current places, the highest on top, and former ones. */
  readonly #leaders = new MinHeap();
  #now = 0;

  constructor(samples: readonly FigureSample[], rankOf: RankOf) {
    this.#samples = samples;
    const ranks = new Float64Array(samples.length);
    const placeOf = new Map<number, number>();
    for (let index = 0; index < samples.length; index++) {
      const rank = rankOfSample(samples[index] as FigureSample, rankOf);
      ranks[index] = rank;
      placeOf.set(rank, 0);
    }
    for (const [place, rank] of [...placeOf.keys()].sort((a, b) => a - b).entries()) placeOf.set(rank, place);
    this.#shares = new Float64Array(samples.length);
    this.#before = new Float64Array(samples.length);
    this.#places = new Int32Array(samples.length);
    for (let index = 0; index < samples.length; index++)
      this.#places[index] = placeOf.get(ranks[index] as number) as number;
    this.#active = new Int32Array(placeOf.size);
    this.#leading = new Float64Array(placeOf.size);
  }

  /** Samples [from, to), all of which start at `at`. */
  start(from: number, to: number, at: number): void {
    this.#goTo(at);
    let firstInstant = Number.POSITIVE_INFINITY;
    for (let index = from; index < to; index++) {
      const { end, isByHand } = this.#samples[index] as FigureSample;
      const place = this.#places[index] as number;
      if (end <= at && isByHand) this.#shares[index] = 1;
      else if (end <= at) firstInstant = Math.min(firstInstant, place);
      else this.#begin(index, place, end);
    }
    if (firstInstant === Number.POSITIVE_INFINITY) return;
    const first = Math.min(firstInstant, this.#leader());
    for (let index = from; index < to; index++) {
      const { end, isByHand } = this.#samples[index] as FigureSample;
      if (end <= at && !isByHand) this.#shares[index] = first < (this.#places[index] as number) ? 0 : 1;
    }
  }

  end(): Float64Array {
    this.#goTo(Number.MAX_SAFE_INTEGER);
    return this.#shares;
  }

  #begin(index: number, place: number, end: number): void {
    this.#before[index] = this.#leading[place] as number;
    if (this.#active[place] === 0) this.#leaders.push(place, place);
    this.#active[place] = (this.#active[place] as number) + 1;
    this.#ends.push(end, index);
  }

  /** Ends samples that end by `at`; the current time is `at` from then on. */
  #goTo(at: number): void {
    while (this.#ends.least <= at) {
      this.#pass(this.#ends.least);
      const index = this.#ends.pop();
      const { start, end } = this.#samples[index] as FigureSample;
      const place = this.#places[index] as number;
      const free = (this.#leading[place] as number) - (this.#before[index] as number);
      this.#shares[index] = free / (end - start);
      this.#active[place] = (this.#active[place] as number) - 1;
    }
    this.#pass(at);
  }

  #pass(at: number): void {
    const leader = this.#leader();
    if (leader !== Number.POSITIVE_INFINITY)
      this.#leading[leader] = (this.#leading[leader] as number) + at - this.#now;
    this.#now = at;
  }

  /** The highest current place, infinity if there is none. */
  #leader(): number {
    while (this.#leaders.least !== Number.POSITIVE_INFINITY && this.#active[this.#leaders.least] === 0)
      this.#leaders.pop();
    return this.#leaders.least;
  }
}

/**
 * The sample of each instant: of those that cover it, the first by `compare`. Ascending and disjoint; one sweep over time, n log n
 * however many overlap. Samples without length decide nothing.
 */
export function decidedBy<S extends Span>(
  samples: readonly S[],
  compare: (a: S, b: S) => number,
): { start: number; end: number; readonly sample: S }[] {
  const telling = samples.filter(({ start, end }) => end > start).sort(compare);
  const sampleAt = (place: number | undefined): S => telling[place as number] as S;
  const startAt = (place: number | undefined): number => sampleAt(place).start;
  const byStart = telling.map((_, place) => place).sort((a, b) => startAt(a) - startAt(b));
  const instants = [...new Set(telling.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const underWay = new MinHeap();
  const parts: { start: number; end: number; readonly sample: S }[] = [];
  let next = 0;
  instants.forEach((at, index) => {
    for (; next < byStart.length && startAt(byStart[next]) === at; next++) {
      const place = byStart[next] as number;
      underWay.push(place, place);
    }
    while (underWay.least !== Number.POSITIVE_INFINITY && sampleAt(underWay.least).end <= at) underWay.pop();
    if (underWay.least === Number.POSITIVE_INFINITY) return;
    const sample = sampleAt(underWay.least);
    const until = instants[index + 1] as number;
    const last = parts.at(-1);
    if (last?.sample === sample && last.end === at) last.end = until;
    else parts.push({ start: at, end: until, sample });
  });
  return parts;
}

/** Values by ascending key. */
class MinHeap {
  readonly #keys: number[] = [];
  readonly #values: number[] = [];

  /** The least key, infinity when it is empty. */
  get least(): number {
    return this.#keys.length === 0 ? Number.POSITIVE_INFINITY : (this.#keys[0] as number);
  }

  push(key: number, value: number): void {
    const [keys, values] = [this.#keys, this.#values];
    let at = keys.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((keys[parent] as number) <= key) break;
      keys[at] = keys[parent] as number;
      values[at] = values[parent] as number;
      at = parent;
    }
    keys[at] = key;
    values[at] = value;
  }

  /** Takes out the value of the least key; the heap must not be empty. */
  pop(): number {
    const [keys, values] = [this.#keys, this.#values];
    const least = values[0] as number;
    const key = keys.pop() as number;
    const value = values.pop() as number;
    const size = keys.length;
    if (size === 0) return least;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (keys[child + 1] as number) < (keys[child] as number)) child++;
      if ((keys[child] as number) >= key) break;
      keys[at] = keys[child] as number;
      values[at] = values[child] as number;
      at = child;
    }
    keys[at] = key;
    values[at] = value;
    return least;
  }
}
