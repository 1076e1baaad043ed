import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { type AboutPanelOptionsOptions, app, clipboard, dialog, Menu } from 'electron';
import { drop } from '../shared/drop.ts';
import { t } from '../shared/language.ts';
import type { AppContext, AppModule } from './app-context.ts';
import { openFolder, openLogs, writeDiagnostics } from './host-answers.ts';
import { followState } from './known-state.ts';
import { dockMenu, type MenuActs, menuTemplate, type RecentItem } from './menu-template.ts';
import { canSync } from './sync-words.ts';

/** The menu bar, the dock menu, and the About panel, redrawn whenever the language changes. */
export const setMenu: AppModule = (context) => {
  const { data, window, language, opened, recent, preferences, onFault, resourcesDir } = context;
  /** A failure needs no message: the user sees it anyway. */
  const act = (done: Promise<unknown>) => drop(done, 'the user sees the outcome', onFault);
  const acts: MenuActs = {
    // Only macOS lets one dialog choose either.
    open: () =>
      act(choose(context, process.platform === 'darwin' ? ['openFile', 'openDirectory'] : ['openFile'])),
    openFolder: () => act(choose(context, ['openDirectory'])),
    openRecent: (path) => {
      window.show('import');
      opened.add([path]);
    },
    clearRecent: () => recent.clear(),
    showPage: (page) => window.show(page),
    syncNow: () => act(data.call('sync.runNow', {})),
    showProfile: () => act(openFolder(data.profileDir())),
    showLogs: () => act(openLogs(data.profileDir())),
    copyDiagnostics: () => act(writeDiagnostics(data).then((text) => clipboard.writeText(text))),
  };
  let recentItems: readonly RecentItem[] = [];
  let isSyncOn = false;
  const draw = () => {
    app.setAboutPanelOptions(
      about(app.getVersion(), process.versions, join(resourcesDir, 'icons', '512x512.png'), process.platform),
    );
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged, acts, isSyncOn, recentItems)),
    );
    app.dock?.setMenu(Menu.buildFromTemplate(dockMenu(acts, isSyncOn)));
  };
  draw();
  language.onChange(draw);
  followState(
    data,
    (known) => {
      if (canSync(known) === isSyncOn) return;
      isSyncOn = !isSyncOn;
      draw();
    },
    onFault,
  );
  const followRecent = () =>
    act(
      recent.existing().then((paths) => {
        if (paths.join('\0') === recentItems.map(({ path }) => path).join('\0')) return;
        recentItems = paths.map((path) => ({ path, name: knownName(path, homedir(), sep) }));
        draw();
      }),
    );
  followRecent();
  preferences.onChange(followRecent);
  // Meanwhile, the user may have moved or deleted one.
  window.onMade((made) => made.on('focus', followRecent));
};

/** A path as a user knows it: `~/Downloads/export.zip`. Exports are all called the same, so the folder is in it. */
export function knownName(path: string, home: string, separator: string): string {
  return path.startsWith(home + separator) ? `~${path.slice(home.length)}` : path;
}

/**
 * The About panel: our version and license, and those of the app's components. Linux shows no credits, so the versions are in the
 * copyright there. Electron's and Chromium's licenses are beside the program, and on macOS in the bundle's resources; the packages' licenses are in their folders in the archive.
 * No website: the app has none yet, and the homepage in the package's metadata (resources/electron-builder.config.ts) is an address that leads nowhere.
 */
export function about(
  version: string,
  { electron, chrome, node }: Partial<Record<'electron' | 'chrome' | 'node', string>>,
  iconPath: string,
  platform: NodeJS.Platform,
): AboutPanelOptionsOptions {
  const builtOn = `Electron ${electron}, Chromium ${chrome}, Node ${node}`;
  const licenses = t(
    'Health Relay: MIT license. Electron: MIT. The licenses of Chromium and its components come with the app ({file}).',
    { file: platform === 'darwin' ? 'Contents/Resources/LICENSES.chromium.html' : 'LICENSES.chromium.html' },
  );
  return {
    applicationName: 'Health Relay',
    applicationVersion: version,
    version: builtOn,
    copyright: `${builtOn}\n${licenses}`,
    iconPath,
  };
}

async function choose(
  { window, opened }: Pick<AppContext, 'window' | 'opened'>,
  properties: ('openFile' | 'openDirectory')[],
): Promise<void> {
  window.show('import');
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: t('Import a Health export'),
    buttonLabel: t('Import'),
    properties,
    filters: [
      { name: t('Health export'), extensions: ['zip', 'xml'] },
      { name: t('All files'), extensions: ['*'] },
    ],
  });
  if (!canceled) opened.add(filePaths);
}
