import { z } from 'zod';

/** A day of the home zone, YYYY-MM-DD. */
export const daySchema = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** Spans that figures are given by. Years begin in January; weeks on the day that the caller names. */
export const figureSpanSchema = z.enum(['hour', 'day', 'week', 'month', 'year']);
export type FigureSpan = z.infer<typeof figureSpanSchema>;

/**
 * How the samples of a type become one figure (core/events/README.md, "How figures are made"). sum: what counts of each sample is added
 * up, no time twice; mean: the mean of the samples, with the lowest and highest; level: sound, the mean by energy over time; time: seconds
 * for each value of a category, no time twice; count: a category without length, or one whose samples say only that something happened.
 */
export const aggregationSchema = z.enum(['sum', 'mean', 'level', 'time', 'count']);
export type Aggregation = z.infer<typeof aggregationSchema>;

/** Time and number of the samples of one value of a category; `value` as Apple names it. */
export const valueFigureSchema = z.object({ value: z.string(), seconds: z.number(), count: z.number() });
export type ValueFigure = z.infer<typeof valueFigureSchema>;

/**
 * The figures of one span of the home zone. What a type does not have is null: `sum` of a measure, `mean` of a sum. Values are in the
 * unit of the answer. A span without samples is left out.
 */
export const figureSchema = z.object({
  /** First day of the span, of those asked for. */
  day: daySchema,
  /** First instant, and the one after the last, UTC seconds. */
  start: z.number(),
  end: z.number(),
  /** Days with samples in it. */
  days: z.number(),
  /** Samples that count in it, in whole or in part. */
  count: z.number(),
  sum: z.number().nullable(),
  mean: z.number().nullable(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
  /** Value of the sample that starts last. */
  latest: z.number().nullable(),
  /** Of a category, most time first. */
  values: z.array(valueFigureSchema),
});
export type Figure = z.infer<typeof figureSchema>;

/** Figures of one type, oldest first. `unit` is the type's canonical one, `printedUnit` that of its newest record; null for categories. */
export const figuresSchema = z.object({
  aggregation: aggregationSchema,
  unit: z.string().nullable(),
  printedUnit: z.string().nullable(),
  /** IANA name of the zone whose days these are. */
  zone: z.string(),
  /** false while days are still to be computed: what stands here is as of before them. */
  isCurrent: z.boolean(),
  figures: z.array(figureSchema),
});
export type Figures = z.infer<typeof figuresSchema>;

/** What one source has in a range: all of its samples, and what of them counts. */
export const figureShareSchema = z.object({
  source: z.number(),
  name: z.string(),
  /** Samples of the source in the range. */
  count: z.number(),
  /** Of a sum or a time (seconds): what all of its samples come to, and what of that counts. Null for means. */
  whole: z.number().nullable(),
  counted: z.number().nullable(),
});
export type FigureShare = z.infer<typeof figureShareSchema>;
