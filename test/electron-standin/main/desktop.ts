// The small modules that stand for the desktop: values a journey sets by `electronApp.evaluate`, events it emits.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Like, offered, record } from '../records.ts';

type OfferedTheme = Like<Electron.NativeTheme>;

class StandinTheme extends EventEmitter implements OfferedTheme {
  private source: Electron.NativeTheme['themeSource'] = 'system';
  private isSystemDark = false;

  get themeSource() {
    return this.source;
  }

  set themeSource(source) {
    this.source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'system' ? this.isSystemDark : this.source === 'dark';
  }

  /** The system's own change, which no test on real Electron can make. */
  systemBecomes(isDark: boolean): void {
    this.isSystemDark = isDark;
    this.emit('updated');
  }
}

export const nativeTheme = offered('nativeTheme', new StandinTheme());

type OfferedPower = Like<Electron.PowerMonitor>;

const power = {
  onBatteryPower: false,
  isOnBatteryPower: () => false,
  getSystemIdleTime: () => 0,
  getSystemIdleState: () => 'active' as const,
} satisfies OfferedPower;

/** `emit('suspend')` and `emit('resume')` are a sleep. */
export const powerMonitor = offered('powerMonitor', Object.assign(new EventEmitter(), power));

const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1050 },
  size: { width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1050 },
  scaleFactor: 1,
};

/** One display. */
export const screen = offered(
  'screen',
  Object.assign(new EventEmitter(), {
    getAllDisplays: () => [display],
    getPrimaryDisplay: () => display,
    getDisplayMatching: (_bounds: Electron.Rectangle) => display,
    getDisplayNearestPoint: (_point: Electron.Point) => display,
  }),
);

type OfferedClipboard = Like<Electron.Clipboard>;

let copied = '';
const board = {
  readText: async () => copied,
  async writeText(text: string) {
    copied = text;
  },
} satisfies OfferedClipboard;

export const clipboard = offered('clipboard', board);

let blockers = 0;

export const powerSaveBlocker = offered('powerSaveBlocker', {
  start(type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    record('powerSaveBlocker.start', type);
    blockers += 1;
    return blockers;
  },
  stop(id: number): boolean {
    record('powerSaveBlocker.stop', id);
    return true;
  },
} satisfies Like<Electron.PowerSaveBlocker>);
