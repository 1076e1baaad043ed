import { spawn } from 'node:child_process';
import type { ElectronApplication } from '@playwright/test';
import { environmentIn, programOf } from './electron-host.ts';
import type { HostName } from './relay.ts';

/** What the shell would have shown or opened. Kept in the main process; classes are listened to by their prototypes, on the stand-in as in Electron. */
export interface Shown {
  readonly messages: string[];
  readonly opened: string[];
  readonly notices: { title: string; body: string }[];
  readonly toolTips: string[];
}

/** Makes dialogs answer themselves with their first button, and writes down what is shown and opened. Again after each start. */
export async function watch(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ dialog, shell, Notification, Tray }) => {
    const shown: Shown & { last: unknown; menu: unknown } = {
      messages: [],
      opened: [],
      notices: [],
      toolTips: [],
      last: null,
      menu: null,
    };
    Object.assign(globalThis, { shown });
    dialog.showMessageBox = async (...args: unknown[]) => {
      shown.messages.push((args.at(-1) as { message: string }).message);
      return { response: 0, checkboxChecked: false };
    };
    shell.openExternal = async (url) => void shown.opened.push(url);
    Notification.prototype.show = function show() {
      shown.notices.push({ title: this.title, body: this.body });
      shown.last = this;
    };
    Tray.prototype.setToolTip = (text) => void shown.toolTips.push(text);
    Tray.prototype.setContextMenu = (menu) => {
      shown.menu = menu;
    };
  });
}

export function shownBy(electron: ElectronApplication): Promise<Shown> {
  return electron.evaluate(() => {
    const { messages, opened, notices, toolTips } = (globalThis as unknown as { shown: Shown }).shown;
    return { messages, opened, notices, toolTips };
  });
}

/** Presses an item of the menu bar, or of the tray as it was last set, by its label. */
export function press(
  electron: ElectronApplication,
  label: string,
  place: 'bar' | 'tray' = 'bar',
): Promise<void> {
  return electron.evaluate(
    ({ Menu }, [wanted, from]) => {
      const find = (menu: Electron.Menu | null): Electron.MenuItem | null => {
        for (const item of menu?.items ?? []) {
          const found = item.label === wanted ? item : find(item.submenu ?? null);
          if (found !== null) return found;
        }
        return null;
      };
      const tray = () => (globalThis as unknown as { shown: { menu: Electron.Menu | null } }).shown.menu;
      const item = find(from === 'bar' ? Menu.getApplicationMenu() : tray());
      if (item === null) throw new Error(`no item ${wanted}`);
      item.click();
    },
    [label, place] as const,
  );
}

/** As Finder does. */
export function openFile(electron: ElectronApplication, path: string): Promise<void> {
  return electron.evaluate(({ app }, file) => {
    app.emit('open-file', { preventDefault() {} }, file);
  }, path);
}

export function isVisible(electron: ElectronApplication): Promise<boolean[]> {
  return electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => one.isVisible()),
  );
}

/** Starts the app again beside itself, below the same home; resolves to its exit code. */
export async function startAgain(
  host: HostName,
  root: string,
  home: string,
  args: readonly string[],
): Promise<number | null> {
  const again = spawn(await programOf(host), [root, ...args], { env: environmentIn(home), stdio: 'ignore' });
  return new Promise((resolve) => again.once('exit', resolve));
}
