import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { offered } from '../records.ts';

type Template = readonly (Electron.MenuItemConstructorOptions | StandinMenuItem)[];

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

  /** As if a person chose it. Roles do nothing here. */
  click(event: unknown = {}, window?: unknown): void {
    if (this.enabled) this.chosen?.(this as never, window as never, event as never);
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

  popup(): void {}
}

/** Accelerators are kept and shown by no keyboard: a press in the page does not choose an item here. */
export const Menu = offered('Menu', StandinMenu);
