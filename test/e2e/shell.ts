import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import type * as Electron from 'electron';
import { electronProgram, environmentIn } from './electron-host.ts';

/** What the shell would have shown, opened or copied. */
export interface Shown {
  readonly dialogs: { readonly message: string; readonly detail: string }[];
  /** Addresses and paths. */
  readonly opened: string[];
  /** Title and text. */
  readonly notices: string[];
  readonly toolTips: string[];
  /** Of the icon in dock or taskbar: a share, or −1 for none. */
  readonly progress: number[];
  readonly copied: string[];
}

/**
 * Makes dialogs answer themselves with their first button, and keeps what is shown and opened instead of showing it. In the main process,
 * again after each start.
 */
export async function watchShell(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ BrowserWindow, Notification, Tray, clipboard, dialog, shell }) => {
    const shown: Shown = { dialogs: [], opened: [], notices: [], toolTips: [], progress: [], copied: [] };
    Object.assign(globalThis, { shown });
    // The first button: what is the default does no harm.
    dialog.showMessageBox = async (...args: unknown[]) => {
      const { message, detail = '' } = args.at(-1) as Electron.MessageBoxOptions;
      shown.dialogs.push({ message, detail });
      return { response: 0, checkboxChecked: false };
    };
    shell.openExternal = async (url) => void shown.opened.push(url);
    shell.openPath = async (path) => {
      shown.opened.push(path);
      return '';
    };
    Notification.prototype.show = function show() {
      shown.notices.push(`${this.title}: ${this.body}`);
    };
    Tray.prototype.setToolTip = (text) => void shown.toolTips.push(text);
    clipboard.writeText = async (text) => void shown.copied.push(text);
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.setProgressBar = (progress) => void shown.progress.push(progress);
  });
}

/** Since `watchShell`. */
export function shownBy(electron: ElectronApplication): Promise<Shown> {
  return electron.evaluate(() => (globalThis as unknown as { shown: Shown }).shown);
}

/** Chooses an item of the app's menu by its words. */
export function choose(electron: ElectronApplication, label: string): Promise<void> {
  return electron.evaluate(({ Menu, BrowserWindow }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const item = items.find((each) => each.label === wanted);
    if (!item) throw new Error(`no item ${wanted} in ${items.map((each) => each.label).join(', ')}`);
    item.click(undefined, BrowserWindow.getAllWindows()[0]);
  }, label);
}

/** As Finder does. */
export function openFile(electron: ElectronApplication, path: string): Promise<void> {
  return electron.evaluate(({ app }, file) => {
    app.emit('open-file', { preventDefault() {} }, file);
  }, path);
}

/** As macOS does with a link of our scheme. */
export function openLink(electron: ElectronApplication, url: string): Promise<void> {
  return electron.evaluate(({ app }, link) => {
    app.emit('open-url', { preventDefault() {} }, link);
  }, url);
}

export function hideWindow(electron: ElectronApplication): Promise<void> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
}

/** A guard against hanging, for one busy core at the lowest priority. */
const patienceMs = 120_000;

/** Starts an app again beside the one that runs, as a person, a file manager or a browser does; resolves to its exit code. */
export function startAgain(appDir: string, home: string, args: readonly string[]): Promise<number | null> {
  const again = spawn(electronProgram(), [appDir, ...args], {
    env: environmentIn(home),
    timeout: patienceMs,
    stdio: 'ignore',
  });
  return new Promise((resolve, reject) => again.once('exit', resolve).once('error', reject));
}

/** Every log below a folder, as one text; '' while there is no such folder. */
export function logsIn(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}
