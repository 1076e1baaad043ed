import { z } from 'zod';
import { daySchema } from './figures.ts';

/** `goal` is null if the summary has none, or one of 0: such a ring can be neither closed nor missed. */
const ringSchema = z.object({ value: z.number().nullable(), goal: z.number().nullable() });
export type Ring = z.infer<typeof ringSchema>;

export const ringNames = ['move', 'exercise', 'stand'] as const;
export type RingName = (typeof ringNames)[number];

/** Totals of a day's records by our own rules (core/events/README.md); null without records. */
const ownRingsSchema = z.object({
  /** In the unit of the summary's Move ring. */
  move: z.number().nullable(),
  exercise: z.number().nullable(),
  stand: z.number().nullable(),
});
export type OwnRings = z.infer<typeof ownRingsSchema>;

/**
 * A day in Apple's ActivitySummary: Move in kcal, or in minutes for users whose goal is a time
 * (`moveBy`), Exercise in minutes, and Stand hours. The day is Apple's own; no zone is applied to it.
 */
export const ringDaySchema = z.object({
  day: daySchema,
  moveBy: z.enum(['energy', 'time']),
  move: ringSchema,
  exercise: ringSchema,
  stand: ringSchema,
  own: ownRingsSchema,
  /** The newest export was made on this day or earlier: the day was still in progress. */
  isUnderWay: z.boolean(),
});
export type RingDay = z.infer<typeof ringDaySchema>;

/** Consecutive days, both ends inclusive. */
const streakSchema = z.object({ days: z.number(), from: daySchema, to: daySchema });
export type Streak = z.infer<typeof streakSchema>;

/**
 * Consecutive days on which a ring was closed. A day without a summary ends a streak. The day of the newest export was still in progress:
 * it extends a streak if the ring was already closed, and never ends one. `current` is the streak that lasts to the latest day, or null.
 */
const streaksSchema = z.object({ current: streakSchema.nullable(), longest: streakSchema.nullable() });
export type Streaks = z.infer<typeof streaksSchema>;

/** Totals of the requested days. `days`: those with a value; `met`: those that closed the ring, out of `withGoal`. */
const ringTotalSchema = z.object({
  days: z.number(),
  sum: z.number(),
  met: z.number(),
  withGoal: z.number(),
});
export type RingTotal = z.infer<typeof ringTotalSchema>;

export const ringsSchema = z.object({
  /** First and last day with rings in the whole history; null without any. */
  first: daySchema.nullable(),
  last: daySchema.nullable(),
  /** The requested days, oldest first. */
  days: z.array(ringDaySchema),
  /** Sums of Move exclude days in a unit other than the latest day's. */
  totals: z.object({
    move: ringTotalSchema,
    exercise: ringTotalSchema,
    stand: ringTotalSchema,
    moveBy: z.enum(['energy', 'time']),
    /** Number of days on which every ring was closed. */
    all: z.number(),
  }),
  /** Streaks in the whole history. */
  streaks: z.object({ move: streaksSchema, all: streaksSchema }),
  /** Zone of our own figures. */
  zone: z.string(),
  /** false while our own figures are still to be computed. */
  isCurrent: z.boolean(),
});
export type Rings = z.infer<typeof ringsSchema>;

/** Null if the ring has no goal or no value. */
export function isClosed({ value, goal }: Ring): boolean | null {
  return value === null || goal === null ? null : value >= goal;
}

/** Whether all three are closed; a ring without a goal isn't. */
export function areAllClosed(day: Pick<RingDay, RingName>): boolean {
  return ringNames.every((name) => isClosed(day[name]) === true);
}

export const standHourType = 'HKCategoryTypeIdentifierAppleStandHour';
const stoodValue = 'HKCategoryValueAppleStandHourStood';

/** A stand hour is one sample per hour, and its value says whether the user stood: the hours of the ring, everywhere. */
export function hoursStood(values: readonly { readonly value: string; readonly count: number }[]): number {
  return values.find(({ value }) => value === stoodValue)?.count ?? 0;
}
