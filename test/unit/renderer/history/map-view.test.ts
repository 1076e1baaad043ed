import { describe, expect, test } from 'vitest';
import {
  fitted,
  markStep,
  nearestPoint,
  pathOf,
  planeOf,
  scaleBar,
  zoomed,
} from '../../../../src/renderer/features/history/workouts/map-view.ts';
import {
  clockText,
  printedMeters,
  speedForm,
  speedText,
  speedValue,
} from '../../../../src/renderer/features/history/workouts/workout-words.ts';
import { distanceText, inOne } from '../../../../src/shared/domain/quantity-text.ts';

const plane = (...points: readonly (readonly [number, number])[]) =>
  planeOf({ latitude: points.map(([north]) => north), longitude: points.map(([, east]) => east) });

describe('the plane of a route', () => {
  test('north is up, and a degree east is shorter the further north', () => {
    const made = plane([60, 10], [61, 10], [61, 11]);
    expect((made?.y[0] ?? 0) - (made?.y[1] ?? 0)).toBeCloseTo(111_195, 0);
    expect((made?.width ?? 0) / (made?.height ?? 1)).toBeCloseTo(Math.cos((60.5 * Math.PI) / 180), 6);
    expect(made?.place(60.5, 10.5).map(Math.round)).toEqual([0, 0]);
  });

  test('the date line is crossed the short way', () => {
    const made = plane([0, 179.9], [0.1, -179.9]);
    expect((made?.width ?? 0) / (made?.height ?? 1)).toBeCloseTo(2, 4);
  });

  test('one point or none is no route, and a place where nobody moved has no infinities', () => {
    expect(plane()).toBeNull();
    expect(plane([1, 1])).toBeNull();
    const still = plane([1, 1], [1, 1]);
    expect(still).not.toBeNull();
    if (still === null) return;
    expect(pathOf(still, [])).toBe('M0.0 0.0L0.0 0.0');
    expect(Object.values(fitted(still, { width: 100, height: 100 })).every(Number.isFinite)).toBe(true);
  });

  test('a break is left open', () => {
    const made = plane([0, 0], [0, 0.001], [0, 0.002], [0, 0.003]);
    expect(made === null ? '' : pathOf(made, [2]).replace(/[^ML]/g, '')).toBe('MLML');
  });
});

describe('the view', () => {
  const made = plane([0, 0], [0, 0.01], [0.005, 0.01]);
  const size = { width: 456, height: 256 };

  test('shows all of it in the middle, and zooms about the place under the mouse', () => {
    if (made === null) throw new Error('no plane');
    const whole = fitted(made, size);
    // 1,111.95 m in 400 pixels; 555.975 m in 200.
    expect(whole.scale).toBeCloseTo(400 / 1111.95, 6);
    expect((made.x[0] ?? 0) * whole.scale + whole.x).toBeCloseTo(28, 6);
    const near = zoomed(whole, 2, [28, 228], whole);
    expect(near.scale).toBeCloseTo(whole.scale * 2, 9);
    expect((made.x[0] ?? 0) * near.scale + near.x).toBeCloseTo(28, 6);
    expect(zoomed(whole, 1e-9, [0, 0], whole).scale).toBe(whole.scale / 2);
    expect(zoomed(whole, 1e9, [0, 0], whole).scale).toBe(8);
    expect(nearestPoint(made, whole, [430, 226], 32)).toBe(1);
    expect(nearestPoint(made, whole, [228, 30], 32)).toBeNull();
  });

  test.each([
    [0.1, 'km', '1 km', 100],
    [0.25, 'km', '500 m', 125],
    [0.1, 'mi', '0.5 mi', 80.4672],
    [2, 'mi', '200 ft', 121.92],
  ] as const)('%f pixels a meter in %s: a bar of %s', (scale, unit, label, pixels) => {
    const bar = scaleBar(scale, unit, 140);
    expect(bar.label).toBe(label);
    expect(bar.pixels).toBeCloseTo(pixels, 6);
  });

  test('marks stand at least 44 pixels apart', () => {
    expect([0.05, 0.04, 0.01].map((scale) => markStep(scale, 'km'))).toEqual([1, 2, 5]);
  });
});

describe('words', () => {
  test('ways, times and paces', () => {
    expect([999, 5234, 42_195].map((meters) => inOne(distanceText(meters, { distance: 'km' })))).toEqual([
      '999 m',
      '5.23 km',
      '42.2 km',
    ]);
    expect([100, 5234].map((meters) => inOne(distanceText(meters, { distance: 'mi' })))).toEqual([
      '328 ft',
      '3.25 mi',
    ]);
    expect([59.6, 310, 3723].map(clockText)).toEqual(['1:00', '5:10', '1:02:03']);
    const running = speedForm('HKWorkoutActivityTypeRunning', 'km');
    expect(inOne(speedText(speedValue(1000 / 310, running) ?? 0, running))).toBe('5:10 /km');
    expect(speedValue(0.1, running)).toBeNull();
    const miles = speedForm('HKWorkoutActivityTypeRunning', 'mi');
    expect(inOne(speedText(speedValue(1609.344 / 500, miles) ?? 0, miles))).toBe('8:20 /mi');
    const cycling = speedForm('HKWorkoutActivityTypeCycling', 'km');
    expect(inOne(speedText(speedValue(10, cycling) ?? 0, cycling))).toBe('36 km/h');
    const swimming = speedForm('HKWorkoutActivityTypeSwimming', 'mi');
    expect(inOne(speedText(speedValue(0.9144, swimming) ?? 0, swimming))).toBe('1:40 /100 yd');
  });

  test('a printed climb in meters', () => {
    expect([
      printedMeters('4150 cm'),
      printedMeters('12.5 m'),
      printedMeters('steep'),
      printedMeters(undefined),
    ]).toEqual([41.5, 12.5, null, null]);
  });
});
