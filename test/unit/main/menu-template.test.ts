import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { dockMenu, type MenuActs, menuTemplate } from '../../../src/main/menu-template.ts';

const acted: string[] = [];
const acts: MenuActs = {
  open: () => acted.push('open'),
  openFolder: () => acted.push('folder'),
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
  flat(menuTemplate(platform, isPackaged, acts)).flatMap(({ role }) => role ?? []);

describe.each(['darwin', 'win32', 'linux'] as const)('on %s', (platform) => {
  const items = flat(menuTemplate(platform, true, acts));

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

  test('a packaged app has no developer tools and does not reload', () => {
    for (const role of ['toggleDevTools', 'reload', 'forceReload'])
      expect(rolesOf(platform)).not.toContain(role);
    expect(rolesOf(platform, false)).toContain('toggleDevTools');
  });

  test('every item of ours does something', () => {
    acted.length = 0;
    for (const { click } of items) (click as (() => void) | undefined)?.();
    expect(acted.sort()).toEqual([
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
  expect(menuTemplate('darwin', true, acts)[0]?.role).toBe('appMenu');
  expect(rolesOf('darwin')).toContain('windowMenu');
  expect(rolesOf('linux')).not.toContain('appMenu');
  expect(rolesOf('win32')).not.toContain('windowMenu');
});

test('a window is closed by the key for it, everywhere once', () => {
  for (const platform of ['darwin', 'win32', 'linux'] as const)
    expect(rolesOf(platform).filter((role) => role === 'close')).toHaveLength(1);
});

test('what was opened is offered again where the system keeps it in a menu, and the dock has the two acts', () => {
  expect(rolesOf('darwin')).toEqual(expect.arrayContaining(['recentDocuments', 'clearRecentDocuments']));
  expect(rolesOf('linux')).not.toContain('recentDocuments');
  acted.length = 0;
  for (const { click } of dockMenu(acts)) (click as (() => void) | undefined)?.();
  expect(acted).toEqual(['open', 'now']);
});
