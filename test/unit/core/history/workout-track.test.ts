import { describe, expect, test } from 'vitest';
import { routeColumnCount, routeColumns } from '../../../../src/core/healthkit/sidecar/route-columns.ts';
import { timeInZones, zoneLimits } from '../../../../src/core/history/heart-zones.ts';
import { thinned } from '../../../../src/core/history/thin-track.ts';
import { joinRoutes, metersBetween } from '../../../../src/core/history/track-points.ts';
import { activeSeconds, pausesOf } from '../../../../src/core/history/workout-pauses.ts';
import { workoutTrackSchema } from '../../../../src/shared/domain/workout-figures.ts';
import { addSource, addType } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

/** Along the equator a degree is 6,371,008.8 m × π / 180. */
const metersPerDegree = (6_371_008.8 * Math.PI) / 180;
const start = 1_700_000_000;

interface Point {
  /** s after the start, m to the east, m above the sea. */
  readonly at: number;
  readonly east: number;
  readonly height?: number;
}

interface Given {
  readonly activity?: string;
  readonly seconds?: number;
  readonly routes?: readonly (readonly Point[])[];
  readonly events?: readonly (readonly [type: string, at: number, duration?: number])[];
  /** [s after the start, value, source] */
  readonly beats?: readonly (readonly [number, number, number?])[];
  /** [s after the start, s, m, source] */
  readonly parts?: readonly (readonly [number, number, number, number?])[];
  readonly limits?: readonly number[];
  readonly born?: string;
}

function blobOf(points: readonly Point[]): Buffer {
  const columns = new Float64Array(points.length * routeColumnCount).fill(Number.NaN);
  const set = (column: number, value: (point: Point) => number) => {
    for (const [i, point] of points.entries()) columns[column * points.length + i] = value(point);
  };
  set(routeColumns.time, ({ at }) => start + at);
  set(routeColumns.latitude, () => 0);
  set(routeColumns.longitude, ({ east }) => east / metersPerDegree);
  set(routeColumns.elevation, ({ height = Number.NaN }) => height);
  return Buffer.from(columns.buffer);
}

function trackOf(
  { activity = 'HKWorkoutActivityTypeRunning', seconds = 1000, ...given }: Given,
  unit: 'km' | 'mi' = 'km',
) {
  const track = historyFile(({ database, addRecord }) => {
    for (const name of ['Watch', 'Strap']) addSource(database, name);
    const set = database.prepare('INSERT INTO setting VALUES (?, ?)');
    set.run('sourcePriority', '[1,2]');
    if (given.limits) set.run('heartZones', JSON.stringify(given.limits));
    if (given.born)
      database
        .prepare(`INSERT INTO person VALUES ('HKCharacteristicTypeIdentifierDateOfBirth', ?, 1)`)
        .run(given.born);
    const events = (given.events ?? []).map(([type, at, duration = null]) => ({
      type: `HKWorkoutEventType${type}`,
      at: start + at,
      duration,
      metadata: [],
    }));
    database
      .prepare(`INSERT INTO workout (activity, start, "end", source, origin, statistics, events, activities, run)
        VALUES (?, ?, ?, 1, 1, '[]', ?, '[]', 1)`)
      .run(activity, start, start + seconds, JSON.stringify(events));
    const route = database.prepare(
      'INSERT INTO route (workout, file, start, point_count, points, run) VALUES (1, ?, ?, ?, ?, 1)',
    );
    for (const [index, points] of (given.routes ?? []).entries())
      route.run(`${index}.gpx`, start + (points[0]?.at ?? 0), points.length, blobOf(points));
    const add = (type: string) => {
      const id = addType(database, `HKQuantityTypeIdentifier${type}`);
      return (at: number, duration: number, value: number, source: number) =>
        addRecord({ type: id, start: start + at, duration, source, valueKey: value, value, origin: 1 });
    };
    const beat = add('HeartRate');
    for (const [at, bpm, source = 1] of given.beats ?? []) beat(at, 0, bpm, source);
    const part = add('DistanceWalkingRunning');
    for (const [at, duration, meters, source = 1] of given.parts ?? []) part(at, duration, meters, source);
  }).workoutTrack({ id: 1, unit });
  return workoutTrackSchema.strict().parse(track);
}

/** 5 m/s to the east, a point a second. */
const run = (from: number, to: number, east = from * 5): Point[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ at: from + i, east: east + i * 5 }));

describe('distance', () => {
  test('a degree along the equator and along a meridian is the same', () => {
    expect(metersBetween(0, 0, 0, 1)).toBeCloseTo(111_195.08, 1);
    expect(metersBetween(0, 0, 1, 0)).toBeCloseTo(111_195.08, 1);
    // Berlin to Paris, 877.46 km by the haversine formula on this sphere.
    expect(metersBetween(52.52, 13.405, 48.8566, 2.3522) / 1000).toBeCloseTo(877.46, 0);
  });
});

describe('splits', () => {
  test('5 m/s: each kilometer in 200 s, the pause left out, and 10 m in 2 s at the end', () => {
    const events = [
      ['Pause', 300],
      ['Resume', 360],
    ] as const;
    // 1,500 m, a minute in which a train brings the runner 400 m further, and 1,510 m.
    const track = trackOf({ events, routes: [run(0, 300), run(360, 662, 1900)].map((part) => part) });
    expect(track.basis).toBe('route');
    expect(track.length).toBeCloseTo(3010, 3);
    expect(
      track.splits.map(({ distance, seconds }) =>
        [distance, seconds].map((value) => Math.round(value * 1000) / 1000),
      ),
    ).toEqual([
      [1000, 200],
      [1000, 200],
      [1000, 200],
      [10, 2],
    ]);
    expect(track.splits.map((split) => Math.round(split.end - start))).toEqual([200, 460, 660, 662]);
    expect(
      track.marks.map(({ distance, longitude }) => [distance, Math.round(longitude * metersPerDegree)]),
    ).toEqual([
      [1000, 1000],
      [2000, 2400],
      [3000, 3400],
    ]);
    expect(track.pauses).toEqual([{ start: start + 300, end: start + 360, cause: 'pause' }]);
    expect(track.movingSeconds).toBe(300 + 302);
    expect(track.breaks).toEqual([301]);
  });

  test('an end between two points lies in proportion: miles at 5 m/s take 321.8688 s', () => {
    const { splits } = trackOf({ routes: [run(0, 700)] }, 'mi');
    expect(splits.map(({ seconds }) => Math.round(seconds * 1e4) / 1e4)).toEqual([
      321.8688, 321.8688, 56.2624,
    ]);
    expect(splits[2]?.distance).toBeCloseTo(3500 - 2 * 1609.344, 3);
  });

  test('climb is the difference of the heights at its ends, heart rate the mean of what was measured in it', () => {
    const points = run(0, 400).map((point) => ({
      ...point,
      height: point.at <= 200 ? point.at / 10 : 20 - (point.at - 200) / 20,
    }));
    const beats = [
      [0, 100],
      [100, 140],
      [200, 150],
      [399, 170],
    ] as const;
    const { splits } = trackOf({ routes: [points], beats });
    expect(splits.map(({ climb, heartRate }) => [Math.round((climb ?? 0) * 100) / 100, heartRate])).toEqual([
      [20, 120],
      [-10, 160],
    ]);
  });

  test('where the signal was lost the way is open and the straight line counts', () => {
    const track = trackOf({ routes: [[...run(0, 100), ...run(200, 300)]] });
    expect(track.length).toBeCloseTo(1500, 3);
    expect(track.breaks).toEqual([101]);
    expect(track.splits.map(({ seconds }) => Math.round(seconds))).toEqual([200, 100]);
  });

  test('two files of one workout are one route, and what both hold counts once', () => {
    const track = trackOf({ routes: [run(0, 200), run(150, 400)] });
    expect(track.length).toBeCloseTo(2000, 3);
    expect(track.points).toBe(401);
  });

  test('without times there is a way and no split', () => {
    const points = [0, 500, 1500].map((east) => ({ at: Number.NaN, east }));
    const track = trackOf({ routes: [points] });
    expect(track.length).toBeCloseTo(1500, 3);
    expect(track).toMatchObject({ splits: [], marks: [], movingSeconds: null });
  });

  test('without a route they go by the records of distance of the workout’s own source', () => {
    const parts = [
      [0, 250, 1000],
      [250, 250, 500],
      // By the phone in the pocket, and one that began before.
      [0, 500, 9999, 2],
      [-100, 50, 300],
    ] as const;
    const track = trackOf({ parts, seconds: 600 });
    expect(track).toMatchObject({ basis: 'records', length: 1500, points: 0, marks: [] });
    expect(track.splits.map(({ distance, seconds }) => [distance, seconds])).toEqual([
      [1000, 250],
      [500, 350],
    ]);
    expect(track.distance[125]).toBe(500);
    expect(track.speed[125]).toBeCloseTo(4, 6);
  });

  test('a workout without either has its heart rate over time', () => {
    const track = trackOf({ activity: 'HKWorkoutActivityTypeYoga', seconds: 120, beats: [[10, 90]] });
    expect(track).toMatchObject({ basis: 'none', length: null, splits: [] });
    expect([9, 10, 69, 70].map((at) => track.heartRate[at])).toEqual([null, 90, 90, null]);
  });
});

describe('pauses', () => {
  const pauses = (...events: (readonly [string, number, number?])[]) =>
    pausesOf(
      events.map(([type, at, duration = null]) => ({
        type: `HKWorkoutEventType${type}`,
        at,
        duration,
        metadata: [],
      })),
      0,
      100,
    );

  test('of the person and of the Watch, each once however often the export says so', () => {
    expect(
      pauses(
        ['Pause', 10],
        ['Pause', 10],
        ['Resume', 20],
        ['Resume', 20],
        ['MotionPaused', 30],
        ['MotionResumed', 45],
      ),
    ).toEqual([
      { start: 10, end: 20, cause: 'pause' },
      { start: 30, end: 45, cause: 'motion' },
    ]);
  });

  test('one in another is one; one without an end lasts to the end; laps and requests are none', () => {
    expect(pauses(['MotionPaused', 10], ['Pause', 12], ['MotionResumed', 20], ['Resume', 30])).toEqual([
      { start: 10, end: 30, cause: 'motion' },
    ]);
    expect(pauses(['Pause', 90])).toEqual([{ start: 90, end: 100, cause: 'pause' }]);
    expect(pauses(['Lap', 10, 20], ['PauseOrResumeRequest', 15], ['Segment', 0, 100], ['Resume', 5])).toEqual(
      [],
    );
    expect(pauses(['Pause', 40, 5])).toEqual([{ start: 40, end: 45, cause: 'pause' }]);
  });

  test('active time is what lies in none of them', () => {
    const both = pauses(['Pause', 10], ['Resume', 20], ['Pause', 30], ['Resume', 45]);
    expect(activeSeconds(both, 0, 100)).toBe(75);
    expect(activeSeconds(both, 15, 35)).toBe(10);
    expect(activeSeconds(both, 20, 30)).toBe(10);
  });
});

describe('heart rate zones', () => {
  test('a measurement counts until the next, for a minute at most, and not in a pause', () => {
    const beats = { at: [0, 30, 200], value: [100, 120, 160] };
    // 30 s less 10 of pause; 60 of the 170; 30 until the end. A zone begins at its limit.
    expect(timeInZones(beats, [120, 150], [{ start: 10, end: 20, cause: 'pause' }], 230)).toEqual([
      { from: null, to: 120, seconds: 20 },
      { from: 120, to: 150, seconds: 60 },
      { from: 150, to: null, seconds: 30 },
    ]);
  });

  test('begin at 60, 70, 80 and 90% of 220 less the age; of 190 where no export says it; where the person says', () => {
    const at = '2025-05-10';
    expect(zoneLimits(null, '1990-01-01', at)).toEqual({
      limits: [111, 130, 148, 167],
      rule: { by: 'age', age: 35, highest: 185 },
    });
    expect(zoneLimits(null, '1990-05-10', at).rule.age).toBe(35);
    expect(zoneLimits(null, '1990-05-11', at).rule.age).toBe(34);
    expect(zoneLimits(null, null, at)).toMatchObject({
      limits: [114, 133, 152, 171],
      rule: { by: 'unknown' },
    });
    expect(zoneLimits([125, 140], '1990-01-01', at)).toMatchObject({
      limits: [125, 140],
      rule: { by: 'own' },
    });
  });

  test('are of the first source that measured, with the limits of the person', () => {
    const { heart } = trackOf({
      beats: [
        [0, 100, 2],
        [50, 130],
        [80, 150],
      ],
      limits: [140],
      seconds: 120,
    });
    expect(heart).toMatchObject({ source: 'Watch', count: 2, average: 140, lowest: 130, highest: 150 });
    expect(heart?.zones).toEqual([
      { from: null, to: 140, seconds: 30 },
      { from: 140, to: null, seconds: 40 },
    ]);
    expect(heart?.rule.by).toBe('own');
  });
});

describe('long routes', () => {
  const column = (count: number, value: (index: number) => number) =>
    Float64Array.from({ length: count }, (_, index) => value(index));

  test('100,000 points become some thousands: ends and corners stay, and nothing that is left out lies off the line', () => {
    const count = 100_001;
    const corner = 50_000;
    const route = {
      time: column(count, (index) => index),
      latitude: column(count, (index) => Math.min(index, corner) * 1e-5),
      longitude: column(count, (index) => Math.max(0, index - corner) * 1e-5),
      elevation: column(count, () => Number.NaN),
    };
    const kept = thinned(joinRoutes([route], [], 0));
    expect(kept.length).toBeLessThan(1500);
    expect([kept[0], kept.at(-1)]).toEqual([0, count - 1]);
    expect(kept).toContain(corner);
  });

  test('a wild one is bounded too', () => {
    const count = 100_000;
    const route = {
      time: column(count, (index) => index),
      latitude: column(count, (index) => 45 + Math.sin(index * 12.9898) * 0.1),
      longitude: column(count, (index) => 9 + Math.cos(index * 78.233) * 0.1),
      elevation: column(count, () => Number.NaN),
    };
    const kept = thinned(joinRoutes([route], [], 0));
    expect(kept.length).toBeLessThan(6000);
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
  });
});
