import { expect, test } from 'vitest';
import { elevationShape, routeShape } from '../../../../src/renderer/features/history/route-shape.ts';

const route = (points: [number, number, number | null][]) => ({
  latitude: points.map(([latitude]) => latitude),
  longitude: points.map(([, longitude]) => longitude),
  elevation: points.map(([, , elevation]) => elevation),
  at: points.map((_, index) => index * 10),
  points: points.length,
});

test('north is up, and a degree east is shorter the further north', () => {
  const shape = routeShape(
    route([
      [60, 10, 0],
      [61, 10, 0],
      [61, 11, 0],
    ]),
  );
  expect(shape?.begin[1]).toBe(1000);
  expect(shape?.end[1]).toBe(0);
  expect((shape?.width ?? 0) / (shape?.height ?? 1)).toBeCloseTo(Math.cos((60.5 * Math.PI) / 180), 3);
});

test('the date line is crossed the short way', () => {
  const shape = routeShape(
    route([
      [0, 179.9, 0],
      [0.1, -179.9, 0],
    ]),
  );
  expect((shape?.width ?? 0) / (shape?.height ?? 1)).toBeCloseTo(2, 1);
});

test('one point or none is no route', () => {
  expect(routeShape(route([]))).toBeNull();
  expect(routeShape(route([[1, 1, 0]]))).toBeNull();
});

test('a place where nobody moved is drawn without infinities', () => {
  expect(
    routeShape(
      route([
        [1, 1, 0],
        [1, 1, 0],
      ]),
    )?.path,
  ).not.toMatch(/NaN|Infinity/);
});

test('points without a height are left out of the profile', () => {
  const shape = elevationShape(
    route([
      [0, 0, 10],
      [0, 0, null],
      [0, 0, 40],
    ]),
  );
  expect(shape).toMatchObject({ lowest: 10, highest: 40 });
  expect(shape?.path.match(/L/g)).toHaveLength(3);
  expect(
    elevationShape(
      route([
        [0, 0, null],
        [0, 0, 3],
      ]),
    ),
  ).toBeNull();
});
