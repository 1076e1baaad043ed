import type * as Electron from 'electron';
import { offered, standinEvent } from '../records.ts';
import { app, life } from './app.ts';
import { nativeTheme } from './desktop.ts';
import { theSession } from './session.ts';
import { openWindows, StandinWindow } from './window.ts';
import { forgetState } from './window-state.ts';

life.openWindows = () => [...openWindows.values()];

/** The class with its statics; each window is known, told of and offered as Electron offers it. */
class OfferedWindow extends StandinWindow {
  static getAllWindows(): StandinWindow[] {
    return [...openWindows.values()];
  }

  static clearPersistedState(name: string): void {
    forgetState(name);
  }

  constructor(options?: Electron.BrowserWindowConstructorOptions) {
    super(options);
    const window = offered<StandinWindow>('BrowserWindow', this);
    openWindows.set(this.id, window);
    app.emit('web-contents-created', standinEvent(), this.webContents);
    app.emit('browser-window-created', standinEvent(), window);
    if (this.isVisible()) window.focus();
    // biome-ignore lint/correctness/noConstructorReturn: what is read of a window and not built must throw with words.
    return window as OfferedWindow;
  }
}

export const BrowserWindow = offered('BrowserWindow', OfferedWindow);

nativeTheme.on('updated', () => {
  for (const window of openWindows.values()) window.webContents.remeasure();
});
theSession.clear = async () => {
  for (const { webContents: contents } of openWindows.values()) await contents.clearStorage();
};
