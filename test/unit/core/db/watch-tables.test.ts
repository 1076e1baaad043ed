import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWriter, type Writer } from '../../../../src/core/db/open.ts';
import { countThenUse } from '../../../../src/core/db/watch-tables.ts';

let writer: Writer;
beforeEach(() => {
  writer = openWriter(':memory:');
  writer.exec(`CREATE TABLE event (id INTEGER PRIMARY KEY, value INTEGER, seen INTEGER); CREATE TABLE other (id INTEGER);
    INSERT INTO event VALUES (1, 10, 0), (2, 20, 0)`);
});
afterEach(() => writer.close());

const watched = [{ table: 'event', columns: ['value'] }];
const sum = () => writer.prepare<[], number>('SELECT sum(value) FROM event').pluck().get() ?? 0;

/** Counts with `meanwhile` in the middle of it; says what was used, and how often it was counted. */
async function counted(meanwhile: (time: number) => void) {
  let times = 0;
  const used: [number, boolean][] = [];
  await countThenUse(
    writer,
    watched,
    async () => {
      const before = sum();
      await nextTurn();
      meanwhile(++times);
      await nextTurn();
      return before;
    },
    (value, isCurrent) => used.push([value, isCurrent]),
  );
  return { times, used };
}

test('counted once while nothing that counts is written', async () => {
  const meanwhile = () => writer.exec('INSERT INTO other VALUES (1); UPDATE event SET seen = 1');
  expect(await counted(meanwhile)).toEqual({ times: 1, used: [[30, true]] });
});

test.each([
  ['changed', 'UPDATE event SET value = 15 WHERE id = 1', 35],
  ['added', 'INSERT INTO event VALUES (3, 5, 0)', 35],
  ['deleted', 'DELETE FROM event WHERE id = 1', 20],
] as const)('a row that was %s behind the count: it is counted again', async (_, sql, value) => {
  expect(await counted((time) => time === 1 && writer.exec(sql))).toEqual({
    times: 2,
    used: [[value, true]],
  });
});

test('what was taken back changed nothing', async () => {
  const takenBack = () =>
    expect(() =>
      writer.transaction(() => {
        writer.exec('DELETE FROM event');
        throw new Error('back');
      })(),
    ).toThrow('back');
  expect(await counted(takenBack)).toEqual({ times: 1, used: [[30, true]] });
});

test('written every time: it says so and does not count for ever', async () => {
  const { times, used } = await counted(() => writer.exec('UPDATE event SET value = value + 1 WHERE id = 1'));
  expect({ times, used }).toEqual({ times: 3, used: [[32, false]] });
});

test('nothing of the watch is left, and what its use throws is rolled back', async () => {
  const two = () => Promise.all([counted(() => {}), counted(() => {})]);
  expect((await two()).map(({ times }) => times)).toEqual([1, 1]);
  const refused = countThenUse(
    writer,
    watched,
    async () => sum(),
    () => {
      writer.exec('DELETE FROM event');
      throw new Error('no');
    },
  );
  await expect(refused).rejects.toThrow('no');
  expect(sum()).toBe(30);
  expect(writer.prepare('SELECT name FROM sqlite_temp_schema').all()).toEqual([]);
});
