import { z } from 'zod';

/** An event as the API renders it; keys are absent when null, and a stripped row has zero values (trendy/README §1.6, §1.7). */
export const eventAnswerSchema = z.object({
  id: z.string(),
  user_id: z.string(),
  event_type_id: z.string(),
  timestamp: z.string(),
  notes: z.string().nullish(),
  is_all_day: z.boolean(),
  end_date: z.string().nullish(),
  source_type: z.string(),
  healthkit_sample_id: z.string().nullish(),
  healthkit_category: z.string().nullish(),
  properties: z.record(z.string(), z.unknown()).nullish(),
  updated_at: z.string(),
});
export type EventAnswer = z.infer<typeof eventAnswerSchema>;
export const eventListSchema = z.array(eventAnswerSchema);

/** The body of 201 and 207, and of a 400 in which every item was refused (trendy/README §1.7). */
export const batchAnswerSchema = z.object({
  created: z.array(eventAnswerSchema),
  errors: z.array(z.object({ index: z.number(), message: z.string() })).default([]),
  total: z.number(),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;

export const typeAnswerSchema = z.object({ id: z.string(), name: z.string() });
export const typeListSchema = z.array(typeAnswerSchema);

export const latestCursorSchema = z.object({ cursor: z.number() });

const changeSchema = z.object({
  id: z.number(),
  entity_type: z.string(),
  operation: z.enum(['create', 'update', 'delete']),
  entity_id: z.string(),
  /** Absent for deletions. */
  data: z.unknown().optional(),
});
export type Change = z.infer<typeof changeSchema>;
export const changesSchema = z.object({
  changes: z.array(changeSchema),
  next_cursor: z.number(),
  has_more: z.boolean(),
});

const firstYear = Date.UTC(1900, 0, 1);

/** Whether it has the event's content. Stripped rows of a batch and poisoned rows of the feed do not (trendy/README §0.1, §1.14). */
export function isWhole(event: EventAnswer): boolean {
  const at = Date.parse(event.timestamp);
  return event.event_type_id !== '' && event.source_type !== '' && at >= firstYear;
}

export const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);
