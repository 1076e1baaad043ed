import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { PushName, PushPayload } from '../shared/contract/index.ts';
import { ipcChannels, type SystemLanguage, systemLanguageArguments } from '../shared/ipc-channels.ts';
import type { PageName } from '../shared/page/page-names.ts';
import type { AppModule } from './app-context.ts';

/** The name under which Electron stores the window's position. */
export const mainWindowName = 'main';

/** The one window of the app, open or not. */
export interface MainWindow {
  /** Brings the window to the front, opening one if there is none; on the named page, if any. */
  show(page?: PageName): void;
  /** Opens a minimized window; nothing if there is one. */
  showMinimized(): void;
  /** Hides the window for good because the app is ending: nothing shows it again. */
  retire(): void;
  /** Null while no window is open. */
  current(): BrowserWindow | null;
  /** Sends a push to the page; lost while no window is open, because a page asks for everything when it opens. */
  push<N extends PushName>(name: N, payload: PushPayload<N>): void;
  /** The same for a push of the data program. */
  pass(name: PushName, payload: unknown): void;
  /** Calls `listener` for the open window and for each later one as it is created. */
  onMade(listener: (window: BrowserWindow) => void): void;
}

export interface WindowLook {
  /** The image file for lists of windows; null where the system uses the app's own icon. */
  readonly icon: string | null;
  /** The system's language and region: the page's own Intl and navigator know the language that Electron chose, without the user's region. */
  readonly system: SystemLanguage;
}

/** Creates no window yet. `onFault` receives the error of a push that can't be sent. */
export function createMainWindow(
  outDir: string,
  url: string,
  look: WindowLook,
  onFault: (error: unknown) => void,
): MainWindow {
  const listeners: ((window: BrowserWindow) => void)[] = [];
  let window: BrowserWindow | null = null;
  let isRetired = false;

  function make(page: PageName | undefined, isMinimized = false): void {
    const made = openWindow(outDir, look);
    window = made;
    made.once('closed', () => {
      if (window === made) window = null;
    });
    for (const listener of listeners) listener(made);
    const reveal = () => {
      if (isRetired || made.isDestroyed()) return;
      if (!isMinimized) return made.show();
      // A window that was never shown can't be minimized on X11.
      made.showInactive();
      made.minimize();
    };
    made.once('ready-to-show', reveal);
    // Fails if the window is closed meanwhile. If the page can't be loaded, the blank window is shown.
    made.loadURL(page === undefined ? url : `${url}#/${page}`).catch(reveal);
  }

  function pass(name: PushName, payload: unknown): void {
    if (window === null) return;
    try {
      // Electron only prints the error if the payload can't be cloned (electron, lib/browser/api), and the push is lost.
      structuredClone(payload);
    } catch (error) {
      onFault(error);
      return;
    }
    window.webContents.send(ipcChannels.push, name, payload);
  }
  const push: MainWindow['push'] = pass;
  return {
    show: (page) => {
      if (isRetired) return;
      if (window === null) return make(page);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (page !== undefined) push('app.navigate', { page });
    },
    showMinimized: () => {
      if (!isRetired && window === null) make(undefined, true);
    },
    retire: () => {
      isRetired = true;
      if (window !== null) hideWindow(window);
    },
    current: () => window,
    push,
    pass,
    onMade: (listener) => {
      listeners.push(listener);
      if (window !== null) listener(window);
    },
  };
}

/** The page has no Node, no Electron, and an isolated world. The preload is explicitly CommonJS, as a sandbox requires. */
function openWindow(outDir: string, { icon, system }: WindowLook): BrowserWindow {
  return new BrowserWindow({
    title: 'Health Relay',
    ...(icon === null ? {} : { icon }),
    // Electron itself restores size, position, and state, onto an available display (windowStatePersistence, electron#51510).
    name: mainWindowName,
    windowStatePersistence: true,
    width: 1280,
    height: 840,
    // The page works at 720 × 520 and larger.
    minWidth: 720,
    minHeight: 520,
    show: false,
    backgroundColor: groundColor(),
    // Each is Electron's default, stated so that no change of a default affects it (security checklist 2, 3, 4, 6, 8, 9 and 12).
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

/** Hides the window. On macOS, hiding a full-screen window leaves its space behind, black, so it leaves full screen first. */
export function hideWindow(made: BrowserWindow, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'darwin' && made.isFullScreen()) {
    made.once('leave-full-screen', () => made.hide());
    made.setFullScreen(false);
  } else made.hide();
}

/** Light, dark or the system's theme, for the page (prefers-color-scheme) and for what the system itself draws. */
export const followTheme: AppModule = ({ preferences, window }) => {
  nativeTheme.themeSource = preferences.get().theme;
  preferences.onChange(({ theme }) => {
    nativeTheme.themeSource = theme;
    window.current()?.setBackgroundColor(groundColor());
  });
};

/** The color shown before the first frame: the page's background (renderer/styles/tokens.css). */
function groundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1c1c1e' : '#ffffff';
}
