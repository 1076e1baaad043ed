import { z } from 'zod';
import { aggregationSchema, daySchema } from './figures.ts';
import { ringDaySchema } from './rings.ts';

const cardDaySchema = z.object({ day: daySchema, value: z.number() });
export type CardDay = z.infer<typeof cardDaySchema>;

/** `mean` of the days with data from `from` to `to`, or of weeks (`CardSeries.per`); `count`: number of days or weeks. */
const cardMeanSchema = z.object({ from: daySchema, to: daySchema, mean: z.number(), count: z.number() });
export type CardMean = z.infer<typeof cardMeanSchema>;

/**
 * A card's facts about one figure. Four weeks, the four before, and 90 days end at `Cards.wholeUntil`,
 * so that a partial day is never compared with whole ones.
 */
const cardSeriesSchema = z.object({
  /** Record type, or the name of a ring: distinguishes the series of one card. */
  name: z.string(),
  unit: z.string().nullable(),
  /** The newest record's unit, if `unit` is a type's canonical one. */
  printedUnit: z.string().nullable(),
  /** Latest day with data, however long ago. */
  last: cardDaySchema,
  /** Days with data in the four weeks that end at `Cards.newestDay`, oldest first. */
  days: z.array(cardDaySchema),
  /** 10th and 90th percentile of the days with data in the last 90 days; null with fewer than 7. */
  usual: z.object({ low: z.number(), high: z.number(), days: z.number() }).nullable(),
  /** Means of the last four weeks and the four before; null without data. */
  recent: cardMeanSchema.nullable(),
  before: cardMeanSchema.nullable(),
  /** Whether the two means differ by more than twice their standard error; null if there are too few days or weeks to tell. */
  moved: z.enum(['up', 'down', 'same']).nullable(),
});
export type CardSeries = z.infer<typeof cardSeriesSchema>;

export const cardPlaces = ['pinned', 'shown', 'hidden'] as const;
const cardPlaceSchema = z.enum(cardPlaces);
export type CardPlace = z.infer<typeof cardPlaceSchema>;

const cardSchema = z.object({
  /** The record type, or the kind if a card isn't about a single type. */
  id: z.string(),
  kind: z.enum(['rings', 'sleep', 'workouts', 'pressure', 'type']),
  aggregation: aggregationSchema,
  /** The unit of the means: a day with data, or a week for activities that aren't done every day. */
  per: z.enum(['day', 'week']),
  series: z.array(cardSeriesSchema),
  /** For the kind `rings`: its latest day. */
  rings: ringDaySchema.omit({ own: true }).nullable(),
  place: cardPlaceSchema,
});
export type Card = z.infer<typeof cardSchema>;

export const cardsSchema = z.object({
  /** Zone of the days. */
  zone: z.string(),
  /** false while days are still to be computed. */
  isCurrent: z.boolean(),
  /** Whether the home zone is confirmed: sleep and workouts are known only then. */
  hasEvents: z.boolean(),
  /** Latest day with data on any card, and the latest instant at which a record begins; null without data. */
  newestDay: daySchema.nullable(),
  newestAt: z.number().nullable(),
  /** The newest export's own day is incomplete; this is the day before it, or `newestDay` if that is earlier. */
  wholeUntil: daySchema.nullable(),
  /** Pinned ones first, hidden ones last, each group in the user's order. */
  cards: z.array(cardSchema),
});
export type Cards = z.infer<typeof cardsSchema>;

/** The user's arrangement of the cards, in this order; other cards follow, in their default order. */
export const cardLayoutSchema = z
  .array(z.strictObject({ id: z.string().min(1).max(200), place: cardPlaceSchema }))
  .max(1000);
export type CardLayout = z.infer<typeof cardLayoutSchema>;
