import { expect, test, vi } from 'vitest';
import { ipcChannels } from '../../../src/shared/ipc-channels.ts';

const sent = vi.hoisted(() => [] as unknown[]);
vi.mock('electron', () => ({
  BrowserWindow: class {
    readonly webContents = { send: (...args: unknown[]) => sent.push(args) };
    once(): void {}
    async loadURL(): Promise<void> {}
  },
  nativeTheme: { shouldUseDarkColors: false },
}));
const { createMainWindow } = await import('../../../src/main/main-window.ts');

test('a push that cannot be cloned is a fault, and the next one arrives', () => {
  const faults: unknown[] = [];
  const look = { icon: null, system: { locale: 'en-US', languages: ['en'] } };
  const window = createMainWindow('/app/out', 'app://bundle/index.html', look, (error) => faults.push(error));
  window.pass('app.navigate', { page: () => 'sync' });
  expect([sent, faults]).toEqual([[], []]);
  window.show();
  window.pass('app.navigate', { page: () => 'sync' });
  expect(faults).toMatchObject([{ name: 'DataCloneError' }]);
  window.push('app.navigate', { page: 'sync' });
  expect(sent).toEqual([[ipcChannels.push, 'app.navigate', { page: 'sync' }]]);
  expect(faults).toHaveLength(1);
});
