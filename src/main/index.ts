// The Electron host. Thin: decisions are in the files beside it, the product in the data program.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { app, type BrowserWindow, ipcMain, protocol, session } from 'electron';
import { defaultProfileDir } from '../data/protocol/default-profile.ts';
import { createGateway } from '../shared/gateway.ts';
import { ipcChannels } from '../shared/ipc-channels.ts';
import { appArguments } from './app-arguments.ts';
import { startDataProgram } from './data-program.ts';
import { openIpc } from './ipc-gateway.ts';
import { openMainWindow } from './main-window.ts';
import { pageAddress } from './page-address.ts';
import { registerPageScheme, servePage } from './page-protocol.ts';
import { confineWebContents, limitPermissions } from './web-contents-rules.ts';

const outDir = join(import.meta.dirname, '..');
const given = appArguments(process.argv, app.isPackaged, process.cwd());
const profileDir = given.profileDir ?? defaultProfileDir();
const page = pageAddress(app.isPackaged, process.env['ELECTRON_RENDERER_URL']);

app.enableSandbox();
registerPageScheme(protocol);
confineWebContents(app, page.origin);
if (given.profileDir !== null) {
  // The instance lock lies in userData: another profile is another instance, with its own window state.
  const userData = join(profileDir, 'electron');
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  app.setPath('userData', userData);
}

if (app.requestSingleInstanceLock()) {
  // Not awaited at the top level: an ESM main that awaits whenReady there never becomes ready (electron#40719).
  void app.whenReady().then(start);
} else {
  app.quit();
}

function start(): void {
  const data = startDataProgram(outDir, profileDir);
  const info = () => ({
    version: app.getVersion(),
    host: 'electron' as const,
    platform: process.platform,
    profileName: basename(profileDir),
    dataState: data.state(),
  });
  openIpc(ipcMain, { gateway: createGateway({ info, data }), data, origin: page.origin });
  limitPermissions(session.defaultSession);
  servePage(protocol, join(outDir, 'renderer'), page.origin);

  let window: BrowserWindow | null = null;
  const open = () => {
    window = openMainWindow(outDir, page.url);
    window.once('closed', () => {
      window = null;
    });
  };
  data.onPush((name, payload) => window?.webContents.send(ipcChannels.push, name, payload));
  open();

  app.on('activate', () => window ?? open());
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    if (window) window.focus();
    else open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let hasStopped = false;
  app.on('before-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void data.stop().finally(() => {
      hasStopped = true;
      app.quit();
    });
  });
}
