import { z } from 'zod';
import {
  outboxItemDetailSchema,
  outboxItemSchema,
  outboxStateSchema,
  syncOverviewSchema,
} from '../domain/sync.ts';
import { defineCall, definePush } from './define.ts';

const nothing = z.strictObject({});
const destination = z.int().positive();
const item = z.strictObject({ kind: z.enum(['mutation', 'chunk']), id: z.int().positive() });

export const overview = defineCall({ name: 'sync.overview', input: nothing, output: syncOverviewSchema });

/** Tries everything due or waiting for its time now; rate limits still apply. */
export const runNow = defineCall({
  name: 'sync.runNow',
  input: z.strictObject({ destination: destination.optional() }),
  output: z.null(),
});

/** One destination, or all when none is named. */
export const pause = defineCall({
  name: 'sync.pause',
  input: z.strictObject({ destination: destination.optional() }),
  output: z.null(),
});
export const resume = defineCall({
  name: 'sync.resume',
  input: z.strictObject({ destination: destination.optional() }),
  output: z.null(),
});

/** Mutations and chunks by state, latest change first. `until`: see history.ts. Errors: request.invalid for a foreign cursor. */
export const items = defineCall({
  name: 'sync.items',
  input: z.strictObject({
    destination: destination.optional(),
    states: z.array(outboxStateSchema).min(1).max(7),
    cursor: z.string().max(200).optional(),
    until: z.string().max(200).optional(),
    limit: z.int().min(1).max(200),
  }),
  output: z.object({ rows: z.array(outboxItemSchema), next: z.string().nullable(), total: z.number() }),
});

/** Errors: sync.unknown_item. */
export const itemDetail = defineCall({ name: 'sync.item', input: item, output: outboxItemDetailSchema });

/**
 * Queues failed, uncertain, or waiting items again. Errors: sync.unknown_item, sync.item_changed, and sync.out_of_scope while their
 * target is off or the consent doesn't include them; `retryAll` leaves those, and fails with it where there are no others.
 */
export const retry = defineCall({ name: 'sync.retry', input: item, output: z.null() });
export const retryAll = defineCall({
  name: 'sync.retryAll',
  input: z.strictObject({
    destination: destination.optional(),
    states: z.array(z.enum(['failed', 'uncertain', 'waiting'])).min(1),
  }),
  output: z.object({ items: z.number() }),
});

/** Discards an item until the user undoes that: it isn't sent, and no import queues it again, changed or not. */
export const discard = defineCall({ name: 'sync.discard', input: item, output: z.null() });
/**
 * Undoes a discard: the item is sent as it is now, under the current consent. Errors: sync.unknown_item,
 * sync.item_changed if it isn't discarded, sync.other_route for a chunk that another route took over.
 */
export const queueAgain = defineCall({ name: 'sync.queueAgain', input: item, output: z.null() });

/** The same for every discarded item, or for those of one destination. Error: sync.unknown_item. */
export const queueAllAgain = defineCall({
  name: 'sync.queueAllAgain',
  input: z.strictObject({ destination: destination.optional() }),
  output: z.object({ items: z.number() }),
});

/** The user agrees to abort an empty transaction that an interrupted run of ours may have left open. */
export const abortTransaction = defineCall({
  name: 'sync.abortTransaction',
  input: z.strictObject({ destination }),
  output: z.null(),
});

/** The user saw how many updates and deletions of delivered events new rules made, and sends them. Errors: sync.unknown_item, settings.review_changed. */
export const releaseUpdates = defineCall({
  name: 'sync.releaseUpdates',
  input: z.strictObject({ destination, updates: z.int().nonnegative() }),
  output: z.null(),
});

export const changed = definePush({ name: 'sync.changed', payload: syncOverviewSchema });

export const syncCalls = [
  overview,
  runNow,
  pause,
  resume,
  items,
  itemDetail,
  retry,
  retryAll,
  discard,
  queueAgain,
  queueAllAgain,
  abortTransaction,
  releaseUpdates,
] as const;
export const syncPushes = [changed] as const;
