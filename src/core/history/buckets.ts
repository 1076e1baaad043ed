import type { Bucket } from '../../shared/domain/history.ts';

export type BucketSize = 'day' | 'week' | 'month';

/** Figures of one UTC day, or of a part of it. */
export interface DayFigures extends Omit<Bucket, 'at' | 'level'> {
  readonly day: number;
}

/** Sound of one UTC day: 10^(dB / 10) times seconds, and these seconds. */
export interface DaySound {
  readonly day: number;
  readonly energy: number;
  readonly seconds: number;
}

/** Gives each bucket the level that, lasting all the time that was measured, has its energy: 10 · log10(energy / seconds). */
export function withLevels(
  buckets: readonly Bucket[],
  sounds: readonly DaySound[],
  size: BucketSize,
): Bucket[] {
  const byBucket = new Map<number, { energy: number; seconds: number }>();
  for (const { day, energy, seconds } of sounds) {
    const at = bucketStart(day, size);
    const sum = byBucket.get(at) ?? { energy: 0, seconds: 0 };
    byBucket.set(at, { energy: sum.energy + energy, seconds: sum.seconds + seconds });
  }
  return buckets.map((bucket) => {
    const sound = byBucket.get(bucket.at);
    return sound && sound.energy > 0
      ? { ...bucket, level: 10 * Math.log10(sound.energy / sound.seconds) }
      : bucket;
  });
}

const daySeconds = 86_400;

/** First instant, UTC seconds, of the bucket that holds a day. Weeks are ISO weeks: they begin on Monday. */
export function bucketStart(day: number, size: BucketSize): number {
  if (size === 'day') return day * daySeconds;
  // 1970-01-01 was a Thursday: day -3 was a Monday.
  if (size === 'week') return (Math.floor((day + 3) / 7) * 7 - 3) * daySeconds;
  const date = new Date(day * daySeconds * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}

/** Days as buckets; `days` ascend and may repeat. Days without records make no bucket. */
export function bucketsOf(days: readonly DayFigures[], size: BucketSize): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { day, ...figures } of days) {
    if (figures.count === 0) continue;
    const at = bucketStart(day, size);
    const last = buckets.at(-1);
    if (last === undefined || last.at !== at) buckets.push({ at, ...figures });
    else buckets[buckets.length - 1] = joined(last, figures);
  }
  return buckets;
}

function joined(a: Bucket, b: Omit<Bucket, 'at' | 'level'>): Bucket {
  return {
    at: a.at,
    count: a.count + b.count,
    total: either(a.total, b.total, (x, y) => x + y),
    lowest: either(a.lowest, b.lowest, Math.min),
    highest: either(a.highest, b.highest, Math.max),
  };
}

function either(a: number | null, b: number | null, join: (a: number, b: number) => number): number | null {
  if (a === null) return b;
  return b === null ? a : join(a, b);
}
