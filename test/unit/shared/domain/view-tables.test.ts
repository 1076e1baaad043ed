import { expect, test } from 'vitest';
import { zonedIso } from '../../../../src/renderer/components/zone-formats.ts';
import { asFiled } from '../../../../src/shared/domain/display-units.ts';
import { exportFileName, tableSchema } from '../../../../src/shared/domain/export.ts';
import {
  beatsTable,
  ecgTable,
  nightsTable,
  ringsTable,
  splitsTable,
  stretchesTable,
  workoutTotalsTable,
} from '../../../../src/shared/domain/view-tables.ts';

const at = Date.UTC(2026, 0, 12, 22, 30) / 1000;
const timeText = (instant: number) => zonedIso(instant, 'Europe/Berlin');

test('nights: times of the zone with its offset, and seconds of each stage', () => {
  const stages = { asleep: 25_200, core: 15_000, deep: 5100, rem: 5100, unspecified: 0, awake: 600 };
  const sleep = { event: 1, day: '2026-01-12', kind: 'night' as const, startClock: 84_600, endClock: 24_000 };
  const table = nightsTable(
    'Sleep, 12 Jan – 18 Jan 2026',
    {
      sleeps: [{ ...sleep, ...stages, start: at, end: at + 25_800 }],
    },
    timeText,
  );
  expect(table.columns).toEqual(
    'evening kind start end asleep_s core_s deep_s rem_s unspecified_s awake_s'.split(' '),
  );
  expect(table.rows).toEqual([
    [
      '2026-01-12',
      'night',
      '2026-01-12T23:30:00+01:00',
      '2026-01-13T06:40:00+01:00',
      25_200,
      15_000,
      5100,
      5100,
      0,
      600,
    ],
  ]);
  expect(tableSchema.parse(table)).toEqual(table);
  expect(exportFileName(table, 'csv', new Date(2026, 0, 20))).toMatch(/^health-relay-sleep-[a-z0-9-]+\.csv$/);
});

test('one night: each stretch with the source that counts in it', () => {
  const { columns, rows } = stretchesTable(
    'Night',
    {
      stretches: [
        { start: at, end: at + 600, stage: 'core', source: 1 },
        { start: at + 600, end: at + 660, stage: 'awake', source: 0 },
      ],
      sources: ['Watch', 'Ring'].map((name) => ({ name, asleep: 0, counted: 0, stretches: [] })),
    },
    timeText,
  );
  expect(columns).toEqual(['start', 'end', 'stage', 'seconds', 'source']);
  expect(rows).toEqual([
    ['2026-01-12T23:30:00+01:00', '2026-01-12T23:40:00+01:00', 'core', 600, 'Ring'],
    ['2026-01-12T23:40:00+01:00', '2026-01-12T23:41:00+01:00', 'awake', 60, 'Watch'],
  ]);
});

test('rings: Apple’s figures, goals and ours; a missing goal is nothing, not 0', () => {
  const day = {
    day: '2026-01-12',
    moveBy: 'energy' as const,
    move: { value: 512.25, goal: 600 },
    exercise: { value: 31, goal: null },
    stand: { value: 12, goal: 12 },
    own: { move: 510.5, exercise: 31, stand: null },
    isUnderWay: false,
  };
  const { columns, rows } = ringsTable(
    'Rings, January 2026',
    {
      days: [day, { ...day, day: '2026-01-13', moveBy: 'time' }],
    },
    asFiled,
  );
  const named = rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  expect(named[0]).toEqual({
    day: '2026-01-12',
    move: 512.25,
    move_goal: 600,
    move_unit: 'kcal',
    exercise_min: 31,
    exercise_goal_min: null,
    stand_h: 12,
    stand_goal_h: 12,
    own_move: 510.5,
    own_exercise_min: 31,
    own_stand_h: null,
    is_under_way: false,
  });
  expect(named[1]).toMatchObject({ day: '2026-01-13', move_unit: 'min' });
  const inKilojoules = ringsTable('Rings', { days: [day, { ...day, moveBy: 'time' }] }, { energy: 'kJ' });
  expect(inKilojoules.rows.map((row) => [row[1], row[2], row[3], row[8]])).toEqual([
    [2143.254, 2510.4, 'kJ', 2135.932],
    [512.25, 600, 'min', 510.5],
  ]);
});

test('workouts: the total, each span and each sport, and splits, in the units that are shown', () => {
  const sum = { count: 2, seconds: 3600, distance: 10_000.5, energy: null, merged: 1 };
  const figures = {
    total: sum,
    spans: [{ ...sum, day: '2026-01-12' }],
    sports: [{ ...sum, activity: 'HKWorkoutActivityTypeRunning', distance: 1609.344, energy: 100 }],
  };
  const inKilometers = workoutTotalsTable('Totals', 'week', figures, { distance: 'km', energy: 'kcal' });
  expect(inKilometers.columns).toEqual('of name workouts seconds distance_km energy_kcal'.split(' '));
  expect(inKilometers.rows).toEqual([
    ['all', null, 2, 3600, 10.0005, null],
    ['week', '2026-01-12', 2, 3600, 10.0005, null],
    ['sport', 'HKWorkoutActivityTypeRunning', 2, 3600, 1.609344, 100],
  ]);
  const inMiles = workoutTotalsTable('Totals', 'week', figures, { distance: 'mi', energy: 'kJ' });
  expect(inMiles.columns.slice(4)).toEqual(['distance_mi', 'energy_kJ']);
  expect(inMiles.rows[2]?.slice(4)).toEqual([1, 418.4]);
  const split = { distance: 1000, start: at, end: at + 330, seconds: 300, climb: -2.5, heartRate: null };
  const splits = splitsTable('Running', { splits: [split] }, 'km', timeText);
  expect(splits.columns).toEqual('start end distance_km seconds climb_m heart_rate_bpm'.split(' '));
  const times = ['2026-01-12T23:30:00+01:00', '2026-01-12T23:35:30+01:00'];
  expect(splits.rows).toEqual([[...times, 1, 300, -2.5, null]]);
  const mile = { ...split, distance: 1609.344, climb: 30.48 };
  const inFeet = splitsTable('Running', { splits: [mile] }, 'mi', timeText);
  expect(inFeet.columns).toEqual('start end distance_mi seconds climb_ft heart_rate_bpm'.split(' '));
  expect(inFeet.rows).toEqual([[...times, 1, 300, 100, null]]);
});

test('an ECG as millivolts from its start on, a gap as nothing; beats as they are in the file', () => {
  const ecg = ecgTable('ECG', { first: 512, samples: [250, null, -1000] }, 512);
  expect(ecg.rows).toEqual([
    [1, 0.25],
    [513 / 512, null],
    [514 / 512, -1],
  ]);
  // The longest part that a page shows fits.
  const long = ecgTable('ECG', { first: 0, samples: new Array<number>(30_720).fill(1) }, 512);
  expect(tableSchema.safeParse(long).success).toBe(true);
  expect(beatsTable('Beats', [{ at: 0.5, clock: '08:34:05.10', bpm: 60, ms: 1000 }]).rows).toEqual([
    [0.5, '08:34:05.10', 60, 1000],
  ]);
});
