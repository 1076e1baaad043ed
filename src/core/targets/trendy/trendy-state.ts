import { z } from 'zod';
import { eventCategories } from '../../../shared/domain/event-category.ts';

/**
 * What a Trendy destination remembers in `destination.state` between runs of the program. Arrays are replaced when saved,
 * objects merged, null removes (json_patch).
 */
const trendyStateSchema = z.object({
  /** Requests since the last silence, and when the last one was made: Trendy's limiter counts the same (trendy/README §1.3). */
  burst: z.object({ count: z.number(), lastMs: z.number() }).catch({ count: 0, lastMs: 0 }),
  /** Nothing at all may be sent before. */
  quietUntilMs: z.number().catch(0),
  /** Last entry of the change feed that was applied; null before the first listing. */
  cursor: z.number().nullable().catch(null),
  /** The cursor was one of our own entries, so that its absence from a later page means that the log was cut. */
  isCursorAnEntry: z.boolean().catch(false),
  /** A listing under way: the feed's cursor from before it, and how many rows were taken. */
  listing: z.object({ cursor: z.number(), offset: z.number(), startedMs: z.number() }).nullable().catch(null),
  /** End of the last complete listing. */
  listedAtMs: z.number().catch(0),
  /** The most rows that it ever gave in one answer: its own cap is not smaller (trendy/README §1.3, `max_rows`). */
  mostRows: z.number().catch(0),
  /** Poisoned entries in the overlap of the feed whose events were asked for already (trendy/README §1.14). */
  poisoned: z.array(z.number()).catch([]),
  /** Creations of event types whose outcome is unknown. */
  typePosts: z
    .partialRecord(z.enum(eventCategories), z.object({ id: z.string(), key: z.string() }))
    .catch({}),
  /** Mutations that were refused alone with a 500 while nothing else has passed since. */
  suspects: z.array(z.number()).catch([]),
});
export type TrendyState = z.infer<typeof trendyStateSchema>;

export function readTrendyState(state: Readonly<Record<string, unknown>>): TrendyState {
  return trendyStateSchema.parse({ ...state });
}
