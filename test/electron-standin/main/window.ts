import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Like, offered, standinEvent } from '../records.ts';
import { app, mustBeReady } from './app.ts';
import { screen } from './desktop.ts';
import { theChromium } from './the-chromium.ts';
import { StandinWebContents } from './web-contents.ts';
import { savedState, saveState } from './window-state.ts';

type Offered = Like<Electron.BrowserWindow, 'webContents'>;

/** Those that are open, by id. */
export const openWindows = new Map<number, StandinWindow>();

export class StandinWindow extends EventEmitter implements Offered {
  readonly id: number;
  readonly webContents: StandinWebContents;
  private bounds: Electron.Rectangle;
  title: string;
  /** Under which its state is kept; null when it is not. */
  private readonly stateName: string | null;
  private isShown: boolean;
  private hasFocus = false;
  private hasPainted = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    mustBeReady('Cannot create BrowserWindow');
    const {
      sandbox = true,
      contextIsolation = true,
      nodeIntegration = false,
      webSecurity = true,
    } = options.webPreferences ?? {};
    if (!sandbox || !contextIsolation || nodeIntegration || !webSecurity)
      throw new Error('stand-in: only windows with a sandbox and a world of their own are offered');
    const { width = 800, height = 600, minWidth = 0, minHeight = 0 } = options;
    const { workArea } = screen.getPrimaryDisplay();
    const size = { width: Math.max(width, minWidth), height: Math.max(height, minHeight) };
    this.bounds = {
      // Without a place a window stands in the middle (docs/api/browser-window, "x", "y").
      x: options.x ?? Math.round(workArea.x + (workArea.width - size.width) / 2),
      y: options.y ?? Math.round(workArea.y + (workArea.height - size.height) / 2),
      ...size,
    };
    this.stateName = options.windowStatePersistence ? (options.name ?? null) : null;
    const saved = this.stateName === null ? null : savedState(this.stateName);
    if (saved) this.bounds = saved;
    this.title = options.title ?? 'Electron';
    this.isShown = options.show !== false;
    this.webContents = offered(
      'webContents',
      new StandinWebContents({
        preload: options.webPreferences?.preload,
        argv: options.webPreferences?.additionalArguments ?? [],
        size: () => this.getBounds(),
        chromium: theChromium,
        close: () => this.close(),
        destroy: () => this.destroy(),
        painted: () => this.painted(),
        titled: (title) => this.titled(title),
      }),
    );
    this.id = this.webContents.id;
  }

  private painted(): void {
    if (this.hasPainted) return;
    this.hasPainted = true;
    this.emit('ready-to-show', standinEvent());
  }

  /** The document's title becomes the window's unless a listener prevents it (docs/api/browser-window, "page-title-updated"). */
  private titled(title: string): void {
    const event = standinEvent();
    this.emit('page-title-updated', event, title, true);
    this.webContents.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.title = title;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  /** `close` may be prevented, and then quitting ends too; the window goes in a later turn. */
  close(): void {
    if (this.isDestroyed()) return;
    const event = standinEvent();
    this.emit('close', event);
    if (event.defaultPrevented) app.windowStaysOpen();
    else setImmediate(() => this.destroy());
  }

  destroy(): void {
    if (!openWindows.delete(this.id)) return;
    if (this.stateName !== null) saveState(this.stateName, this.bounds);
    this.webContents.end();
    this.emit('closed', standinEvent());
    if (openWindows.size === 0) app.lastWindowClosed();
  }

  isDestroyed(): boolean {
    return !openWindows.has(this.id);
  }

  show(): void {
    this.isShown = true;
    this.emit('show', standinEvent());
    this.focus();
  }

  hide(): void {
    this.isShown = false;
    this.blur();
    this.emit('hide', standinEvent());
  }

  isVisible(): boolean {
    return this.isShown;
  }

  focus(): void {
    for (const other of openWindows.values()) if (other.id !== this.id) other.blur();
    this.hasFocus = true;
    this.emit('focus', standinEvent());
  }

  blur(): void {
    if (!this.hasFocus) return;
    this.hasFocus = false;
    this.emit('blur', standinEvent());
  }

  isFocused(): boolean {
    return this.hasFocus;
  }

  /** Neither happens here: there is no person who would. */
  isMinimized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.bounds = { ...this.bounds, ...bounds };
    if (bounds.x !== undefined || bounds.y !== undefined) this.emit('move', standinEvent());
    if (bounds.width !== undefined || bounds.height !== undefined) this.emit('resize', standinEvent());
    this.webContents.remeasure();
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getTitle(): string {
    return this.title;
  }

  setProgressBar(): void {}

  setBackgroundColor(): void {}
}
