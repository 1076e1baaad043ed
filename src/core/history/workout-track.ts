import { z } from 'zod';
import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import { workoutActivitySchema, workoutEventSchema } from '../../shared/domain/workout.ts';
import {
  metersOf,
  type Pause,
  type WorkoutTrack,
  zoneLimitsSchema,
} from '../../shared/domain/workout-figures.ts';
import { CodedError } from '../../shared/errors.ts';
import { dayText } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import type { RankOf } from '../events/source-priority.ts';
import { longestSpanSeconds } from '../events/spans.ts';
import { zoneOf } from '../events/zone.ts';
import { routeColumnCount, routeColumns } from '../healthkit/sidecar/route-columns.ts';
import { distanceTypeOf } from '../healthkit/workout-distance.ts';
import { figureZone } from './figures.ts';
import { type Beats, beatReader, timeInZones, zoneLimits } from './heart-zones.ts';
import { listFrom } from './record-rows.ts';
import { thinned } from './thin-track.ts';
import {
  type DistancePart,
  joinParts,
  joinRoutes,
  movingSecondsOf,
  type RecordedRoute,
  speedsOf,
  type TrackPoints,
} from './track-points.ts';
import { splitsOf } from './track-splits.ts';
import { pausesOf } from './workout-pauses.ts';

const heartRateType = 'HKQuantityTypeIdentifierHeartRate';
const birthdayKey = 'HKCharacteristicTypeIdentifierDateOfBirth';
/** Points of a track without a route: an even grid of at least a second. */
const gridPoints = 1500;
/** Seconds before and after a point over which its speed is averaged: routes have a point per second, distance records are longer. */
const reach = { route: 10, records: 20 } as const;

interface StoredWorkout {
  readonly activity: string;
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly events: string;
  readonly activities: string;
}

type RecordTuple = readonly [start: number, duration: number, source: number, value: number | string];

/**
 * A workout from point to point: its route, or its distance records if it has none, joined with the heart rates measured in it. Heart rates come from
 * the first source that has any (events/README.md, "Which source counts"), as in the workout's event. Errors: history.unknown_item, profile.damaged.
 */
export function createWorkoutTrack(
  reader: Reader,
  rankOf: () => RankOf,
): (input: ParsedInput<'history.workoutTrack'>) => CallOutput<'history.workoutTrack'> {
  const columns = 'activity, start, "end", source, events, activities';
  const select = reader.prepare<[number, number], StoredWorkout>(
    `SELECT ${columns} FROM workout WHERE id = ? UNION ALL SELECT ${columns} FROM removed_workout WHERE id = ?`,
  );
  const routes = reader.prepare<[number], { points: Buffer; count: number }>(
    'SELECT points, point_count AS count FROM route WHERE workout = ? AND points IS NOT NULL ORDER BY start, id',
  );
  const records = reader
    .prepare<[string, number, number], RecordTuple>(
      `SELECT start, duration, source, value_key FROM record INDEXED BY record_identity
       WHERE type = (SELECT id FROM record_type WHERE name = ?) AND start >= ? AND start <= ? ORDER BY start`,
    )
    .raw();
  const sourceName = reader.prepare<[number], string>('SELECT name FROM source WHERE id = ?').pluck();
  const setting = reader.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const person = reader.prepare<[string], string>('SELECT value FROM person WHERE key = ?').pluck();

  function beatsOf({ start, end }: StoredWorkout): { source: number; beats: Beats } | null {
    const bySource = new Map<number, { at: number[]; value: number[] }>();
    for (const [at, duration, source, value] of records.iterate(heartRateType, start, end)) {
      if (typeof value !== 'number' || duration < 0) continue;
      const beats = bySource.get(source) ?? { at: [], value: [] };
      bySource.set(source, beats);
      beats.at.push(at);
      beats.value.push(value);
    }
    const rank = rankOf();
    const [first] = [...bySource].sort(([a], [b]) => rank(a) - rank(b));
    return first === undefined ? null : { source: first[0], beats: first[1] };
  }

  /** Distance records of the sport from the workout's own source, else from the first source that has any. */
  function partsOf({ activity, start, end, source: own }: StoredWorkout): DistancePart[] {
    const type = distanceTypeOf(activity);
    if (type === null || end - start > longestSpanSeconds) return [];
    const bySource = new Map<number, DistancePart[]>();
    for (const [at, duration, source, value] of records.iterate(type, start - 3600, end)) {
      const isInside = at + Math.max(0, duration) > start && at < end;
      if (typeof value !== 'number' || duration < 0 || value < 0 || !isInside) continue;
      const part = { start: at, end: at + duration, meters: value };
      const parts = bySource.get(source);
      if (parts === undefined) bySource.set(source, [part]);
      else parts.push(part);
    }
    const rank = rankOf();
    const [first] = [...bySource.keys()].sort((a, b) => rank(a) - rank(b));
    return bySource.get(own) ?? (first === undefined ? [] : (bySource.get(first) ?? []));
  }

  function limitsAt(at: number): ReturnType<typeof zoneLimits> {
    const stored = zoneLimitsSchema.safeParse(jsonFrom(setting.get('heartZones')));
    const day = dayText(zoneOf(figureZone(reader)).dayOf(at));
    return zoneLimits(stored.success ? stored.data : null, person.get(birthdayKey) ?? null, day);
  }

  function heartOf(
    workout: StoredWorkout,
    pauses: readonly Pause[],
  ): { heart: WorkoutTrack['heart']; beats: Beats } {
    const found = beatsOf(workout);
    if (found === null) return { heart: null, beats: { at: [], value: [] } };
    const { value } = found.beats;
    const { limits, rule } = limitsAt(workout.start);
    const heart = {
      source: sourceName.get(found.source) ?? '',
      count: value.length,
      average: value.reduce((sum, bpm) => sum + bpm, 0) / value.length,
      lowest: value.reduce((low, bpm) => Math.min(low, bpm), Number.POSITIVE_INFINITY),
      highest: value.reduce((high, bpm) => Math.max(high, bpm), 0),
      zones: timeInZones(found.beats, limits, pauses, workout.end),
      limits,
      rule,
    };
    return { heart, beats: found.beats };
  }

  return ({ id, unit }) => {
    const workout = select.get(id, id);
    if (workout === undefined) throw new CodedError('history.unknown_item');
    const { start, end } = workout;
    const pauses = pausesOf(eventsOf(workout), start, end);
    const { heart, beats } = heartOf(workout, pauses);
    const route = joinRoutes(routes.all(id).map(recordedRoute), pauses, start);
    const hasRoute = route.count > 1;
    const parts = hasRoute ? [] : partsOf(workout);
    const basis = hasRoute ? 'route' : parts.length > 0 ? 'records' : 'none';
    const points = hasRoute ? route : joinParts(parts, start, end);
    const speeds = speedsOf(points, basis === 'records' ? reach.records : reach.route);
    const whole = points.count === 0 ? 0 : (points.distance[points.count - 1] ?? 0);
    const isTimed = points.count > 1 && (points.at[points.count - 1] ?? 0) > (points.at[0] ?? 0);
    return {
      basis,
      ...(hasRoute ? drawnRoute(points, speeds, beats) : drawnGrid(workout, points, basis === 'none', beats)),
      points: route.count,
      length: basis === 'none' ? null : whole,
      movingSeconds: basis === 'none' || !isTimed ? null : movingSecondsOf(points, speeds),
      ...(basis === 'none' ? { splits: [], marks: [] } : splitsOf(points, metersOf[unit], pauses, beats)),
      pauses,
      heart,
    };
  };
}

type Drawn = Pick<
  WorkoutTrack,
  'at' | 'latitude' | 'longitude' | 'elevation' | 'distance' | 'speed' | 'heartRate' | 'breaks'
>;

const orNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function drawnRoute(points: TrackPoints, speeds: Float64Array, beats: Beats): Drawn {
  const indexes = thinned(points);
  const rateAt = beatReader(beats);
  return {
    at: indexes.map((index) => points.at[index] ?? 0),
    latitude: indexes.map((index) => orNull(points.latitude[index])),
    longitude: indexes.map((index) => orNull(points.longitude[index])),
    elevation: indexes.map((index) => orNull(points.elevation[index])),
    distance: indexes.map((index) => orNull(points.distance[index])),
    speed: indexes.map((index) => orNull(speeds[index])),
    heartRate: indexes.map((index) => rateAt(points.at[index] ?? 0)),
    breaks: indexes.flatMap((index, place) => (place > 0 && points.begins[index] === 1 ? [place] : [])),
  };
}

/** Without a route: an even grid over the workout with the records' figures. */
function drawnGrid({ start, end }: StoredWorkout, points: TrackPoints, isBare: boolean, beats: Beats): Drawn {
  const hasAny = !isBare || beats.at.length > 0;
  const step = Math.max(1, Math.ceil((end - start) / gridPoints));
  const count = !hasAny || end <= start ? 0 : Math.floor((end - start) / step) + 1;
  const at = Array.from({ length: count }, (_, index) => start + index * step);
  const rateAt = beatReader(beats);
  const distanceAt = distanceReader(points);
  const ahead = distanceReader(points);
  const behind = distanceReader(points);
  const nothing = at.map(() => null);
  return {
    at,
    latitude: nothing,
    longitude: nothing,
    elevation: nothing,
    distance: isBare ? nothing : at.map(distanceAt),
    speed: isBare
      ? nothing
      : at.map((now) => {
          const [from, to] = [Math.max(start, now - reach.records), Math.min(end, now + reach.records)];
          return to > from ? (ahead(to) - behind(from)) / (to - from) : null;
        }),
    heartRate: at.map(rateAt),
    breaks: [],
  };
}

/** The distance at an instant, interpolated between two points; call it in ascending order. */
function distanceReader({ count, at, distance }: TrackPoints): (asked: number) => number {
  let next = 0;
  return (asked) => {
    while (next < count - 1 && (at[next] ?? 0) < asked) next++;
    const before = Math.max(0, next - 1);
    const [from, to] = [at[before] ?? 0, at[next] ?? 0];
    const [low, high] = [distance[before] ?? 0, distance[next] ?? 0];
    return to > from ? low + (high - low) * Math.min(1, Math.max(0, asked - from) / (to - from)) : high;
  };
}

function recordedRoute({ points, count }: { points: Uint8Array; count: number }): RecordedRoute {
  if (points.byteLength !== count * routeColumnCount * 8)
    throw new CodedError('profile.damaged', { reason: 'route' });
  // A copy: a view of Float64 needs an offset that is a multiple of 8.
  const values = new Float64Array(new Uint8Array(points).buffer);
  const column = (index: number) => values.subarray(index * count, (index + 1) * count);
  return {
    time: column(routeColumns.time),
    latitude: column(routeColumns.latitude),
    longitude: column(routeColumns.longitude),
    elevation: column(routeColumns.elevation),
  };
}

/** The workout's own events; a single part repeats them. */
function eventsOf({ events, activities }: StoredWorkout) {
  const own = listFrom(z.array(workoutEventSchema), events);
  if (own.length > 0) return own;
  return listFrom(z.array(workoutActivitySchema), activities).flatMap((part) => part.events);
}

function jsonFrom(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
