import { figureText, unitText } from '../../../../shared/domain/quantity-text.ts';
import { type LengthUnit, metersOf, type WorkoutTrack } from '../../../../shared/domain/workout-figures.ts';

/** Points in m east and south of the middle of the route. */
export interface Plane {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly width: number;
  readonly height: number;
  /** Puts any other place on the same plane. */
  readonly place: (latitude: number, longitude: number) => readonly [x: number, y: number];
}

/** Where the plane stands on screen: pixels = m × scale + offset. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const metersPerDegree = 111_195;
const radians = Math.PI / 180;
/** A meter is never more than so many pixels: nearer, GPS has nothing to show. */
const largestScale = 8;
const padding = 28;

/**
 * Equirectangular about the middle latitude: over the length of a workout the difference to a proper projection cannot be seen. Longitudes are
 * taken the short way from the first point, so that the date line is crossed. null with fewer than two points.
 */
export function planeOf({ latitude, longitude }: Pick<WorkoutTrack, 'latitude' | 'longitude'>): Plane | null {
  const first = longitude.find((value) => value !== null);
  const known = latitude.filter((value) => value !== null);
  if (known.length < 2 || first === undefined || first === null) return null;
  const east = (value: number) => ((((value - first + 180) % 360) + 360) % 360) - 180;
  const easts = longitude.flatMap((value) => (value === null ? [] : [east(value)]));
  const [bottom, top] = extentOf(known);
  const [left, right] = extentOf(easts);
  const [middleX, middleY] = [(left + right) / 2, (bottom + top) / 2];
  const shrink = Math.cos(middleY * radians) * metersPerDegree;
  const place = (north: number, value: number) =>
    [(east(value) - middleX) * shrink, (middleY - north) * metersPerDegree] as const;
  const places = latitude.map((north, index) => place(north ?? middleY, longitude[index] ?? first));
  return {
    x: places.map(([x]) => x),
    y: places.map(([, y]) => y),
    width: (right - left) * shrink,
    height: (top - bottom) * metersPerDegree,
    place,
  };
}

function extentOf(values: readonly number[]): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/** The whole route in the middle of a box, at the largest scale that holds it. */
export function fitted({ width, height }: Plane, size: Size): View {
  const room = {
    width: Math.max(1, size.width - 2 * padding),
    height: Math.max(1, size.height - 2 * padding),
  };
  const scale = Math.min(room.width / Math.max(width, 1), room.height / Math.max(height, 1), largestScale);
  return { scale, x: size.width / 2, y: size.height / 2 };
}

/** Nearer by `factor` with the pixel (x, y) in its place; never further than the whole route at half its size. */
export function zoomed(view: View, factor: number, [x, y]: readonly [number, number], whole: View): View {
  const scale = Math.min(largestScale, Math.max(whole.scale / 2, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
}

/** The path of the route in m, open where it was interrupted. */
export function pathOf({ x, y }: Plane, breaks: readonly number[]): string {
  const begins = new Set([0, ...breaks]);
  return x
    .map((east, index) => `${begins.has(index) ? 'M' : 'L'}${east.toFixed(1)} ${(y[index] ?? 0).toFixed(1)}`)
    .join('');
}

/** The drawn point nearest to a pixel, no further than `reach` pixels; null where there is none. */
export function nearestPoint(
  { x, y }: Plane,
  view: View,
  [px, py]: readonly [number, number],
  reach: number,
): number | null {
  let nearest: number | null = null;
  let least = reach * reach;
  for (let index = 0; index < x.length; index++) {
    const dx = (x[index] ?? 0) * view.scale + view.x - px;
    const dy = (y[index] ?? 0) * view.scale + view.y - py;
    const distance = dx * dx + dy * dy;
    if (distance <= least) [least, nearest] = [distance, index];
  }
  return nearest;
}

/** A round length that is at most `most` pixels long, with its words: 1, 2 or 5 of a power of ten. */
export function scaleBar(
  scale: number,
  unit: LengthUnit,
  most: number,
): { readonly pixels: number; readonly label: string } {
  const room = most / scale;
  const isLarge = unit === 'km' ? room >= 1000 : room >= metersOf.mi / 2;
  const [meters, name] = isLarge ? [metersOf[unit], unit] : unit === 'km' ? [1, 'm'] : [0.3048, 'ft'];
  const power = 10 ** Math.floor(Math.log10(room / meters));
  const step = [5, 2, 1].find((times) => times * power * meters <= room) ?? 1;
  const length = Number((step * power).toPrecision(1));
  return { pixels: length * meters * scale, label: `${figureText(length)} ${unitText('', name)}` };
}

/** The step between shown marks, so that neighbors on a straight line are at least 44 pixels apart. */
export function markStep(scale: number, unit: LengthUnit): number {
  return [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => step * metersOf[unit] * scale >= 44) ?? 1000;
}
