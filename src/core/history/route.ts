import type { RoutePoints } from '../../shared/domain/history.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { routePoints } from './route-points.ts';

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
