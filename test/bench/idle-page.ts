import type { Page } from '@playwright/test';

/** Milliseconds that the page's main thread was busy so far. */
export async function pageBusyMs(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Before the page's own scripts: counts timers of under a second as they are made, repeated ones as they tick. */
export function watchPageTimers(): void {
  const watched = window as Window & { shortTimers?: number };
  watched.shortTimers = 0;
  const count = (ms: number | undefined) => {
    if ((ms ?? 0) < 1000) watched.shortTimers = (watched.shortTimers ?? 0) + 1;
  };
  const { setTimeout: later, setInterval: again } = window;
  window.setTimeout = ((act: () => void, ms?: number, ...rest: never[]) => {
    count(ms);
    return later(act, ms, ...rest);
  }) as typeof window.setTimeout;
  window.setInterval = ((act: () => void, ms?: number) =>
    again(() => {
      count(ms);
      act();
    }, ms)) as typeof window.setInterval;
}

export const pageTimers = (page: Page): Promise<number> =>
  page.evaluate(() => (window as Window & { shortTimers?: number }).shortTimers ?? -1);
