import { contentHash } from '../../outbox/mutations/event-content.ts';
import type { Batch } from '../../outbox/mutations/mutation-batches.ts';
import type { Mutation } from '../../outbox/mutations/mutation-row.ts';
import { addWritten, compareInstants, confirmWritten } from '../../outbox/mutations/remote-content.ts';
import type { RemoteEvent } from '../../outbox/mutations/remote-events.ts';
import type { Step } from '../../outbox/target.ts';
import { type EventAnswer, eventAnswerSchema, isWhole } from './answers.ts';
import { leave, plainPayload } from './plan-creates.ts';
import { countAttempt, refuseAlone, writePassed } from './refusals.ts';
import { seenEvent } from './remote-changes.ts';
import { stopBatch } from './send-creates.ts';
import type { TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/** Trendy's words for an id that it does not have, with status 500 (trendy/README §1.9, §1.10). */
const notFound = 'event not found';

/**
 * `PUT /events/:id` of one event that is ours, with the keys we own and no others (trendy/README §1.9). Nothing is sent when it became
 * someone else's or if the version there is good enough.
 */
export async function sendUpdate(
  rows: TrendyRows,
  api: TrendyApi,
  candidate: Mutation | Batch,
  signal: AbortSignal,
): Promise<Step> {
  const claimed = rows.atomically(() => claimUpdate(rows, candidate));
  if (!claimed) return { kind: 'did' };
  const { batch, mutation, remote } = claimed;
  const { notes, properties, is_all_day } = plainPayload(mutation);
  const reply = await api.ask({
    method: 'PUT',
    path: `/events/${encodeURIComponent(remote.id)}`,
    body: JSON.stringify({ notes, is_all_day, properties }),
    idempotencyKey: batch.key,
    signal,
    mayLeave: () => rows.mayLeave([mutation]),
  });
  if (reply.kind === 'stop') return stopBatch(rows, batch, reply);
  if (reply.kind === 'refused') {
    const { refusal } = reply;
    return rows.atomically((): Step => {
      rows.batches.close(batch.id);
      if (refusal.words.error?.includes(notFound) !== true) {
        const step = refuseAlone(rows, api, mutation, refusal);
        rows.followNewer(mutation);
        return step;
      }
      // Gone, or in another account: only reading the event shows it, before the next try.
      countAttempt(rows, api, mutation, 'sync.not_found', refusal);
      rows.readAgain(remote.id);
      return { kind: 'did' };
    });
  }
  const row = eventAnswerSchema.safeParse(reply.answer.json);
  if (!row.success || !isWhole(row.data) || row.data.id !== remote.id)
    return stopBatch(rows, batch, api.notTheirs(reply.words));
  rows.atomically(() => {
    rows.batches.close(batch.id);
    rows.changes.remote.put(afterUpdate(rows.changes.remote.get(remote.id) ?? remote, mutation, row.data));
    rows.queue.delivered(mutation, remote.id, reply.words.requestId);
    writePassed(rows);
    rows.followNewer(mutation);
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
  const remote = rows.changes.remote.get(mutation.entity_id);
  const claimed = rows.atomically(() => {
    if (!remote || remote.isDeleted || !remote.isOurs) rows.queue.drop(mutation);
    else if (!rows.isInScope(mutation)) leave(rows, mutation);
    else return rows.queue.claim(mutation, null, mutation.payload, mutation.entity_id);
    return null;
  });
  if (!remote || !claimed) return { kind: 'did' };
  const path = `/events/${encodeURIComponent(remote.id)}`;
  const answer = await api.ask({
    method: 'DELETE',
    path,
    signal,
    mayLeave: () => rows.mayLeave([claimed]),
  });
  const isOdd = answer.kind === 'answered' && answer.answer.status !== 204;
  const reply = isOdd ? api.notTheirs(answer.words) : answer;
  // Repeating a deletion is free: the second one finds nothing.
  if (reply.kind === 'stop') {
    const { isSafe, code, untilMs, words } = reply;
    const known = code === 'cancelled' ? 'sync.unknown_outcome' : code;
    rows.atomically(() => {
      if (isSafe) rows.queue.release(claimed);
      else rows.queue.undecided(claimed, known, untilMs, words);
      rows.followNewer(claimed);
    });
    return reply.step;
  }
  if (reply.kind === 'refused' && reply.refusal.words.error?.includes(notFound) !== true) {
    const { refusal } = reply;
    return rows.atomically(() => {
      const step = refuseAlone(rows, api, claimed, refusal);
      rows.followNewer(claimed);
      return step;
    });
  }
  rows.atomically(() => {
    rows.changes.remote.put({ ...remote, isDeleted: true, isOurs: true });
    rows.queue.freed(remote.category ?? '', remote.sampleId, remote.start);
    rows.queue.delivered(claimed, remote.id, reply.answer.requestId);
    writePassed(rows);
    rows.followNewer(claimed);
  });
  return { kind: 'did' };
}

interface ClaimedUpdate {
  readonly batch: Batch;
  readonly mutation: Mutation;
  readonly remote: RemoteEvent;
}

/** The version is remembered before it is sent, so its echo in the feed is recognized as ours even without a response. */
function claimUpdate(rows: TrendyRows, candidate: Mutation | Batch): ClaimedUpdate | null {
  const isBatch = 'mutations' in candidate;
  const [mutation] = isBatch ? candidate.mutations : [candidate];
  if (!mutation) return null;
  const remote = rows.changes.remote.linkedTo(mutation.event);
  const payload = plainPayload(mutation);
  const mayWrite = remote?.isOurs === true && !remote.isDeleted && rows.isInScope(mutation);
  const isThere = remote !== null && contentHash(remote.content) === contentHash(payload);
  if (!mayWrite || isThere) {
    if (isBatch) rows.batches.close(candidate.id);
    if (isThere && mayWrite) rows.queue.delivered(mutation, remote.id, null);
    else rows.queue.drop(mutation);
    rows.followNewer(mutation);
    return null;
  }
  const batch = isBatch ? candidate : rows.batches.add([mutation]);
  const written = addWritten(remote.content.written, { hash: contentHash(payload), at: null });
  rows.changes.remote.put({ ...remote, content: { ...remote.content, written } });
  const text = isBatch ? mutation.payload : JSON.stringify(payload);
  const claimed = rows.queue.claim(mutation, batch.id, text, remote.id);
  return { batch: { ...batch, mutations: [claimed] }, mutation: claimed, remote };
}

/** The row from the response; an older response (a replayed one) changes nothing that the feed has reported since. */
function afterUpdate(known: RemoteEvent, mutation: Mutation, row: EventAnswer): RemoteEvent {
  const seen = seenEvent(row);
  const version = { hash: contentHash(seen.content), at: row.updated_at };
  const { content } = known;
  const written =
    mutation.tries === 1 ? confirmWritten(content.written, version) : addWritten(content.written, version);
  const isOlder = content.updatedAt !== null && compareInstants(row.updated_at, content.updatedAt) < 0;
  if (isOlder) return { ...known, content: { ...content, written } };
  return {
    ...seen,
    isOurs: known.isOurs,
    event: known.event,
    content: { ...seen.content, written },
  };
}
