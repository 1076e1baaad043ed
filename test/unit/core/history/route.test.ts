import { expect, test } from 'vitest';
import { routeColumnCount, routeColumns } from '../../../../src/core/healthkit/sidecar/route-columns.ts';
import { routePointsSchema } from '../../../../src/shared/domain/history.ts';
import { addSource } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

interface Point {
  readonly time: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly elevation: number;
}

function routeOf(points: readonly Point[] | null, pointCount = points?.length ?? 0) {
  return historyFile(({ database }) => {
    addSource(database, 'Watch');
    database.exec(`INSERT INTO workout (activity, start, "end", source, origin, statistics, events, activities, run)
      VALUES ('Run', 0, 1, 1, 1, '[]', '[]', '[]', 1)`);
    const insert = database.prepare(
      `INSERT INTO route (workout, file, start, "end", point_count, points, run) VALUES (1, 'a', 50, 99, ?, ?, 1)`,
    );
    insert.run(pointCount, points && blobOf(points));
  }).route({ id: 1 });
}

function blobOf(points: readonly Point[]): Buffer {
  const columns = new Float64Array(points.length * routeColumnCount).fill(Number.NaN);
  for (const [i, point] of points.entries()) {
    for (const name of ['time', 'latitude', 'longitude', 'elevation'] as const) {
      columns[routeColumns[name] * points.length + i] = point[name];
    }
  }
  return Buffer.from(columns.buffer);
}

const line = (count: number): Point[] =>
  Array.from({ length: count }, (_, i) => ({
    time: 100.5 + i,
    latitude: i / 1000,
    longitude: -i,
    elevation: 2 * i,
  }));

test('gives the points as they are when they are few', () => {
  const route = routeOf(line(3));
  expect(routePointsSchema.parse(route)).toEqual({
    latitude: [0, 0.001, 0.002],
    longitude: [-0, -1, -2],
    elevation: [0, 2, 4],
    at: [100.5, 101.5, 102.5],
    points: 3,
  });
});

test.each([2000, 2001, 7777])('%i points are thinned evenly to at most 2,000, ends kept', (count) => {
  const route = routeOf(line(count));
  expect(route.points).toBe(count);
  expect(route.at).toHaveLength(2000);
  expect([route.at[0], route.at.at(-1)]).toEqual([100.5, 100.5 + count - 1]);
  const steps = route.at.slice(1).map((at, i) => at - (route.at[i] ?? 0));
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
});

test('what a point does not say is null, never NaN; without a place it is no point', () => {
  const nan = Number.NaN;
  const point = { time: 60, latitude: 1, longitude: 2, elevation: 3 };
  const route = routeOf([
    { ...point, time: nan },
    { ...point, latitude: nan },
    { ...point, elevation: nan },
    { ...point, time: nan },
  ]);
  expect(routePointsSchema.parse(route)).toEqual({
    latitude: [1, 1, 1],
    longitude: [2, 2, 2],
    elevation: [3, null, 3],
    at: [50, 60, 60],
    points: 4,
  });
});

test('a route whose file is missing has no points; a blob of another length is profile.damaged', () => {
  expect(routeOf(null)).toEqual({ latitude: [], longitude: [], elevation: [], at: [], points: 0 });
  expect(() => routeOf(line(3), 4)).toThrow(expect.objectContaining({ code: 'profile.damaged' }));
});
