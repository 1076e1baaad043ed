// The small modules that stand for the desktop: values a journey sets by `electronApp.evaluate`, events it emits.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Like, offered } from '../records.ts';

type OfferedTheme = Like<Electron.NativeTheme>;

class StandinTheme extends EventEmitter implements OfferedTheme {
  private source: Electron.NativeTheme['themeSource'] = 'system';

  get themeSource() {
    return this.source;
  }

  set themeSource(source) {
    this.source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'dark';
  }
}

export const nativeTheme = offered('nativeTheme', new StandinTheme());

/** `emit('suspend')` and `emit('resume')` are a sleep. */
export const powerMonitor = offered('powerMonitor', new EventEmitter());

const display = {
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1050 },
};

/** Squirrel.Mac and Squirrel.Windows: on Linux it does nothing. */
export const autoUpdater = offered('autoUpdater', new EventEmitter());

/** One display. */
export const screen = offered(
  'screen',
  Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getDisplayMatching: (_bounds: Electron.Rectangle) => display,
  }),
);

export const clipboard = offered('clipboard', {
  async writeText() {},
} satisfies Like<Electron.Clipboard>);

let blockers = 0;

export const powerSaveBlocker = offered('powerSaveBlocker', {
  start(): number {
    blockers += 1;
    return blockers;
  },
  stop: () => true,
} satisfies Like<Electron.PowerSaveBlocker>);
