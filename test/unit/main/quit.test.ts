import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AppContext } from '../../../src/main/app-context.ts';

/** The app as far as quitting goes: what listens, and every end that was asked for. */
const app = vi.hoisted(() => {
  const listeners: ((event: { preventDefault(): void }) => void)[] = [];
  const ends: boolean[] = [];
  const quit = () => {
    let isPrevented = false;
    const event = {
      preventDefault: () => {
        isPrevented = true;
      },
    };
    for (const listener of listeners) listener(event);
    ends.push(!isPrevented);
  };
  return {
    on: (_name: string, listener: (typeof listeners)[number]) => listeners.push(listener),
    quit,
    ends,
    listeners,
  };
});
vi.mock('electron', () => ({ app }));
const { quitInOrder } = await import('../../../src/main/quit.ts');

beforeEach(() => {
  app.ends.length = 0;
  app.listeners.length = 0;
});

function started(stop: () => Promise<void>) {
  let hides = 0;
  const window = { current: () => ({ hide: () => hides++ }) };
  quitInOrder({ data: { stop }, window } as unknown as AppContext);
  return { hides: () => hides };
}

test('quitting waits for the data program, however often it is asked for', async () => {
  const stopped = Promise.withResolvers<void>();
  let stops = 0;
  const { hides } = started(() => {
    stops += 1;
    return stopped.promise;
  });
  app.quit();
  app.quit();
  await Promise.resolve();
  app.quit();
  expect(app.ends).toEqual([false, false, false]);
  expect([stops, hides()]).toEqual([1, 1]);
  stopped.resolve();
  await setImmediate();
  expect(app.ends).toEqual([false, false, false, true]);
});

test('a data program that cannot be stopped does not keep the app from ending', async () => {
  started(() => Promise.reject(new Error('gone')));
  app.quit();
  await setImmediate();
  expect(app.ends).toEqual([false, true]);
});
