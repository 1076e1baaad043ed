import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backlogCount } from '../../../../../src/core/outbox/backlog.ts';
import { reclassArrivals } from '../../../../../src/core/outbox/chunks/reclass-arrivals.ts';
import { recoverChunks } from '../../../../../src/core/outbox/chunks/recover-chunks.ts';
import { retryChunk } from '../../../../../src/core/outbox/chunks/user-acts.ts';
import { ChunkScene, onlyChunk } from './chunk-scene.ts';

const pelvicPain = 3;
const neverSeen = 4;

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
  scene.writer.exec(`INSERT INTO record_type (id, name) VALUES (${pelvicPain}, 'HKCategoryTypeIdentifierPelvicPain'),
    (${neverSeen}, 'HKQuantityTypeIdentifierNobodyHasSeen')`);
});
afterEach(() => scene.close());

/** Records as a version stored them that withheld neither type: ids of steps and of what is withheld now, in turns. */
function addMixed(days: readonly number[], type = neverSeen): number[] {
  const ids = scene.addRecords(days);
  const withheld = ids.filter((_, at) => at % 3 === 1);
  const set = scene.writer.prepare<[number, number]>('UPDATE record SET type = ? WHERE id = ?');
  for (const id of withheld) set.run(type, id);
  return withheld;
}

const reclass = () => reclassArrivals(scene.writer, 1_700_000_000);
const classes = () =>
  Object.fromEntries(
    scene.writer
      .prepare<[], [string, number]>(
        'SELECT class, sum(row_count) FROM arrival GROUP BY class ORDER BY class',
      )
      .raw()
      .all(),
  );
const typesOf = (lines: readonly Record<string, unknown>[]) => [
  ...new Set(lines.map(({ sampleType }) => sampleType)),
];
const lineCount = async (id: number) => (await scene.drain(scene.store(id))).length;
const all = ['record', 'reproductive', 'unknown'];

test('arrivals move to the class of today, every row keeps its seq, and a second time writes nothing', () => {
  addMixed([0, 1, 2, 3, 4, 5, 6, 7, 8], pelvicPain);
  addMixed([9, 10, 11]);
  const seqOf = () =>
    scene.writer
      .prepare<[], [number, number, number]>(
        'SELECT seq - first_row, seq, row_count FROM arrival ORDER BY seq',
      )
      .raw()
      .all();
  const [[offset] = []] = seqOf();
  reclass();
  expect(classes()).toEqual({ record: 8, reproductive: 3, unknown: 1 });
  expect(seqOf().every(([each]) => each === offset)).toBe(true);
  const before = scene.column('SELECT total_changes()');
  reclass();
  expect(scene.column('SELECT total_changes()')).toEqual(before);
});

test('a type that becomes known joins the records again', () => {
  addMixed([0, 1, 2]);
  reclass();
  scene.writer.exec("UPDATE record_type SET name = 'HKQuantityTypeIdentifierHeartRate' WHERE id = 4");
  // As stored by a version that did not know heart rates.
  scene.writer.exec(
    `UPDATE setting SET value = '[["HKQuantityTypeIdentifierHeartRate","unknown"]]' WHERE key = 'arrivals.withheld'`,
  );
  reclass();
  expect(classes()).toEqual({ record: 3 });
});

test('what was removed moves too: the person may take it back', () => {
  const [id] = addMixed([0, 1, 2]);
  scene.writer.exec(`INSERT INTO removed_record SELECT id, type, start, duration, source, value_key, value, origin, created, copies, run,
      metadata, 'gone', 1, 0, NULL FROM record WHERE id = ${id}; DELETE FROM record WHERE id = ${id}`);
  reclass();
  expect(classes()).toEqual({ record: 2, unknown: 1 });
});

describe('a destination', () => {
  test('that took nothing yet gets no withheld record, and each once when they are added', async () => {
    addMixed([0, 1, 2, 3, 4, 5]);
    const id = scene.addDestination(['record']);
    reclass();
    const lines = await scene.drain(scene.store(id));
    expect([lines.length, typesOf(lines)]).toEqual([4, ['HKQuantityTypeIdentifierStepCount']]);
    scene.consent(id, all, null);
    expect(backlogCount(scene.writer, scene.destination(id))).toBe(2);
    expect(typesOf(await scene.drain(scene.store(id)))).toEqual(['HKQuantityTypeIdentifierNobodyHasSeen']);
    expect(await lineCount(id)).toBe(0);
  });

  test('that took the first half gets only the second half when they are added', async () => {
    addMixed([0, 1, 2, 3, 4, 5]);
    const id = scene.addDestination(['record']);
    expect(await lineCount(id)).toBe(6);
    addMixed([6, 7, 8]);
    reclass();
    expect(await lineCount(id)).toBe(2);
    scene.consent(id, all, null);
    expect(await lineCount(id)).toBe(1);
    addMixed([9]);
    expect(await lineCount(id)).toBe(1);
  });

  test('that took reproductive types is asked for those that were records, and for none twice', async () => {
    scene.addRecords([20, 21], { class: 'reproductive' });
    scene.writer.exec(`UPDATE record SET type = ${pelvicPain}`);
    const id = scene.addDestination(['reproductive']);
    expect(await lineCount(id)).toBe(2);
    addMixed([0, 1, 2, 3], pelvicPain);
    reclass();
    expect(await lineCount(id)).toBe(1);
    scene.consent(id, all, null);
    expect(await lineCount(id)).toBe(3);
  });

  test('with a start day gets what lies before it once the day is taken back', async () => {
    addMixed([0, 1, 2, 3, 4, 5]);
    const id = scene.addDestination(['record'], '2022-01-11');
    expect(await lineCount(id)).toBe(3);
    reclass();
    scene.consent(id, all, null);
    expect(await lineCount(id)).toBe(3);
  });
});

describe('a chunk that was cut with withheld records', () => {
  test('and never sent is cut again without them; its file goes', async () => {
    addMixed([0, 1, 2, 3, 4, 5]);
    const id = scene.addDestination(['record']);
    await scene.store(id).cut(1);
    expect(scene.column('SELECT line_count FROM chunk')).toEqual([6]);
    reclass();
    expect(scene.column('SELECT count(*) FROM chunk')).toEqual([0]);
    await recoverChunks(scene.writer, scene.spool, 0);
    expect(typesOf(await scene.drain(scene.store(id)))).toEqual(['HKQuantityTypeIdentifierStepCount']);
    scene.consent(id, all, null);
    expect(await lineCount(id)).toBe(2);
    expect(await lineCount(id)).toBe(0);
  });

  test('and may be stored waits for the person, and is then cut again without them, marked', async () => {
    addMixed([0, 1, 2, 3, 4, 5]);
    const id = scene.addDestination(['record']);
    const store = scene.store(id);
    await store.cut(1);
    const chunk = onlyChunk(store.due(scene.clock.nowMs(), 1));
    store.claim([chunk]);
    store.uncertain({ ...chunk, state: 'sending' }, 'sync.timeout', scene.clock.nowMs(), {});
    reclass();
    scene.clock.advance(1e9);
    expect(await lineCount(id)).toBe(0);
    retryChunk(scene.writer, chunk.id, 0);
    const lines = await scene.drain(scene.store(id));
    expect([lines.length, typesOf(lines)]).toEqual([4, ['HKQuantityTypeIdentifierStepCount']]);
    scene.consent(id, all, null);
    expect(await lineCount(id)).toBe(2);
    expect(scene.column('SELECT DISTINCT may_be_repeated FROM chunk')).toEqual([1]);
  });

  test('and was being sent to Foundry when the program died is not sent again by itself', async () => {
    addMixed([0, 1, 2]);
    const id = scene.addDestination(['record'], null, 'foundry');
    const store = scene.store(id);
    await store.cut(1);
    store.claim(store.due(scene.clock.nowMs(), 1));
    reclass();
    expect(await lineCount(id)).toBe(0);
    expect(scene.column('SELECT state FROM chunk')).toEqual(['uncertain']);
  });

  test('of a chunk without any nothing changes', async () => {
    scene.addRecords([0, 1]);
    const id = scene.addDestination(['record']);
    await scene.store(id).cut(1);
    addMixed([2, 3, 4]);
    const before = scene.column('SELECT id FROM chunk');
    reclass();
    expect(scene.column('SELECT id FROM chunk')).toEqual(before);
    expect(await lineCount(id)).toBe(4);
  });
});
