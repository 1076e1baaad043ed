import type { RankOf } from './source-priority.ts';
import type { HeartRate } from './workout-events.ts';

/** A heart rate: start in UTC seconds, source, beats a minute. */
export type Beat = readonly [start: number, source: number, value: number];

/**
 * The heart rates of a time in which workouts overlap, so each workout reads its own without scanning all of them:
 * sums and highest values of ranges, by source.
 */
export class HeartRates {
  readonly #bySource: [source: number, beats: SourceBeats][];

  /** `beats` ascend by start. */
  constructor(beats: Iterable<Beat>, rankOf: RankOf) {
    const bySource = new Map<number, SourceBeats>();
    for (const [start, source, value] of beats) {
      let ofSource = bySource.get(source);
      if (!ofSource) {
        ofSource = new SourceBeats();
        bySource.set(source, ofSource);
      }
      ofSource.add(start, value);
    }
    for (const ofSource of bySource.values()) ofSource.close();
    this.#bySource = [...bySource].sort(([a], [b]) => rankOf(a) - rankOf(b));
  }

  /** Of the highest-priority source that has any from `start` to `end`, both included. */
  within(start: number, end: number): HeartRate | null {
    for (const [, beats] of this.#bySource) {
      const found = beats.within(start, end);
      if (found !== null) return found;
    }
    return null;
  }
}

/** Of one source: two binary trees over its beats, in arrays with the children of node `n` at `2n` and `2n + 1`. */
class SourceBeats {
  #count = 0;
  #starts = new Float64Array(256);
  #values = new Float64Array(256);
  #sums = new Float64Array(0);
  #highest = new Float64Array(0);

  add(start: number, value: number): void {
    if (this.#count === this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#values = doubled(this.#values);
    }
    this.#starts[this.#count] = start;
    this.#values[this.#count++] = value;
  }

  close(): void {
    const count = this.#count;
    const sums = new Float64Array(2 * count);
    sums.set(this.#values.subarray(0, count), count);
    const highest = sums.slice();
    for (let node = count - 1; node > 0; node--) {
      sums[node] = (sums[2 * node] as number) + (sums[2 * node + 1] as number);
      highest[node] = Math.max(highest[2 * node] as number, highest[2 * node + 1] as number);
    }
    this.#sums = sums;
    this.#highest = highest;
    this.#values = new Float64Array(0);
  }

  within(start: number, end: number): HeartRate | null {
    const first = this.#firstFrom(start);
    const last = this.#firstFrom(end + 1);
    if (first === last) return null;
    let sum = 0;
    let highest = Number.NEGATIVE_INFINITY;
    const take = (node: number) => {
      sum += this.#sums[node] as number;
      highest = Math.max(highest, this.#highest[node] as number);
    };
    let from = first + this.#count;
    for (let to = last + this.#count; from < to; to >>= 1) {
      if ((from & 1) === 1) take(from++);
      if ((to & 1) === 1) take(--to);
      from >>= 1;
    }
    return { average: sum / (last - first), highest };
  }

  #firstFrom(start: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function doubled(from: Float64Array): Float64Array<ArrayBuffer> {
  const to = new Float64Array(2 * from.length);
  to.set(from);
  return to;
}
