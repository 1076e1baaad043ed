import type { MenuItemConstructorOptions } from 'electron';
import { t } from '../shared/language.ts';
import type { PageName } from '../shared/page/page-names.ts';

export interface MenuActs {
  readonly open: () => void;
  /** For platforms where one dialog can't choose either a file or a folder. */
  readonly openFolder: () => void;
  readonly openRecent: (path: string) => void;
  readonly clearRecent: () => void;
  readonly showPage: (page: PageName) => void;
  readonly syncNow: () => void;
  readonly showProfile: () => void;
  readonly showLogs: () => void;
  readonly copyDiagnostics: () => void;
}

type Item = MenuItemConstructorOptions;
const separator: Item = { type: 'separator' };

/** A file of the File menu. */
export interface RecentItem {
  readonly path: string;
  /** As a user knows it. */
  readonly name: string;
}

/** macOS fills it with the opened items (docs/api/menu-item "Roles"). */
const systemsRecent = (): Item => ({
  label: t('Open Recent'),
  role: 'recentDocuments',
  submenu: [{ label: t('Clear Menu'), role: 'clearRecentDocuments' }],
});

/** An ampersand would underline the letter behind it. */
const ownRecent = (items: readonly RecentItem[], acts: MenuActs): Item => ({
  label: t('Open Recent'),
  enabled: items.length > 0,
  submenu: [
    ...items.map(
      ({ path, name }): Item => ({
        label: name.replaceAll('&', '&&'),
        click: () => acts.openRecent(path),
      }),
    ),
    separator,
    { label: t('Clear Menu'), click: acts.clearRecent },
  ],
});

/** The items that macOS shows above the app's name in the dock menu. */
export function dockMenu({ open, syncNow }: Pick<MenuActs, 'open' | 'syncNow'>, canSync: boolean): Item[] {
  return [
    { label: t('Import…'), click: open },
    { label: t('Sync Now'), enabled: canSync, click: syncNow },
  ];
}

/**
 * The app's menu, in each platform's order (Apple HIG "The menu bar"; Windows and GNOME: no app menu, About under
 * Help). Uses roles where they exist: they bring the platform's accelerators and behavior. Their labels are given
 * here, with Electron's own wording, which Electron has only in English ("menu-item-roles" of its source).
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  isPackaged: boolean,
  acts: MenuActs,
  canSync: boolean,
  recent: readonly RecentItem[] = [],
): Item[] {
  const isMac = platform === 'darwin';
  const settings: Item = {
    label: t('Settings…'),
    accelerator: 'CommandOrControl+,',
    click: () => acts.showPage('settings'),
  };
  const file: Item[] = [
    { label: t('Import…'), accelerator: 'CommandOrControl+O', click: acts.open },
    ...(isMac
      ? [systemsRecent()]
      : [{ label: t('Import Folder…'), click: acts.openFolder }, ownRecent(recent, acts)]),
    {
      label: t('Sync Now'),
      accelerator: 'CommandOrControl+Shift+S',
      enabled: canSync,
      click: acts.syncNow,
    },
    separator,
    ...(isMac ? [close(isMac)] : [settings, separator, quit(platform)]),
  ];
  return [
    ...(isMac ? [appMenu(settings)] : []),
    { label: isMac ? t('File', {}, 'macOS') : t('&File'), submenu: file },
    { role: 'editMenu', label: t('Edit'), submenu: editItems(isMac) },
    { label: isMac ? t('View', {}, 'macOS') : t('&View'), submenu: viewItems(isPackaged, acts) },
    isMac
      ? { role: 'windowMenu', label: t('Window'), submenu: windowItems() }
      : { label: t('&Window'), submenu: [minimize(isMac), close(isMac)] },
    {
      role: 'help',
      label: t('Help'),
      submenu: [
        { label: t('Open Data Folder'), click: acts.showProfile },
        { label: t('Show Logs'), click: acts.showLogs },
        { label: t('Copy Diagnostics'), click: acts.copyDiagnostics },
        ...(isMac ? [] : [separator, about(platform)]),
      ],
    },
  ];
}

/** These roles use the platform's words. */
const about = (platform: NodeJS.Platform): Item => ({
  role: 'about',
  label: platform === 'linux' ? t('About') : t('About Health Relay'),
});
const close = (isMac: boolean): Item => ({
  role: 'close',
  label: isMac ? t('Close Window') : t('Close'),
});
const minimize = (isMac: boolean): Item => ({
  role: 'minimize',
  label: isMac ? t('Minimize', {}, 'macOS') : t('Minimize'),
});

function quit(platform: NodeJS.Platform): Item {
  if (platform === 'darwin') return { role: 'quit', label: t('Quit Health Relay') };
  return { role: 'quit', label: platform === 'win32' ? t('Exit') : t('Quit') };
}

function appMenu(settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      about('darwin'),
      separator,
      settings,
      separator,
      { role: 'services', label: t('Services') },
      separator,
      { role: 'hide', label: t('Hide Health Relay') },
      { role: 'hideOthers', label: t('Hide Others') },
      { role: 'unhide', label: t('Show All') },
      separator,
      quit('darwin'),
    ],
  };
}

/** What macOS calls editing differs from other systems in most languages (de “Einsetzen”, “Einfügen”). */
export const editLabels = (isMac: boolean) => ({
  undo: isMac ? t('Undo', {}, 'macOS') : t('Undo', {}, 'menu'),
  redo: isMac ? t('Redo', {}, 'macOS') : t('Redo'),
  cut: isMac ? t('Cut', {}, 'macOS') : t('Cut'),
  copy: isMac ? t('Copy', {}, 'macOS') : t('Copy'),
  paste: isMac ? t('Paste', {}, 'macOS') : t('Paste'),
  selectAll: isMac ? t('Select All', {}, 'macOS') : t('Select All'),
});

/** The items of the role `editMenu`. */
function editItems(isMac: boolean): Item[] {
  const { undo, redo, cut, copy, paste, selectAll } = editLabels(isMac);
  const rest: Item[] = isMac
    ? [
        { role: 'pasteAndMatchStyle', label: t('Paste and Match Style') },
        { role: 'delete', label: t('Delete') },
        { role: 'selectAll', label: selectAll },
        separator,
        {
          label: t('Substitutions'),
          submenu: [
            { role: 'showSubstitutions', label: t('Show Substitutions') },
            separator,
            { role: 'toggleSmartQuotes', label: t('Smart Quotes') },
            { role: 'toggleSmartDashes', label: t('Smart Dashes') },
            { role: 'toggleTextReplacement', label: t('Text Replacement') },
          ],
        },
        {
          label: t('Speech'),
          submenu: [
            { role: 'startSpeaking', label: t('Start Speaking') },
            { role: 'stopSpeaking', label: t('Stop Speaking') },
          ],
        },
      ]
    : [{ role: 'delete', label: t('Delete') }, separator, { role: 'selectAll', label: selectAll }];
  return [
    { role: 'undo', label: undo },
    { role: 'redo', label: redo },
    separator,
    { role: 'cut', label: cut },
    { role: 'copy', label: copy },
    { role: 'paste', label: paste },
    ...rest,
  ];
}

function viewItems(isPackaged: boolean, acts: MenuActs): Item[] {
  const page = (label: string, name: PageName, key: number): Item => ({
    label,
    accelerator: `CommandOrControl+${key}`,
    click: () => acts.showPage(name),
  });
  const zoomIn: Item = { role: 'zoomIn', label: t('Zoom In') };
  return [
    page(t('Overview'), 'overview', 1),
    page(t('Import', {}, 'noun'), 'import', 2),
    page(t('History'), 'history', 3),
    page(t('Sync'), 'sync', 4),
    separator,
    { role: 'resetZoom', label: t('Actual Size') },
    zoomIn,
    // On many keyboards the plus is on the "=" key, and nobody presses Shift for it.
    { ...zoomIn, accelerator: 'CommandOrControl+=', visible: false, acceleratorWorksWhenHidden: true },
    { role: 'zoomOut', label: t('Zoom Out') },
    separator,
    { role: 'togglefullscreen', label: t('Toggle Full Screen') },
    ...(isPackaged ? [] : [{ role: 'toggleDevTools', label: t('Toggle Developer Tools') } satisfies Item]),
  ];
}

/** The items of the role `windowMenu` on macOS. */
const windowItems = (): Item[] => [
  minimize(true),
  { role: 'zoom', label: t('Zoom', {}, 'window') },
  separator,
  { role: 'front', label: t('Bring All to Front') },
];
