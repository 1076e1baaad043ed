import type { Pause, Split, WorkoutTrack } from '../../shared/domain/workout-figures.ts';
import { firstIndex } from '../events/spans.ts';
import type { Beats } from './heart-zones.ts';
import type { TrackPoints } from './track-points.ts';
import { activeSeconds } from './workout-pauses.ts';

type Mark = WorkoutTrack['marks'][number];

/** A route with more splits than this gets none; nobody would read them. */
const maxSplits = 1000;
/** A remainder shorter than this, m, is the jitter of the last points. */
const minRest = 1;

/** The track at one instant between two points, each figure interpolated. */
interface Place {
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly elevation: number;
}

/**
 * Splits of `unit` meters and the remainder, with a mark at the end of each full one. An end is interpolated by distance between its two neighboring
 * points. Seconds exclude pauses; the heart rate is the mean of the measurements in [start, end).
 */
export function splitsOf(
  points: TrackPoints,
  unit: number,
  pauses: readonly Pause[],
  beats: Beats,
): { splits: Split[]; marks: Mark[] } {
  const { count, at, distance } = points;
  const whole = count === 0 ? 0 : (distance[count - 1] ?? 0);
  const splits: Split[] = [];
  const marks: Mark[] = [];
  if (count < 2 || (at[0] ?? 0) === (at[count - 1] ?? 0) || whole / unit > maxSplits)
    return { splits, marks };
  let begin = placeAt(points, 0, 0);
  const close = (end: Place, meters: number) => {
    const climb = end.elevation - begin.elevation;
    splits.push({
      distance: meters,
      start: begin.at,
      end: end.at,
      seconds: activeSeconds(pauses, begin.at, end.at),
      climb: Number.isFinite(climb) ? climb : null,
      heartRate: meanWithin(beats, begin.at, end.at),
    });
    begin = end;
  };
  let index = 1;
  for (let meters = unit; meters <= whole; meters += unit) {
    while (index < count - 1 && (distance[index] ?? 0) < meters) index++;
    const end = placeAt(points, index, meters);
    close(end, unit);
    const { at: instant, latitude, longitude } = end;
    if (Number.isFinite(latitude)) marks.push({ distance: meters, at: instant, latitude, longitude });
  }
  const rest = whole - splits.length * unit;
  if (rest >= minRest) close(placeAt(points, count - 1, whole), rest);
  return { splits, marks };
}

/** The position `meters` from the start, between the points `index - 1` and `index`. */
function placeAt(
  { at, latitude, longitude, elevation, distance }: TrackPoints,
  index: number,
  meters: number,
): Place {
  const before = Math.max(0, index - 1);
  const [low, high] = [distance[before] ?? 0, distance[index] ?? 0];
  const share = high > low ? (meters - low) / (high - low) : 1;
  const between = (column: Float64Array): number => {
    const [a, b] = [column[before] ?? Number.NaN, column[index] ?? Number.NaN];
    if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.isFinite(b) ? b : a;
    return a + (b - a) * share;
  };
  return {
    at: between(at),
    latitude: between(latitude),
    longitude: between(longitude),
    elevation: between(elevation),
  };
}

function meanWithin({ at, value }: Beats, from: number, to: number): number | null {
  let sum = 0;
  const first = firstIndex(at, (instant) => instant >= from);
  let index = first;
  for (; index < at.length && (at[index] ?? 0) < to; index++) sum += value[index] ?? 0;
  return index === first ? null : sum / (index - first);
}
