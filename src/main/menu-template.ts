import type { MenuItemConstructorOptions } from 'electron';
import type { PageName } from '../shared/page/page-names.ts';

export interface MenuActs {
  readonly open: () => void;
  /** Where one dialog cannot choose either a file or a folder. */
  readonly openFolder: () => void;
  readonly showPage: (page: PageName) => void;
  readonly syncNow: () => void;
  readonly showProfile: () => void;
  readonly showLogs: () => void;
  readonly copyDiagnostics: () => void;
}

type Item = MenuItemConstructorOptions;
const separator: Item = { type: 'separator' };

/** Filled by macOS with what was opened (docs/api/menu-item "Roles"). */
const openRecent: Item = {
  label: 'Open Recent',
  role: 'recentDocuments',
  submenu: [{ label: 'Clear Menu', role: 'clearRecentDocuments' }],
};

/** What macOS shows above the app's name in the dock's own menu. */
export function dockMenu({ open, syncNow }: Pick<MenuActs, 'open' | 'syncNow'>): Item[] {
  return [
    { label: 'Import…', click: open },
    { label: 'Sync Now', click: syncNow },
  ];
}

/**
 * The menu of the app, in each platform's order (Apple HIG "The menu bar"; Windows and GNOME: no app menu, About under Help). Roles
 * where there are any: they bring the platform's words, accelerators and behavior.
 */
export function menuTemplate(platform: NodeJS.Platform, isPackaged: boolean, acts: MenuActs): Item[] {
  const isMac = platform === 'darwin';
  const settings: Item = {
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: () => acts.showPage('settings'),
  };
  const file: Item[] = [
    { label: 'Import…', accelerator: 'CommandOrControl+O', click: acts.open },
    isMac ? openRecent : { label: 'Import Folder…', click: acts.openFolder },
    { label: 'Sync Now', accelerator: 'CommandOrControl+Shift+S', click: acts.syncNow },
    separator,
    ...(isMac ? [{ role: 'close' } satisfies Item] : [settings, separator, { role: 'quit' } satisfies Item]),
  ];
  return [
    ...(isMac ? [appMenu(settings)] : []),
    { label: '&File', submenu: file },
    { role: 'editMenu' },
    { label: '&View', submenu: viewItems(isPackaged, acts) },
    isMac ? { role: 'windowMenu' } : { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
    {
      role: 'help',
      submenu: [
        { label: 'Open Data Folder', click: acts.showProfile },
        { label: 'Show Logs', click: acts.showLogs },
        { label: 'Copy Diagnostics', click: acts.copyDiagnostics },
        ...(isMac ? [] : [separator, { role: 'about' } satisfies Item]),
      ],
    },
  ];
}

function appMenu(settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function viewItems(isPackaged: boolean, acts: MenuActs): Item[] {
  const page = (label: string, name: PageName, key: number): Item => ({
    label,
    accelerator: `CommandOrControl+${key}`,
    click: () => acts.showPage(name),
  });
  return [
    page('Overview', 'overview', 1),
    page('Import', 'import', 2),
    page('History', 'history', 3),
    page('Sync', 'sync', 4),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    // The key that bears the plus is "=" on many keyboards, and nobody presses Shift for it.
    { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools' } satisfies Item]),
  ];
}
