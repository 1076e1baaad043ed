import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { expect, test, vi } from 'vitest';
import { type Closing, whenClosed } from '../../../src/main/close-window.ts';

vi.mock('electron', () => ({}));
const { hideWindow } = await import('../../../src/main/main-window.ts');

const linux: Closing = { isQuitting: false, closesToTray: false, isImporting: false, platform: 'linux' };

test.each<[Partial<Closing>, ReturnType<typeof whenClosed>]>([
  [{}, 'close'],
  [{ closesToTray: true }, 'keep'],
  [{ closesToTray: true, isImporting: true }, 'keep'],
  [{ isImporting: true }, 'ask'],
  [{ isImporting: true, platform: 'win32' }, 'ask'],
  [{ isImporting: true, platform: 'darwin' }, 'close'],
  [{ isQuitting: true, closesToTray: true, isImporting: true }, 'close'],
])('%j: %s', (change, next) => {
  expect(whenClosed({ ...linux, ...change })).toBe(next);
});

class Window extends EventEmitter {
  readonly done: string[] = [];
  isFull = false;
  isFullScreen = () => this.isFull;
  hide = () => void this.done.push('hide');
  setFullScreen = (is: boolean) => void this.done.push(`full ${is}`);
}

test.each([
  ['darwin', true, ['full false'], ['full false', 'hide']],
  ['darwin', false, ['hide'], ['hide']],
  ['linux', true, ['hide'], ['hide']],
] as const)('on %s, full screen %s', (platform, isFull, atOnce, after) => {
  const window = Object.assign(new Window(), { isFull });
  hideWindow(window as unknown as BrowserWindow, platform);
  expect(window.done).toEqual(atOnce);
  window.emit('leave-full-screen');
  expect(window.done).toEqual(after);
});
