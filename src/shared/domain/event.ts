import { z } from 'zod';
import { recordRowSchema } from './history.ts';
import { eventCategorySchema, outboxStateSchema, targetIdSchema } from './sync.ts';
import { metadataSchema } from './workout.ts';

/** `properties` as Trendy stores them: display name → {type, value} (trendy/README §2.4); durations in seconds. */
export const eventPropertiesSchema = z.record(
  z.string(),
  z.object({
    type: z.enum(['text', 'number', 'boolean', 'date', 'duration']),
    value: z.union([z.string(), z.number(), z.boolean()]),
  }),
);
export type EventProperties = z.infer<typeof eventPropertiesSchema>;

/**
 * incomplete: the day of ExportDate; held: recent, the phone may send it; theirs: someone else wrote it last;
 * deleted: removed at the server; local: the phone's rules make no such event, so only History shows it.
 */
export const eventHolds = ['incomplete', 'held', 'theirs', 'deleted_there', 'out_of_scope', 'local'] as const;

export const deliverySchema = z.object({
  destination: z.number(),
  target: targetIdSchema,
  host: z.string(),
  state: outboxStateSchema.nullable(),
  hold: z.enum(eventHolds).nullable(),
  mutation: z.number().nullable(),
  /** The server's own figures if they differ from ours. */
  theirs: z.object({ notes: z.string(), properties: eventPropertiesSchema }).nullable(),
});

export const eventRowSchema = z.object({
  id: z.number(),
  category: eventCategorySchema,
  start: z.number(),
  end: z.number().nullable(),
  isAllDay: z.boolean(),
  /** Day in the home zone. */
  day: z.string(),
  notes: z.string(),
  /** As sent. */
  properties: eventPropertiesSchema,
  /** Our own figure if it differs from the one sent; null: as sent. */
  figure: z.number().nullable(),
  deliveries: z.array(deliverySchema),
});
export type EventRow = z.infer<typeof eventRowSchema>;

/** A reference from one event to another. */
const eventPartSchema = eventRowSchema.omit({ deliveries: true, notes: true });

export const eventDetailSchema = eventRowSchema.extend({
  sampleId: z.string(),
  merged: z.number(),
  /** Breakdown of a daily figure by source; canonical unit. */
  breakdown: z.array(z.object({ source: z.string(), value: z.number(), counted: z.number() })),
  rulesVersion: z.number(),
  /** At most 200 of the records that it was derived from, and their total number. */
  records: z.array(recordRowSchema),
  recordCount: z.number(),
  workout: z.number().nullable(),
  metadata: metadataSchema,
  /** The events sent to Trendy instead of this one; empty if there are none. Null: this one is sent itself. */
  sentAs: z.array(eventPartSchema).nullable(),
  /** Unsent events that History shows instead of this one, or in addition, in the same second. */
  shownAs: z.array(eventPartSchema),
});
export type EventDetail = z.infer<typeof eventDetailSchema>;
