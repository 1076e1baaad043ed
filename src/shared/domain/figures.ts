import { z } from 'zod';

/** A day in the home zone, YYYY-MM-DD. */
export const daySchema = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** Spans of figures. Years begin in January; weeks on the day that the caller names. */
export const figureSpanSchema = z.enum(['hour', 'day', 'week', 'month', 'year']);
export type FigureSpan = z.infer<typeof figureSpanSchema>;

/**
 * How a type's samples become one figure (core/events/README.md, "How figures are made"). sum: the counted parts of samples are added up,
 * no time twice; mean: the mean of the samples, with the lowest and highest; level: sound, the mean by energy over time; time: seconds
 * for each value of a category, no time twice; count: a category without duration, or one whose samples say only that something happened.
 */
export const aggregationSchema = z.enum(['sum', 'mean', 'level', 'time', 'count']);
export type Aggregation = z.infer<typeof aggregationSchema>;

/** Total time and number of samples of one category value; `value` as Apple names it. */
const valueFigureSchema = z.object({ value: z.string(), seconds: z.number(), count: z.number() });
export type ValueFigure = z.infer<typeof valueFigureSchema>;

/**
 * The figures of one span in the home zone. Figures that a type doesn't have are null: `sum` of a
 * measure, `mean` of a sum. Values are in the answer's unit. A span without samples is omitted.
 */
export const figureSchema = z.object({
  /** First requested day of the span. */
  day: daySchema,
  /** First instant, and the one after the last, in UTC seconds. */
  start: z.number(),
  end: z.number(),
  /** Number of days with samples. */
  days: z.number(),
  /** Number of samples that count, in whole or in part. */
  count: z.number(),
  sum: z.number().nullable(),
  mean: z.number().nullable(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
  /** Value of the sample with the latest start. */
  latest: z.number().nullable(),
  /** For a category: its values, most time first. */
  values: z.array(valueFigureSchema),
});
export type Figure = z.infer<typeof figureSchema>;

/** Figures of one type, oldest first. `unit` is the type's canonical one, `printedUnit` that of its newest record; null for categories. */
export const figuresSchema = z.object({
  aggregation: aggregationSchema,
  unit: z.string().nullable(),
  printedUnit: z.string().nullable(),
  /** IANA name of the zone that defines the days. */
  zone: z.string(),
  /** false while days are still to be computed: then these figures don't include them yet. */
  isCurrent: z.boolean(),
  figures: z.array(figureSchema),
});
export type Figures = z.infer<typeof figuresSchema>;

/** One source's data in a range: all of its samples, and the counted part. */
export const figureShareSchema = z.object({
  source: z.number(),
  name: z.string(),
  /** Samples of the source in the range. */
  count: z.number(),
  /** For a sum or a time (seconds): the total of all its samples, and the counted part. Null for means. */
  whole: z.number().nullable(),
  counted: z.number().nullable(),
});
export type FigureShare = z.infer<typeof figureShareSchema>;
