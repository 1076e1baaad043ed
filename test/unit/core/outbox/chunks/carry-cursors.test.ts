import { afterEach, beforeEach, expect, test } from 'vitest';
import { backlogCount } from '../../../../../src/core/outbox/backlog.ts';
import { carryCursors } from '../../../../../src/core/outbox/chunks/carry-cursors.ts';
import { chunkRows } from '../../../../../src/core/outbox/chunks/chunk-rows.ts';
import { retryChunk } from '../../../../../src/core/outbox/chunks/person-acts.ts';
import { loseChunk } from '../../../../../src/core/outbox/chunks/return-members.ts';
import { ChunkScene } from './chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
  scene.addRecords([0, 1, 2, 3], { perDay: 2000, metadata: `[["note","${'x'.repeat(600)}"]]` });
});
afterEach(() => scene.close());

const sum = (id: number, where: string) =>
  scene.column<number>(
    `SELECT coalesce(sum(line_count), 0) FROM chunk WHERE destination = ? AND ${where}`,
    id,
  )[0] ?? 0;

test('the old route is off and superseded; what was in doubt goes once more, marked; nothing else twice', async () => {
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
  expect(sum(atlas, "state IN ('queued', 'waiting', 'uncertain', 'failed')")).toBe(0);
});

test('what the new route delivered by itself is not sent again, what it may have delivered is marked', async () => {
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

test('retrying a chunk whose bytes were lost keeps the mark', async () => {
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
