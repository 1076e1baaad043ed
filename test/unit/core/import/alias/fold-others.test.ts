import { expect, test } from 'vitest';
import { migrations } from '../../../../../src/core/db/migrations/index.ts';
import { openWriter } from '../../../../../src/core/db/open.ts';
import { foldOthers } from '../../../../../src/core/import/alias/fold-others.ts';

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
