// The Electron host. It's thin: decisions are in the files beside it, the product is in the data program.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, ipcMain, protocol, session, shell } from 'electron';
import { faultFields, logDataState, openLog, type Refusal } from '../data/protocol/log.ts';
import { ProfileHome, profileAnswers } from '../data/protocol/profiles.ts';
import { defaultProfileDir } from '../data/protocol/program-start.ts';
import { drop } from '../shared/drop.ts';
import { createGateway } from '../shared/gateway.ts';
import { appArguments } from './app-arguments.ts';
import type { AppContext, AppModule } from './app-context.ts';
import { closeWindow } from './close-window.ts';
import { SignInReturns } from './deep-link.ts';
import { ExternalLinks, noting } from './external-links.ts';
import { followProxies } from './follow-proxies.ts';
import { followSignIn, prepareReturn } from './follow-sign-in.ts';
import { desktopAnswers } from './host-answers.ts';
import { openIpc } from './ipc-gateway.ts';
import { showProgress } from './known-state.ts';
import { speakLanguage } from './language.ts';
import { loginItem } from './login-item.ts';
import { createMainWindow, followTheme } from './main-window.ts';
import { setMenu } from './menu.ts';
import { Notifier, notify } from './notifications.ts';
import { type HandedOn, listenForOpening } from './open-events.ts';
import { OpenedThings } from './opened-things.ts';
import { pageAddress, registerPageScheme, servePage } from './page-protocol.ts';
import { followPower } from './power.ts';
import { PreferencesFile } from './preferences-file.ts';
import { endOnCrash, endWhenAsked, logEndings, startDataProgram } from './processes.ts';
import { clearShell, saveFileIn } from './profile-shell.ts';
import { quitInOrder } from './quit.ts';
import { RecentExports } from './recent-exports.ts';
import { registerScheme } from './scheme-handler.ts';
import { keepTray } from './tray.ts';
import { trayPlace } from './tray-place.ts';
import { followUpdates, makeUpdates } from './updates.ts';
import {
  confineWebContents,
  limitPermissions,
  offerContextMenu,
  refuseNetwork,
  turnOffSpelling,
} from './web-contents-rules.ts';
import { recoverWindow } from './window-recovery.ts';

/** They meet the first window in the turn that creates it, before it's shown. */
const modules: readonly AppModule[] = [
  closeWindow,
  quitInOrder,
  recoverWindow,
  offerContextMenu,
  keepTray,
  notify,
  showProgress,
  followPower,
  followProxies,
  followUpdates,
];

/** Switches by which another program reads and drives the page (content/public/common/content_switches.cc). */
const debuggingDoors = ['remote-debugging-port', 'remote-debugging-pipe'];

/** Windows' COM class that a click on a notification starts. */
const toastClass = '{6B0F3C52-8D1E-4C0B-9E57-2A6D6E1F7A45}';

/** A panel that starts at the same login may come after the app. */
const panelMs = 10_000;

const outDir = join(import.meta.dirname, '..');
const given = appArguments(process.argv, app.isPackaged, process.cwd());
const home = new ProfileHome(given.profileDir ?? defaultProfileDir());
const page = pageAddress(app.isPackaged, process.env['ELECTRON_RENDERER_URL']);
const links = new ExternalLinks();
const noteRecent = (path: string) => context?.recent.note(path);
const opened = new OpenedThings(noteRecent);
const returns = new SignInReturns();
let context: AppContext | null = null;
const profileDir = () => context?.data.profileDir() ?? home.lastOpened().dir;
const logEvent = openLog({ process: 'desktop', folder: () => join(profileDir(), 'logs') });

const onFault = (error: unknown) => logEvent('process.fault', faultFields(error));
const refusedAt = (reason: Refusal) => logEvent('door.refused', { reason });

// Nobody may look into an installed app: no fuse shuts this door, and Chromium opens it only after
// this file has run. Tests drive a checkout through it.
if (app.isPackaged) for (const door of debuggingDoors) app.commandLine.removeSwitch(door);
endOnCrash(logEvent);
if (!app.isPackaged) endWhenAsked();
app.enableSandbox();
registerPageScheme(protocol);
confineWebContents(
  app,
  page.origin,
  (url) => {
    const allowed = links.allowed(url);
    if (allowed !== null) drop(shell.openExternal(allowed), 'the page shows the address', onFault);
    else logEvent('door.refused', { reason: 'external_link' });
  },
  refusedAt,
);
if (given.profileDir !== null) {
  // The instance lock is in userData: another profile home is another instance, with its own window state.
  const userData = join(home.dir, 'electron');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
}

const handedOn: HandedOn = { paths: [...given.paths], callbackUrl: given.callbackUrl };
if (app.requestSingleInstanceLock(handedOn)) {
  opened.add(given.paths);
  if (given.callbackUrl !== null) returns.add(given.callbackUrl);
  listenForOpening({
    opened,
    callback: (url) => returns.add(url),
    show: () => context?.window.show(),
  });
  // Not awaited at the top level: an ESM main that awaits whenReady there never becomes ready (electron#40719).
  drop(app.whenReady().then(start), 'this starts the app', onFault);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const made = await makeContext();
  context = made;
  answerPage(made);
  confineSession();
  servePage(protocol, { rendererDir: join(outDir, 'renderer'), origin: page.origin });
  followTheme(made);
  setMenu(made);
  // As early as possible: the page's process starts while the rest is set up here, and the window is shown once it has painted.
  showFirstWindow(made);
  logStart(made);
  // A checkout, or an app with a custom profile, registers the scheme only when it signs in.
  if (app.isPackaged && given.profileDir === null) registerScheme(made.scheme);
  for (const module of modules) module(made);
  returns.onReturn((url) => drop(followSignIn(made, url), 'it tells the user itself', onFault));
  showFirstWindow(made);
  if (wasOpenedAtLogin()) setTimeout(() => showWithoutTray(made), panelMs);
  followOpened(made);
}

/** Everything that the modules share. It starts the data program, and creates the window without showing it. */
async function makeContext(): Promise<AppContext> {
  const preferences = new PreferencesFile(join(app.getPath('userData'), 'preferences.json'));
  const language = await speakLanguage(preferences, app, onFault);
  // On Windows, notifications come from the app with this id, which the installer writes into the shortcut.
  app.setAppUserModelId('app.healthrelay.desktop');
  // Electron would register another class at each start, and leave them all behind; this one is removed with the app (resources/installer.nsh).
  if (process.platform === 'win32') app.setToastActivatorCLSID(toastClass);
  const { platform, env, execPath } = process;
  const system = { app, platform, env, home: homedir(), execPath };
  const resourcesDir = join(app.getAppPath(), 'resources');
  // X11 finds a window's app by its desktop file, which an AppImage or a checkout may lack.
  const icon = platform === 'linux' ? join(resourcesDir, 'icons', '512x512.png') : null;
  const shellParts = {
    window: createMainWindow(
      outDir,
      page.url,
      { icon, system: { locale: app.getSystemLocale(), languages: app.getPreferredSystemLanguages() } },
      onFault,
    ),
    loginItem: loginItem(system),
    scheme: { ...system, profileDir: given.profileDir },
    logEvent,
    onFault,
  };
  const data = startDataProgram(outDir, home.lastOpened().dir, onFault, logEvent);
  return {
    ...shellParts,
    data,
    home,
    preferences,
    language,
    notifier: new Notifier(),
    trayPlace: trayPlace(platform, env),
    updates: makeUpdates({ ...shellParts, data }),
    opened,
    recent: new RecentExports({ app, preferences, platform, onFault }),
    links,
    resourcesDir,
  };
}

function logStart({ data }: AppContext): void {
  const version = app.getVersion();
  const { node, electron } = process.versions;
  logEvent('process.started', { pid: process.pid, version, node, electron });
  logEndings(logEvent);
  logDataState(data, logEvent);
}

/** Answers the page's calls, here or in the data program, and passes the data program's pushes on to it. */
function answerPage(made: AppContext): void {
  const { data, window } = made;
  const profiles = profileAnswers({
    home,
    data,
    saveFile: saveFileIn(window),
    clearShell: () => clearShell(made),
  });
  const gateway = createGateway({ host: { ...desktopAnswers(made), ...profiles }, data });
  openIpc(ipcMain, {
    gateway: noting(gateway, links, (input) => prepareReturn(made, input)),
    data,
    origin: page.origin,
    onImport: noteRecent,
    onRefused: () => refusedAt('sender'),
  });
  data.onPush(window.pass);
}

/** The page gets no permissions, no network, and no spelling checks, whose dictionaries would be downloaded. */
function confineSession(): void {
  turnOffSpelling(session.defaultSession, process.platform);
  limitPermissions(session.defaultSession, refusedAt);
  refuseNetwork(session.defaultSession, page.origin, refusedAt);
}

const wasOpenedAtLogin = (): boolean =>
  given.isHidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);

function showFirstWindow({ window }: AppContext): void {
  if (!wasOpenedAtLogin()) window.show();
}

/** An app in the tray has no window; without a tray nothing would be left to open it by. */
function showWithoutTray({ window, trayPlace: place, onFault: report }: AppContext): void {
  drop(
    place.isThere().then((isThere) => isThere || window.showMinimized()),
    'the user starts the app again',
    report,
  );
}

/** Leads the user to the files and sign-ins that reach the app from outside. */
function followOpened({ data, window }: AppContext): void {
  opened.onWaiting(() => {
    window.show('import');
    window.push('app.opened', {});
  });
  data.onPush((name) => {
    // Items that couldn't be taken while the data program was away are waiting again.
    if (name === 'app.dataState' && data.state().state === 'ready' && opened.isWaiting)
      window.push('app.opened', {});
  });
  // With a loopback listener, the callback bypasses this process.
  data.onPush((name) => name === 'account.callback' && window.show());
  app.on('activate', () => window.show());
}
