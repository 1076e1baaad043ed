import type { MenuItemConstructorOptions } from 'electron';
import { beforeEach, expect, test, vi } from 'vitest';
import type { AppContext } from '../../../src/main/app-context.ts';
import { TrayPlace } from '../../../src/main/tray-place.ts';
import { loadLanguage } from '../../../src/shared/language.ts';
import { overviewOf } from './overview-of.ts';

type Items = readonly MenuItemConstructorOptions[];
const shown = vi.hoisted(() => ({
  bar: [] as Items[],
  dock: [] as Items[],
  tray: [] as Items[],
  tips: [] as string[],
  abouts: [] as (string | undefined)[],
}));
vi.mock('electron', () => ({
  app: {
    isPackaged: true,
    getVersion: () => '1.0.0',
    once: () => {},
    setAboutPanelOptions: ({ copyright }: { copyright: string }) => shown.abouts.push(copyright),
    dock: { setMenu: (menu: Items) => shown.dock.push(menu) },
  },
  Menu: {
    buildFromTemplate: (items: Items) => items,
    setApplicationMenu: (menu: Items) => shown.bar.push(menu),
  },
  Tray: class {
    on = () => {};
    destroy = () => {};
    setToolTip = (tip: string) => shown.tips.push(tip);
    setContextMenu = (menu: Items) => shown.tray.push(menu);
  },
  nativeImage: { createFromPath: () => null },
}));
vi.mock('../../../src/shared/languages/de.json', () => ({
  default: {
    'Sync Now': 'Jetzt synchronisieren',
    'Sync status unknown': 'Sync-Status unbekannt',
    'Health Relay: {state}': 'Health Relay – {state}',
    'Health Relay: MIT license. Electron: MIT. The licenses of Chromium and its components come with the app ({file}).':
      'Health Relay: MIT-Lizenz.',
  },
}));
const { setMenu } = await import('../../../src/main/menu.ts');
const { keepTray } = await import('../../../src/main/tray.ts');

beforeEach(() => loadLanguage('en', 'en-US'));

let recent: readonly string[] = [];
let hasTray = true;
let trayPlace: TrayPlace;
beforeEach(() => {
  recent = [];
  hasTray = true;
  trayPlace = new TrayPlace(async () => hasTray);
});

/** The context of a shell whose data program is ready and idle; `speak` is what a change of the language calls. */
function shell() {
  const listeners = new Set<() => void>();
  const pushed = new Set<(name: string, payload: unknown) => void>();
  const context = {
    resourcesDir: '',
    onFault: (error: unknown) => {
      throw error;
    },
    window: { onMade: () => {} },
    preferences: { onChange: () => {} },
    recent: { existing: async () => recent },
    trayPlace,
    language: { onChange: (listener: () => void) => listeners.add(listener) },
    data: {
      state: () => ({ state: 'ready', code: null }),
      onPush: (listener: (name: string, payload: unknown) => void) => pushed.add(listener),
      call: () => Promise.resolve({ ok: false }),
    },
  } as unknown as AppContext;
  return {
    context,
    push: (name: string, payload: unknown) => {
      for (const listener of pushed) listener(name, payload);
    },
    speak: async (language: 'en' | 'de') => {
      await loadLanguage(language, 'en-US');
      for (const listener of listeners) listener();
    },
  };
}
const labelsOf = (items: Items | undefined): unknown[] =>
  items?.flatMap(({ label, submenu }) => [label, ...(Array.isArray(submenu) ? labelsOf(submenu) : [])]) ?? [];

test('the menu bar, the menu of the dock and About', async () => {
  const { context, speak } = shell();
  setMenu(context);
  expect(labelsOf(shown.bar.at(-1))).toContain('Sync Now');
  await speak('de');
  for (const menu of [shown.bar.at(-1), shown.dock.at(-1)]) {
    expect(labelsOf(menu)).toContain('Jetzt synchronisieren');
    expect(labelsOf(menu)).not.toContain('Sync Now');
  }
  expect(shown.abouts.at(-1)).toContain('Health Relay: MIT-Lizenz.');
  expect([shown.bar.length, shown.dock.length, shown.abouts.length]).toEqual([2, 2, 2]);
});

test('“Sync Now” follows what can be sent, and the menus are drawn again only for that', () => {
  const { context, push } = shell();
  const draws = shown.bar.length;
  setMenu(context);
  const isOn = () =>
    [...(shown.bar.at(-1) ?? []), ...(shown.dock.at(-1) ?? [])]
      .flatMap((item) => [item, ...(Array.isArray(item.submenu) ? item.submenu : [])])
      .filter(({ label }) => label === 'Sync Now')
      .map(({ enabled }) => enabled);
  expect(isOn()).toEqual([false, false]);
  push('sync.changed', overviewOf([{}]));
  expect(isOn()).toEqual([true, true]);
  push('sync.changed', overviewOf([{ pending: 3 }]));
  expect(shown.bar).toHaveLength(draws + 2);
  push('sync.changed', overviewOf([{}], { isPausedByPerson: true }));
  expect(isOn()).toEqual([false, false]);
});

test('the tray, and only where another language says something else', async () => {
  const { context, speak } = shell();
  keepTray(context);
  expect(shown.tips).toEqual(['Health Relay: Sync status unknown']);
  await speak('en');
  expect(shown.tray).toHaveLength(1);
  await speak('de');
  expect(shown.tips.at(-1)).toBe('Health Relay – Sync-Status unbekannt');
  expect(labelsOf(shown.tray.at(-1))[0]).toBe('Sync-Status unbekannt');
  expect(shown.tray).toHaveLength(2);
});

test('the File menu, once the files are known that still exist', async () => {
  recent = ['/there/export.zip'];
  setMenu(shell().context);
  await expect.poll(() => labelsOf(shown.bar.at(-1))).toContain('/there/export.zip');
});

test('a panel that starts after the app gets an icon with the same menu', async () => {
  hasTray = false;
  const before = shown.tray.length;
  keepTray(shell().context);
  await trayPlace.isThere();
  expect(shown.tray).toHaveLength(before + 1);
  hasTray = true;
  await trayPlace.isThere();
  expect(shown.tray).toHaveLength(before + 2);
  expect(labelsOf(shown.tray.at(-1))).toEqual(labelsOf(shown.tray.at(-2)));
});
