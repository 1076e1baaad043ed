import { z } from 'zod';
import { aggregationSchema, daySchema } from './figures.ts';
import { ringDaySchema } from './rings.ts';

const cardDaySchema = z.object({ day: daySchema, value: z.number() });
export type CardDay = z.infer<typeof cardDaySchema>;

/** `mean` of the days with data from `from` to `to`, or of weeks (`CardSeries.per`); `count`: how many days or weeks. */
const cardMeanSchema = z.object({ from: daySchema, to: daySchema, mean: z.number(), count: z.number() });
export type CardMean = z.infer<typeof cardMeanSchema>;

/**
 * What a card tells of one figure. Four weeks, the four before and 90 days end at `Cards.wholeUntil`, so that the part of a day is never
 * compared with whole ones.
 */
export const cardSeriesSchema = z.object({
  /** Record type, or the name of a ring: what tells the series of one card apart. */
  name: z.string(),
  unit: z.string().nullable(),
  /** That of the newest record, where `unit` is the canonical one of a type. */
  printedUnit: z.string().nullable(),
  /** Newest day with data, however long ago. */
  last: cardDaySchema,
  /** Days with data of the four weeks that end at `Cards.newestDay`, oldest first. */
  days: z.array(cardDaySchema),
  /** 10th and 90th percentile of the days with data of 90 days; null with fewer than 7. */
  usual: z.object({ low: z.number(), high: z.number(), days: z.number() }).nullable(),
  /** Of the last four weeks and of the four before; null without data. */
  recent: cardMeanSchema.nullable(),
  before: cardMeanSchema.nullable(),
  /** Whether the two means differ by more than twice their standard error; null where there are too few days or weeks to tell. */
  moved: z.enum(['up', 'down', 'same']).nullable(),
});
export type CardSeries = z.infer<typeof cardSeriesSchema>;

export const cardPlaces = ['pinned', 'shown', 'hidden'] as const;
export const cardPlaceSchema = z.enum(cardPlaces);
export type CardPlace = z.infer<typeof cardPlaceSchema>;

export const cardSchema = z.object({
  /** The record type, or the kind where a card is not that of one type. */
  id: z.string(),
  kind: z.enum(['rings', 'sleep', 'workouts', 'pressure', 'type']),
  aggregation: aggregationSchema,
  /** What the means are of: a day with data, or a week, of what isn't done every day. */
  per: z.enum(['day', 'week']),
  series: z.array(cardSeriesSchema),
  /** Of the kind rings: its newest day. */
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
  /** Newest day with data of any card, and the newest instant that a record begins at; null without data. */
  newestDay: daySchema.nullable(),
  newestAt: z.number().nullable(),
  /** The day of the newest export is known in part; this is the one before it, or `newestDay` where that is older. */
  wholeUntil: daySchema.nullable(),
  /** Pinned ones first, hidden ones last, each in the person's order. */
  cards: z.array(cardSchema),
});
export type Cards = z.infer<typeof cardsSchema>;

/** How the person arranged the cards: in this order; cards that are not in it stand after those, where they usually do. */
export const cardLayoutSchema = z
  .array(z.strictObject({ id: z.string().min(1).max(200), place: cardPlaceSchema }))
  .max(1000);
export type CardLayout = z.infer<typeof cardLayoutSchema>;
