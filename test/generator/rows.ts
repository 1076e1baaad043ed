import type { Context } from './context.ts';
import { type DayPlan, heartRateAt } from './day-plan.ts';
import { bell, between, clamp, type Random, whole } from './random.ts';
import type { RecordWriter, Sample } from './record-writer.ts';
import type { SourceId } from './sources.ts';

export const quantity = 'HKQuantityTypeIdentifier';
export const category = 'HKCategoryTypeIdentifier';

/** What one source writes of one type. Two rows never share both, so that starts are unique within type and source. */
export interface Row {
  readonly type: string;
  readonly source: SourceId;
  emit(plan: DayPlan, random: Random, writer: RecordWriter, context: Context): void;
}

export type Reading = Partial<Pick<Sample, 'unit' | 'value' | 'metadata' | 'beats' | 'novelty'>> & {
  readonly seconds?: number;
  /** Seconds from the end to creation; a few minutes at most when absent. */
  readonly delay?: number;
};

export type Read = (random: Random, at: number, plan: DayPlan, context: Context) => Reading;

/** `worn`: from midnight to bedtime, the Watch on. `awake`: between waking and going to bed. `asleep`: midnight to waking. */
export type Window = 'worn' | 'awake' | 'asleep';

/** Adds one reading at an instant, when that is still this day. */
export function addReading(
  writer: RecordWriter,
  plan: DayPlan,
  row: Row,
  random: Random,
  at: number,
  reading: Reading,
): void {
  const delay = reading.delay ?? whole(random, 1, 600);
  if (at >= plan.end) return;
  const end = at + (reading.seconds ?? 0);
  writer.add({
    type: row.type,
    source: row.source,
    unit: reading.unit ?? '',
    value: reading.value ?? null,
    start: at,
    end,
    created: end + delay,
    metadata: reading.metadata,
    beats: reading.beats,
    novelty: reading.novelty,
  });
}

/** What comes as often as this follows the density. */
const frequent = 8;

/** A row of readings scattered over a part of the day, `perDay` on average, never two in one second. */
export function scattered(type: string, source: SourceId, perDay: number, window: Window, read: Read): Row {
  const row: Row = {
    type,
    source,
    emit(plan, random, writer, context) {
      const rate = perDay < frequent ? perDay : perDay * context.settings.density;
      const count = rate < 1 ? Number(random() < rate) : Math.round(rate * between(random, 0.7, 1.3));
      if (count === 0) return;
      const from = window === 'awake' ? plan.wake : plan.start;
      const to = window === 'asleep' ? plan.wake : plan.bed;
      const step = (to - from) / count;
      let last = 0;
      for (let i = 0; i < count; i++) {
        const at = Math.max(last + 1, Math.floor(from + (i + random() * 0.98) * step));
        last = at;
        addReading(writer, plan, row, random, at, read(random, at, plan, context));
      }
    },
  };
  return row;
}

/** A row that says itself when it has readings. */
export function timed(
  type: string,
  source: SourceId,
  readings: (plan: DayPlan, random: Random, context: Context) => Iterable<Reading & { readonly at: number }>,
): Row {
  const row: Row = {
    type,
    source,
    emit(plan, random, writer, context) {
      for (const reading of readings(plan, random, context))
        addReading(writer, plan, row, random, reading.at, reading);
    },
  };
  return row;
}

/** The heart rate a sensor shows: whole mostly, between 48 and 170. */
export function sensedRate(random: Random, plan: DayPlan, at: number): number {
  return Math.round(clamp(heartRateAt(plan, at) + bell(random) * 4, 48, 170));
}

/** Shares of a day's total over `count` buckets, heavier where the heart beats faster. */
export function spread(random: Random, plan: DayPlan, starts: readonly number[], total: number): number[] {
  const weights = starts.map(
    (at) => Math.max(0.02, (heartRateAt(plan, at) - plan.restingRate) / 40) ** 2 * between(random, 0.5, 1.5),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => (total * weight) / sum);
}
