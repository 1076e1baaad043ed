import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/core/history/history.ts';
import { addSource } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

interface Stored {
  readonly activity?: string;
  readonly at: string;
  readonly minutes?: number;
  readonly source?: number;
  readonly distance?: number | null;
  readonly duration?: number | null;
  readonly hasRoute?: boolean;
}

/** Workouts by the Watch (1), an app (2) and another app (3), which count in this order. */
function filled(workouts: readonly Stored[], homeZone = 'UTC'): History {
  return historyFile(({ database }) => {
    for (const name of ['Watch', 'Strava', 'Other']) addSource(database, name);
    const set = database.prepare('INSERT INTO setting VALUES (?, ?)');
    set.run('sourcePriority', '[1,2,3]');
    set.run('homeZone', JSON.stringify(homeZone));
    const insert = database.prepare(`INSERT INTO workout
      (activity, start, "end", source, duration, distance, energy, origin, statistics, events, activities, run)
      VALUES (?, ?, ?, ?, ?, ?, 100, 1, '[]', '[]', '[]', 1)`);
    const route = database.prepare(
      `INSERT INTO route (workout, file, point_count, points, run) VALUES (?, 'a', 1, x'', 1)`,
    );
    for (const { activity = 'Running', at, minutes = 30, source = 1, ...rest } of workouts) {
      const start = Date.parse(at) / 1000;
      const { duration = minutes * 60, distance = null, hasRoute } = rest;
      const { lastInsertRowid } = insert.run(
        activity,
        start,
        start + minutes * 60,
        source,
        duration,
        distance,
      );
      if (hasRoute) route.run(lastInsertRowid);
    }
  });
}

const twice: readonly Stored[] = [
  { at: '2026-01-10T10:00:00Z', minutes: 60, distance: 10_000, source: 1 },
  { at: '2026-01-10T10:00:03Z', minutes: 58, distance: 10_200, source: 2, hasRoute: true },
  // Another sport at the same time, and the same sport right after it: two more workouts.
  { at: '2026-01-10T10:10:00Z', minutes: 10, activity: 'Yoga', source: 2 },
  { at: '2026-01-10T11:00:00Z', minutes: 20, distance: 4_000, source: 2 },
];

describe('the same workout by two apps', () => {
  test('counts once, as the first source has it: 10 and 4 km of running, not 24.2', () => {
    const { total, sports, sources } = filled(twice).workoutTotals({ by: 'year', weekStart: 1 });
    expect(total).toEqual({ count: 3, seconds: 90 * 60, distance: 14_000, energy: 300, merged: 1 });
    expect(sports.map(({ activity, count, merged }) => [activity, count, merged])).toEqual([
      ['Running', 2, 1],
      ['Yoga', 1, 0],
    ]);
    expect(sources).toEqual([
      { id: 2, name: 'Strava', count: 3 },
      { id: 1, name: 'Watch', count: 1 },
    ]);
  });

  test('is marked on both rows of the list and on the page of each', () => {
    const history = filled(twice);
    const rows = history.workoutsPage({ limit: 10 }).rows;
    expect(rows.map(({ id, twinOf, twins }) => ({ id, twinOf, twins }))).toEqual([
      { id: 4, twinOf: null, twins: [] },
      { id: 3, twinOf: null, twins: [] },
      { id: 2, twinOf: { id: 1, source: 'Watch' }, twins: [] },
      { id: 1, twinOf: null, twins: [{ id: 2, source: 'Strava' }] },
    ]);
    expect(history.workout({ id: 1 }).twins).toEqual([{ id: 2, source: 'Strava' }]);
    expect(history.workout({ id: 2 }).twinOf).toEqual({ id: 1, source: 'Watch' });
    // A page of one row knows of a twin that is on another.
    expect(
      history.workoutsPage({ limit: 1, from: rows[3]?.start, to: (rows[3]?.start ?? 0) + 1 }).rows,
    ).toMatchObject([{ id: 1, twins: [{ id: 2 }] }]);
  });

  test('of one source alone all of its own count; with routes only, the one that has a route', () => {
    const history = filled(twice);
    expect(history.workoutTotals({ by: 'year', weekStart: 1, source: 2 }).total).toMatchObject({
      count: 3,
      distance: 14_200,
      merged: 0,
    });
    expect(history.workoutTotals({ by: 'year', weekStart: 1, hasRoute: true }).total).toMatchObject({
      count: 1,
      distance: 10_200,
    });
    expect(history.workoutsPage({ limit: 10, hasRoute: true }).rows.map(({ id }) => id)).toEqual([2]);
  });
});

describe('totals', () => {
  test('pauses are left out where the export says so, and what no export says is none', () => {
    const history = filled([
      { at: '2026-01-10T10:00:00Z', minutes: 60, duration: 3000 },
      { at: '2026-01-11T10:00:00Z', minutes: 60, duration: null },
    ]);
    expect(history.workoutTotals({ by: 'week', weekStart: 1 }).total).toMatchObject({
      seconds: 6600,
      distance: null,
    });
  });

  // 2026-03-29 and 2026-10-25 are the days on which clocks change in Berlin, both Sundays; 2026-03-31 is a Tuesday.
  const edges: readonly Stored[] = [
    { at: '2026-03-28T23:30:00Z' },
    { at: '2026-03-29T22:30:00Z' },
    { at: '2026-03-31T22:30:00Z' },
    { at: '2026-10-25T22:30:00Z' },
    { at: '2026-10-25T23:30:00Z' },
    { at: '2026-12-31T18:00:00Z' },
  ];
  const spansOf = (zone: string, by: 'week' | 'month' | 'year', weekStart = 1) =>
    filled(edges, zone)
      .workoutTotals({ by, weekStart })
      .spans.map(({ day, count }) => `${day} ${count}`);

  test.each([
    ['UTC', ['2026-03-23 2', '2026-03-30 1', '2026-10-19 2', '2026-12-28 1']],
    ['Europe/Berlin', ['2026-03-23 1', '2026-03-30 2', '2026-10-19 1', '2026-10-26 1', '2026-12-28 1']],
    ['America/Los_Angeles', ['2026-03-23 2', '2026-03-30 1', '2026-10-19 2', '2026-12-28 1']],
    ['Asia/Tokyo', ['2026-03-23 1', '2026-03-30 2', '2026-10-26 2', '2026-12-28 1']],
  ])('weeks from Monday in %s', (zone, weeks) => {
    expect(spansOf(zone, 'week')).toEqual(weeks);
  });

  test('weeks from Sunday, months and years', () => {
    expect(spansOf('Europe/Berlin', 'week', 0)).toEqual(['2026-03-29 3', '2026-10-25 2', '2026-12-27 1']);
    expect(spansOf('Europe/Berlin', 'month')).toEqual([
      '2026-03-01 2',
      '2026-04-01 1',
      '2026-10-01 2',
      '2026-12-01 1',
    ]);
    expect(spansOf('America/Los_Angeles', 'month')).toEqual(['2026-03-01 3', '2026-10-01 2', '2026-12-01 1']);
    expect(spansOf('Asia/Tokyo', 'year')).toEqual(['2026-01-01 5', '2027-01-01 1']);
  });

  test('dates and a sport narrow them, and the sports stay as they are', () => {
    const history = filled([
      { at: '2026-01-10T10:00:00Z', distance: 5000 },
      { at: '2026-01-12T10:00:00Z', distance: 7000 },
      { at: '2026-01-12T18:00:00Z', activity: 'Yoga' },
    ]);
    const from = Date.parse('2026-01-11T00:00:00Z') / 1000;
    const totals = history.workoutTotals({ by: 'week', weekStart: 1, from, activity: 'Running' });
    expect(totals.total).toMatchObject({ count: 1, distance: 7000 });
    expect(totals.sports.map(({ activity }) => activity)).toEqual(['Running', 'Yoga']);
  });

  test('what ends before it begins is in none', () => {
    const history = filled([{ at: '2026-01-10T10:00:00Z', minutes: -5 }]);
    expect(history.workoutTotals({ by: 'week', weekStart: 1 }).total.count).toBe(0);
    expect(history.workoutsPage({ limit: 5 }).rows).toHaveLength(1);
  });
});

test('a figure that former versions stored, and whose sums overflow, is none', () => {
  const { total } = filled([
    { at: '2026-01-10T10:00:00Z', duration: 1.7e308, distance: 1.7e308 },
    { at: '2026-01-11T10:00:00Z', duration: 1.7e308, distance: 4_000 },
  ]).workoutTotals({ by: 'year', weekStart: 1 });
  expect(total).toMatchObject({ seconds: 60 * 60, distance: 4_000 });
});
