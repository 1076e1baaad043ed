// What the Health app no longer has is listed apart, page by page, and opened like anything else.
import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/core/history/history.ts';
import type { RecordRow } from '../../../../src/shared/domain/history.ts';
import { randomFor, whole } from '../../../generator/random.ts';
import { addSource } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

const steps = 'HKQuantityTypeIdentifierStepCount';
const heartRate = 'HKQuantityTypeIdentifierHeartRate';

interface Stored {
  readonly id: number;
  readonly type: number;
  readonly start: number;
  readonly source: number;
}

function filled(records: readonly Stored[], removed: (record: Stored) => boolean): History {
  return historyFile(({ database }) => {
    for (const name of ['Watch', 'Band']) addSource(database, name);
    for (const name of [steps, heartRate])
      database.prepare('INSERT INTO record_type (name) VALUES (?)').run(name);
    const origin = database.prepare(
      "INSERT INTO origin (unit, source_version, device) VALUES ('count', '', '')",
    );
    const { lastInsertRowid } = origin.run();
    database
      .prepare(
        "INSERT INTO import_run (state, name, is_incoming, same_person, started_at) VALUES ('completed', 'a', 0, 0, 5)",
      )
      .run();
    const insert = database.prepare(
      `INSERT INTO record (id, type, start, duration, source, value_key, value, origin, run)
       VALUES (@id, @type, @start, 0, @source, @id, @id, ${lastInsertRowid}, 1)`,
    );
    for (const record of records) insert.run(record);
    database
      .prepare(
        `INSERT INTO workout (id, activity, start, "end", source, duration, origin, statistics, events, activities, run)
         VALUES (1, 'HKWorkoutActivityTypeRunning', 10, 20, 1, 10, ${lastInsertRowid}, '[]', '[]', '[]', 1),
           (2, 'HKWorkoutActivityTypeRunning', 10, 30, 1, 20, ${lastInsertRowid}, '[]', '[]', '[]', 1)`,
      )
      .run();
    const move = (table: string, state: string) => {
      const columns = database
        .prepare(`SELECT name FROM pragma_table_info('${table}')`)
        .pluck()
        .all()
        .join('", "');
      return database.prepare<[number]>(
        `INSERT INTO removed_${table} ("${columns}", state, removed_run, removed_export_at)
         SELECT "${columns}", '${state}', 1, 9 FROM ${table} WHERE id = ?`,
      );
    };
    const gone = move('record', 'gone');
    for (const record of records.filter(removed)) {
      gone.run(record.id);
      database.prepare('DELETE FROM record WHERE id = ?').run(record.id);
    }
    move('workout', 'superseded').run(1);
    database.prepare('DELETE FROM workout WHERE id = 1').run();
  });
}

function everyPage(history: History, filter: object, limit: number): RecordRow[] {
  const rows: RecordRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = history.recordsPage({ order: 'newest', ...filter, cursor, limit });
    rows.push(...page.rows);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}

describe('rows that the Health app no longer has', () => {
  test.each([1, 2, 3])('are pages of their own, seed %i', (seed) => {
    const random = randomFor(seed, 'removed');
    const records = Array.from({ length: 120 }, (_, index) => ({
      id: index + 1,
      type: whole(random, 1, 2),
      start: whole(random, 0, 40),
      source: whole(random, 1, 2),
    }));
    const isGone = ({ id }: { id: number }) => id % 3 === 0;
    const history = filled(records, isGone);
    expect(history.overview({})).toMatchObject({ records: 80, removedRecords: 40, removedWorkouts: 1 });
    for (let round = 0; round < 30; round++) {
      const type = random() < 0.5 ? undefined : whole(random, 1, 2);
      const source = random() < 0.5 ? undefined : whole(random, 1, 2);
      const isRemoved = random() < 0.7;
      const expected = records
        .filter((record) => isGone(record) === isRemoved)
        .filter(
          (record) => (type ?? record.type) === record.type && (source ?? record.source) === record.source,
        )
        .sort((a, b) => b.start - a.start || b.id - a.id)
        .map(({ id }) => [id, isRemoved ? 'gone' : null]);
      const filter = {
        isRemoved,
        source,
        type: type === undefined ? undefined : [steps, heartRate][type - 1],
      };
      const found = everyPage(history, filter, whole(random, 1, 9));
      expect(found.map(({ id, removed }) => [id, removed])).toEqual(expected);
    }
  });

  test('open as any other', () => {
    const history = filled([{ id: 3, type: 1, start: 5, source: 2 }], () => true);
    expect(history.record({ id: 3 })).toMatchObject({ removed: 'gone', value: 3, source: 'Band' });
    const workouts = (isRemoved: boolean) => history.workoutsPage({ isRemoved, limit: 9 }).rows;
    expect([workouts(false), workouts(true)]).toMatchObject([
      [{ id: 2, removed: null }],
      [{ id: 1, removed: 'superseded' }],
    ]);
    expect(history.workout({ id: 1 })).toMatchObject({ removed: 'superseded', duration: 10 });
  });
});
