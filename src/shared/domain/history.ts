import { z } from 'zod';
import {
  metadataSchema,
  statisticSchema,
  workoutActivitySchema,
  workoutEventSchema,
  zoneGroupSchema,
} from './workout.ts';

/** Instants are UTC seconds throughout; months count from January 1970. */
export const typeSummarySchema = z.object({
  type: z.string(),
  count: z.number(),
  firstAt: z.number(),
  lastAt: z.number(),
  sources: z.number(),
  /** Number of records in each of up to 24 equal spans between first and last, for a sparkline. */
  trend: z.array(z.number()),
});
export type TypeSummary = z.infer<typeof typeSummarySchema>;

export const sourceSummarySchema = z.object({
  id: z.number(),
  name: z.string(),
  count: z.number(),
  firstAt: z.number(),
  lastAt: z.number(),
});
export type SourceSummary = z.infer<typeof sourceSummarySchema>;

/** Why a row counts in no figure: the Health app no longer has it, or has a newer version of it. */
export const removedSchema = z.enum(['gone', 'superseded']).nullable();

/** `value` is as printed, in `unit`; categories have `text` instead; some types have neither. */
export const recordRowSchema = z.object({
  id: z.number(),
  type: z.string(),
  start: z.number(),
  end: z.number(),
  value: z.number().nullable(),
  text: z.string().nullable(),
  unit: z.string().nullable(),
  source: z.string(),
  removed: removedSchema,
});
export type RecordRow = z.infer<typeof recordRowSchema>;

export const recordDetailSchema = recordRowSchema.extend({
  copies: z.number(),
  createdAt: z.number().nullable(),
  sourceVersion: z.string().nullable(),
  device: z.record(z.string(), z.string()),
  metadata: metadataSchema,
  beats: z.array(z.tuple([z.number(), z.string()])),
  /** The other records of its correlation (a blood pressure, a food). */
  related: z.array(recordRowSchema),
  importedFrom: z.string(),
  importedAt: z.number(),
});
export type RecordDetail = z.infer<typeof recordDetailSchema>;

/**
 * A blood pressure measurement: a pair, or a value that was recorded without the other. A value that doesn't exist, or is no longer in the Health app, is
 * null. `record`: the record of the first value that exists.
 */
export const pressurePairSchema = z.object({
  id: z.number(),
  start: z.number(),
  source: z.string(),
  systolic: z.number().nullable(),
  diastolic: z.number().nullable(),
  unit: z.string().nullable(),
  record: z.number(),
});
export type PressurePair = z.infer<typeof pressurePairSchema>;

/** Another record of the same workout, with the name of its source. */
const twinSchema = z.object({ id: z.number(), source: z.string() });

/** duration in s (pauses excluded), distance in m, energy in kcal. */
export const workoutRowSchema = z.object({
  id: z.number(),
  activity: z.string(),
  start: z.number(),
  end: z.number(),
  duration: z.number().nullable(),
  distance: z.number().nullable(),
  energy: z.number().nullable(),
  source: z.string(),
  hasRoute: z.boolean(),
  removed: removedSchema,
  /** Another source's record of the same workout, which counts instead of this one. */
  twinOf: twinSchema.nullable(),
  /** Other sources' records of the same workout, which don't count. */
  twins: z.array(twinSchema),
});
export type WorkoutRow = z.infer<typeof workoutRowSchema>;

export const workoutDetailSchema = workoutRowSchema.extend({
  sourceVersion: z.string().nullable(),
  device: z.record(z.string(), z.string()),
  metadata: metadataSchema,
  statistics: z.array(statisticSchema),
  events: z.array(workoutEventSchema),
  activities: z.array(workoutActivitySchema),
  zones: z.array(zoneGroupSchema),
  routes: z.array(z.object({ id: z.number(), file: z.string(), points: z.number() })),
  importedFrom: z.string(),
  importedAt: z.number(),
});
export type WorkoutDetail = z.infer<typeof workoutDetailSchema>;

/** Thinned to at most 2,000 points. Degrees, meters, UTC seconds; null instead of NaN. */
export const routePointsSchema = z.object({
  latitude: z.array(z.number()),
  longitude: z.array(z.number()),
  elevation: z.array(z.number().nullable()),
  at: z.array(z.number()),
  points: z.number(),
});
export type RoutePoints = z.infer<typeof routePointsSchema>;

export const overviewSchema = z.object({
  records: z.number(),
  workouts: z.number(),
  correlations: z.number(),
  ecg: z.number(),
  summaries: z.number(),
  routes: z.number(),
  routePoints: z.number(),
  clinical: z.number(),
  documents: z.number(),
  types: z.number(),
  /** No longer in the Health app: kept, but in no figure and in none of the other counts. */
  removedRecords: z.number(),
  removedWorkouts: z.number(),
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
});
export type Overview = z.infer<typeof overviewSchema>;
