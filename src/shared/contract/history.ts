import { z } from 'zod';
import { cardsSchema } from '../domain/cards.ts';
import { documentDetailSchema, documentGroupSchema, documentRowSchema } from '../domain/documents.ts';
import { beatsRowSchema, ecgDetailSchema, ecgRowSchema } from '../domain/ecg.ts';
import { eventDetailSchema, eventRowSchema } from '../domain/event.ts';
import { daySchema, figureShareSchema, figureSpanSchema, figuresSchema } from '../domain/figures.ts';
import {
  overviewSchema,
  pressurePairSchema,
  recordDetailSchema,
  recordRowSchema,
  routePointsSchema,
  sourceSummarySchema,
  typeSummarySchema,
  workoutDetailSchema,
  workoutRowSchema,
} from '../domain/history.ts';
import { nightSchema, nightsSchema } from '../domain/nights.ts';
import { ringsSchema } from '../domain/rings.ts';
import { eventCategorySchema } from '../domain/sync.ts';
import {
  lengthUnitSchema,
  workoutSpanSchema,
  workoutTotalsSchema,
  workoutTrackSchema,
} from '../domain/workout-figures.ts';
import { msPerDay } from '../time.ts';
import { defineCall } from './define.ts';

const id = z.strictObject({ id: z.int().positive() });
/** Opaque; the `next` of the previous page. */
const cursor = z.string().max(200).optional();
/**
 * A later cursor: limits the result to rows up to its position, to reload one page of many without the
 * next page's rows. `next` is then null if nothing is left before that position.
 */
const until = cursor;
/** Inclusive `from`, exclusive `to`: UTC seconds of the start. */
const range = { from: z.int().optional(), to: z.int().optional() };
/** A day in the home zone, inclusive. */
const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .optional();
/** true: only rows that the Health app no longer has; otherwise only the others. */
const isRemoved = z.boolean().optional();
const limit = z.int().min(1).max(500);
const typeName = z.string().min(1).max(200);
const sourceId = z.int().positive();

export const overview = defineCall({
  name: 'history.overview',
  input: z.strictObject({}),
  output: overviewSchema,
});

/** All record types, most records first. */
export const types = defineCall({
  name: 'history.types',
  input: z.strictObject({}),
  output: z.array(typeSummarySchema),
});

/** Sources of one type, or of all records, most records first. */
export const sources = defineCall({
  name: 'history.sources',
  input: z.strictObject({ type: typeName.optional() }),
  output: z.array(sourceSummarySchema),
});

/**
 * Records by start, newest first; those of a blood pressure are of both its types. `isOverlapping`: those too that begin before `from` and last past it, as a counted figure
 * of the span has a share of them; none is longer than 25 hours. Errors: request.invalid for a foreign cursor.
 */
export const recordsPage = defineCall({
  name: 'history.recordsPage',
  input: z.strictObject({
    type: typeName.optional(),
    source: sourceId.optional(),
    ...range,
    isOverlapping: z.boolean().optional(),
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

/** Days in the home zone, both inclusive; all days by default. */
const days = { from: daySchema.optional(), to: daySchema.optional() };

/**
 * The counted figures of one type, by span of the home zone; from one source only with `source`. `weekStart`: 0
 * Sunday … 6 Saturday. Hours: for at most 8 days. `range`: the whole range as one figure. Sleep is counted by nights, named by
 * their evening, from noon to noon. An unknown type has no figures. Errors: request.invalid for hours without bounds or over too many days.
 */
export const figures = defineCall({
  name: 'history.figures',
  input: z.strictObject({
    type: typeName,
    by: figureSpanSchema.or(z.literal('range')),
    ...days,
    source: sourceId.optional(),
    weekStart: z.int().min(0).max(6).default(1),
  }),
  output: figuresSchema,
});

/** Sources of a type in a range of days, with their share of the counted data; the largest share first. */
export const figureShares = defineCall({
  name: 'history.figureShares',
  input: z.strictObject({ type: typeName, ...days }),
  output: z.object({ shares: z.array(figureShareSchema) }),
});

/**
 * The number of a type's records that begin in some days, whether they count in a figure or not, and the instants of these days: UTC seconds, `to`
 * exclusive, null where the days have no bound. A day of sleep goes from noon to noon. An unknown type has none.
 */
export const recordCount = defineCall({
  name: 'history.recordCount',
  input: z.strictObject({ type: typeName, ...days }),
  output: z.object({ count: z.number(), from: z.number().nullable(), to: z.number().nullable() }),
});

/** All activities with counts; most first. */
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
    /** Only workouts with route points. */
    hasRoute: z.boolean().optional(),
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

/**
 * Events by their day in the home zone and start, newest first. `text` is searched in notes and workout types; `notes` are found too, in
 * English as our rules write them, with `#` for a number and `*` for any text: those that the page shows with `text` in its language.
 */
export const eventsPage = defineCall({
  name: 'history.eventsPage',
  input: z.strictObject({
    category: eventCategorySchema.optional(),
    ...range,
    fromDay: day,
    toDay: day,
    text: z.string().max(100).optional(),
    notes: z.array(z.string().max(100)).max(200).optional(),
    cursor,
    until,
    limit,
  }),
  output: z.object({ rows: z.array(eventRowSchema), next: z.string().nullable() }),
});

/** Errors: history.unknown_item. */
export const event = defineCall({ name: 'history.event', input: id, output: eventDetailSchema });

/** Categories with their event counts. */
export const eventCounts = defineCall({
  name: 'history.eventCounts',
  input: z.strictObject({}),
  output: z.array(z.object({ category: eventCategorySchema, count: z.number() })),
});

/** ECGs, newest first. */
export const ecgPage = defineCall({
  name: 'history.ecgPage',
  input: z.strictObject({ isRemoved, cursor, until, limit }),
  output: z.object({ rows: z.array(ecgRowSchema), next: z.string().nullable() }),
});

/** An ECG with its samples from index `first` on. Errors: history.unknown_item, profile.damaged. */
export const ecg = defineCall({
  name: 'history.ecg',
  input: z.strictObject({ id: z.int().positive(), first: z.int().min(0).default(0) }),
  output: ecgDetailSchema,
});

/** Heart rate variability records that contain beats, newest first; the beats are in `history.record`. */
export const beatsPage = defineCall({
  name: 'history.beatsPage',
  input: z.strictObject({ isRemoved, cursor, until, limit }),
  output: z.object({ rows: z.array(beatsRowSchema), next: z.string().nullable() }),
});

/** The groups of documents, by section and then by count. */
export const documentGroups = defineCall({
  name: 'history.documentGroups',
  input: z.strictObject({}),
  output: z.array(documentGroupSchema),
});

/** Documents of one group, newest first by their own date; an unknown group has none. */
export const documentsPage = defineCall({
  name: 'history.documentsPage',
  input: z.strictObject({ group: z.string().min(1).max(300), isRemoved, cursor, until, limit }),
  output: z.object({ rows: z.array(documentRowSchema), next: z.string().nullable() }),
});

/** A clinical record, or an audiogram or prescription. Errors: history.unknown_item, profile.damaged. */
export const document = defineCall({
  name: 'history.document',
  input: z.strictObject({ table: z.enum(['clinical', 'document']), id: z.int().positive() }),
  output: documentDetailSchema,
});

/** A part of a clinical record's JSON, as stored, starting at a character. Errors: history.unknown_item. */
export const documentJson = defineCall({
  name: 'history.documentJson',
  input: z.strictObject({ id: z.int().positive(), from: z.int().min(0) }),
  output: z.object({ text: z.string(), next: z.number().nullable() }),
});

/** The cards of Overview: each with its last day, four weeks, usual range, and trend. */
export const cards = defineCall({
  name: 'history.cards',
  input: z.strictObject({}),
  output: cardsSchema,
});

/** Activity rings by day with our own figures, their totals, and the streaks in the whole history. */
export const rings = defineCall({
  name: 'history.rings',
  input: z.strictObject(days),
  output: ringsSchema,
});

/**
 * Every blood pressure as one type: `count` readings, as `history.bloodPressures` lists them. Null without any.
 */
export const pressureSummary = defineCall({
  name: 'history.pressureSummary',
  input: z.strictObject({}),
  output: typeSummarySchema.nullable(),
});

/** Blood pressures, both values of each, newest first; one that was recorded without the other is alone. */
export const bloodPressures = defineCall({
  name: 'history.bloodPressures',
  input: z.strictObject({ ...range, cursor, until, limit }),
  output: z.object({ rows: z.array(pressurePairSchema), next: z.string().nullable() }),
});

/** Workout totals, by span of the home zone and by sport, each workout counted once. `weekStart`: 0 Sunday … 6 Saturday. */
export const workoutTotals = defineCall({
  name: 'history.workoutTotals',
  input: z.strictObject({
    activity: z.string().max(200).optional(),
    source: sourceId.optional(),
    ...range,
    hasRoute: z.boolean().optional(),
    by: workoutSpanSchema,
    weekStart: z.int().min(0).max(6).default(1),
  }),
  output: workoutTotalsSchema,
});

/** One workout, point by point, with its splits, pauses, and heart rate zones. Errors: history.unknown_item. */
export const workoutTrack = defineCall({
  name: 'history.workoutTrack',
  input: z.strictObject({ id: z.int().positive(), unit: lengthUnitSchema }),
  output: workoutTrackSchema,
});

/** Sleeps in a range of at most 400 evenings, both ends inclusive; `weekStart`: 0 Sunday … 6 Saturday. Errors: request.invalid for more. */
export const nights = defineCall({
  name: 'history.nights',
  input: z
    .strictObject({ from: daySchema, to: daySchema, weekStart: z.int().min(0).max(6).default(1) })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < 400 * msPerDay),
  output: nightsSchema,
});

/** One evening with its sleeps to the second and by source; an evening without sleep has none. */
export const night = defineCall({
  name: 'history.night',
  input: z.strictObject({ day: daySchema.refine((day) => !Number.isNaN(Date.parse(day))) }),
  output: nightSchema,
});

export const historyCalls = [
  overview,
  types,
  sources,
  recordsPage,
  record,
  figures,
  figureShares,
  recordCount,
  activities,
  workoutsPage,
  workout,
  route,
  eventsPage,
  event,
  eventCounts,
  ecgPage,
  ecg,
  beatsPage,
  documentGroups,
  documentsPage,
  document,
  documentJson,
  cards,
  rings,
  pressureSummary,
  bloodPressures,
  workoutTotals,
  workoutTrack,
  nights,
  night,
] as const;
