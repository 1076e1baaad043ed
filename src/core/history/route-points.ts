import type { RoutePoints } from '../../shared/domain/history.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { routeColumnCount, routeColumns } from '../healthkit/sidecar/route-columns.ts';

const maxPoints = 2000;

/**
 * Stored Float64 columns (core/healthkit/sidecar/route-columns.ts) as the page draws them: points without a location are left out, and the rest is
 * thinned evenly to at most 2,000, keeping the first and the last. `points`: the number in the file. A point without a time gets the time of the
 * previous point, initially `start` (UTC seconds). Errors: profile.damaged for a blob of another length.
 */
function routePoints(blob: Uint8Array | null, pointCount: number, start: number): RoutePoints {
  const points: RoutePoints = { latitude: [], longitude: [], elevation: [], at: [], points: pointCount };
  if (blob === null) return points;
  if (blob.byteLength !== pointCount * routeColumnCount * 8) {
    throw new CodedError('profile.damaged', { reason: 'route' });
  }
  // A copy: a view of Float64 needs an offset that is a multiple of 8.
  const values = new Float64Array(new Uint8Array(blob).buffer);
  const column = (index: number): Float64Array =>
    values.subarray(index * pointCount, (index + 1) * pointCount);
  const latitude = column(routeColumns.latitude);
  const longitude = column(routeColumns.longitude);
  const elevation = column(routeColumns.elevation);
  const at = column(routeColumns.time);
  const placed: number[] = [];
  for (let i = 0; i < pointCount; i += 1) {
    if (Number.isFinite(latitude[i]) && Number.isFinite(longitude[i])) placed.push(i);
  }
  let lastAt = start;
  for (const i of thinned(placed)) {
    const height = elevation[i] ?? Number.NaN;
    const time = at[i] ?? Number.NaN;
    if (Number.isFinite(time)) lastAt = time;
    points.latitude.push(latitude[i] ?? 0);
    points.longitude.push(longitude[i] ?? 0);
    points.elevation.push(Number.isFinite(height) ? height : null);
    points.at.push(lastAt);
  }
  return points;
}

function thinned(indexes: readonly number[]): readonly number[] {
  if (indexes.length <= maxPoints) return indexes;
  const step = (indexes.length - 1) / (maxPoints - 1);
  return Array.from({ length: maxPoints }, (_, i) => indexes[Math.round(i * step)] ?? 0);
}

interface StoredRoute {
  readonly start: number | null;
  readonly pointCount: number;
  readonly points: Buffer | null;
}

/** The points of a route, thinned to at most 2,000; none if its file is missing. Errors: history.unknown_item. */
export function createRoute(reader: Reader): (input: { id: number }) => RoutePoints {
  const select = reader.prepare<[number], StoredRoute>(
    'SELECT start, point_count AS pointCount, points FROM route WHERE id = ?',
  );
  return ({ id }) => {
    const route = select.get(id);
    if (route === undefined) throw new CodedError('history.unknown_item');
    return routePoints(route.points, route.pointCount, route.start ?? 0);
  };
}
