import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backlogCount } from '../../../../../src/core/outbox/backlog.ts';
import { carryCursors } from '../../../../../src/core/outbox/chunks/carry-cursors.ts';
import { chunkRows } from '../../../../../src/core/outbox/chunks/chunk-rows.ts';
import { RawSide } from '../../../../../src/core/outbox/chunks/raw-side.ts';
import { loseChunk } from '../../../../../src/core/outbox/chunks/return-members.ts';
import { discardChunk, retryChunk } from '../../../../../src/core/outbox/chunks/user-acts.ts';
import { countRepeatable, itemsPage } from '../../../../../src/core/outbox/item-lists.ts';
import { OutboxActs } from '../../../../../src/core/outbox/outbox-acts.ts';
import { ChunkScene } from './chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
});
afterEach(() => scene.close());

/** 8,000 records: more than one chunk. */
const addMany = () =>
  scene.addRecords([0, 1, 2, 3], { perDay: 2000, metadata: `[["note","${'x'.repeat(600)}"]]` });

const sum = (id: number, where: string) =>
  scene.column<number>(
    `SELECT coalesce(sum(line_count), 0) FROM chunk WHERE destination = ? AND ${where}`,
    id,
  )[0] ?? 0;

test('the old route is off and superseded; what was in doubt goes once more, marked; nothing else twice', async () => {
  addMany();
  const atlas = scene.addDestination();
  const direct = scene.addDestination(['record'], null, 'foundry');
  const [from, to] = [scene.store(atlas), scene.store(direct)];
  await from.cut(3);
  const [done, doubted] = from.due(scene.clock.nowMs(), 3);
  if (!done || !doubted) throw new Error('chunks expected');
  from.claim([done, doubted]);
  expect(() => carryCursors(scene.writer, atlas, direct, 0)).toThrow('sync.route_busy');
  from.delivered(done, {});
  from.uncertain(doubted, 'sync.timeout', 0, {});
  // The new one has cut something of its own before.
  scene.addRecords([9], { perDay: 10 });
  await to.cut(2);
  carryCursors(scene.writer, atlas, direct, 0);
  expect(from.due(scene.clock.nowMs() + 1e9, 9)).toEqual([]);
  expect(scene.column('SELECT is_enabled FROM destination WHERE id = ?', atlas)).toEqual([0]);
  expect(backlogCount(scene.writer, scene.destination(direct))).toBe(8010 - done.lineCount);
  await scene.drain(scene.store(direct));
  expect(sum(direct, "state = 'delivered'")).toBe(8010 - done.lineCount);
  expect(sum(direct, "state = 'delivered' AND may_be_repeated = 1")).toBe(doubted.lineCount);
  // Counted where it went, and once.
  expect([atlas, direct].map((id) => countRepeatable(scene.writer, id))).toEqual([0, doubted.lineCount]);
  expect(sum(atlas, "state IN ('queued', 'waiting', 'uncertain', 'failed')")).toBe(0);
});

test('what the new route delivered by itself is not sent again, what it may have delivered is marked', async () => {
  addMany();
  const atlas = scene.addDestination();
  const direct = scene.addDestination(['record'], null, 'foundry');
  const to = scene.store(direct);
  await to.cut(2);
  const [done, doubted] = to.due(scene.clock.nowMs(), 2);
  if (!done || !doubted) throw new Error('chunks expected');
  to.claim([done, doubted]);
  to.delivered(done, {});
  to.uncertain(doubted, 'sync.timeout', 0, {});
  carryCursors(scene.writer, atlas, direct, 0);
  await scene.drain(to);
  expect(sum(direct, "state = 'delivered'")).toBe(8000);
  expect(sum(direct, "state = 'delivered' AND may_be_repeated = 1")).toBe(doubted.lineCount);
});

test('a class that the old route never got goes on at the new one: nothing of it again, what was left of it once', async () => {
  scene.addRecords([0, 1, 2]);
  scene.addRecords([10, 11, 12], { class: 'reproductive' });
  const atlas = scene.addDestination(['record', 'reproductive']);
  const direct = scene.addDestination(['record'], null, 'foundry');
  await scene.drain(scene.store(atlas));
  await scene.drain(scene.store(direct));
  // One chunk of the class is in doubt, one is cut, and one isn't cut yet.
  scene.addRecords([13], { class: 'reproductive' });
  const store = scene.store(atlas);
  await store.cut(1);
  const [doubted] = store.due(scene.clock.nowMs(), 1);
  if (!doubted) throw new Error('a chunk expected');
  store.claim([doubted]);
  store.uncertain(doubted, 'sync.timeout', 0, {});
  scene.addRecords([14], { class: 'reproductive' });
  await store.cut(1);
  scene.addRecords([15], { class: 'reproductive' });
  scene.addRecords([3]);

  carryCursors(scene.writer, direct, atlas, 0);
  expect(backlogCount(scene.writer, scene.destination(atlas))).toBe(4);
  await scene.drain(store);
  const lines = (where: string) => sum(atlas, `state = 'delivered' AND ${where}`);
  expect([lines("class = 'record'"), lines("class = 'reproductive'"), lines('may_be_repeated = 1')]).toEqual([
    4, 6, 1,
  ]);
});

test('retrying a chunk whose bytes were lost keeps the mark', async () => {
  addMany();
  const atlas = scene.addDestination();
  const store = scene.store(atlas);
  await store.cut(1);
  const [chunk] = store.due(scene.clock.nowMs(), 1);
  const [row] = chunkRows(scene.writer, 'LIMIT 1');
  if (!chunk || !row) throw new Error('a chunk expected');
  loseChunk(scene.writer, row, true, 0);
  retryChunk(scene.writer, chunk.id, 0);
  await scene.drain(store);
  expect(sum(atlas, "state = 'delivered'")).toBe(8000);
  expect(sum(atlas, 'may_be_repeated = 1')).toBe(chunk.lineCount);
});

test('what another route took over is in no list, and nobody queues it again: nothing is there twice', async () => {
  const atlas = scene.addDestination();
  const direct = scene.addDestination(['record'], null, 'foundry');
  scene.addRecords([0, 1, 2]);
  await scene.store(atlas).cut(1);
  await scene.store(direct).cut(1);
  const [cut] = scene.store(atlas).due(scene.clock.nowMs(), 1);
  if (!cut) throw new Error('a chunk expected');
  const acts = new OutboxActs(scene.writer, scene.spool, () => 0);
  const side = new RawSide(scene.writer, scene.writer, scene.spool, () => 0);
  side.carry(atlas, direct);
  for (const [id, target] of [
    [atlas, 'atlas'],
    [direct, 'foundry'],
  ] as const) {
    expect(acts.discardedAt({ id, target }, 50)).toEqual([]);
    const listed = itemsPage(scene.writer, { destination: id, states: ['discarded'], limit: 50 });
    expect(listed).toEqual({ rows: [], next: null, total: 0 });
  }
  expect(() => side.queueAgain(scene.destination(atlas), cut.id)).toThrow('sync.other_route');
  await scene.drain(scene.store(direct));
  await scene.drain(scene.store(atlas));
  expect(sum(direct, "state = 'delivered'")).toBe(3);
});

test('what the person gave up at the new route stays given up, sent before or not, until they take it back', async () => {
  const atlas = scene.addDestination();
  const direct = scene.addDestination(['record'], null, 'foundry');
  const to = scene.store(direct);
  scene.addRecords([0, 1]);
  await to.cut(1);
  scene.addRecords([2, 3, 4]);
  await to.cut(2);
  scene.addRecords([5]);
  const [sent, unsent] = to.due(scene.clock.nowMs(), 2);
  if (!sent || !unsent) throw new Error('chunks expected');
  to.claim([sent]);
  to.uncertain(sent, 'sync.timeout', 0, {});
  for (const { id } of [sent, unsent]) await discardChunk(scene.writer, scene.spool, id, 0);
  const side = new RawSide(scene.writer, scene.writer, scene.spool, () => 0);
  side.carry(atlas, direct);
  await scene.drain(to);
  expect(sum(direct, "state = 'delivered'")).toBe(1);
  for (const { id } of [sent, unsent]) side.queueAgain(scene.destination(direct), id);
  await scene.drain(to);
  expect(sum(direct, "state = 'delivered'")).toBe(6);
  expect(sum(direct, 'may_be_repeated = 1')).toBe(2);
});

test('one dataset, one route: a discard that is taken back goes by it, and not what went by the other one already', async () => {
  const atlas = scene.addDestination();
  const direct = scene.addDestination(['record'], null, 'foundry');
  const spool = scene.spool;
  const side = new RawSide(scene.writer, scene.writer, scene.spool, () => 0);
  scene.addRecords([0, 1]);
  await scene.store(atlas).cut(1);
  await scene.store(direct).cut(1);
  const [early] = scene.store(direct).due(scene.clock.nowMs(), 1);
  await discardChunk(scene.writer, spool, early?.id ?? 0, 0);
  await scene.drain(scene.store(atlas));
  scene.addRecords([2, 3, 4]);
  await scene.store(atlas).cut(1);
  const [late] = scene.store(atlas).due(scene.clock.nowMs(), 1);
  await discardChunk(scene.writer, spool, late?.id ?? 0, 0);
  side.carry(atlas, direct);
  side.queueAgain(scene.destination(direct), early?.id ?? 0);
  side.queueAgain(scene.destination(atlas), late?.id ?? 0);
  expect(await scene.drain(scene.store(direct))).toHaveLength(3);
  expect(await scene.drain(scene.store(atlas))).toEqual([]);
});

test('the route of a dataset is removed: the former one has what was left and does not send the rest again', async () => {
  const atlas = scene.addDestination();
  const direct = scene.addDestination(['record'], null, 'foundry');
  const side = new RawSide(scene.writer, scene.writer, scene.spool, () => 0);
  scene.addRecords([0, 1]);
  await scene.store(atlas).cut(1);
  side.carry(atlas, direct);
  await scene.drain(scene.store(direct));
  scene.addRecords([2, 3, 4]);
  await scene.store(direct).cut(1);
  const [left] = scene.column("SELECT spool FROM chunk WHERE destination = ? AND state = 'queued'", direct);
  expect(readdirSync(scene.spoolDir)).toContain(left);
  await new OutboxActs(scene.writer, scene.spool, () => 0).removeItems(direct);
  expect(readdirSync(scene.spoolDir)).not.toContain(left);
  scene.writer.prepare('UPDATE destination SET is_enabled = 1 WHERE id = ?').run(atlas);
  expect(await scene.drain(scene.store(atlas))).toHaveLength(3);
});
