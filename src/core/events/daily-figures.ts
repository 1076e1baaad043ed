import type { RankOf } from './source-priority.ts';

/** A sample of a figure that adds up: `value` in count or kcal. Instants are UTC seconds. */
export interface FigureSample {
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly value: number;
}

/** Covered time as disjoint spans in ascending order; instants at which a sample without length counted apart. */
interface Coverage {
  readonly starts: number[];
  readonly ends: number[];
  readonly instants: Set<number>;
}

/**
 * What of each sample counts: at each instant only the source of the highest priority that covers it does, so a sample
 * counts by the share of its time that no higher source covers; one without length counts unless it is covered
 * (ARCHITECTURE, "daily figures never double count"; apple-health-export §1.7). Samples of one source add up.
 * `samples` ascend by start; the answer has their order.
 */
export function countedValues(samples: readonly FigureSample[], rankOf: RankOf): Float64Array {
  const counted = new Float64Array(samples.length);
  const indexesOf = new Map<number, number[]>();
  samples.forEach(({ source }, index) => {
    const indexes = indexesOf.get(source);
    if (indexes) indexes.push(index);
    else indexesOf.set(source, [index]);
  });
  const sources = [...indexesOf.keys()].sort((a, b) => rankOf(a) - rankOf(b));
  let covered: Coverage = { starts: [], ends: [], instants: new Set() };
  sources.forEach((source, place) => {
    const indexes = indexesOf.get(source) ?? [];
    countSource(samples, indexes, covered, counted);
    if (place < sources.length - 1) covered = withSource(covered, samples, indexes);
  });
  return counted;
}

function countSource(
  samples: readonly FigureSample[],
  indexes: readonly number[],
  covered: Coverage,
  counted: Float64Array,
): void {
  const { starts, ends, instants } = covered;
  let first = 0;
  for (const index of indexes) {
    const sample = samples[index];
    if (sample === undefined) continue;
    const { start, end, value } = sample;
    while (first < ends.length && (ends[first] ?? 0) <= start) first++;
    if (end <= start) {
      const isCovered = instants.has(start) || (first < starts.length && (starts[first] ?? 0) <= start);
      counted[index] = isCovered ? 0 : value;
      continue;
    }
    let overlap = 0;
    for (let i = first; i < starts.length && (starts[i] ?? 0) < end; i++) {
      overlap += Math.min(ends[i] ?? 0, end) - Math.max(starts[i] ?? 0, start);
    }
    counted[index] = overlap === 0 ? value : value * ((end - start - overlap) / (end - start));
  }
}

/** The coverage with one more source: a merge of two ascending lists of spans. */
function withSource(
  covered: Coverage,
  samples: readonly FigureSample[],
  indexes: readonly number[],
): Coverage {
  const starts: number[] = [];
  const ends: number[] = [];
  const instants = new Set(covered.instants);
  const add = (start: number, end: number): void => {
    const last = ends.length - 1;
    if (last >= 0 && start <= (ends[last] ?? 0)) ends[last] = Math.max(ends[last] ?? 0, end);
    else {
      starts.push(start);
      ends.push(end);
    }
  };
  let next = 0;
  for (const index of indexes) {
    const sample = samples[index];
    if (sample === undefined) continue;
    if (sample.end <= sample.start) {
      instants.add(sample.start);
      continue;
    }
    for (; next < covered.starts.length && (covered.starts[next] ?? 0) <= sample.start; next++) {
      add(covered.starts[next] ?? 0, covered.ends[next] ?? 0);
    }
    add(sample.start, sample.end);
  }
  for (; next < covered.starts.length; next++) add(covered.starts[next] ?? 0, covered.ends[next] ?? 0);
  return { starts, ends, instants };
}
