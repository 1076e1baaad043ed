import type { RankOf } from './source-priority.ts';

/** A sample of a figure that adds up: `value` in count or kcal. Instants are UTC seconds. */
export interface FigureSample {
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly value: number;
  /** Entered by hand: before every source, and without length beside them (Apple HT204351). */
  readonly isByHand?: boolean;
  /** Which of its source's devices wrote it, 0 the one that counts first: two phones of one name count once at one instant. */
  readonly device?: number;
}

const devicesPerSource = 2 ** 20;

function rankOfSample({ source, isByHand, device = 0 }: FigureSample, rankOf: RankOf): number {
  return isByHand ? -1 : rankOf(source) + device / devicesPerSource;
}

/**
 * What of each sample counts: at each instant only the source of the highest priority that covers it does, so a sample
 * counts by the share of its time that no higher source covers; one without length counts unless it is covered, or by hand
 * (README.md, "How figures are made"; healthkit/README §1.7). Samples of one source add up.
 * `samples` ascend by start; the answer has their order. One sweep over time, n log n however many overlap.
 */
export function countedValues(samples: readonly FigureSample[], rankOf: RankOf): Float64Array {
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
  readonly #counted: Float64Array;
  /** The place of each sample's source in the order of priority, 0 the highest. */
  readonly #places: Int32Array;
  /** Samples under way by place, and for how long so far none of a higher place was, beside one of it. */
  readonly #active: Int32Array;
  readonly #leading: Float64Array;
  /** What `leading` of its place was when a sample began. */
  readonly #before: Float64Array;
  /** Samples under way, the one that ends next on top. */
  readonly #ends = new MinHeap();
  /** Places under way, the highest on top, and such that were. */
  readonly #leaders = new MinHeap();
  #now = 0;

  constructor(samples: readonly FigureSample[], rankOf: RankOf) {
    this.#samples = samples;
    const ranks = Float64Array.from(samples, (sample) => rankOfSample(sample, rankOf));
    const placeOf = new Map([...new Set(ranks)].sort((a, b) => a - b).map((rank, place) => [rank, place]));
    this.#counted = new Float64Array(samples.length);
    this.#before = new Float64Array(samples.length);
    this.#places = new Int32Array(samples.length);
    ranks.forEach((rank, index) => {
      this.#places[index] = placeOf.get(rank) as number;
    });
    this.#active = new Int32Array(placeOf.size);
    this.#leading = new Float64Array(placeOf.size);
  }

  /** Samples [from, to), all of which start at `at`. */
  start(from: number, to: number, at: number): void {
    this.#goTo(at);
    let firstInstant = Number.POSITIVE_INFINITY;
    for (let index = from; index < to; index++) {
      const { end, value, isByHand } = this.#samples[index] as FigureSample;
      const place = this.#places[index] as number;
      if (end <= at && isByHand) this.#counted[index] = value;
      else if (end <= at) firstInstant = Math.min(firstInstant, place);
      else this.#begin(index, place, end);
    }
    if (firstInstant === Number.POSITIVE_INFINITY) return;
    const first = Math.min(firstInstant, this.#leader());
    for (let index = from; index < to; index++) {
      const { end, value, isByHand } = this.#samples[index] as FigureSample;
      if (end <= at && !isByHand) this.#counted[index] = first < (this.#places[index] as number) ? 0 : value;
    }
  }

  end(): Float64Array {
    this.#goTo(Number.MAX_SAFE_INTEGER);
    return this.#counted;
  }

  #begin(index: number, place: number, end: number): void {
    this.#before[index] = this.#leading[place] as number;
    if (this.#active[place] === 0) this.#leaders.push(place, place);
    this.#active[place] = (this.#active[place] as number) + 1;
    this.#ends.push(end, index);
  }

  /** Ends what ends until `at`; from then on it is `at`. */
  #goTo(at: number): void {
    while (this.#ends.least <= at) {
      this.#pass(this.#ends.least);
      const index = this.#ends.pop();
      const { start, end, value } = this.#samples[index] as FigureSample;
      const place = this.#places[index] as number;
      const free = (this.#leading[place] as number) - (this.#before[index] as number);
      this.#counted[index] = free === end - start ? value : value * (free / (end - start));
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

  /** The highest place under way, infinity where none is. */
  #leader(): number {
    while (this.#leaders.least !== Number.POSITIVE_INFINITY && this.#active[this.#leaders.least] === 0)
      this.#leaders.pop();
    return this.#leaders.least;
  }
}

/** Values by ascending key. */
export class MinHeap {
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
