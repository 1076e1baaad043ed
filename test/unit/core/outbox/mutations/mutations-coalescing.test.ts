import { beforeEach, expect, test } from 'vitest';
import { migrations } from '../../../../../src/core/db/migrations/index.ts';
import { openWriter, type Writer } from '../../../../../src/core/db/open.ts';
import { EventMutations } from '../../../../../src/core/outbox/mutations/event-mutations.ts';
import {
  MutationBatches,
  recoverMutations,
} from '../../../../../src/core/outbox/mutations/mutation-batches.ts';
import { MutationQueue, noServerMessage } from '../../../../../src/core/outbox/mutations/mutation-queue.ts';
import type { Mutation } from '../../../../../src/core/outbox/mutations/mutation-row.ts';

const destination = 1;
const free = { isHeld: false, mayUpdate: true };
let writer: Writer;
let eventMutations: EventMutations;
let queue: MutationQueue;
let batches: MutationBatches;
let nowMs: number;

beforeEach(() => {
  writer = openWriter(':memory:');
  writer.exec(migrations.map(({ sql }) => sql).join(';'));
  nowMs = 1_700_000_000_000;
  eventMutations = new EventMutations(writer, destination, () => nowMs);
  queue = new MutationQueue(writer, destination, () => nowMs);
  batches = new MutationBatches(writer, destination, () => nowMs);
});

function event(figure: number, id = 1): number {
  writer
    .prepare<unknown[]>(
      `INSERT INTO event (id, category, start, is_all_day, notes, sample_id, properties, day, rules_version, changed_at)
       VALUES (?, 'steps', ?, 1, ?, ?, ?, '2025-01-01', 1, 0)
       ON CONFLICT (id) DO UPDATE SET notes = excluded.notes, properties = excluded.properties`,
    )
    .run(
      id,
      id * 86_400,
      `n ${figure}`,
      `steps-${id}`,
      JSON.stringify({ 'Step Count': { type: 'number', value: figure } }),
    );
  eventMutations.reconcile(id, free);
  return id;
}

function remove(id: number): void {
  writer.prepare<[number]>('DELETE FROM event WHERE id = ?').run(id);
  eventMutations.reconcile(id, free);
}

const rows = () =>
  writer
    .prepare<[], Mutation>('SELECT * FROM mutation ORDER BY id')
    .all()
    .map((row) => ({
      operation: row.operation,
      state: row.state,
      figure: (JSON.parse(row.payload) as { properties?: { 'Step Count': { value: number } } }).properties?.[
        'Step Count'
      ].value,
    }));

function only(): Mutation {
  const open = eventMutations.openOf(1);
  if (!open) throw new Error('nothing is open');
  return open;
}

/** Delivered as the runner would: ours, with what was sent. */
function deliver(isOurs = true): void {
  const mutation = only();
  const payload = JSON.parse(mutation.payload) as { notes: string; properties: Record<string, unknown> };
  eventMutations.remote.put({
    id: 'far-1',
    eventTypeId: 't',
    category: 'steps',
    sampleId: 'steps-1',
    start: 86_400,
    end: null,
    isDeleted: false,
    isOurs,
    content: { ...payload, is_all_day: true, source_type: 'healthkit', updatedAt: null, written: [] },
    event: 1,
  });
  queue.delivered(mutation, 'far-1', null);
}

function send(): Mutation {
  const [mutation] = batches.add([only()]).mutations;
  if (!mutation) throw new Error('no batch');
  queue.claim(mutation, mutation.batch, mutation.payload, 'far-1');
  return mutation;
}

test('create and change before the first push: one create with the last figure', () => {
  event(1);
  event(2);
  expect(rows()).toEqual([{ operation: 'create', state: 'queued', figure: 2 }]);
});

test('create and delete before the first push: nothing', () => {
  event(1);
  remove(1);
  expect(rows()).toEqual([]);
});

test('change and change: one update with the last figure, attempts start over', () => {
  event(1);
  deliver();
  event(5);
  queue.rejected(only(), 'sync.server_error', 3, nowMs, noServerMessage);
  event(9);
  expect(rows().at(-1)).toEqual({ operation: 'update', state: 'queued', figure: 9 });
  expect(only()).toMatchObject({ attempts: 0, batch: null, entity_id: 'far-1' });
});

test('changed back to what is there: the update goes off the queue', () => {
  event(1);
  deliver();
  event(5);
  event(1);
  expect(rows()).toEqual([{ operation: 'create', state: 'delivered', figure: 1 }]);
});

test('update and delete: a delete', () => {
  event(1);
  deliver();
  event(5);
  remove(1);
  expect(rows().at(-1)).toMatchObject({ operation: 'delete', state: 'queued' });
});

test('the same change again keeps attempts, and a failed one stays failed', () => {
  event(1);
  queue.failed(only(), 'sync.rejected', 5, noServerMessage);
  eventMutations.reconcile(1, free);
  expect(only()).toMatchObject({ state: 'failed', attempts: 5 });
  event(2);
  expect(only()).toMatchObject({ state: 'queued', attempts: 0 });
});

test('while the outcome is unknown the body stays as it was sent, and the newer change is remembered', () => {
  event(1);
  const sent = send();
  queue.undecided(sent, 'sync.timeout', nowMs, noServerMessage);
  event(7);
  expect(rows()).toEqual([{ operation: 'create', state: 'waiting', figure: 1 }]);
  expect(JSON.parse(only().payload)).toMatchObject({ hasNewer: true });
  remove(1);
  expect(rows()).toEqual([{ operation: 'create', state: 'waiting', figure: 1 }]);
});

test('theirs is never rewritten or deleted', () => {
  event(1);
  deliver(false);
  event(5);
  remove(1);
  expect(rows()).toEqual([{ operation: 'create', state: 'delivered', figure: 1 }]);
});

test('held: nothing is queued, and what waits goes off the queue', () => {
  event(1);
  eventMutations.reconcile(1, { isHeld: true, mayUpdate: true });
  expect(rows()).toEqual([]);
});

test('discarded by the user: neither the same change nor another figure comes back until it is taken back', () => {
  event(1);
  writer.prepare(`UPDATE mutation SET state = 'discarded'`).run();
  eventMutations.reconcile(1, free);
  expect(eventMutations.openOf(1)).toBeNull();
  event(2);
  expect(rows()).toMatchObject([{ state: 'discarded', figure: 1 }]);
  const id = writer.prepare<[], number>('SELECT id FROM mutation').pluck().get() ?? 0;
  expect(eventMutations.takeBack(id)).toBe(1);
  eventMutations.reconcile(1, free);
  expect(rows()).toEqual([{ operation: 'create', state: 'queued', figure: 2 }]);
});

test('killed while sending: queued again in the same request under the same key; one item less is another request', () => {
  event(1);
  event(1, 2);
  const batch = batches.add([eventMutations.openOf(1), eventMutations.openOf(2)].flatMap((row) => row ?? []));
  for (const mutation of batch.mutations)
    queue.claim(mutation, batch.id, mutation.payload, `id-${mutation.id}`);
  expect(batches.open()).toBeNull();
  writer.prepare(`UPDATE mutation SET state = 'sending'`).run();
  recoverMutations(writer);
  const again = batches.open();
  expect([again?.key, again?.mutations.map(({ id }) => id)]).toEqual([
    batch.key,
    batch.mutations.map(({ id }) => id),
  ]);
  writer.prepare(`UPDATE mutation SET state = 'discarded' WHERE event = 2`).run();
  expect(batches.open()).toBeNull();
  expect(only().batch).toBeNull();
});

test('what cannot be claimed is not sent, and no late answer changes what is decided', () => {
  event(1);
  const seen = only();
  const claimed = queue.claim(seen, null, seen.payload, 'id-1');
  expect(() => queue.claim(seen, null, seen.payload, 'id-1')).toThrow('internal');
  queue.release(claimed);
  writer.prepare(`UPDATE mutation SET state = 'discarded'`).run();
  expect(() => queue.claim(seen, null, seen.payload, 'id-1')).toThrow('internal');
  for (const known of [seen, claimed]) {
    queue.delivered(known, 'far-1', null);
    queue.rejected(known, 'sync.server_error', 1, nowMs, noServerMessage);
    queue.failed(known, 'sync.rejected', 1, noServerMessage);
    queue.undecided(known, 'sync.timeout', nowMs, noServerMessage);
    queue.release(known);
  }
  expect(rows()).toEqual([{ operation: 'create', state: 'discarded', figure: 1 }]);
  expect(writer.prepare('SELECT entity_id, code, attempts FROM mutation').get()).toEqual({
    entity_id: 'id-1',
    code: null,
    attempts: 0,
  });
});

test('what History alone shows is not queued, and goes there when it was sent before', () => {
  const local = (isLocal: number) => {
    writer.prepare<[number]>('UPDATE event SET is_local = ? WHERE id = 1').run(isLocal);
    eventMutations.reconcile(1, free);
  };
  event(200);
  local(1);
  expect(rows()).toEqual([]);
  local(0);
  deliver();
  local(1);
  expect(rows().at(-1)).toMatchObject({ operation: 'delete', state: 'queued' });
});
