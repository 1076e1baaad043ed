import { contentHash } from '../../outbox/mutations/event-content.ts';
import { addWritten, compareInstants, settleWritten } from '../../outbox/mutations/far-content.ts';
import type { FarEvent } from '../../outbox/mutations/far-events.ts';
import type { Batch } from '../../outbox/mutations/mutation-batches.ts';
import type { Mutation } from '../../outbox/mutations/mutation-row.ts';
import type { Step } from '../target.ts';
import { type EventAnswer, eventAnswerSchema, isWhole } from './answers.ts';
import { seenEvent } from './far-changes.ts';
import { leave, plainPayload } from './plan-creates.ts';
import { countAttempt, refuseAlone, writePassed } from './refusals.ts';
import { followNewer, stopBatch } from './send-creates.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** The far end's words for an id that it does not have, with status 500 (trendy/README §1.9, §1.10). */
const notFound = 'event not found';

/**
 * `PUT /events/:id` of one event that is ours, with the keys we own and no others (trendy/README §1.9). Nothing is sent when it became
 * somebody else's or when what is there is good enough.
 */
export async function sendUpdate(
  rows: TrendyRows,
  api: TrendyApi,
  candidate: Mutation | Batch,
  signal: AbortSignal,
): Promise<Step> {
  const claimed = rows.atomically(() => claimUpdate(rows, candidate));
  if (!claimed) return { kind: 'did' };
  const { batch, mutation, far } = claimed;
  const { notes, properties, is_all_day } = plainPayload(mutation);
  const reply = await api.ask({
    method: 'PUT',
    path: `/events/${encodeURIComponent(far.id)}`,
    body: JSON.stringify({ notes, is_all_day, properties }),
    idempotencyKey: batch.key,
    signal,
  });
  if (reply.kind === 'stop') return stopBatch(rows, batch, reply);
  if (reply.kind === 'refused') {
    const { refusal } = reply;
    return rows.atomically((): Step => {
      rows.batches.close(batch.id);
      if (refusal.words.error?.includes(notFound) !== true) {
        const step = refuseAlone(rows, api, mutation, refusal);
        followNewer(rows, mutation);
        return step;
      }
      // Gone, or another's account: only the event itself tells, before the next try.
      countAttempt(rows, api, mutation, 'sync.not_found', refusal);
      rows.readAgain(far.id);
      return { kind: 'did' };
    });
  }
  const row = eventAnswerSchema.safeParse(reply.answer.json);
  if (!row.success || !isWhole(row.data) || row.data.id !== far.id)
    return stopBatch(rows, batch, api.notTheirs(reply.words));
  rows.atomically(() => {
    rows.batches.close(batch.id);
    rows.changes.far.put(afterUpdate(rows.changes.far.get(far.id) ?? far, mutation, row.data));
    rows.queue.delivered(mutation, far.id, reply.words.requestId);
    writePassed(rows);
    followNewer(rows, mutation);
  });
  return { kind: 'did' };
}

/** `DELETE /events/:id` of an event that is ours. That it is gone already is as good (trendy/README §1.10). */
export async function sendDelete(
  rows: TrendyRows,
  api: TrendyApi,
  mutation: Mutation,
  signal: AbortSignal,
): Promise<Step> {
  const far = rows.changes.far.get(mutation.entity_id);
  const isClaimed = rows.atomically(() => {
    if (!far || far.isDeleted || !far.isOurs) rows.queue.drop(mutation);
    else if (!rows.isInScope(mutation)) leave(rows, mutation);
    else rows.queue.claim(mutation, null, mutation.payload, mutation.entity_id);
    return far && !far.isDeleted && far.isOurs && rows.isInScope(mutation);
  });
  if (!far || !isClaimed) return { kind: 'did' };
  const claimed = { ...mutation, tries: mutation.tries + 1 };
  const path = `/events/${encodeURIComponent(far.id)}`;
  const answer = await api.ask({ method: 'DELETE', path, signal });
  const isOdd = answer.kind === 'answered' && answer.answer.status !== 204;
  const reply = isOdd ? api.notTheirs(answer.words) : answer;
  // Repeating a deletion is free: the second one finds nothing.
  if (reply.kind === 'stop') {
    const { isSafe, code, untilMs, words } = reply;
    const known = code === 'cancelled' ? 'sync.unknown_outcome' : code;
    rows.atomically(() =>
      isSafe ? rows.queue.release(claimed) : rows.queue.undecided(claimed, known, untilMs, words),
    );
    return reply.step;
  }
  if (reply.kind === 'refused' && reply.refusal.words.error?.includes(notFound) !== true) {
    const { refusal } = reply;
    return rows.atomically(() => refuseAlone(rows, api, claimed, refusal));
  }
  rows.atomically(() => {
    rows.changes.far.put({ ...far, isDeleted: true, isOurs: true });
    rows.queue.freed(far.category ?? '', far.sampleId, far.start);
    rows.queue.delivered(claimed, far.id, reply.answer.requestId);
    writePassed(rows);
  });
  return { kind: 'did' };
}

interface ClaimedUpdate {
  readonly batch: Batch;
  readonly mutation: Mutation;
  readonly far: FarEvent;
}

/** What will be written is remembered first, so that the feed's echo of it is known as ours even without an answer. */
function claimUpdate(rows: TrendyRows, candidate: Mutation | Batch): ClaimedUpdate | null {
  const isBatch = 'mutations' in candidate;
  const [mutation] = isBatch ? candidate.mutations : [candidate];
  if (!mutation) return null;
  const far = rows.changes.far.linkedTo(mutation.event);
  const payload = plainPayload(mutation);
  const mayWrite = far?.isOurs === true && !far.isDeleted && rows.isInScope(mutation);
  const isThere = far !== null && contentHash(far.content) === contentHash(payload);
  if (!mayWrite || isThere) {
    if (isBatch) rows.batches.close(candidate.id);
    if (isThere && mayWrite) rows.queue.delivered(mutation, far.id, null);
    else rows.queue.drop(mutation);
    followNewer(rows, mutation);
    return null;
  }
  const batch = isBatch ? candidate : rows.batches.add([mutation]);
  const written = addWritten(far.content.written, { hash: contentHash(payload), at: null });
  rows.changes.far.put({ ...far, content: { ...far.content, written } });
  rows.queue.claim(mutation, batch.id, isBatch ? mutation.payload : JSON.stringify(payload), far.id);
  return { batch, mutation: { ...mutation, batch: batch.id, tries: mutation.tries + 1 }, far };
}

/** The row as the answer told it; an older answer (a replayed one) changes nothing that the feed told since. */
function afterUpdate(known: FarEvent, mutation: Mutation, row: EventAnswer): FarEvent {
  const seen = seenEvent(row);
  const version = { hash: contentHash(seen.content), at: row.updated_at };
  const { content } = known;
  const written =
    mutation.tries === 1 ? settleWritten(content.written, version) : addWritten(content.written, version);
  const isOlder = content.updatedAt !== null && compareInstants(row.updated_at, content.updatedAt) < 0;
  if (isOlder) return { ...known, content: { ...content, written } };
  return {
    ...seen,
    isOurs: known.isOurs,
    event: known.event,
    content: { ...seen.content, written },
  };
}
