import { expect, test } from 'vitest';
import { workoutTable } from '../../../../src/renderer/features/history/workouts/workout-table.ts';
import { regionalUnits } from '../../../../src/shared/domain/display-units.ts';
import { tableSchema } from '../../../../src/shared/domain/export.ts';
import type { WorkoutDetail } from '../../../../src/shared/domain/history.ts';
import type { WorkoutTrack } from '../../../../src/shared/domain/workout-figures.ts';
import { utcText } from '../../../../src/shared/time.ts';

const start = Date.parse('2026-05-01T06:00:00Z') / 1000;

/** Ten minutes, one of them paused, over 2 km; in two points, one split and two zones. */
const workout: WorkoutDetail = {
  ...{ id: 1, activity: 'HKWorkoutActivityTypeRunning', start, end: start + 600, duration: 540 },
  ...{ distance: 2000, energy: 150, source: 'Watch', hasRoute: true, removed: null, twinOf: null, twins: [] },
  ...{ sourceVersion: null, device: {}, metadata: [['HKElevationAscended', '4180 cm']] },
  statistics: [
    {
      ...{ type: 'HKQuantityTypeIdentifierHeartRate', start: null, end: null, unit: 'count/min' },
      ...{ average: 141.5, minimum: 90, maximum: 160, sum: null },
    },
  ],
  events: [{ type: 'HKWorkoutEventTypeLap', at: start + 300, duration: 300, metadata: [] }],
  activities: [],
  zones: [
    {
      ...{ type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min', source: null, metadata: [] },
      zones: [{ minimum: null, maximum: 120, duration: 200, metadata: [] }],
    },
  ],
  ...{ routes: [], importedFrom: 'export.zip', importedAt: start },
};
const track: WorkoutTrack = {
  ...{ basis: 'route', at: [start, start + 300], latitude: [0, 0], longitude: [0, 0], elevation: [10, null] },
  ...{ distance: [0, 1000], speed: [null, 4], heartRate: [90, 150], breaks: [], points: 2 },
  ...{ length: 2010, movingSeconds: 520, marks: [] },
  splits: [{ distance: 1000, start, end: start + 310, seconds: 250, climb: -5, heartRate: 140.2 }],
  pauses: [{ start: start + 100, end: start + 160, cause: 'motion' }],
  heart: {
    ...{ source: 'Watch', count: 2, average: 120.5, lowest: 90, highest: 150, limits: [108] },
    zones: [
      { from: null, to: 108, seconds: 60 },
      { from: 108, to: null, seconds: 480 },
    ],
    rule: { by: 'unknown', age: 30, highest: 190 },
  },
};

function rowsIn(locale: string, given: { readonly track?: WorkoutTrack } = { track }) {
  const units = regionalUnits(locale);
  const distance = units.distance === 'mi' ? 'mi' : 'km';
  const table = workoutTable('Run', workout, given.track, { ...units, distance }, utcText);
  expect(tableSchema.parse(table)).toEqual(table);
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.flatMap((name, at) => (row[at] === null ? [] : [[name, row[at]]]))),
  );
}
const ofPart = (rows: ReturnType<typeof rowsIn>, name: string) =>
  rows.filter(({ part }) => part === name).map(({ part: _, ...rest }) => rest);

test('the file of a workout has every figure of its page, in its units', () => {
  const rows = rowsIn('de-DE');
  expect(ofPart(rows, 'figure')).toEqual([
    { name: 'distance', value: 2, unit: 'km' },
    { name: 'duration', value: 540, unit: 's' },
    // 540 s over 2 km.
    { name: 'average_pace_s_per_km', value: 270 },
    { name: 'moving', value: 520, unit: 's' },
    { name: 'paused', value: 60, unit: 's' },
    { name: 'energy', value: 150, unit: 'kcal' },
    { name: 'climb', value: 41.8, unit: 'm' },
    { name: 'average_heart_rate', value: 120.5, unit: 'bpm' },
  ]);
  const from = { start: '2026-05-01T06:00:00Z', elapsed_s: 0 };
  expect(ofPart(rows, 'split')).toEqual([
    {
      ...{ name: '1', ...from, end: '2026-05-01T06:05:10Z', seconds: 250, distance_km: 1 },
      ...{ pace_s_per_km: 250, climb_m: -5, heart_rate_bpm: 140.2 },
    },
  ]);
  expect(ofPart(rows, 'point')).toEqual([
    { ...from, distance_km: 0, elevation_m: 10, heart_rate_bpm: 90 },
    {
      ...{ start: '2026-05-01T06:05:00Z', elapsed_s: 300, distance_km: 1 },
      ...{ pace_s_per_km: 250, heart_rate_bpm: 150 },
    },
  ]);
  expect(ofPart(rows, 'pause')).toEqual([
    {
      ...{ name: 'motion', start: '2026-05-01T06:01:40Z', end: '2026-05-01T06:02:40Z' },
      ...{ elapsed_s: 100, seconds: 60 },
    },
  ]);
  const heartRate = 'HKQuantityTypeIdentifierHeartRate';
  expect(ofPart(rows, 'statistic')).toEqual([
    { name: heartRate, value: 141.5, lowest: 90, highest: 160, unit: 'bpm' },
  ]);
  expect(ofPart(rows, 'zone')).toEqual([{ name: heartRate, seconds: 200, highest: 120, unit: 'bpm' }]);
  expect(ofPart(rows, 'heart_zone')).toEqual([
    { name: '1', seconds: 60, highest: 107, unit: 'bpm' },
    { name: '2', seconds: 480, lowest: 108, unit: 'bpm' },
  ]);
  expect(ofPart(rows, 'event')).toEqual([
    { name: 'HKWorkoutEventTypeLap', start: '2026-05-01T06:05:00Z', elapsed_s: 300, seconds: 300 },
  ]);
});

test('in miles it says so in its columns; without a track it has the rest', () => {
  const rows = rowsIn('en-US');
  expect(ofPart(rows, 'split')[0]).toMatchObject({ distance_mi: 0.621371192237, climb_ft: -16.4041994751 });
  expect(ofPart(rows, 'point')[1]?.['pace_s_per_mi']).toBeCloseTo(1609.344 / 4, 9);
  const parts = new Set(rowsIn('de-DE', {}).map(({ part }) => part));
  expect([...parts]).toEqual(['figure', 'statistic', 'zone', 'event']);
});
