import { randomBytes } from 'node:crypto';
import type { EventCategory } from '../../../shared/domain/event-category.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { EventColumns, EventPayload, SentPayload } from '../../outbox/mutations/event-payload.ts';
import type { Batch } from '../../outbox/mutations/mutation-batches.ts';
import { noServerMessage } from '../../outbox/mutations/mutation-queue.ts';
import type { Mutation } from '../../outbox/mutations/mutation-row.ts';
import type { RemoteEvent } from '../../outbox/mutations/remote-events.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** The next step for creates. worked: some needed no request, there may be more. */
export type CreatePlan =
  | { readonly kind: 'none' | 'worked' }
  | { readonly kind: 'type'; readonly category: EventCategory }
  | { readonly kind: 'delete'; readonly mutation: Mutation }
  | { readonly kind: 'batch'; readonly batch: Batch };

/** trendy/README §1.3: more than this times out; trendy/README §1.7: the look-up of duplicates reads at most 1000 rows of the span. */
export const batchItems = 50;
const batchSpanSeconds = 30 * secondsPerDay;
const scannedAtOnce = 400;
/** Another of our rows is in the way: checked again by then, or as soon as it is gone (`MutationQueue.freed`). */
export const takenRetryMs = 15 * 60_000;
/** Looks at a blocking row that stays, before the user decides. */
const takenLooks = 5;

/** Chooses, matches and claims the next creates. The transaction ends with the batch stored, before a byte of it leaves. */
export function planCreates(rows: TrendyRows, ids: UuidV7, nowMs: number, idNowMs: number): CreatePlan {
  return rows.atomically(() => {
    const { items, hasWorked, plan } = takeItems(rows, nowMs);
    if (plan) return plan;
    if (items.length === 0) return { kind: hasWorked ? 'worked' : 'none' };
    const batch = rows.batches.add(items.map(({ mutation }) => mutation));
    const claimed = batch.mutations.map((mutation, index) => {
      const entityId = mutation.entity_id === '' ? ids.next(idNowMs) : mutation.entity_id;
      const payload = JSON.stringify({
        ...plainPayload(mutation),
        id: entityId,
        event_type_id: items[index]?.typeId ?? '',
      });
      return rows.queue.claim(mutation, batch.id, payload, entityId);
    });
    return { kind: 'batch', batch: { ...batch, mutations: claimed } };
  });
}

/** The same request again: its outcome is unknown. Null when it can no longer be the same. */
export function planResend(rows: TrendyRows, batch: Batch): Batch | null {
  return rows.atomically(() => {
    const scope = rows.scope();
    const isSame = batch.mutations.every(
      (mutation) =>
        (JSON.parse(mutation.payload) as SentPayload).event_type_id === rows.types.idOf(mutation.category) &&
        rows.isInScope(mutation, scope),
    );
    if (!isSame) {
      rows.batches.close(batch.id);
      return null;
    }
    const claimed = batch.mutations.map((mutation) =>
      rows.queue.claim(mutation, batch.id, mutation.payload, mutation.entity_id),
    );
    return { ...batch, mutations: claimed };
  });
}

/** Without the fields that are only kept here. */
export function plainPayload(mutation: Mutation): EventPayload {
  const { hasNewer: _, ...payload } = JSON.parse(mutation.payload) as EventPayload;
  return payload;
}

interface Item {
  readonly mutation: Mutation;
  readonly typeId: string;
}

function takeItems(
  rows: TrendyRows,
  nowMs: number,
): { items: Item[]; hasWorked: boolean; plan?: CreatePlan } {
  const items: Item[] = [];
  const samples = new Set<string>();
  let hasWorked = false;
  let deletion: Mutation | null = null;
  const scope = rows.scope();
  const fresh = rows.queue.freshCreates({ start: Number.MIN_SAFE_INTEGER, id: 0 }, scannedAtOnce);
  const suspect = fresh.length === 0 ? rows.queue.suspectCreate() : null;
  for (const mutation of suspect ? [suspect] : fresh) {
    const first = items[0]?.mutation;
    if (first && mutation.start - first.start > batchSpanSeconds) break;
    if (!rows.isInScope(mutation, scope)) {
      hasWorked = true;
      leave(rows, mutation);
      continue;
    }
    const event = rows.event(mutation.event);
    const match = event ? rows.matcher.match(event, mutation.entity_id) : null;
    if (!event || match?.kind === 'found') {
      hasWorked = true;
      if (event && match?.kind === 'found') adopt(rows, mutation, event, match.remote);
      else rows.queue.drop(mutation);
    } else if (match?.kind === 'blocked' && rows.reads.ofEvent(match.by.event) !== null) continue;
    else if (match?.kind === 'blocked' && rows.queue.isDue(match.by)) deletion ??= match.by;
    else if (match?.kind === 'blocked') {
      hasWorked = true;
      rows.queue.rejected(
        mutation,
        'sync.id_taken',
        mutation.attempts,
        nowMs + takenRetryMs,
        noServerMessage,
      );
    } else if (match?.kind === 'taken') {
      hasWorked = true;
      freeTaken(rows, mutation, match.by, nowMs + takenRetryMs);
    } else {
      const typeId = rows.types.idOf(mutation.category);
      if (typeId === null)
        return { items: [], hasWorked, plan: { kind: 'type', category: mutation.category } };
      // Trendy does not compare items of one request with each other (trendy/README §0.5).
      if (samples.has(event.sample_id)) continue;
      samples.add(event.sample_id);
      if (items.push({ mutation, typeId }) === batchItems) break;
    }
  }
  // Only then is there room for more: blocked events go with the next batch.
  if (deletion && items.length < batchItems)
    return { items, hasWorked, plan: { kind: 'delete', mutation: deletion } };
  return { items, hasWorked };
}

/**
 * No longer in the consent: none of it is sent. Events that may have arrived are requested, so events there stay known as
 * ours (`TrendyRows.readDone`).
 */
export function leave(rows: TrendyRows, mutation: Mutation): void {
  if (mutation.tries === 0 || mutation.operation === 'update') rows.queue.drop(mutation);
  else rows.readAgain(mutation.entity_id);
}

/** Another of our events that still exists is in its place: it is checked again and in the end fails under its own code. */
export function waitForPlace(rows: TrendyRows, mutation: Mutation, laterMs: number): void {
  const looks = mutation.attempts + 1;
  if (looks < takenLooks) rows.queue.rejected(mutation, 'sync.id_taken', looks, laterMs, noServerMessage);
  else rows.queue.failed(mutation, 'sync.id_taken', looks, noServerMessage);
}

/** Deletes an event at Trendy that is gone here; one that must stay for now is checked again. */
function freeTaken(rows: TrendyRows, mutation: Mutation, by: RemoteEvent, laterMs: number): void {
  const isGone = by.event !== null && rows.event(by.event) === null;
  // Its deletion waits for the user's decision and costs no attempt.
  if (isGone && rows.doUpdatesWait())
    rows.queue.rejected(mutation, 'sync.id_taken', mutation.attempts, laterMs, noServerMessage);
  else if (isGone && rows.eventMutations.isDeleteMissing(by)) rows.eventMutations.deleteRemote(by);
  else waitForPlace(rows, mutation, laterMs);
}

/**
 * It is at Trendy already: delivered without a request when it says the same; rewritten only when it is ours; otherwise
 * theirs stays. A tombstone means that someone deleted it: it is not created again.
 */
export function adopt(rows: TrendyRows, mutation: Mutation, event: EventColumns, remote: RemoteEvent): void {
  const { remote: remoteEvents } = rows.changes;
  const superseded = rows.matcher.supersededDelete(remote);
  if (superseded && remote.event !== event.id) rows.queue.drop(superseded);
  remoteEvents.put({ ...remote, event: event.id });
  if (!remote.isDeleted && rows.eventMutations.isUpToDate(event, remote))
    rows.queue.delivered(mutation, remote.id, null);
  else {
    // The outcome of its request is known: it is rewritten as one that waits.
    if (mutation.state === 'sending') rows.queue.release(mutation);
    rows.reconcile(mutation, !rows.doUpdatesWait());
  }
}

/**
 * UUIDv7, lower case, strictly increasing also within a millisecond and when the clock is set back (RFC 9562 §6.2, method 1).
 * Made from now, never from an event's date; `now` is clamped to Trendy's clock by the caller, which refuses ids
 * more than a minute ahead (trendy/README §2.5).
 */
export class UuidV7 {
  #lastMs = 0;
  #counter = 0;

  next(nowMs: number): string {
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs;
      // Room to count up without reaching the next millisecond.
      this.#counter = randomBytes(2).readUInt16BE() & 0x7ff;
    } else if (++this.#counter > 0xfff) {
      this.#lastMs++;
      this.#counter = 0;
    }
    const bytes = randomBytes(16);
    bytes.writeUIntBE(this.#lastMs, 0, 6);
    bytes.writeUInt16BE(0x7000 | this.#counter, 6);
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}
