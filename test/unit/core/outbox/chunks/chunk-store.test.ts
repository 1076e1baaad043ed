import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { backlogCount } from '../../../../../src/core/outbox/backlog.ts';
import { carryCursors } from '../../../../../src/core/outbox/chunks/carry-cursors.ts';
import { maxChunkBytes } from '../../../../../src/core/outbox/chunks/chunk-cutter.ts';
import { RawSide } from '../../../../../src/core/outbox/chunks/raw-side.ts';
import { recoverChunks } from '../../../../../src/core/outbox/chunks/recover-chunks.ts';
import { withdrawChunks } from '../../../../../src/core/outbox/chunks/return-members.ts';
import {
  chunkPayload,
  discardChunk,
  retryChunk,
  retryChunks,
  undiscardChunk,
} from '../../../../../src/core/outbox/chunks/user-acts.ts';
import { textFor } from '../../../../../src/shared/error-texts.ts';
import { expectMode } from '../../../data/scratch.ts';
import { ChunkScene, lockFile, onlyChunk, parseLines } from './chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
});
afterEach(() => scene.close());

const files = () => readdirSync(scene.spoolDir);
const states = () => scene.column<string>('SELECT state FROM chunk ORDER BY id');
const backlog = (id: number) => backlogCount(scene.writer, scene.destination(id));
const second = () => Math.floor(scene.clock.nowMs() / 1000);

/** One queued chunk of `lines` records. */
async function oneChunk(lines: number) {
  scene.addRecords([0], { perDay: lines });
  const id = scene.addDestination();
  const store = scene.store(id);
  await store.cut(1);
  return { id, store, chunk: onlyChunk(store.due(scene.clock.nowMs(), 7)) };
}

describe('cutting', () => {
  test('chunks are full, under 1.9 MiB, of whole lines, and their files are the owner’s alone', async () => {
    scene.addRecords([0, 1], { perDay: 5000, metadata: `[["note","${'ü'.repeat(300)}"]]` });
    const id = scene.addDestination();
    const store = scene.store(id);
    await store.cut(100);
    const chunks = store.due(scene.clock.nowMs(), 100);
    expect(chunks.length).toBeGreaterThan(4);
    let lines = 0;
    for (const [i, chunk] of chunks.entries()) {
      const bytes = await store.read(chunk);
      expect(bytes.length).toBe(chunk.bytes);
      expect(bytes.length).toBeLessThanOrEqual(maxChunkBytes);
      if (i < chunks.length - 1) expect(bytes.length).toBeGreaterThan(maxChunkBytes - 2000);
      expect(parseLines(bytes)).toHaveLength(chunk.lineCount);
      lines += chunk.lineCount;
    }
    expect(lines).toBe(10_000);
    for (const name of files()) expectMode(join(scene.spoolDir, name), '600');
    expect(files()).toHaveLength(chunks.length);
    expect(backlog(id)).toBe(0);
  });

  test('only as many as are asked for, counting those that are queued', async () => {
    scene.addRecords([0], { perDay: 9000, metadata: `[["note","${'x'.repeat(600)}"]]` });
    const id = scene.addDestination();
    const store = scene.store(id);
    await store.cut(2);
    await store.cut(2);
    expect(states()).toEqual(['queued', 'queued']);
    const kept = scene.column<number>('SELECT sum(line_count) FROM chunk')[0] ?? 0;
    expect(backlog(id)).toBe(9000 - kept);
  });

  test('a line over 1.9 MiB fails alone, its neighbors go', async () => {
    scene.addRecords([0]);
    scene.addRecords([1], { metadata: `[["note","${'x'.repeat(maxChunkBytes)}"]]` });
    scene.addRecords([2]);
    const id = scene.addDestination();
    const store = scene.store(id);
    expect(await scene.drain(store)).toHaveLength(2);
    expect(
      scene.column(
        "SELECT state || ' ' || coalesce(code, '') || ' ' || line_count FROM chunk ORDER BY first_at",
      ),
    ).toEqual(['delivered  1', 'failed sync.too_large 1', 'delivered  1']);
    await expect.poll(files).toEqual([]);
  });

  test('classes do not share a chunk; one that is off is not cut', async () => {
    scene.addRecords([0]);
    scene.addRecords([1], { class: 'reproductive' });
    const store = scene.store(scene.addDestination(['record', 'reproductive']));
    await store.cut(5);
    expect(
      store
        .due(scene.clock.nowMs(), 5)
        .map((chunk) => chunk.class)
        .sort(),
    ).toEqual(['record', 'reproductive']);
    const without = scene.store(scene.addDestination(['record']));
    expect(await scene.drain(without)).toHaveLength(1);
  });

  test('the form of the destination is applied to every line', async () => {
    scene.addRecords([0, 1]);
    const store = scene.store(scene.addDestination(), ({ json }) => JSON.stringify({ raw: json }));
    const lines = await scene.drain(store);
    expect(lines.map((line) => typeof JSON.parse(String(line['raw'])).uuid)).toEqual(['string', 'string']);
  });

  test('a scope that changes while a chunk is cut wins', async () => {
    scene.addRecords([0, 1], { perDay: 3000 });
    const id = scene.addDestination();
    const store = scene.store(id);
    const cutting = store.cut(50);
    scene.consent(id, [], null);
    await cutting;
    const cut = scene.column<number>('SELECT coalesce(sum(line_count), 0) FROM chunk')[0] ?? 0;
    scene.consent(id, ['record'], null);
    expect(backlog(id)).toBe(6000 - cut);
    expect(files()).toHaveLength(states().length);
  });

  test('the loop of the program is free while many lines are cut', async () => {
    scene.addRecords([0, 1, 2, 3], { perDay: 10_000 });
    const store = scene.store(scene.addDestination());
    // On a machine on which every read takes longer than a turn may.
    let nowMs = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      nowMs += 1000;
      return nowMs;
    });
    onTestFinished(() => clock.mockRestore());
    let turns = 0;
    let isCut = false;
    const turn = () => {
      turns++;
      if (!isCut) setImmediate(turn);
    };
    setImmediate(turn);
    await store.cut(100);
    isCut = true;
    expect(turns).toBeGreaterThan(5);
  });
});

describe('outcomes', () => {
  test('delivered: the ledger keeps the response, the bytes go', async () => {
    const { store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    store.delivered(chunk, {
      requestId: 'r',
      remotePath: 'p',
      transactionRid: 't',
      warning: 'sync.stored_as_json',
    });
    expect(
      scene.writer
        .prepare(
          'SELECT state, tries, spool, request_id, far_path, transaction_rid, warning, may_be_repeated FROM chunk',
        )
        .all(),
    ).toEqual([
      {
        state: 'delivered',
        tries: 1,
        spool: null,
        request_id: 'r',
        far_path: 'p',
        transaction_rid: 't',
        warning: 'sync.stored_as_json',
        may_be_repeated: 0,
      },
    ]);
    await expect.poll(files).toEqual([]);
  });

  test('waiting comes back when its time has come, uncertain at most three times by itself', async () => {
    const { store } = await oneChunk(3);
    const now = () => scene.clock.nowMs();
    for (let i = 0; i < 4; i++) {
      const chunk = onlyChunk(store.due(now(), 7));
      store.claim([chunk]);
      store.uncertain(chunk, 'sync.timeout', now() + 1000, {});
      expect(store.due(now(), 7)).toEqual([]);
      scene.clock.advance(1000);
    }
    expect(store.due(now() + 1e9, 7)).toEqual([]);
    expect(store.nextDueMs()).toBeNull();
    expect(states()).toEqual(['uncertain']);
    retryChunk(scene.writer, 1, second());
    const chunk = onlyChunk(store.due(now(), 7));
    expect(chunk).toMatchObject({ mayBeRepeated: true, resends: 0 });
    store.claim([chunk]);
    store.delivered(chunk, {});
    expect(scene.column('SELECT may_be_repeated FROM chunk')).toEqual([1]);
  });

  test('one in doubt of which nothing can have been stored spends no resend', async () => {
    const { store, chunk: first } = await oneChunk(3);
    store.claim([first]);
    store.uncertain(first, 'sync.timeout', scene.clock.nowMs(), {});
    for (let i = 0; i < 10; i++) {
      const chunk = onlyChunk(store.due(scene.clock.nowMs(), 7));
      store.claim([chunk]);
      if (i % 2 === 0) store.release([chunk]);
      else store.waiting(chunk, 'sync.not_stored', scene.clock.nowMs(), {});
    }
    expect(onlyChunk(store.due(scene.clock.nowMs(), 7)).resends).toBe(0);
  });

  test('released: as if it had never been claimed', async () => {
    const { store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    expect(store.due(scene.clock.nowMs(), 7)).toEqual([]);
    store.release([chunk]);
    expect(onlyChunk(store.due(scene.clock.nowMs(), 7))).toEqual(chunk);
  });

  test('rejected: bisected until the bad line stands alone, the rest is delivered', async () => {
    const { store } = await oneChunk(1000);
    const bad = 777;
    const delivered: unknown[] = [];
    for (
      let due = store.due(scene.clock.nowMs(), 7);
      due.length > 0;
      due = store.due(scene.clock.nowMs(), 7)
    ) {
      for (const chunk of due) {
        store.claim([chunk]);
        const starts = parseLines(await store.read(chunk)).map(({ startDate }) => startDate);
        const isBad = starts.some((start) =>
          String(start).endsWith(`${new Date(bad * 1000).toISOString().slice(14, 19)}Z`),
        );
        if (isBad) await store.rejected(chunk, 'sync.rejected', { error: 'no' });
        else {
          store.delivered(chunk, {});
          delivered.push(...starts);
        }
      }
    }
    expect(new Set(delivered).size).toBe(999);
    expect(
      scene.writer.prepare("SELECT line_count, code, error, members FROM chunk WHERE state = 'failed'").all(),
    ).toEqual([
      { line_count: 1, code: 'sync.rejected', error: 'no', members: JSON.stringify([[bad + 1, 1, bad + 1]]) },
    ]);
    expect(scene.column("SELECT sum(line_count) FROM chunk WHERE state = 'delivered'")).toEqual([999]);
    await expect.poll(() => files().length).toBe(1);
  });

  test('rejected while its bytes cannot be read: it waits by name, and is bisected another time', async () => {
    const { store, chunk } = await oneChunk(4);
    const [name = ''] = files();
    store.claim([chunk]);
    const free = lockFile(join(scene.spoolDir, name));
    await store.rejected(chunk, 'sync.rejected', { error: 'no' });
    expect(scene.writer.prepare('SELECT state, code, line_count FROM chunk').all()).toEqual([
      { state: 'waiting', code: 'profile.unreadable', line_count: 4 },
    ]);
    free();
    scene.clock.advance(60_000);
    const again = onlyChunk(store.due(scene.clock.nowMs(), 7));
    store.claim([again]);
    await store.rejected(again, 'sync.rejected', { error: 'no' });
    expect(scene.column('SELECT line_count FROM chunk')).toEqual([2, 2]);
  });

  test('discarded while others were read for the same request: none of them is claimed', async () => {
    const { store, chunk } = await oneChunk(3);
    scene.addRecords([1], { perDay: 3 });
    await store.cut(2);
    const due = store.due(scene.clock.nowMs(), 7);
    expect(due.length).toBe(2);
    await discardChunk(scene.writer, scene.spool, chunk.id, second());
    expect(store.claim(due)).toBe(false);
    expect(states()).toEqual(['discarded', 'queued']);
    expect(store.claim(store.due(scene.clock.nowMs(), 7))).toBe(true);
    expect(states()).toEqual(['discarded', 'sending']);
  });

  test('discarded by the person: the bytes go, and it is not sent any more', async () => {
    const { id, store, chunk } = await oneChunk(3);
    expect(await chunkPayload(scene.writer, scene.spool, chunk.id, 20)).toBe('{"sampleClass":"HKQu');
    await discardChunk(scene.writer, scene.spool, chunk.id, second());
    expect(files()).toEqual([]);
    expect(store.due(scene.clock.nowMs(), 7)).toEqual([]);
    expect(backlog(id)).toBe(0);
    expect(() => retryChunk(scene.writer, chunk.id, second())).toThrow('sync.item_changed');
  });

  test('claimed a moment before: it is neither discarded nor sent again, and that is what is said', async () => {
    const { store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    const spool = scene.spool;
    await expect(discardChunk(scene.writer, spool, chunk.id, second())).rejects.toThrow('sync.item_changed');
    expect(() => retryChunk(scene.writer, chunk.id, second())).toThrow('sync.item_changed');
    expect(() => undiscardChunk(scene.writer, chunk.id, second())).toThrow('sync.item_changed');
    expect(textFor('sync.item_changed')).toEqual({
      title: 'This item changed meanwhile',
      text: 'It’s being sent, or it was delivered, discarded, or queued again after the list was loaded. Nothing was changed.',
    });
    expect(states()).toEqual(['sending']);
  });

  test.each([0, 1])('discarded while it is read for a request, sent %i times: it stays so', async (tries) => {
    const { id, store, chunk } = await oneChunk(3);
    scene.writer.prepare<[number]>('UPDATE chunk SET tries = ?').run(tries);
    await discardChunk(scene.writer, scene.spool, chunk.id, second());
    await expect(store.read(chunk)).rejects.toThrow('sync.spool_lost');
    expect(states()).toEqual(['discarded']);
    expect(backlog(id)).toBe(0);
  });
});

describe('in doubt and outside of the consent', () => {
  const row = () => scene.writer.prepare('SELECT state, code, next_at_ms FROM chunk').get();
  const out = { state: 'uncertain', code: 'sync.out_of_scope', next_at_ms: null };
  const withdraw = (id: number, kinds: readonly string[]) => {
    scene.consent(id, kinds, null);
    withdrawChunks(scene.writer, id, scene.destination(id), second());
  };

  test('it names no time and is not retried; agreed to again, it is due', async () => {
    const { id, store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    store.uncertain(chunk, 'sync.timeout', scene.clock.nowMs() + 1000, {});
    withdraw(id, ['workout']);
    expect(row()).toEqual(out);
    expect(() => retryChunk(scene.writer, chunk.id, second())).toThrow('sync.out_of_scope');
    expect(retryChunks(scene.writer, id, ['uncertain'], second())).toEqual({ items: 0, left: 1 });
    const before = scene.writer.prepare('SELECT * FROM chunk').get();
    scene.clock.advance(60_000);
    withdraw(id, ['workout']);
    expect(scene.writer.prepare('SELECT * FROM chunk').get()).toEqual(before);
    withdraw(id, ['record']);
    expect(row()).toMatchObject({ state: 'uncertain', code: 'sync.unknown_outcome' });
    expect(onlyChunk(store.due(scene.clock.nowMs(), 7)).id).toBe(chunk.id);
  });

  test('nor while its target is off', async () => {
    const { id, store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    store.uncertain(chunk, 'sync.timeout', scene.clock.nowMs(), {});
    scene.writer.prepare<[number]>('UPDATE destination SET is_enabled = 0 WHERE id = ?').run(id);
    expect(() => retryChunk(scene.writer, chunk.id, second())).toThrow('sync.out_of_scope');
    expect(row()).toMatchObject({ state: 'uncertain', code: 'sync.timeout' });
  });

  test.each(['uncertain', 'release'] as const)('so is one that left while it was sent: %s', async (end) => {
    const { id, store } = await oneChunk(3);
    const first = onlyChunk(store.due(scene.clock.nowMs(), 7));
    store.claim([first]);
    store.uncertain(first, 'sync.timeout', scene.clock.nowMs(), {});
    const chunk = onlyChunk(store.due(scene.clock.nowMs(), 7));
    store.claim([chunk]);
    scene.consent(id, ['workout'], null);
    if (end === 'release') store.release([chunk]);
    else store.uncertain(chunk, 'sync.cut_short', scene.clock.nowMs(), {});
    expect(row()).toEqual(out);
  });

  test.each(['recover', 'requeue'] as const)(
    'nor is one whose program or step died while it was sent: %s',
    async (act) => {
      const { id, store, chunk } = await oneChunk(3);
      store.claim([chunk]);
      scene.writer.prepare<[number]>('UPDATE destination SET is_enabled = 0 WHERE id = ?').run(id);
      const side = new RawSide(scene.writer, scene.writer, scene.spool, second);
      const work = act === 'recover' ? side.recover() : side.requeue(scene.destination(id));
      // Looked at as a call would that comes meanwhile.
      expect(row()).toEqual(out);
      await work;
      expect(row()).toEqual(out);
    },
  );

  test('one that was left to the user stays so when it is agreed to again', async () => {
    const { id, store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    store.uncertain(chunk, 'sync.timeout', scene.clock.nowMs(), {});
    scene.writer.exec('UPDATE chunk SET resends = 3, next_at_ms = NULL');
    withdraw(id, ['workout']);
    expect(row()).toEqual(out);
    withdraw(id, ['record']);
    expect(row()).toEqual({ state: 'uncertain', code: 'sync.unknown_outcome', next_at_ms: null });
  });

  test('one whose bytes are gone keeps saying that', async () => {
    const { id, store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    for (const name of files()) rmSync(join(scene.spoolDir, name));
    await recoverChunks(scene.writer, scene.spool, second());
    withdraw(id, ['workout']);
    expect(row()).toEqual({ state: 'uncertain', code: 'sync.spool_lost', next_at_ms: null });
  });
});

describe('after a crash', () => {
  test('sending goes again with the same bytes; at Atlas it is in doubt until then', async () => {
    const { id, chunk } = await oneChunk(3);
    scene.store(id).claim([chunk]);
    scene.reopen();
    await recoverChunks(scene.writer, scene.spool, second());
    const again = onlyChunk(scene.store(id).due(scene.clock.nowMs(), 7));
    expect(again).toMatchObject({ state: 'uncertain', sha256: chunk.sha256, tries: 1, mayBeRepeated: true });
    expect(parseLines(await scene.store(id).read(again))).toHaveLength(3);
  });

  test('one that never lives to see an answer is resent three times, then left to the user', async () => {
    const { id, chunk } = await oneChunk(3);
    scene.store(id).claim([chunk]);
    let resent = 0;
    for (;;) {
      scene.reopen();
      await recoverChunks(scene.writer, scene.spool, second());
      const due = scene.store(id).due(scene.clock.nowMs(), 7);
      if (due.length === 0 || resent > 3) break;
      scene.store(id).claim(due);
      resent += 1;
    }
    expect(resent).toBe(3);
    expect(scene.writer.prepare('SELECT state, resends, next_at_ms FROM chunk').all()).toEqual([
      { state: 'uncertain', resends: 3, next_at_ms: null },
    ]);
    retryChunk(scene.writer, chunk.id, second());
    expect(onlyChunk(scene.store(id).due(scene.clock.nowMs(), 7))).toMatchObject({ resends: 0, tries: 4 });
  });

  test('at a destination that tells repeats it is no repeat', async () => {
    scene.addRecords([0]);
    const id = scene.addDestination(['record'], null, 'foundry');
    const store = scene.store(id);
    await store.cut(1);
    store.claim(store.due(scene.clock.nowMs(), 1));
    await recoverChunks(scene.writer, scene.spool, second());
    expect(onlyChunk(store.due(scene.clock.nowMs(), 1)).mayBeRepeated).toBe(false);
  });

  test('files without a row go, others stay', async () => {
    await oneChunk(3);
    writeFileSync(join(scene.spoolDir, 'left-behind.ndjson.gz'), '');
    await recoverChunks(scene.writer, scene.spool, second());
    expect(files()).toEqual(scene.column('SELECT spool FROM chunk'));
  });

  test('bytes lost and never sent: exactly its members are backlog again', async () => {
    const { id, store } = await oneChunk(3);
    scene.addRecords([1]);
    for (const name of files()) rmSync(join(scene.spoolDir, name));
    await recoverChunks(scene.writer, scene.spool, second());
    expect(states()).toEqual([]);
    expect(backlog(id)).toBe(4);
    expect(await scene.drain(store)).toHaveLength(4);
    expect(backlog(id)).toBe(0);
  });

  test('bytes lost and sent before: uncertain, for the person', async () => {
    const { id, store, chunk } = await oneChunk(3);
    store.claim([chunk]);
    for (const name of files()) rmSync(join(scene.spoolDir, name));
    await recoverChunks(scene.writer, scene.spool, second());
    expect(scene.writer.prepare('SELECT state, code, next_at_ms, may_be_repeated FROM chunk').all()).toEqual([
      { state: 'uncertain', code: 'sync.spool_lost', next_at_ms: null, may_be_repeated: 1 },
    ]);
    expect(store.due(scene.clock.nowMs() + 1e9, 7)).toEqual([]);
    retryChunk(scene.writer, chunk.id, second());
    expect(backlog(id)).toBe(3);
  });

  test('bytes that cannot be read for a while are not given up: the read is refused by name, and works when they can', async () => {
    const { store, chunk } = await oneChunk(3);
    const [name = ''] = files();
    const path = join(scene.spoolDir, name);
    const free = lockFile(path);
    const before = scene.writer.prepare('SELECT * FROM chunk').all();
    await expect(store.read(chunk)).rejects.toMatchObject({ code: 'profile.unreadable' });
    expect(scene.writer.prepare('SELECT * FROM chunk').all()).toEqual(before);
    free();
    expect((await store.read(chunk)).length).toBe(chunk.bytes);
  });

  test('bytes that rotted are as good as lost', async () => {
    const { id, store, chunk } = await oneChunk(3);
    for (const name of files()) writeFileSync(join(scene.spoolDir, name), 'x');
    store.claim([chunk]);
    await expect(store.read(chunk)).rejects.toThrow('sync.spool_lost');
    expect(states()).toEqual([]);
    expect(backlog(id)).toBe(3);
  });
});

test('another route to the same dataset goes on from what was confirmed', async () => {
  scene.addRecords([0], { perDay: 9000, metadata: `[["note","${'x'.repeat(600)}"]]` });
  const atlas = scene.addDestination();
  const store = scene.store(atlas);
  await store.cut(2);
  const [first, waits] = store.due(scene.clock.nowMs(), 2);
  if (!first || !waits) throw new Error('two chunks expected');
  store.claim([first, waits]);
  store.delivered(first, {});
  store.uncertain(waits, 'sync.timeout', 0, {});
  const direct = scene.addDestination(['record'], null, 'foundry');
  carryCursors(scene.writer, atlas, direct, second());
  expect(backlog(direct)).toBe(9000 - first.lineCount);
  expect(await scene.drain(scene.store(direct))).toHaveLength(9000 - first.lineCount);
  expect(backlog(atlas)).toBe(9000 - first.lineCount - waits.lineCount);
});
