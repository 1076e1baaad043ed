import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AppContext } from '../../../src/main/app-context.ts';

interface Asked {
  readonly message: string;
  readonly signal: AbortSignal;
  answer(button: 0 | 1): Promise<void>;
}
const shown = vi.hoisted(() => ({ asked: [] as Asked[], quits: 0 }));
vi.mock('electron', () => ({
  app: {
    quit: () => {
      shown.quits += 1;
    },
  },
  dialog: {
    showMessageBox: (_made: unknown, { message, signal, cancelId }: never) =>
      new Promise((resolve) => {
        (signal as AbortSignal).addEventListener('abort', () => resolve({ response: cancelId }));
        const answer = (response: number) => {
          resolve({ response });
          return setImmediate();
        };
        shown.asked.push({ message, signal, answer } as Asked);
      }),
  },
}));
const { recoverWindow } = await import('../../../src/main/window-recovery.ts');

beforeEach(() => {
  Object.assign(shown, { asked: [], quits: 0 });
});

class Contents extends EventEmitter {
  reloads = 0;
  crashes = 0;
  reload = () => {
    this.reloads += 1;
  };
  forcefullyCrashRenderer = () => {
    this.crashes += 1;
    this.emit('render-process-gone', {}, { reason: 'crashed' });
  };
}

function opened() {
  const webContents = new Contents();
  const made = Object.assign(new EventEmitter(), { webContents, isDestroyed: () => false });
  recoverWindow({
    window: { onMade: (listener: (window: unknown) => void) => listener(made) },
    onFault: (error: unknown) => {
      throw error;
    },
  } as unknown as AppContext);
  return { made, webContents };
}
const messages = () => shown.asked.map(({ message }) => message);

test('a page that does not answer is loaded again in a new process when the person says so, and that counts as no crash', async () => {
  const { made, webContents } = opened();
  for (const crashes of [1, 2]) {
    made.emit('unresponsive');
    made.emit('unresponsive');
    await shown.asked.at(-1)?.answer(0);
    expect([webContents.crashes, webContents.reloads]).toEqual([crashes, crashes]);
  }
  expect(messages()).toEqual(['The window isn’t responding', 'The window isn’t responding']);
});

test('one that answers again takes the question back, and waiting does nothing', async () => {
  const { made, webContents } = opened();
  made.emit('unresponsive');
  made.emit('responsive');
  await setImmediate();
  expect(shown.asked[0]?.signal.aborted).toBe(true);
  made.emit('unresponsive');
  await shown.asked[1]?.answer(1);
  expect([webContents.crashes, webContents.reloads, shown.quits]).toEqual([0, 0, 0]);
});

test.each([
  ['a load that fails', ['did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://bundle/', true]],
  ['a page that is not there', ['did-navigate', {}, 'app://bundle/index.html', 404]],
] as const)('%s: tried again, or the end', async (_what, [event, ...facts]) => {
  const { webContents } = opened();
  webContents.emit(event, ...facts);
  await shown.asked[0]?.answer(0);
  webContents.emit(event, ...facts);
  await shown.asked[1]?.answer(1);
  expect(messages()).toEqual(['The window couldn’t be loaded', 'The window couldn’t be loaded']);
  expect([webContents.reloads, shown.quits]).toEqual([1, 1]);
});

test('a load that another took the place of, a frame, and a page that is there are nothing', () => {
  const { webContents } = opened();
  webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://bundle/', true);
  webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://bundle/', false);
  webContents.emit('did-navigate', {}, 'app://bundle/index.html', 200);
  expect(shown.asked).toEqual([]);
});

test('a second crash soon after the first asks', async () => {
  const { webContents } = opened();
  webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(webContents.reloads).toBe(1);
  webContents.emit('render-process-gone', {}, { reason: 'oom' });
  expect(messages()).toEqual(['The window crashed again']);
  await shown.asked[0]?.answer(1);
  expect([webContents.reloads, shown.quits]).toEqual([1, 1]);
});
