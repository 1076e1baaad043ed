import { expect, test } from 'vitest';
import { migrations } from '../../../../../src/core/db/migrations/index.ts';
import { openWriter } from '../../../../../src/core/db/open.ts';
import { foldOthers } from '../../../../../src/core/import/alias/fold-others.ts';
import { SyncIdentities } from '../../../../../src/core/import/removal/sync-identities.ts';
import { RunStore } from '../../../../../src/core/import/run-store.ts';
import { ArrivalLog } from '../../../../../src/core/import/writer/arrival-log.ts';

test('days of workouts that go into an earlier one, or get its source, are touched; those of others are not', () => {
  const writer = openWriter(':memory:');
  for (const { sql } of migrations) writer.exec(sql);
  const add = writer.prepare<unknown[]>(
    `INSERT INTO workout (activity, start, "end", source, origin, statistics, events, activities, run)
     VALUES ('HKWorkoutActivityTypeRunning', ?, ?, ?, 1, '[]', '[]', '[]', ?)`,
  );
  const day = 86_400;
  add.run(10 * day + 60, 10 * day + 120, 1, 1);
  add.run(10 * day + 60, 10 * day + 120, 2, 2);
  add.run(12 * day - 60, 12 * day + 60, 2, 2);
  add.run(20 * day, 20 * day + 60, 1, 1);
  const removed: unknown[] = [];
  const kept: unknown[] = [];
  foldOthers(
    writer,
    2,
    1,
    new SyncIdentities(writer, 2, 0),
    (itemClass, run) => removed.push([itemClass, run]),
    (table, id) => kept.push([table, id]),
  );
  expect(removed).toEqual([['workout', 2]]);
  expect(kept).toEqual([['workout', 1]]);
  expect(writer.prepare('SELECT category, day FROM touched_day ORDER BY day').raw().all()).toEqual([
    ['workout', 10],
    ['workout', 11],
    ['workout', 12],
  ]);
});

test('recounted after a fold: what arrived of a type is said whichever class it arrived in', () => {
  const writer = openWriter(':memory:');
  for (const { sql } of migrations) writer.exec(sql);
  const classes = ['record', 'reproductive', 'unknown'] as const;
  const types = classes.map((name, id) => ({ type: name, seen: 5, added: 5, known: 0, id: id + 1 }));
  writer
    .prepare<[string]>(
      `INSERT INTO import_run (id, state, name, is_incoming, same_person, started_at, closed, receipt)
       VALUES (1, 'completed', 'export.zip', 0, 0, 0, 0, ?)`,
    )
    .run(JSON.stringify({ records: { added: 15, known: 0 }, types }));
  const addRecord = writer.prepare<[number]>(
    `INSERT INTO record (type, start, duration, source, value_key, value, origin, created, run) VALUES (?, 0, 60, 1, 1, 1, 1, NULL, 1)`,
  );
  for (const { type, id } of types) {
    writer.prepare<[number, string]>('INSERT INTO record_type (id, name) VALUES (?, ?)').run(id, type);
    const row = Number(addRecord.run(id).lastInsertRowid);
    new ArrivalLog(writer, 1).append(type, row, 1);
  }
  // Of two runs, each of which removed a version.
  const remove = writer.prepare<[number, number]>(
    `INSERT INTO removed_record (type, start, duration, source, value_key, origin, copies, run, state, removed_run, removed_export_at)
     VALUES (1, ?, 60, 1, 1, 1, 1, 1, 'superseded', ?, 0)`,
  );
  remove.run(100, 1);
  remove.run(200, 2);
  new RunStore(writer).recount(1);
  const receipt = writer.prepare<[], string>('SELECT receipt FROM import_run').pluck().get() ?? '';
  expect(JSON.parse(receipt)).toMatchObject({
    // The version that it added and removed is one that it added.
    records: { added: 4, known: 11 },
    removed: { superseded: 1, gone: 0 },
    types: classes.map((type, n) => ({ type, added: n === 0 ? 2 : 1 })),
  });
});
