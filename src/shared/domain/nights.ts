import { z } from 'zod';
import { daySchema } from './figures.ts';

const stageSchema = z.enum(['in_bed', 'awake', 'unspecified', 'core', 'deep', 'rem']);
export type Stage = z.infer<typeof stageSchema>;

/** The longest sleep of an evening is a night if it has at least this many seconds asleep; every other sleep is a nap. */
export const minNightSeconds = 3 * 3600;

const stageFigures = {
  /** Seconds; `asleep` is the sum of the four stages. */
  asleep: z.number(),
  core: z.number(),
  deep: z.number(),
  rem: z.number(),
  unspecified: z.number(),
  awake: z.number(),
};

/** One sleep as History's events show it (core/events/README.md, "Sleep"). Instants are UTC seconds. */
const sleepSchema = z.object({
  /** Id of its event, for `history.event`. */
  event: z.number(),
  /** The evening that it belongs to, in the home zone. */
  day: daySchema,
  kind: z.enum(['night', 'nap']),
  /** Bedtime and time of getting up, as far as the records show. */
  start: z.number(),
  end: z.number(),
  /** The home zone's clock at these times, in seconds since midnight. */
  startClock: z.number(),
  endClock: z.number(),
  ...stageFigures,
});
export type Sleep = z.infer<typeof sleepSchema>;

/**
 * Clock times, which wrap around: seconds since midnight. `spread` is the circular standard deviation
 * in seconds, null for a single time and if the times are spread all around the clock.
 */
const clockTimesSchema = z.object({ mean: z.number(), spread: z.number().nullable() });
export type ClockTimes = z.infer<typeof clockTimesSchema>;

/** Means of the nights in a span; naps are excluded. */
const nightMeansSchema = z.object({
  /** First day of the span. */
  day: daySchema,
  nights: z.number(),
  ...stageFigures,
  /** Null if the times are spread all around the clock. */
  bed: clockTimesSchema.nullable(),
  wake: clockTimesSchema.nullable(),
});
export type NightMeans = z.infer<typeof nightMeansSchema>;

const bookSchema = z.object({
  /** IANA name of the zone of evenings and clocks. */
  zone: z.string(),
  /** false while events are still to be derived: then these data don't include them yet. */
  isCurrent: z.boolean(),
});

/** The sleeps of a range of evenings, oldest first. */
export const nightsSchema = bookSchema.extend({
  /** The first and last evening with sleep; null without any. */
  first: daySchema.nullable(),
  last: daySchema.nullable(),
  sleeps: z.array(sleepSchema),
  /** Means of the range, null without a night; and of each of its weeks that has one. */
  means: nightMeansSchema.nullable(),
  weeks: z.array(nightMeansSchema),
});
export type Nights = z.infer<typeof nightsSchema>;

/** A stretch of time in one stage, from one source. */
const stretchSchema = z.object({
  start: z.number(),
  end: z.number(),
  stage: stageSchema,
  isCounted: z.boolean(),
});
export type Stretch = z.infer<typeof stretchSchema>;

/** One source's records between bedtime and getting up. Seconds asleep: its own total, and the counted part. */
const sleepSourceSchema = z.object({
  name: z.string(),
  asleep: z.number(),
  counted: z.number(),
  /** Ascending and, apart from time in bed, disjoint: the counted stretches and those that another source overrides. */
  stretches: z.array(stretchSchema),
});
export type SleepSource = z.infer<typeof sleepSourceSchema>;

const sleepDetailSchema = sleepSchema.extend({
  /**
   * Seconds in bed: recorded as in bed by a source that counts, or asleep or awake in between. Null if
   * no such source records it, as recent Watches don't.
   */
  inBed: z.number().nullable(),
  /** Asleep and awake, each instant once, ascending; `source` is an index in `sources`. */
  stretches: z.array(stretchSchema.omit({ isCounted: true }).extend({ source: z.number() })),
  /** By priority, the highest first. */
  sources: z.array(sleepSourceSchema),
});
export type SleepDetail = z.infer<typeof sleepDetailSchema>;

/** One evening with all its sleeps, the earliest first, and the nearest evenings that have any. */
export const nightSchema = bookSchema.extend({
  day: daySchema,
  previous: daySchema.nullable(),
  next: daySchema.nullable(),
  sleeps: z.array(sleepDetailSchema),
});
export type Night = z.infer<typeof nightSchema>;
