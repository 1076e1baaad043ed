import { expect, test } from 'vitest';
import { type Closing, whenClosed } from '../../../src/main/closing.ts';

const linux: Closing = { isQuitting: false, closesToTray: false, isImporting: false, platform: 'linux' };

test.each<[Partial<Closing>, ReturnType<typeof whenClosed>]>([
  [{}, 'close'],
  [{ closesToTray: true }, 'hide'],
  [{ closesToTray: true, isImporting: true }, 'hide'],
  [{ isImporting: true }, 'ask'],
  [{ isImporting: true, platform: 'win32' }, 'ask'],
  [{ isImporting: true, platform: 'darwin' }, 'close'],
  [{ isQuitting: true, closesToTray: true, isImporting: true }, 'close'],
])('%j: %s', (change, next) => {
  expect(whenClosed({ ...linux, ...change })).toBe(next);
});
