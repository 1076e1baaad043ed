import type { Pause } from '../../shared/domain/workout-figures.ts';

/** The points that workout-track.ts and the splits use: one entry per point, all ascending by time; NaN where nothing was recorded. */
export interface TrackPoints {
  readonly count: number;
  readonly at: Float64Array;
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  readonly elevation: Float64Array;
  /** m from the first point. */
  readonly distance: Float64Array;
  /** 1 where a stretch begins: after a pause, after a lost signal, or in another file. The first point begins one. */
  readonly begins: Uint8Array;
}

/** A recorded stretch: the columns of one file. */
export interface RecordedRoute {
  readonly time: Float64Array;
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  readonly elevation: Float64Array;
}

/** Mean radius of the Earth, m (IUGG, Geodetic Reference System 1980: (2a + b) / 3). */
const earthRadius = 6_371_008.8;
/** The Watch writes a point per second; after this long without one, the signal was lost. */
const lostSeconds = 30;
const radians = Math.PI / 180;

/** The great-circle distance between two places in degrees, m (haversine formula). */
export function metersBetween(
  latitudeA: number,
  longitudeA: number,
  latitudeB: number,
  longitudeB: number,
): number {
  const northing = Math.sin(((latitudeB - latitudeA) * radians) / 2);
  const easting = Math.sin(((longitudeB - longitudeA) * radians) / 2);
  const share =
    northing * northing + Math.cos(latitudeA * radians) * Math.cos(latitudeB * radians) * easting * easting;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(share)));
}

/**
 * Joins the files of a workout's route in order of time. It leaves out points without a location, points in a pause, and points that go back in time.
 * The way across a pause doesn't count; across a lost signal, the straight line counts. A point without a time gets the time of the previous point,
 * initially `start`.
 */
export function joinRoutes(
  routes: readonly RecordedRoute[],
  pauses: readonly Pause[],
  start: number,
): TrackPoints {
  const most = routes.reduce((sum, { time }) => sum + time.length, 0);
  const columns = Array.from({ length: 5 }, () => new Float64Array(most));
  const [at, latitude, longitude, elevation, distance] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const begins = new Uint8Array(most);
  let count = 0;
  let pause = 0;
  for (const route of routes) {
    let isFirst = true;
    for (let i = 0; i < route.time.length; i++) {
      const [north, east] = [route.latitude[i] ?? Number.NaN, route.longitude[i] ?? Number.NaN];
      if (!Number.isFinite(north) || !Number.isFinite(east)) continue;
      const before = count === 0 ? start : (at[count - 1] ?? start);
      const time = route.time[i] ?? Number.NaN;
      const now = Number.isFinite(time) ? time : before;
      // A point in two files is kept once.
      if (count > 0 && (now < before || (isFirst && now === time && now === before))) continue;
      while (pause < pauses.length && (pauses[pause]?.end ?? 0) <= now) pause++;
      if (now > (pauses[pause]?.start ?? Number.POSITIVE_INFINITY)) continue;
      at[count] = now;
      latitude[count] = north;
      longitude[count] = east;
      elevation[count] = route.elevation[i] ?? Number.NaN;
      const isAfterPause = count > 0 && pause > 0 && (pauses[pause - 1]?.start ?? 0) >= before;
      begins[count] = isFirst || isAfterPause || now - before > lostSeconds ? 1 : 0;
      distance[count] =
        count === 0
          ? 0
          : (distance[count - 1] ?? 0) +
            (isAfterPause
              ? 0
              : metersBetween(latitude[count - 1] ?? 0, longitude[count - 1] ?? 0, north, east));
      isFirst = false;
      count++;
    }
  }
  return { count, at, latitude, longitude, elevation, distance, begins };
}

/** Amounts of distance of one source: UTC seconds and m, ascending by start. */
export interface DistancePart {
  readonly start: number;
  readonly end: number;
  readonly meters: number;
}

/** Distance by records, for a workout without a route: each record covers its distance evenly from the end of the previous one. */
export function joinParts(parts: readonly DistancePart[], start: number, end: number): TrackPoints {
  const at = [start];
  const distance = [0];
  for (const part of parts) {
    const [last, far] = [at.at(-1) ?? start, distance.at(-1) ?? 0];
    const until = Math.min(part.end, end);
    const length = part.end - part.start;
    // A record that crosses the workout's start or end counts in proportion.
    const meters =
      length > 0 ? (part.meters * Math.max(0, until - Math.max(part.start, start))) / length : part.meters;
    const from = Math.max(part.start, last);
    if (from > last) {
      at.push(from);
      distance.push(far);
    }
    at.push(Math.max(from, until));
    distance.push(far + meters);
  }
  if ((at.at(-1) ?? start) < end) {
    at.push(end);
    distance.push(distance.at(-1) ?? 0);
  }
  const nowhere = () => new Float64Array(at.length).fill(Number.NaN);
  return {
    count: at.length,
    at: Float64Array.from(at),
    latitude: nowhere(),
    longitude: nowhere(),
    elevation: nowhere(),
    distance: Float64Array.from(distance),
    begins: Uint8Array.from(at, (_, index) => (index === 0 ? 1 : 0)),
  };
}

/**
 * m/s at each point: the distance from `reach` seconds before to `reach` seconds after, divided by the time, within the stretch; NaN in a stretch of
 * fewer than two points.
 */
export function speedsOf(points: TrackPoints, reach: number): Float64Array {
  const { count, at, distance, begins } = points;
  const speeds = new Float64Array(count).fill(Number.NaN);
  for (let first = 0; first < count; ) {
    let last = first;
    while (last + 1 < count && begins[last + 1] === 0) last++;
    let [low, high] = [first, first];
    for (let i = first; i <= last; i++) {
      const now = at[i] ?? 0;
      while ((at[low] ?? 0) < now - reach) low++;
      while (high < last && (at[high + 1] ?? 0) <= now + reach) high++;
      const [from, to] = [Math.min(low, Math.max(first, i - 1)), Math.max(high, Math.min(last, i + 1))];
      const seconds = (at[to] ?? 0) - (at[from] ?? 0);
      if (seconds > 0) speeds[i] = ((distance[to] ?? 0) - (distance[from] ?? 0)) / seconds;
    }
    first = last + 1;
  }
  return speeds;
}

/** m/s from which a person counts as moving: half walking speed. */
const movingSpeed = 0.5;

/** Seconds between points of a stretch with movement. */
export function movingSecondsOf({ count, at, begins }: TrackPoints, speeds: Float64Array): number {
  let seconds = 0;
  for (let i = 1; i < count; i++) {
    if (begins[i] === 0 && (speeds[i] ?? 0) >= movingSpeed) seconds += (at[i] ?? 0) - (at[i - 1] ?? 0);
  }
  return seconds;
}
