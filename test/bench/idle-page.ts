import type { Page } from '@playwright/test';

/** From now on: gives the milliseconds that the page's main thread was busy since. */
export async function watchPageWork(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'timeTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const before = await busy();
  return async () => (await busy()) - before;
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
