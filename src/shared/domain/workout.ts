import { z } from 'zod';

/** [key, value] as printed; keys repeat within one parent (healthkit/README §1.5). */
export const metadataSchema = z.array(z.tuple([z.string(), z.string()]));
export type Metadata = z.infer<typeof metadataSchema>;

/** WorkoutStatistics: figures as printed, in `unit`. Instants are UTC seconds. */
export const statisticSchema = z.object({
  type: z.string(),
  start: z.number().nullable(),
  end: z.number().nullable(),
  average: z.number().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  sum: z.number().nullable(),
  unit: z.string().nullable(),
});
export type Statistic = z.infer<typeof statisticSchema>;

/** WorkoutEvent; duration in seconds. Exact duplicates occur and segments overlap by design. */
export const workoutEventSchema = z.object({
  type: z.string(),
  at: z.number(),
  duration: z.number().nullable(),
  metadata: metadataSchema,
});
export type WorkoutEvent = z.infer<typeof workoutEventSchema>;

/** WorkoutActivity: the same numbers again for a single sport, otherwise one per leg; never added to the workout. */
export const workoutActivitySchema = z.object({
  uuid: z.string().nullable(),
  start: z.number(),
  end: z.number().nullable(),
  duration: z.number().nullable(),
  metadata: metadataSchema,
  statistics: z.array(statisticSchema),
  events: z.array(workoutEventSchema),
});
export type WorkoutActivity = z.infer<typeof workoutActivitySchema>;

/**
 * WorkoutZoneGroup (iOS 27): how long a figure of the workout was in each zone. Bounds as printed, in `unit`,
 * null if a zone is open-ended; duration in seconds. `source`: who set the bounds, as printed (`system`).
 */
export const zoneGroupSchema = z.object({
  type: z.string(),
  unit: z.string().nullable(),
  source: z.string().nullable(),
  metadata: metadataSchema,
  zones: z.array(
    z.object({
      minimum: z.number().nullable(),
      maximum: z.number().nullable(),
      duration: z.number().nullable(),
      metadata: metadataSchema,
    }),
  ),
});
export type ZoneGroup = z.infer<typeof zoneGroupSchema>;
