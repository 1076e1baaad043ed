import { expect, test } from 'vitest';
import { backoffMs, longestBackoffMs } from '../../../../src/core/outbox/target.ts';

test.each([
  [0, 5_000],
  [1, 5_000],
  [2, 10_000],
  [3, 20_000],
  [8, 640_000],
  [9, longestBackoffMs],
  [500, longestBackoffMs],
])('after %i failures: anything up to %i ms', (failures, ceiling) => {
  expect(backoffMs(failures, () => 0.999_999_9)).toBe(ceiling);
  expect(backoffMs(failures, () => 0.5)).toBe(ceiling / 2);
  expect(backoffMs(failures, () => 0)).toBe(1_000);
});
