import { z } from 'zod';
import { eventDetailSchema, eventRowSchema } from '../domain/event.ts';
import {
  bucketSchema,
  overviewSchema,
  recordDetailSchema,
  recordRowSchema,
  routePointsSchema,
  sourceSummarySchema,
  typeSummarySchema,
  workoutDetailSchema,
  workoutRowSchema,
} from '../domain/history.ts';
import { eventCategorySchema } from '../domain/sync.ts';
import { defineCall } from './define.ts';

const id = z.strictObject({ id: z.int().positive() });
/** Opaque; from the `next` of the page before. */
const cursor = z.string().max(200).optional();
/**
 * A cursor further on: only rows up to its place, so that one page of many is read again without the rows of the next.
 * `next` is then null where nothing is left before that place.
 */
const until = cursor;
/** Inclusive `from`, exclusive `to`, UTC seconds of the start. */
const range = { from: z.int().optional(), to: z.int().optional() };
/** A day of the home zone, inclusive. */
const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .optional();
/** true: only rows that the Health app no longer has; else only the others. */
const isRemoved = z.boolean().optional();
const limit = z.int().min(1).max(500);
const typeName = z.string().min(1).max(200);
const sourceId = z.int().positive();

export const overview = defineCall({
  name: 'history.overview',
  input: z.strictObject({}),
  output: overviewSchema,
});

/** Every record type there is, most records first. */
export const types = defineCall({
  name: 'history.types',
  input: z.strictObject({}),
  output: z.array(typeSummarySchema),
});

/** Sources of one type, or of all records; most records first. */
export const sources = defineCall({
  name: 'history.sources',
  input: z.strictObject({ type: typeName.optional() }),
  output: z.array(sourceSummarySchema),
});

/** Records by start, newest first. Errors: request.invalid for a cursor that is not ours. */
export const recordsPage = defineCall({
  name: 'history.recordsPage',
  input: z.strictObject({
    type: typeName.optional(),
    source: sourceId.optional(),
    ...range,
    order: z.enum(['newest', 'oldest']).default('newest'),
    isRemoved,
    cursor,
    until,
    limit,
  }),
  output: z.object({ rows: z.array(recordRowSchema), next: z.string().nullable() }),
});

/** Errors: history.unknown_item. */
export const record = defineCall({ name: 'history.record', input: id, output: recordDetailSchema });

/** Figures of one type over time for a chart; UTC days, ISO weeks or months; at most 5,000 buckets. */
export const series = defineCall({
  name: 'history.series',
  input: z.strictObject({
    type: typeName,
    source: sourceId.optional(),
    ...range,
    bucket: z.enum(['day', 'week', 'month']),
  }),
  output: z.object({ unit: z.string().nullable(), buckets: z.array(bucketSchema) }),
});

/** Activities there are, with counts; most first. */
export const activities = defineCall({
  name: 'history.activities',
  input: z.strictObject({}),
  output: z.array(z.object({ activity: z.string(), count: z.number() })),
});

export const workoutsPage = defineCall({
  name: 'history.workoutsPage',
  input: z.strictObject({
    activity: z.string().max(200).optional(),
    source: sourceId.optional(),
    ...range,
    isRemoved,
    cursor,
    until,
    limit,
  }),
  output: z.object({ rows: z.array(workoutRowSchema), next: z.string().nullable() }),
});

/** Errors: history.unknown_item. */
export const workout = defineCall({ name: 'history.workout', input: id, output: workoutDetailSchema });

/** Errors: history.unknown_item. */
export const route = defineCall({ name: 'history.route', input: id, output: routePointsSchema });

/** Events by their day in the home zone and start, newest first; `text` is looked for in notes and workout types. */
export const eventsPage = defineCall({
  name: 'history.eventsPage',
  input: z.strictObject({
    category: eventCategorySchema.optional(),
    ...range,
    fromDay: day,
    toDay: day,
    text: z.string().max(100).optional(),
    cursor,
    until,
    limit,
  }),
  output: z.object({ rows: z.array(eventRowSchema), next: z.string().nullable() }),
});

/** Errors: history.unknown_item. */
export const event = defineCall({ name: 'history.event', input: id, output: eventDetailSchema });

/** Categories with their number of events. */
export const eventCounts = defineCall({
  name: 'history.eventCounts',
  input: z.strictObject({}),
  output: z.array(z.object({ category: eventCategorySchema, count: z.number() })),
});

export const historyCalls = [
  overview,
  types,
  sources,
  recordsPage,
  record,
  series,
  activities,
  workoutsPage,
  workout,
  route,
  eventsPage,
  event,
  eventCounts,
] as const;
