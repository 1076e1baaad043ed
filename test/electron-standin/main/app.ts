import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type * as Electron from 'electron';
import { type Like, offered, standinEvent } from '../records.ts';
import { takeInstanceLock } from './instance-lock.ts';

type Offered = Like<Electron.App>;

/** What the rest of the stand-in knows of the app. */
export const life = {
  appDir: '',
  version: '0.0.0',
  openWindows: (): readonly { close(): void; destroy(): void }[] => [],
  /** Before the process ends. */
  endings: [] as (() => Promise<unknown>)[],
  isEnding: false,
  /** Of utility processes, by pid. */
  utilities: new Map<number, string>(),
};

let isReady = false;
let isQuitting = false;
let ready = () => {};
const readiness = new Promise<void>((resolve) => {
  ready = resolve;
});

/** Throws before `ready`, as Electron does of most modules. */
export function mustBeReady(what: string): void {
  if (!isReady) throw new Error(`${what} before app is ready`);
}

class StandinApp extends EventEmitter implements Offered {
  name = '';
  readonly isPackaged = process.env['STANDIN_PACKAGED'] === '1';
  // macOS alone has one.
  readonly dock = undefined;
  readonly commandLine = {
    hasSwitch: (name: string) =>
      process.argv.some((each) => each === `--${name}` || each.startsWith(`--${name}=`)),
    // The stand-in itself is driven through what a real one would shut by this.
    removeSwitch: (_name: string) => {},
  } as Electron.CommandLine;
  private readonly paths = new Map<string, string>();
  private login: Electron.Settings = {};

  whenReady(): Promise<void> {
    return readiness;
  }

  isReady(): boolean {
    return isReady;
  }

  getVersion(): string {
    return life.version;
  }

  /** Of the environment that the program was started in, as Chromium reads it on Linux (docs/api/app: both from `ready` on). */
  getPreferredSystemLanguages(): string[] {
    return [this.getSystemLocale()];
  }

  getSystemLocale(): string {
    return new Intl.NumberFormat().resolvedOptions().locale;
  }

  getAppPath(): string {
    return life.appDir;
  }

  getAppMetrics(): Electron.ProcessMetric[] {
    const facts = { cpu: { percentCPUUsage: 0, idleWakeupsPerSecond: 0 }, creationTime: 0 };
    const memory = { workingSetSize: 0, peakWorkingSetSize: 0 };
    const metric = (pid: number, type: 'Browser' | 'Utility', name: string) => ({
      ...facts,
      memory,
      pid,
      type,
      name,
    });
    return [
      metric(process.pid, 'Browser', ''),
      ...[...life.utilities].map(([pid, name]) => metric(pid, 'Utility', name)),
    ];
  }

  getPath(name: string): string {
    const appData = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    const userData = this.paths.get('userData') ?? join(appData, this.name);
    const known: Readonly<Record<string, string>> = {
      home: homedir(),
      appData,
      userData,
      sessionData: userData,
      logs: join(userData, 'logs'),
      crashDumps: join(userData, 'Crashpad'),
      temp: tmpdir(),
      exe: process.execPath,
      desktop: join(homedir(), 'Desktop'),
      documents: join(homedir(), 'Documents'),
      downloads: join(homedir(), 'Downloads'),
      music: join(homedir(), 'Music'),
    };
    const path = this.paths.get(name) ?? known[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  /** A folder that does not exist may be set (seen on 33.2.1), whatever docs/api/app says. */
  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    this.paths.set(name, path);
  }

  requestSingleInstanceLock(additionalData?: Record<string | number | symbol, unknown>): boolean {
    const userData = this.getPath('userData');
    mkdirSync(userData, { recursive: true });
    return takeInstanceLock(userData, additionalData, ({ argv, cwd, data }) => {
      readiness
        .then(() => this.emit('second-instance', standinEvent(), argv, cwd, data))
        .catch((error) => console.error(error));
    });
  }

  // The order of quitting is Electron's own (shell/browser/browser.cc: Quit, NotifyAndShutdown, OnWindowAllClosed).
  quit(): void {
    if (isQuitting || life.isEnding) return;
    isQuitting = !this.ask('before-quit');
    if (!isQuitting) return;
    const windows = life.openWindows();
    if (windows.length === 0) this.shutDown();
    for (const window of windows) window.close();
  }

  exit(code = 0): void {
    if (life.isEnding) return;
    life.isEnding = true;
    for (const window of life.openWindows()) window.destroy();
    this.emit('quit', standinEvent(), code);
    const end = () => process.exit(code);
    Promise.allSettled(life.endings.map((ending) => ending())).then(end, end);
  }

  lastWindowClosed(): void {
    if (life.isEnding) return;
    if (isQuitting) this.shutDown();
    // docs/api/app, "window-all-closed": without a listener the app quits.
    else if (!this.emit('window-all-closed')) this.quit();
  }

  windowStaysOpen(): void {
    isQuitting = false;
  }

  becomeReady(): void {
    isReady = true;
    this.emit('will-finish-launching');
    this.emit('ready', standinEvent(), {});
    ready();
  }

  private shutDown(): void {
    if (this.ask('will-quit')) isQuitting = false;
    else this.exit(0);
  }

  /** Whether a listener prevented it. */
  private ask(name: string): boolean {
    const event = standinEvent();
    this.emit(name, event);
    return event.defaultPrevented;
  }

  setAsDefaultProtocolClient(): boolean {
    return true;
  }

  /** Linux has no login items: nothing is kept there (docs/api/app, "macOS Windows"). */
  setLoginItemSettings(settings: Electron.Settings): void {
    if (process.platform !== 'linux') this.login = settings;
  }

  getLoginItemSettings(): Electron.LoginItemSettings {
    return {
      openAtLogin: this.login.openAtLogin ?? false,
      wasOpenedAtLogin: false,
      status: 'not-registered',
      executableWillLaunchAtLogin: this.login.openAtLogin ?? false,
      launchItems: [],
    };
  }

  enableSandbox(): void {
    if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  setAboutPanelOptions(): void {}

  addRecentDocument(): void {}

  clearRecentDocuments(): void {}

  setAppUserModelId(): void {}
}

export const app = offered('app', new StandinApp());
