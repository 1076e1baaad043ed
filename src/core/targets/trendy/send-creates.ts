import { contentHash } from '../../outbox/mutations/event-content.ts';
import type { EventColumns } from '../../outbox/mutations/event-payload.ts';
import type { Batch } from '../../outbox/mutations/mutation-batches.ts';
import type { ServerMessage } from '../../outbox/mutations/mutation-queue.ts';
import type { Mutation } from '../../outbox/mutations/mutation-row.ts';
import { addWritten } from '../../outbox/mutations/remote-content.ts';
import { withoutValues } from '../../outbox/mutations/server-words.ts';
import type { Step } from '../../outbox/target.ts';
import { type BatchAnswer, batchAnswerSchema, type EventAnswer, isWhole, secondsOf } from './answers.ts';
import { adopt, plainPayload, takenRetryMs, waitForPlace } from './plan-creates.ts';
import type { Refusal } from './read-answer.ts';
import { countAttempt, refuseAlone, writePassed } from './refusals.ts';
import { seenEvent } from './remote-changes.ts';
import { batchTimeoutMs, type Stop, type TrendyApi } from './trendy-api.ts';
import type { TrendyRows } from './trendy-rows.ts';

/**
 * The outcome of a batch: `needsTypes` if an expected event type does not exist; `metOthers` if someone else is
 * writing the same events.
 */
export interface Sent {
  readonly step: Step;
  readonly needsTypes: boolean;
  readonly metOthers: boolean;
  readonly delivered: number;
}

/** `POST /events/batch` of claimed mutations, and the outcome of every row by the response (trendy/README §1.7). */
export async function sendCreates(
  rows: TrendyRows,
  api: TrendyApi,
  batch: Batch,
  signal: AbortSignal,
): Promise<Sent> {
  const reply = await api.ask({
    method: 'POST',
    path: '/events/batch',
    body: JSON.stringify({ events: batch.mutations.map(plainPayload) }),
    idempotencyKey: batch.key,
    timeoutMs: batchTimeoutMs,
    signal,
    mayLeave: () => rows.mayLeave(batch.mutations),
  });
  const finished = (step: Step, metOthers = false): Sent => ({
    step,
    needsTypes: false,
    metOthers,
    delivered: 0,
  });
  if (reply.kind === 'stop') return finished(stopBatch(rows, batch, reply));
  const body = batchAnswerSchema.safeParse(reply.answer.json);
  const words = reply.kind === 'refused' ? reply.refusal.words : reply.words;
  // 400 with a batch body: every item was refused for itself (trendy/README §1.7, Status).
  if (body.success) return rows.atomically(() => recordAnswer(rows, api, batch, body.data, words));
  if (reply.kind === 'refused')
    return finished(
      rows.atomically(() => refuse(rows, api, batch, reply.refusal)),
      isTaken(reply.refusal),
    );
  return finished(stopBatch(rows, batch, api.notTheirs(words)));
}

/** Nobody said anything about the items: no attempt is counted, and the same request follows. */
export function stopBatch(rows: TrendyRows, batch: Batch, stop: Stop): Step {
  rows.atomically(() => {
    for (const mutation of batch.mutations)
      if (stop.isSafe) rows.queue.release(mutation);
      else {
        const code = stop.code === 'cancelled' ? 'sync.unknown_outcome' : stop.code;
        rows.queue.undecided({ ...mutation, batch: batch.id }, code, stop.untilMs, stop.words);
      }
  });
  return stop.step;
}

/** Another client was between the look-up and the insert (trendy/README §6.3). */
const isTaken = ({ databaseCode }: Refusal): boolean => databaseCode === '23505';

/** The whole request was rejected: halves of it follow, until the bad item is alone. */
function refuse(rows: TrendyRows, api: TrendyApi, batch: Batch, refusal: Refusal): Step {
  const { mutations } = batch;
  const [only] = mutations;
  // The look-up finds the other's row now.
  const goesAgain = isTaken(refusal) && mutations.every(({ tries }) => tries === 1);
  if (!goesAgain) rows.batches.close(batch.id);
  if (!goesAgain && only && mutations.length === 1) {
    const step = refuseAlone(rows, api, only, refusal);
    rows.followNewer(only);
    return step;
  }
  for (const mutation of mutations) rows.queue.release(mutation);
  if (goesAgain) return { kind: 'did' };
  const middle = Math.ceil(mutations.length / 2);
  rows.batches.add(mutations.slice(0, middle));
  rows.batches.add(mutations.slice(middle));
  return { kind: 'did' };
}

function recordAnswer(
  rows: TrendyRows,
  api: TrendyApi,
  batch: Batch,
  answer: BatchAnswer,
  words: ServerMessage,
): Sent {
  rows.batches.close(batch.id);
  const open = new Map(batch.mutations.map((mutation) => [mutation.entity_id, mutation]));
  let delivered = 0;
  let metOthers = false;
  for (const row of answer.created) {
    const own = open.get(row.id);
    const mutation = own ?? findItem(open, row);
    if (!mutation) continue;
    open.delete(mutation.entity_id);
    if (!own && rows.isOfAnother(row.id, mutation.event)) {
      waitForPlace(rows, mutation, api.serverNowMs() + takenRetryMs);
      continue;
    }
    delivered++;
    if (own) deliverOwn(rows, own, row, words.requestId);
    else {
      metOthers = true;
      adoptAnswer(rows, mutation, row);
    }
  }
  if (delivered > 0) writePassed(rows);
  const unknownTypes = new Set(answer.errors.map(({ index }) => batch.mutations[index]?.entity_id));
  for (const [entityId, mutation] of open) {
    const isType = unknownTypes.has(entityId);
    const message = isType ? errorOf(answer, batch, entityId) : null;
    const code = isType ? 'sync.unknown_event_type' : 'sync.count_mismatch';
    countAttempt(rows, api, mutation, code, { words: { ...words, error: message } });
  }
  for (const mutation of batch.mutations) rows.followNewer(mutation);
  return { step: { kind: 'did' }, needsTypes: unknownTypes.size > 0, metOthers, delivered };
}

function errorOf(answer: BatchAnswer, batch: Batch, entityId: string): string | null {
  const index = batch.mutations.findIndex((mutation) => mutation.entity_id === entityId);
  const message = answer.errors.find((error) => error.index === index)?.message;
  return message === undefined ? null : withoutValues(message).slice(0, 500);
}

/** The response may have another order and other ids: by sample id, then by content key (trendy/README §0.3). */
function findItem(open: ReadonlyMap<string, Mutation>, row: EventAnswer): Mutation | undefined {
  const items = [...open.values()];
  const bySample = items.find(
    (item) =>
      row.healthkit_sample_id != null && plainPayload(item).healthkit_sample_id === row.healthkit_sample_id,
  );
  if (bySample) return bySample;
  const start = secondsOf(row.timestamp);
  return items.find((item) => item.start === start && item.category === row.healthkit_category);
}

/** Our id came back: ours, also when an earlier try of it had been stored and the row is stripped. */
function deliverOwn(rows: TrendyRows, mutation: Mutation, row: EventAnswer, requestId: string | null): void {
  const { remote } = rows.changes;
  const known = remote.get(row.id);
  const payload = plainPayload(mutation);
  const sent = { hash: contentHash(payload), at: null };
  const seen = seenEvent(isWhole(row) ? row : { ...row, ...payload, event_type_id: typeIdOf(mutation) });
  const { updatedAt } = seen.content;
  // A stripped row has no instant, and an earlier try may have been the one that was stored: then the content proves it.
  const told = isWhole(row) ? { hash: contentHash(seen.content), at: row.updated_at } : sent;
  const written = addWritten(mutation.tries > 1 ? [sent] : [], told);
  if (known) remote.put({ ...known, event: mutation.event });
  else
    remote.put({
      ...seen,
      isOurs: true,
      event: mutation.event,
      content: { ...seen.content, updatedAt: isWhole(row) ? updatedAt : null, written },
    });
  rows.queue.delivered(mutation, row.id, requestId);
}

/** Someone else's row matches it. A stripped row has no more data, so the event itself is requested. */
function adoptAnswer(rows: TrendyRows, mutation: Mutation, row: EventAnswer): void {
  const { remote } = rows.changes;
  const event = rows.event(mutation.event);
  const known = remote.get(row.id);
  if (!event) rows.queue.drop(mutation);
  else if (known && !known.isDeleted) adopt(rows, mutation, event, known);
  else adoptUnread(rows, mutation, event, row);
}

function adoptUnread(rows: TrendyRows, mutation: Mutation, event: EventColumns, row: EventAnswer): void {
  const { start, category } = mutation;
  rows.changes.remote.put({
    id: row.id,
    eventTypeId: typeIdOf(mutation),
    category,
    sampleId: row.healthkit_sample_id ?? null,
    start,
    end: event.end,
    isDeleted: false,
    isOurs: false,
    content: {
      notes: null,
      is_all_day: false,
      properties: {},
      source_type: 'healthkit',
      updatedAt: null,
      written: [],
    },
    event: mutation.event,
  });
  rows.readAgain(row.id);
  rows.queue.delivered(mutation, row.id, null);
}

const typeIdOf = (mutation: Mutation): string =>
  (JSON.parse(mutation.payload) as { event_type_id: string }).event_type_id;
