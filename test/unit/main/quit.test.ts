import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AppContext } from '../../../src/main/app-context.ts';

/** The app as far as quitting goes: what listens, and every end that was asked for. */
const app = vi.hoisted(() => {
  const listeners = new Map<string, (...facts: never[]) => void>();
  const relaunches: unknown[] = [];
  const ends: boolean[] = [];
  const quit = () => {
    let isPrevented = false;
    const event = {
      preventDefault: () => {
        isPrevented = true;
      },
    };
    listeners.get('before-quit')?.(event as never);
    ends.push(!isPrevented);
  };
  return {
    on: (name: string, listener: (...facts: never[]) => void) => void listeners.set(name, listener),
    relaunch: (options: unknown) => void relaunches.push(options),
    relaunches,
    isPackaged: true,
    quit,
    ends,
    listeners,
  };
});
vi.mock('electron', () => ({ app }));
const { quitInOrder } = await import('../../../src/main/quit.ts');

beforeEach(() => {
  app.ends.length = 0;
  app.listeners.clear();
  app.relaunches.length = 0;
});

function started(stop: () => Promise<void>, handOver = async () => {}) {
  let hides = 0;
  const window = { retire: () => hides++ };
  const scheme = { app, env: {}, execPath: '/opt/health-relay', profileDir: '/p' };
  quitInOrder({ data: { stop }, window, scheme, updates: { handOver } } as unknown as AppContext);
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

test('an update that the system takes before the end has been handed over first', async () => {
  const taken = Promise.withResolvers<void>();
  started(
    async () => {},
    () => taken.promise,
  );
  app.quit();
  await setImmediate();
  expect(app.ends).toEqual([false]);
  taken.resolve();
  await setImmediate();
  expect(app.ends).toEqual([false, true]);
});

test('a data program that cannot be stopped does not keep the app from ending', async () => {
  started(() => Promise.reject(new Error('gone')));
  app.quit();
  await setImmediate();
  expect(app.ends).toEqual([false, true]);
});

test('who starts it during its end gets it again, with what that start was given', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  started(() => promise);
  const startAgain = (additional: unknown) =>
    app.listeners.get('second-instance')?.({} as never, [] as never, '/' as never, additional as never);
  // The first of them came while it ran: that one was shown what it asked for.
  startAgain({ paths: ['/before.zip'], callbackUrl: null });
  app.quit();
  startAgain({ paths: ['/a.zip'], callbackUrl: null });
  expect(app.relaunches).toEqual([]);
  resolve();
  await setImmediate();
  expect(app.relaunches).toEqual([
    { execPath: '/opt/health-relay', args: ['--profile', '/p', '--', '/a.zip'] },
  ]);
});

test('on macOS, which sends what is opened to the app that ends, it comes back with all of it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  started(() => promise);
  const send = (name: string, ...facts: unknown[]) =>
    app.listeners.get(name)?.(...([{ preventDefault: () => {} }, ...facts] as never[]));
  send('activate', true);
  send('open-file', '/before.zip');
  app.quit();
  send('open-file', '/a.zip');
  send('open-file', '/b.zip');
  send('open-url', 'app.healthrelay.desktop:/callback?code=c&state=s');
  send('activate', true);
  resolve();
  await setImmediate();
  expect(app.relaunches).toEqual([
    {
      execPath: '/opt/health-relay',
      args: ['--profile', '/p', '--', '/a.zip', '/b.zip'],
    },
  ]);
});

test.each([
  ['app.healthrelay.desktop:/callback?code=c&state=s', ['app.healthrelay.desktop:/callback?code=c&state=s']],
  ['app.healthrelay.desktop:/another', []],
])('a link %s gives it %j', async (link, given) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  started(() => promise);
  app.quit();
  app.listeners.get('open-url')?.({} as never, link as never);
  resolve();
  await setImmediate();
  expect(app.relaunches).toEqual([
    { execPath: '/opt/health-relay', args: ['--profile', '/p', '--', ...given] },
  ]);
});

test('a click on the icon alone brings it back, too', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  started(() => promise);
  app.quit();
  app.listeners.get('activate')?.({} as never, false as never);
  resolve();
  await setImmediate();
  expect(app.relaunches).toEqual([{ execPath: '/opt/health-relay', args: ['--profile', '/p', '--'] }]);
});

test('nobody else, and it stays ended', async () => {
  started(async () => {});
  app.quit();
  await setImmediate();
  expect(app.relaunches).toEqual([]);
});
