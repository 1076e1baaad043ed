import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { PageClock } from '../../../../src/renderer/components/page-clock.ts';

let page: EventTarget & { visibilityState: string };
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
});

function turn(visibilityState: 'visible' | 'hidden') {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}

test('many who follow it are one timer, and nobody is none', () => {
  const clock = new PageClock();
  const seen: number[] = [];
  const ends = [1, 2, 3].map(() => clock.follow(() => void seen.push(clock.now())));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(30_000);
  expect(seen).toEqual([1030, 1030, 1030]);
  for (const end of ends) end();
  expect(vi.getTimerCount()).toBe(0);
});

test('a page that nobody sees does not wake, and tells the time once it is seen', () => {
  const clock = new PageClock();
  const seen: number[] = [];
  const end = clock.follow(() => void seen.push(clock.now()));
  turn('hidden');
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(3_600_000);
  expect(seen).toEqual([]);
  turn('visible');
  expect(seen).toEqual([4600]);
  vi.advanceTimersByTime(30_000);
  expect(seen).toEqual([4600, 4630]);
  end();
});

test('followed again after a while, it begins with the time of then', () => {
  const clock = new PageClock();
  clock.follow(() => {})();
  vi.advanceTimersByTime(500_000);
  const end = clock.follow(() => {});
  expect(clock.now()).toBe(1500);
  end();
});
