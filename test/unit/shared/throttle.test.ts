import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { throttle } from '../../../src/shared/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first is at once, all that follow within the pause are one', () => {
  let runs = 0;
  const limited = throttle(1000, () => runs++);
  for (let i = 0; i < 5; i++) limited.ask();
  expect(runs).toBe(1);
  vi.advanceTimersByTime(999);
  expect(runs).toBe(1);
  vi.advanceTimersByTime(1);
  expect(runs).toBe(2);
  vi.advanceTimersByTime(5000);
  expect(runs).toBe(2);
  limited.ask();
  expect(runs).toBe(3);
});

test('an act that is not ready gets its turn after the pause', () => {
  let tries = 0;
  const limited = throttle(1000, () => {
    tries++;
    if (tries < 3) limited.ask();
  });
  limited.ask();
  expect(tries).toBe(1);
  vi.advanceTimersByTime(2000);
  expect(tries).toBe(3);
  vi.advanceTimersByTime(5000);
  expect(tries).toBe(3);
});

test('stopped, nothing follows', () => {
  let runs = 0;
  const limited = throttle(1000, () => runs++);
  limited.ask();
  limited.ask();
  limited.stop();
  vi.advanceTimersByTime(5000);
  expect(runs).toBe(1);
});
