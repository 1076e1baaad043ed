import { z } from 'zod';
import { daySchema } from './figures.ts';

/** Workout totals, each workout counted once: s without pauses, m, kcal; null if none of them says. */
const workoutSumSchema = z.object({
  count: z.number(),
  seconds: z.number(),
  distance: z.number().nullable(),
  energy: z.number().nullable(),
  /** Other sources' records of the same workouts, which aren't counted again. */
  merged: z.number(),
});
export type WorkoutSum = z.infer<typeof workoutSumSchema>;

export const workoutSpanSchema = z.enum(['week', 'month', 'year']);
export type WorkoutSpan = z.infer<typeof workoutSpanSchema>;

/** Totals of filtered workouts. `zone`: IANA name of the zone that defines the days. */
export const workoutTotalsSchema = z.object({
  zone: z.string(),
  total: workoutSumSchema,
  /** Spans with workouts, oldest first; `day` is the first day of the span. */
  spans: z.array(workoutSumSchema.extend({ day: daySchema })),
  /** Totals of every sport, whichever is chosen; the most workouts first. */
  sports: z.array(workoutSumSchema.extend({ activity: z.string() })),
  /** Sources with workouts and their number; the most first. */
  sources: z.array(z.object({ id: z.number(), name: z.string(), count: z.number() })),
});
export type WorkoutTotals = z.infer<typeof workoutTotalsSchema>;

export const lengthUnitSchema = z.enum(['km', 'mi']);
export type LengthUnit = z.infer<typeof lengthUnitSchema>;

/** Exact, in m (1 mi by the international yard of 1959). */
export const metersOf: Readonly<Record<LengthUnit, number>> = { km: 1000, mi: 1609.344 };

/** Lower limits of the zones above the first, bpm. */
export const zoneLimitsSchema = z.array(z.int().min(30).max(250)).min(1).max(9);

const pauseSchema = z.object({
  start: z.number(),
  end: z.number(),
  cause: z.enum(['pause', 'motion']),
});
export type Pause = z.infer<typeof pauseSchema>;

/** A kilometer or mile, or the remainder at the end. Seconds without pauses; climb: m up minus m down; bpm: mean of the measurements. */
const splitSchema = z.object({
  distance: z.number(),
  start: z.number(),
  end: z.number(),
  seconds: z.number(),
  climb: z.number().nullable(),
  heartRate: z.number().nullable(),
});
export type Split = z.infer<typeof splitSchema>;

/**
 * A workout from start to end. Fields with plural names that aren't lists of their own have one entry for each
 * point: UTC seconds, degrees, m, m/s, bpm; null where nothing was recorded. Distances and times never decrease.
 */
export const workoutTrackSchema = z.object({
  /** The basis of distance: the points of the route, records of distance, or nothing. */
  basis: z.enum(['route', 'records', 'none']),
  at: z.array(z.number()),
  latitude: z.array(z.number().nullable()),
  longitude: z.array(z.number().nullable()),
  elevation: z.array(z.number().nullable()),
  distance: z.array(z.number().nullable()),
  speed: z.array(z.number().nullable()),
  heartRate: z.array(z.number().nullable()),
  /** Indexes in the lists at which the route starts again, after a pause or a lost signal. */
  breaks: z.array(z.number()),
  /** Number of points in the whole route; those above are thinned. */
  points: z.number(),
  /** Distance in m from the first to the last point. */
  length: z.number().nullable(),
  /** Seconds at 0.5 m/s or more, pauses excluded. */
  movingSeconds: z.number().nullable(),
  splits: z.array(splitSchema),
  /** Where each whole kilometer or mile ended, on the route. */
  marks: z.array(
    z.object({ distance: z.number(), at: z.number(), latitude: z.number(), longitude: z.number() }),
  ),
  pauses: z.array(pauseSchema),
  heart: z
    .object({
      source: z.string(),
      /** Number of measurements, and their mean, lowest, and highest. */
      count: z.number(),
      average: z.number(),
      lowest: z.number(),
      highest: z.number(),
      zones: z.array(
        z.object({ from: z.number().nullable(), to: z.number().nullable(), seconds: z.number() }),
      ),
      limits: z.array(z.number()),
      /** own: set by the user; age: 220 minus the age; unknown: the same for age 30, because no export states the age. */
      rule: z.object({ by: z.enum(['own', 'age', 'unknown']), age: z.number(), highest: z.number() }),
    })
    .nullable(),
});
export type WorkoutTrack = z.infer<typeof workoutTrackSchema>;
