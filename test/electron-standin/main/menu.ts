import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { offered, record } from '../records.ts';
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import type { StandinWindow } from './window.ts';

type Template = readonly (Electron.MenuItemConstructorOptions | StandinMenuItem)[];

/** A level of 0.5, as the zoom roles step (lib/browser/api/menu-item-roles.ts). */
const zoomStep = 0.5;
const zoomBy = (step: number) => (window: StandinWindow) =>
  window.webContents.setZoomLevel(window.webContents.getZoomLevel() + step);

/** What a role does when its item is chosen. Editing and window roles of macOS are drawn and do nothing here. */
const roles: Readonly<Record<string, (window: StandinWindow) => void>> = {
  reload: (window) => window.webContents.reload(),
  resetzoom: (window) => window.webContents.setZoomLevel(0),
  zoomin: zoomBy(zoomStep),
  zoomout: zoomBy(-zoomStep),
  togglefullscreen: (window) => window.setFullScreen(!window.isFullScreen()),
  toggledevtools: () => record('toggleDevTools', null),
  minimize: (window) => window.minimize(),
  close: (window) => window.close(),
};
const appRoles: Readonly<Record<string, () => void>> = {
  quit: () => app.quit(),
  about: () => app.showAboutPanel(),
  hide: () => app.hide(),
};

class StandinMenuItem {
  id = '';
  label: string;
  role: string | undefined;
  type: string;
  accelerator: string | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  submenu: StandinMenu | undefined;
  private readonly chosen: Electron.MenuItemConstructorOptions['click'];

  constructor(options: Electron.MenuItemConstructorOptions) {
    const { label, role, type, submenu } = options;
    if (label === undefined && role === undefined && type !== 'separator')
      throw new TypeError('Invalid template for MenuItem: must have submenu, label, role or type');
    this.id = options.id ?? '';
    this.label = label ?? '';
    // Electron keeps roles in lower case.
    this.role = role?.toLowerCase();
    this.type = type ?? (submenu ? 'submenu' : 'normal');
    this.accelerator = options.accelerator;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.submenu = Array.isArray(submenu) ? StandinMenu.buildFromTemplate(submenu) : undefined;
    this.chosen = options.click;
  }

  /** As if a person chose it. A role goes before a click handler (lib/browser/api/menu-item.ts). */
  click(event: unknown = {}, window: StandinWindow | null = BrowserWindow.getFocusedWindow()): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    const act = this.role === undefined ? undefined : appRoles[this.role];
    const actOn = this.role === undefined ? undefined : roles[this.role];
    if (act) act();
    else if (actOn) {
      if (window) actOn(window);
    } else this.chosen?.(this as never, (window ?? undefined) as never, event as never);
  }
}

class StandinMenu extends EventEmitter {
  readonly items: StandinMenuItem[] = [];
  private static application: StandinMenu | null = null;

  static buildFromTemplate(template: Template): StandinMenu {
    const menu = new StandinMenu();
    for (const each of template)
      menu.append(each instanceof StandinMenuItem ? each : new StandinMenuItem(each));
    return menu;
  }

  static setApplicationMenu(menu: StandinMenu | null): void {
    StandinMenu.application = menu;
  }

  static getApplicationMenu(): StandinMenu | null {
    return StandinMenu.application;
  }

  append(item: StandinMenuItem): void {
    this.items.push(item);
  }

  getMenuItemById(id: string): StandinMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  popup(options?: unknown): void {
    record('menu.popup', options);
  }
}

/** Accelerators are kept and shown by no keyboard: a press in the page does not choose an item here. */
export const Menu = offered('Menu', StandinMenu);
export const MenuItem = offered('MenuItem', StandinMenuItem);
