import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Chunk, ChunkStore } from '../../../../../src/core/outbox/chunk-store.ts';
import { carryCursors } from '../../../../../src/core/outbox/chunks/carry-cursors.ts';
import { RawSide } from '../../../../../src/core/outbox/chunks/raw-side.ts';
import { discardChunk } from '../../../../../src/core/outbox/chunks/user-acts.ts';
import { itemsPage } from '../../../../../src/core/outbox/item-lists.ts';
import { mayBeThere, mayHaveArrived, type OutboxState } from '../../../../../src/shared/domain/sync.ts';
import { ChunkScene, onlyChunk } from './chunk-scene.ts';

/**
 * A chunk that was committed at Foundry just before the program died bears no mark: the same bytes again are recognized there. The
 * same records cut again are other bytes (each row says when it was sent), so every way that cuts them again keeps the bytes, or
 * marks the records.
 */
let scene: ChunkScene;
let cuts = 0;
beforeEach(async () => {
  scene = await ChunkScene.open();
  scene.addRecords([0, 1, 2, 3]);
});
afterEach(() => scene.close());

/** A store whose lines differ from one cut to the next, as those of the dataset do. */
const foundryStore = (id: number) => scene.store(id, ({ json }) => `{"cut":${++cuts},"record":${json}}`);
const side = () => new RawSide(scene.writer, scene.writer, scene.spool, () => 0);

/** One chunk is cut and claimed; the program dies and is started again. */
async function killedWhileSending(): Promise<{ id: number; store: ChunkStore; chunk: Chunk }> {
  const id = scene.addDestination(['record'], null, 'foundry');
  const store = foundryStore(id);
  await store.cut(1);
  const chunk = onlyChunk(store.due(scene.clock.nowMs(), 1));
  store.claim([chunk]);
  await side().recover();
  return { id, store, chunk };
}

const listed = (state: OutboxState) => itemsPage(scene.writer, { states: [state], limit: 9 }).rows;

const sent = (id: number) =>
  scene.column<string>(
    `SELECT json_array(sha256, may_be_repeated) FROM chunk WHERE destination = ? AND state = 'delivered'`,
    id,
  );

describe('may be stored at Foundry without a mark', () => {
  const narrowings = [
    ['its kind is taken out', [], null],
    ['its days are taken out', ['record'], '2030-01-01'],
  ] as const;

  test.each(narrowings)(
    '%s: the bytes are kept, do not go, and go again as they were',
    async (_, kinds, day) => {
      const { id, store, chunk } = await killedWhileSending();
      const before = scene.destination(id);
      scene.consent(id, kinds, day);
      side().changeScope(scene.destination(id), before, scene.destination(id));
      await side().enqueue(id);
      scene.clock.advance(1e9);
      expect(await scene.drain(store)).toEqual([]);
      expect(scene.column('SELECT state FROM chunk')).toEqual(['uncertain']);
      scene.consent(id, ['record'], null);
      side().changeScope(scene.destination(id), null, scene.destination(id));
      expect(await scene.drain(store)).toHaveLength(4);
      expect(sent(id)).toEqual([JSON.stringify([chunk.sha256, 0])]);
    },
  );

  test('turned off and on again: the bytes go again as they were', async () => {
    const { id, store, chunk } = await killedWhileSending();
    side().turnedOff(scene.destination(id));
    await side().enqueue(id);
    expect(await scene.drain(store)).toHaveLength(4);
    expect(sent(id)).toEqual([JSON.stringify([chunk.sha256, 0])]);
  });

  test('discarded and queued again: asked about first; the bytes are gone, the records are marked', async () => {
    const { id, store, chunk } = await killedWhileSending();
    await discardChunk(scene.writer, scene.spool, chunk.id, 0);
    expect(listed('discarded').map(mayHaveArrived)).toEqual([true]);
    side().queueAgain(scene.destination(id), chunk.id);
    expect(await scene.drain(store)).toHaveLength(4);
    expect(sent(id)).toEqual([expect.stringMatching(/,1\]$/)]);
  });

  test('carried over to another route: marked there', async () => {
    const { id } = await killedWhileSending();
    const atlas = scene.addDestination();
    carryCursors(scene.writer, id, atlas, 0);
    expect(await scene.drain(scene.store(atlas))).toHaveLength(4);
    expect(sent(atlas)).toEqual([expect.stringMatching(/,1\]$/)]);
  });

  test('another route is carried over to it: marked', async () => {
    const { id } = await killedWhileSending();
    const atlas = scene.addDestination();
    carryCursors(scene.writer, atlas, id, 0);
    expect(await scene.drain(foundryStore(id))).toHaveLength(4);
    expect(sent(id)).toEqual([expect.stringMatching(/,1\]$/)]);
  });
});

test('released at Foundry: never sent, so it is cut again without a mark', async () => {
  const id = scene.addDestination(['record'], null, 'foundry');
  const store = foundryStore(id);
  await store.cut(1);
  const due = store.due(scene.clock.nowMs(), 1);
  store.claim(due);
  store.release(due);
  expect(listed('queued').map(mayBeThere)).toEqual([false]);
  side().turnedOff(scene.destination(id));
  expect(scene.column('SELECT count(*) FROM chunk')).toEqual([0]);
  expect(await scene.drain(store)).toHaveLength(4);
  expect(sent(id)).toEqual([expect.stringMatching(/,0\]$/)]);
});
