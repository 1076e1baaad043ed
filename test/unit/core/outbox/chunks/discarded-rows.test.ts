import { afterEach, beforeEach, expect, test } from 'vitest';
import { ArrivalLog } from '../../../../../src/core/import/writer/arrival-log.ts';
import { Backlog } from '../../../../../src/core/outbox/backlog.ts';
import type { ChunkStore } from '../../../../../src/core/outbox/chunk-store.ts';
import { carryCursors } from '../../../../../src/core/outbox/chunks/carry-cursors.ts';
import { isAmong } from '../../../../../src/core/outbox/chunks/discarded-rows.ts';
import { discardChunk, undiscardChunk } from '../../../../../src/core/outbox/chunks/user-acts.ts';
import { ChunkScene, firstStart, onlyChunk } from './chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
});
afterEach(() => scene.close());

const daysOf = (lines: readonly Record<string, unknown>[]) =>
  lines.map(({ startDate }) => (Date.parse(String(startDate)) / 1000 - firstStart) / 86_400);
const dateOf = (day: number) => new Date((firstStart + day * 86_400) * 1000).toISOString().slice(0, 10);

/** Rows of before, in an import of their own. */
function arriveAgain(ids: readonly number[]): void {
  new ArrivalLog(scene.writer, scene.addRun()).appendAgain('record', ids);
}

/** Cuts everything into one chunk, and discards it; gives its id. */
async function discardAll(store: ChunkStore): Promise<number> {
  await store.cut(1);
  const { id } = onlyChunk(store.due(scene.clock.nowMs(), 9));
  await discardChunk(scene.writer, scene.spool, id, 0);
  return id;
}

const tails: readonly (readonly [string, number | null])[] = [
  ['of all days', null],
  ['from a start day on', 2],
];

test.each(tails)('rows of a discarded chunk are neither counted nor cut, %s', async (_, fromDay) => {
  const ids = scene.addRecords([0, 1, 2, 3, 4, 5]);
  const id = scene.addDestination(['record'], fromDay === null ? null : dateOf(fromDay));
  const other = scene.addDestination();
  const store = scene.store(id);
  const backlog = new Backlog(scene.writer);
  const pending = () => backlog.count(scene.destination(id));
  const chunk = await discardAll(store);
  scene.addRecords([6, 7]);
  arriveAgain([ids[1], ids[3], ids[4]].map(Number));
  expect([pending(), backlog.count(scene.destination(other))]).toEqual([2, 8]);
  expect(daysOf(await scene.drain(store))).toEqual([6, 7]);
  expect([pending(), store.hasBacklog()]).toEqual([0, false]);
  // Once more, and cut before the user takes the discard back; then once more, and not yet cut.
  arriveAgain([ids[3], ids[5]].map(Number));
  expect([pending(), await scene.drain(store)]).toEqual([0, []]);
  arriveAgain([Number(ids[5])]);
  undiscardChunk(scene.writer, chunk, 0);
  const days = [0, 1, 2, 3, 4, 5].filter((day) => day >= (fromDay ?? 0));
  expect(pending()).toBe(days.length);
  expect(daysOf(await scene.drain(store)).sort()).toEqual(days);
  expect([pending(), store.hasBacklog()]).toEqual([0, false]);
});

test('of two discarded chunks with one row, the newer one keeps it', async () => {
  const ids = scene.addRecords([0, 1, 2]);
  const id = scene.addDestination();
  const store = scene.store(id);
  const backlog = new Backlog(scene.writer);
  await store.cut(1);
  const first = onlyChunk(store.due(scene.clock.nowMs(), 9)).id;
  arriveAgain([Number(ids[1])]);
  await store.cut(2);
  const second = store.due(scene.clock.nowMs(), 9).find((one) => one.id !== first)?.id ?? 0;
  for (const chunk of [first, second]) await discardChunk(scene.writer, scene.spool, chunk, 0);
  arriveAgain([Number(ids[1])]);
  expect(await scene.drain(store)).toEqual([]);
  undiscardChunk(scene.writer, first, 0);
  expect(backlog.count(scene.destination(id))).toBe(2);
  expect(daysOf(await scene.drain(store))).toEqual([0, 2]);
  undiscardChunk(scene.writer, second, 0);
  expect(daysOf(await scene.drain(store))).toEqual([1]);
});

test('a route that takes a dataset over keeps to what was discarded on the former one', async () => {
  const ids = scene.addRecords([0, 1, 2]);
  const atlas = scene.addDestination();
  const direct = scene.addDestination(['record'], null, 'foundry');
  const chunk = await discardAll(scene.store(atlas));
  carryCursors(scene.writer, atlas, direct, 0);
  scene.addRecords([3]);
  arriveAgain([Number(ids[1])]);
  expect(new Backlog(scene.writer).count(scene.destination(direct))).toBe(1);
  expect(daysOf(await scene.drain(scene.store(direct)))).toEqual([3]);
  undiscardChunk(scene.writer, chunk, 0);
  expect(daysOf(await scene.drain(scene.store(direct))).sort()).toEqual([0, 1, 2]);
});

test('a discard, or one that is taken back, while a chunk is being cut counts for that chunk', async () => {
  const ids = scene.addRecords([0, 1, 2]);
  const id = scene.addDestination();
  const store = scene.store(id);
  await store.cut(1);
  const chunk = onlyChunk(store.due(scene.clock.nowMs(), 9)).id;
  arriveAgain(ids);
  scene.addRecords([3]);
  const cutting = store.cut(2);
  await discardChunk(scene.writer, scene.spool, chunk, 0);
  await cutting;
  expect(daysOf(await scene.drain(store))).toEqual([3]);
  arriveAgain(ids);
  const again = store.cut(1);
  undiscardChunk(scene.writer, chunk, 0);
  await again;
  expect(daysOf(await scene.drain(store)).sort()).toEqual([0, 1, 2]);
});

test('a row is looked for among ranges that are in order', () => {
  const rows = [
    { first: 2, end: 4 },
    { first: 7, end: 8 },
  ];
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].filter((row) => isAmong(rows, row))).toEqual([2, 3, 7]);
  expect(isAmong([], 1)).toBe(false);
});
