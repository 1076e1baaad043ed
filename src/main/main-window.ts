import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { PushName, PushPayload } from '../shared/contract/index.ts';
import { ipcChannels, type SystemLanguage, systemLanguageArguments } from '../shared/ipc-channels.ts';
import type { PageName } from '../shared/page/page-names.ts';
import type { AppModule } from './app-context.ts';

/** Under which Electron keeps the window's place. */
export const mainWindowName = 'main';

/** The one window of the app, open or not. */
export interface MainWindow {
  /** Brings it to the front, opening it when there is none; on that page when one is named. */
  show(page?: PageName): void;
  /** Takes it from the screen for good, because the app ends: nothing shows it again meanwhile. */
  retire(): void;
  /** Null while there is none. */
  current(): BrowserWindow | null;
  /** To the page; lost while there is none, which asks for everything when it opens. */
  push<N extends PushName>(name: N, payload: PushPayload<N>): void;
  /** Calls `listener` for the window that is open and for each one as it is made. */
  onMade(listener: (window: BrowserWindow) => void): void;
}

export interface WindowLook {
  /** A file of what stands for it in a list of windows; null where the system takes the app's own. */
  readonly icon: string | null;
  /** Of the system: the page's own Intl and navigator know the language that Electron chose, without the user's region. */
  readonly system: SystemLanguage;
}

export function createMainWindow(outDir: string, url: string, look: WindowLook): MainWindow {
  const listeners: ((window: BrowserWindow) => void)[] = [];
  let window: BrowserWindow | null = null;
  let isRetired = false;

  function make(page: PageName | undefined): void {
    const made = openWindow(outDir, look);
    window = made;
    made.once('closed', () => {
      if (window === made) window = null;
    });
    for (const listener of listeners) listener(made);
    const reveal = () => {
      if (!isRetired && !made.isDestroyed()) made.show();
    };
    made.once('ready-to-show', reveal);
    // Fails when the window is closed meanwhile; a page that cannot be loaded is shown as the blank window it is.
    made.loadURL(page === undefined ? url : `${url}#/${page}`).catch(reveal);
  }

  const push: MainWindow['push'] = (name, payload) => {
    window?.webContents.send(ipcChannels.push, name, payload);
  };
  return {
    show: (page) => {
      if (isRetired) return;
      if (window === null) return make(page);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (page !== undefined) push('app.navigate', { page });
    },
    retire: () => {
      isRetired = true;
      if (window !== null) hideWindow(window);
    },
    current: () => window,
    push,
    onMade: (listener) => {
      listeners.push(listener);
      if (window !== null) listener(window);
    },
  };
}

/** The page has no Node, no Electron and a world of its own; the preload is explicitly CommonJS, as a sandbox needs. */
function openWindow(outDir: string, { icon, system }: WindowLook): BrowserWindow {
  return new BrowserWindow({
    title: 'Health Relay',
    ...(icon === null ? {} : { icon }),
    // Electron itself brings size, place and state back, onto a display that is there (windowStatePersistence, electron#51510).
    name: mainWindowName,
    windowStatePersistence: true,
    width: 1280,
    height: 840,
    // The page works from 720 × 520.
    minWidth: 720,
    minHeight: 520,
    show: false,
    backgroundColor: groundColor(),
    // Each is Electron's default, and said so that no default changes it (security checklist 2, 3, 4, 6, 8, 9 and 12).
    webPreferences: {
      preload: join(outDir, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      additionalArguments: systemLanguageArguments(system),
    },
  });
}

/** Takes it from the screen. On macOS a full-screen window that is hidden leaves its space behind, black: it leaves full screen first. */
export function hideWindow(made: BrowserWindow, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'darwin' && made.isFullScreen()) {
    made.once('leave-full-screen', () => made.hide());
    made.setFullScreen(false);
  } else made.hide();
}

/** Light, dark or as the system, for the page (prefers-color-scheme) and for what the system draws alike. */
export const followTheme: AppModule = ({ preferences, window }) => {
  nativeTheme.themeSource = preferences.get().theme;
  preferences.onChange(({ theme }) => {
    nativeTheme.themeSource = theme;
    window.current()?.setBackgroundColor(groundColor());
  });
};

/** What is seen before the first frame: the page's ground (renderer/styles/tokens.css). */
export function groundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1c1c1e' : '#ffffff';
}
