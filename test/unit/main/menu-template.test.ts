import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dockMenu, type MenuActs, menuTemplate, type RecentItem } from '../../../src/main/menu-template.ts';
import { loadLanguage } from '../../../src/shared/language.ts';

const acted: string[] = [];
const acts: MenuActs = {
  open: () => acted.push('open'),
  openFolder: () => acted.push('folder'),
  openRecent: (path) => acted.push(path),
  clearRecent: () => acted.push('clear'),
  showPage: (page) => acted.push(page),
  syncNow: () => acted.push('now'),
  showProfile: () => acted.push('profile'),
  showLogs: () => acted.push('logs'),
  copyDiagnostics: () => acted.push('diagnostics'),
};

/** Every item, at every depth. */
function flat(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}
const rolesOf = (platform: NodeJS.Platform, isPackaged = true) =>
  flat(menuTemplate(platform, isPackaged, acts, true)).flatMap(({ role }) => role ?? []);

describe.each(['darwin', 'win32', 'linux'] as const)('on %s', (platform) => {
  const items = flat(menuTemplate(platform, true, acts, true));

  test('no two items have one accelerator', () => {
    const keys = items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(keys.length).toBeGreaterThan(5);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('editing, zoom, full screen, about and quitting are roles', () => {
    for (const role of [
      'editMenu',
      'close',
      'resetZoom',
      'zoomIn',
      'zoomOut',
      'togglefullscreen',
      'about',
      'quit',
    ])
      expect(rolesOf(platform).filter((name) => name === role).length).toBeGreaterThan(0);
  });

  test('each item has a label of ours: Electron has those of roles in English alone', () => {
    // The app's menu is called by the app's name.
    const bare = flat(menuTemplate(platform, false, acts, true)).filter(
      ({ type, label, role }) => type !== 'separator' && label === undefined && role !== 'appMenu',
    );
    expect(bare).toEqual([]);
  });

  test('a packaged app has no developer tools and does not reload', () => {
    for (const role of ['toggleDevTools', 'reload', 'forceReload'])
      expect(rolesOf(platform)).not.toContain(role);
    expect(rolesOf(platform, false)).toContain('toggleDevTools');
  });

  test('every item of ours does something', () => {
    acted.length = 0;
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(acted.sort()).toEqual([
      ...(platform === 'darwin' ? [] : ['clear']),
      'diagnostics',
      ...(platform === 'darwin' ? [] : ['folder']),
      'history',
      'import',
      'logs',
      'now',
      'open',
      'overview',
      'profile',
      'settings',
      'sync',
    ]);
  });
});

test('the app menu and the window menu are those of macOS', () => {
  expect(menuTemplate('darwin', true, acts, true)[0]?.role).toBe('appMenu');
  expect(rolesOf('darwin')).toContain('windowMenu');
  expect(rolesOf('linux')).not.toContain('appMenu');
  expect(rolesOf('win32')).not.toContain('windowMenu');
});

const labelsOf = (platform: NodeJS.Platform, menu: string) =>
  flat(
    menuTemplate(platform, true, acts, true).filter(({ label, role }) => label === menu || role === menu),
  ).flatMap(({ label, type }) => (type === 'separator' ? '-' : (label ?? [])));

test('the labels of roles are Electron’s own, in its order (lib/browser/api/menu-item-roles.ts)', () => {
  const start = ['Edit', 'Undo', 'Redo', '-', 'Cut', 'Copy', 'Paste'];
  for (const platform of ['win32', 'linux'] as const)
    expect(labelsOf(platform, 'Edit')).toEqual([...start, 'Delete', '-', 'Select All']);
  expect(labelsOf('darwin', 'Edit')).toEqual([
    ...start,
    'Paste and Match Style',
    'Delete',
    'Select All',
    '-',
    'Substitutions',
    'Show Substitutions',
    '-',
    'Smart Quotes',
    'Smart Dashes',
    'Text Replacement',
    'Speech',
    'Start Speaking',
    'Stop Speaking',
  ]);
  expect(labelsOf('darwin', 'Window')).toEqual(['Window', 'Minimize', 'Zoom', '-', 'Bring All to Front']);
  expect(labelsOf('win32', '&Window')).toEqual(['&Window', 'Minimize', 'Close']);
  expect(labelsOf('darwin', 'appMenu')).toEqual(
    'About Health Relay/-/Settings…/-/Services/-/Hide Health Relay/Hide Others/Show All/-/Quit Health Relay'.split(
      '/',
    ),
  );
  expect(labelsOf('darwin', 'File').at(-1)).toBe('Close Window');
  expect(labelsOf('win32', '&File').at(-1)).toBe('Exit');
  expect(labelsOf('linux', '&File').at(-1)).toBe('Quit');
  expect(labelsOf('win32', 'Help').at(-1)).toBe('About Health Relay');
  expect(labelsOf('linux', 'Help').at(-1)).toBe('About');
});

// Apple's localized menus (AppKit's standard menu bar), and the usual words of Windows and GNOME.
test.each([
  [
    'de',
    'Ablage Bearbeiten Darstellung Fenster',
    'Widerrufen',
    'Im Dock ablegen',
    '&Datei',
    'Rückgängig',
    'Minimieren',
  ],
  [
    'fr',
    'Fichier Édition Présentation Fenêtre',
    'Annuler',
    'Placer dans le Dock',
    '&Fichier',
    'Annuler',
    'Réduire',
  ],
  [
    'es',
    'Archivo Edición Visualización Ventana',
    'Deshacer',
    'Minimizar',
    '&Archivo',
    'Deshacer',
    'Minimizar',
  ],
  ['ja', 'ファイル 編集 表示 ウインドウ', '取り消す', 'しまう', 'ファイル(&F)', '元に戻す', '最小化'],
  ['zh-Hans', '文件 编辑 显示 窗口', '撤销', '最小化', '文件(&F)', '撤销', '最小化'],
] as const)(
  'in %s, macOS has Apple’s words and the others theirs',
  async (language, menus, undo, minimize, ...others) => {
    onTestFinished(() => loadLanguage('en', 'en-US'));
    await loadLanguage(language, language);
    const labelOf = (platform: NodeJS.Platform, wanted: string) =>
      flat(menuTemplate(platform, true, acts, true)).find(({ role }) => role === wanted)?.label;
    const bar = menuTemplate('darwin', true, acts, true).flatMap(({ label }) => label ?? []);
    expect(bar.slice(0, 4).join(' ')).toBe(menus);
    expect([labelOf('darwin', 'undo'), labelOf('darwin', 'minimize')]).toEqual([undo, minimize]);
    const file = menuTemplate('win32', true, acts, true)[0]?.label;
    expect([file, labelOf('win32', 'undo'), labelOf('linux', 'minimize')]).toEqual(others);
  },
);

test('a window is closed by the key for it, everywhere once', () => {
  for (const platform of ['darwin', 'win32', 'linux'] as const)
    expect(rolesOf(platform).filter((role) => role === 'close')).toHaveLength(1);
});

test('what was opened is offered again where the system keeps it in a menu, and the dock has the two acts', () => {
  expect(rolesOf('darwin')).toEqual(expect.arrayContaining(['recentDocuments', 'clearRecentDocuments']));
  expect(rolesOf('linux')).not.toContain('recentDocuments');
  acted.length = 0;
  for (const { click } of dockMenu(acts, true)) (click as (() => void) | undefined)?.();
  expect(acted).toEqual(['open', 'now']);
});

test('“Sync Now” can be chosen only while it would send', () => {
  for (const isOn of [true, false]) {
    const items = [...flat(menuTemplate('linux', true, acts, isOn)), ...dockMenu(acts, isOn)];
    const found = items.filter(({ label }) => label === 'Sync Now');
    expect(found.map(({ enabled }) => enabled)).toEqual([isOn, isOn]);
  }
});

describe.each(['win32', 'linux'] as const)('recent exports on %s', (platform) => {
  const submenu = (recent: readonly RecentItem[]) =>
    flat(menuTemplate(platform, true, acts, true, recent)).find(({ label }) => label === 'Open Recent');

  test('without any, it can’t be opened', () => {
    expect(submenu([])?.enabled).toBe(false);
  });

  test('each opens its own file, and an ampersand in its name is one', () => {
    const recent = [
      { path: '/a/export.zip', name: '~/export.zip' },
      { path: '/b/me & you.zip', name: '/b/me & you.zip' },
    ];
    expect(submenu(recent)?.enabled).toBe(true);
    const items = submenu(recent)?.submenu as MenuItemConstructorOptions[];
    expect(items.map(({ label, type }) => label ?? type)).toEqual([
      '~/export.zip',
      '/b/me && you.zip',
      'separator',
      'Clear Menu',
    ]);
    acted.length = 0;
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(acted).toEqual(['/a/export.zip', '/b/me & you.zip', 'clear']);
  });
});
