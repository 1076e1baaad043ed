import type { TrackPoints } from './track-points.ts';

/** Maximum number of points the page draws, for the shape and for the charts. */
const maxForShape = 4000;
const maxForTime = 1200;
/** Each piece is thinned separately, which bounds the work for every shape to this many steps per point. */
const pieceLength = 512;
const metersPerDegree = 111_195;
const radians = Math.PI / 180;

/**
 * Indexes of the drawn points, ascending: points that the shape needs (Ramer, Douglas, and Peucker), the ends of each stretch, and points at regular
 * time steps, so charts have figures along straight ways. At most about 5,200 points. Omitted points are within a pixel of a 4,000-pixel drawing, or
 * as close as that many points allow.
 */
export function thinned(points: TrackPoints): number[] {
  const { count, begins } = points;
  const every = Array.from({ length: count }, (_, index) => index);
  if (count <= maxForTime) return every;
  const plane = planeOf(points);
  let kept = every;
  for (let tolerance = Math.max(1, plane.extent / 4000); ; tolerance *= 4) {
    kept = shapeOf(plane, begins, kept, tolerance);
    if (kept.length <= maxForShape) break;
    // Only ends of stretches are left: they stay at every tolerance.
    if (tolerance > plane.extent) {
      kept = evenly(kept, maxForShape);
      break;
    }
  }
  const chosen = new Uint8Array(count);
  for (const index of kept) chosen[index] = 1;
  for (const index of evenly(every, maxForTime)) chosen[index] = 1;
  return every.filter((index) => chosen[index] === 1);
}

function evenly(indexes: readonly number[], most: number): number[] {
  const step = (indexes.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => indexes[Math.round(i * step)] ?? 0);
}

/** Points on a plane, m: x and y. */
interface Plane {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The longer side of the box around them. */
  readonly extent: number;
}

function planeOf({ count, latitude, longitude }: TrackPoints): Plane {
  const shrink = Math.cos((latitude[0] ?? 0) * radians) * metersPerDegree;
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    const [east, north] = [(longitude[i] ?? 0) * shrink, (latitude[i] ?? 0) * metersPerDegree];
    x[i] = east;
    y[i] = north;
    if (east < left) left = east;
    if (east > right) right = east;
    if (north < low) low = north;
    if (north > high) high = north;
  }
  return { x, y, extent: Math.max(right - left, high - low) };
}

/** The chosen points that the shape still needs. */
function shapeOf(plane: Plane, begins: Uint8Array, indexes: readonly number[], tolerance: number): number[] {
  const kept: number[] = [];
  for (let first = 0; first < indexes.length; ) {
    let last = first;
    while (last + 1 < indexes.length && begins[indexes[last + 1] ?? 0] === 0) last++;
    // Pieces of a stretch share the point between them.
    for (let from = first; ; from += pieceLength) {
      const to = Math.min(last, from + pieceLength);
      for (const place of neededWithin(plane, indexes, from, to, tolerance)) {
        const index = indexes[place] ?? 0;
        if (kept.at(-1) !== index) kept.push(index);
      }
      if (to === last) break;
    }
    first = last + 1;
  }
  return kept;
}

/** Indexes from `from` to `to` that the line needs, including its ends, ascending. */
function neededWithin(
  plane: Plane,
  indexes: readonly number[],
  from: number,
  to: number,
  tolerance: number,
): number[] {
  const needed = [from, to];
  const open: [number, number][] = [[from, to]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const place = farthestFrom(plane, indexes, ...span, tolerance);
    if (place === null) continue;
    needed.push(place);
    open.push([span[0], place], [place, span[1]]);
  }
  return needed.sort((a, b) => a - b);
}

/** The point farthest from the line between two others, if it is beyond the tolerance. */
function farthestFrom(
  { x, y }: Plane,
  indexes: readonly number[],
  from: number,
  to: number,
  tolerance: number,
): number | null {
  const [a, b] = [indexes[from] ?? 0, indexes[to] ?? 0];
  const [ax, ay] = [x[a] ?? 0, y[a] ?? 0];
  const [dx, dy] = [(x[b] ?? 0) - ax, (y[b] ?? 0) - ay];
  const length = dx * dx + dy * dy;
  let most = tolerance * tolerance;
  let farthest: number | null = null;
  for (let place = from + 1; place < to; place++) {
    const index = indexes[place] ?? 0;
    const px = (x[index] ?? 0) - ax;
    const py = (y[index] ?? 0) - ay;
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
    const [ox, oy] = [px - along * dx, py - along * dy];
    const off = ox * ox + oy * oy;
    if (off > most) [most, farthest] = [off, place];
  }
  return farthest;
}
