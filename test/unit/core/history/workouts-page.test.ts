import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/core/history/history.ts';
import type { WorkoutRow } from '../../../../src/shared/domain/history.ts';
import { randomFor, whole } from '../../../generator/random.ts';
import { addSource } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

interface Stored {
  readonly id: number;
  readonly activity: string;
  readonly start: number;
  readonly source: number;
}

function filled(workouts: readonly Stored[]): History {
  return historyFile(({ database }) => {
    for (const name of ['Watch', 'Runner', 'Other']) addSource(database, name);
    const insert = database.prepare(`INSERT INTO workout
      (id, activity, start, "end", source, duration, origin, statistics, events, activities, run)
      VALUES (@id, @activity, @start, @start + @id, @source, 60.5, 1, '[]', '[]', '[]', 1)`);
    for (const workout of workouts) insert.run(workout);
  });
}

function everyPage(history: History, filter: object, limit: number): WorkoutRow[] {
  const rows: WorkoutRow[] = [];
  let cursor: string | undefined;
  do {
    const page = history.workoutsPage({ ...filter, cursor, limit });
    rows.push(...page.rows);
    // Read again up to where the next begins, it is the same page, however much an answer may hold.
    if (page.next !== null)
      expect(history.workoutsPage({ ...filter, cursor, until: page.next, limit: 2 * limit })).toEqual({
        ...page,
        next: null,
      });
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

describe('workoutsPage', () => {
  test.each([1, 2, 3])('pages make the sorted list, seed %i', (seed) => {
    const random = randomFor(seed, 'workouts');
    const activities = ['Running', 'Yoga', 'Rowing'];
    const workouts = Array.from({ length: whole(random, 1, 150) }, (_, i) => ({
      id: i + 1,
      activity: activities[whole(random, 0, 1)] ?? '',
      start: whole(random, -20, 20),
      source: whole(random, 1, 2),
    }));
    const history = filled(workouts);
    const chance = <T>(value: T): T | undefined => (random() < 0.5 ? value : undefined);
    for (let i = 0; i < 60; i += 1) {
      const activity = chance(activities[whole(random, 0, 2)] ?? '');
      const source = chance(whole(random, 1, 3));
      const from = chance(whole(random, -25, 25));
      const to = chance(whole(random, -25, 25));
      const expected = workouts
        .filter((w) => (activity ?? w.activity) === w.activity && (source ?? w.source) === w.source)
        .filter((w) => w.start >= (from ?? -Infinity) && w.start < (to ?? Infinity))
        .sort((a, b) => b.start - a.start || b.id - a.id);
      const rows = everyPage(history, { activity, source, from, to }, whole(random, 1, 40));
      expect(rows.map((row) => row.id)).toEqual(expected.map((w) => w.id));
    }
  });

  test('activities are counted, most first', () => {
    const row = { source: 1, start: 0 };
    const history = filled([
      { ...row, id: 1, activity: 'Yoga' },
      { ...row, id: 2, activity: 'Running' },
      { ...row, id: 3, activity: 'Running' },
    ]);
    expect(history.activities({})).toEqual([
      { activity: 'Running', count: 2 },
      { activity: 'Yoga', count: 1 },
    ]);
  });

  test('the cursor of another list is refused', () => {
    const history = filled([]);
    expect(() => history.workoutsPage({ cursor: '1rn.5.6', limit: 10 })).toThrow(
      expect.objectContaining({ code: 'request.invalid' }),
    );
  });
});
