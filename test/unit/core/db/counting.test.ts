import { expect, test } from 'vitest';
import { migrations } from '../../../../src/core/db/migrations/index.ts';
import { openWriter, type Writer } from '../../../../src/core/db/open.ts';

/** A history of the schema before what is counted beside the records. */
function before(): Writer {
  const writer = openWriter(':memory:');
  for (const { version, sql } of migrations) if (version < 7) writer.exec(sql);
  writer.exec(`
    INSERT INTO record (id, type, start, duration, source, value_key, origin, copies, run, metadata) VALUES
      (1, 1, 100, 50, 1, 5.0, 1, 1, 1, '[["HKWasUserEntered","1"]]'),
      (2, 1, 200, -90, 1, 6.0, 2, 3, 1, '[["HKWasUserEntered","0"]]'),
      (3, 2, 300, 0, 2, 7.0, 1, 1, 1, '[["Note","[\\"HKWasUserEntered\\",\\"1\\"]"]]'),
      (4, 2, 400, 0, 2, 8.0, 1, 2, 1, '[["Brand","x"],["HKWasUserEntered","1"]]');
    INSERT INTO removed_record (id, type, start, duration, source, value_key, origin, copies, run, metadata, state, removed_run, removed_export_at)
      VALUES (5, 2, 500, 0, 2, 9.0, 1, 1, 1, '[["HKWasUserEntered","1"]]', 'gone', 1, 0);
    INSERT INTO workout (id, activity, start, "end", source, origin, statistics, events, activities, run)
      VALUES (1, 'Run', 50, 900, 1, 1, '[]', '[]', '[]', 1), (2, 'Run', 60, 70, 3, 2, '[]', '[]', '[]', 1)`);
  return writer;
}

const origins = (writer: Writer) =>
  writer
    .prepare<[], number[]>(
      'SELECT source, origin, count, first_at, last_at FROM source_origin WHERE count <> 0 ORDER BY source, origin',
    )
    .raw()
    .all();

test('what a history held before is counted by source and origin, and what was entered by hand is found', () => {
  const writer = before();
  writer.exec(migrations[6]?.sql ?? '');
  const byHand = writer
    .prepare<[], number[]>('SELECT record, type, start FROM by_hand ORDER BY record')
    .raw();
  expect(byHand.all()).toEqual([
    [1, 1, 100],
    [4, 2, 400],
    [5, 2, 500],
  ]);
  expect(origins(writer)).toEqual([
    [1, 1, 2, 50, 900],
    [1, 2, 1, 200, 200],
    [2, 1, 2, 300, 400],
    [3, 2, 1, 60, 70],
  ]);
});

test('of several distances of a workout its sport\u2019s is left', () => {
  const writer = before();
  const distance = (kind: string, sum: number, unit: string) => ({
    type: `HKQuantityTypeIdentifierDistance${kind}`,
    sum,
    unit,
  });
  const insert = writer.prepare<[string, number, string]>(
    `INSERT INTO workout (activity, start, "end", source, origin, distance, statistics, events, activities, run)
     VALUES ('HKWorkoutActivityType' || ?, ?, 900, 1, 1, 21200, ?, '[]', '[]', 1)`,
  );
  const both = [distance('Cycling', 20, 'km'), distance('WalkingRunning', 1, 'mi')];
  insert.run('Cycling', 1, JSON.stringify(both));
  insert.run('Hiking', 2, JSON.stringify(both));
  insert.run('Swimming', 3, JSON.stringify(both));
  insert.run('SwimBikeRun', 4, JSON.stringify(both));
  insert.run('Cycling', 5, JSON.stringify(both.slice(1)));
  writer.exec(migrations[6]?.sql ?? '');
  const stored = writer
    .prepare<[], number>('SELECT distance FROM workout WHERE distance > 0 ORDER BY start')
    .pluck();
  expect(stored.all()).toEqual([20_000, 1609.344, 21_200, 21_200, 21_200]);
});

test('what leaves, comes back or gets another source is counted, and whoever read the counts reads them again', () => {
  const writer = before();
  writer.exec(migrations[6]?.sql ?? '');
  const version = () => writer.prepare<[], number>('SELECT version FROM source_version').pluck().get() ?? 0;
  const read = version();
  writer.exec('UPDATE OR IGNORE record SET source = 3 WHERE id = 2; DELETE FROM record WHERE id IN (3, 4)');
  writer.exec('UPDATE workout SET source = 4 WHERE id = 2; DELETE FROM workout WHERE id = 1');
  writer.exec(
    `INSERT INTO workout (activity, start, "end", source, origin, statistics, events, activities, run)
     VALUES ('Row', 10, 5, 4, 2, '[]', '[]', '[]', 1)`,
  );
  expect(origins(writer)).toEqual([
    [1, 1, 1, 50, 900],
    [3, 2, 1, 60, 200],
    [4, 2, 2, 10, 70],
  ]);
  expect(version()).toBeGreaterThan(read);
});
