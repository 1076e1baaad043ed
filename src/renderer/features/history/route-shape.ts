import type { RoutePoints } from '../../../shared/domain/history.ts';

export interface RouteShape {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly begin: readonly [number, number];
  readonly end: readonly [number, number];
}

const box = 1000;

/**
 * A route as a path in a box 1,000 wide or high, north up. Equirectangular about the middle latitude: over the length of a
 * workout the difference to a proper projection cannot be seen. null when there are fewer than two points.
 */
export function routeShape({ latitude, longitude }: RoutePoints): RouteShape | null {
  const first = longitude[0];
  if (latitude.length < 2 || first === undefined) return null;
  const middle = (Math.min(...latitude) + Math.max(...latitude)) / 2;
  const shrink = Math.cos((middle * Math.PI) / 180);
  // Across the date line longitudes jump by 360: taken the short way from the first point.
  const xs = longitude.map((value) => (((((value - first + 180) % 360) + 360) % 360) - 180) * shrink);
  const [left, right, bottom, top] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...latitude),
    Math.max(...latitude),
  ];
  const scale = box / Math.max(right - left, top - bottom, 1e-6);
  const points = xs.map((x, index) => {
    const y = latitude[index] ?? bottom;
    return [Math.round((x - left) * scale * 10) / 10, Math.round((top - y) * scale * 10) / 10] as const;
  });
  const origin = [0, 0] as const;
  const [begin, end] = [points[0] ?? origin, points.at(-1) ?? origin] as const;
  return {
    path: `M${points.map((point) => point.join(' ')).join('L')}`,
    width: Math.max((right - left) * scale, 1),
    height: Math.max((top - bottom) * scale, 1),
    begin,
    end,
  };
}

export interface ElevationShape {
  /** In a box 1,000 wide and 100 high. */
  readonly path: string;
  readonly lowest: number;
  readonly highest: number;
}

/** Height over time as an area; null when fewer than two points have a height. */
export function elevationShape({ elevation, at }: RoutePoints): ElevationShape | null {
  const points = elevation.flatMap((height, index) =>
    height === null ? [] : [[at[index] ?? index, height] as const],
  );
  const [begin, end] = [points[0], points.at(-1)];
  if (points.length < 2 || begin === undefined || end === undefined) return null;
  const heights = points.map(([, height]) => height);
  const [lowest, highest] = [Math.min(...heights), Math.max(...heights)];
  const wide = Math.max(end[0] - begin[0], 1);
  // A flat walk should look flat: the box shows 20 m at least.
  const tall = Math.max(highest - lowest, 20);
  const place = ([time, height]: readonly [number, number]) =>
    `${(((time - begin[0]) / wide) * 1000).toFixed(1)} ${(96 - ((height - lowest) / tall) * 88).toFixed(1)}`;
  return { path: `M0 100L${points.map(place).join('L')}L1000 100Z`, lowest, highest };
}
