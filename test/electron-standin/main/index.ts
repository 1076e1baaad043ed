// The module `electron` of the main process, as far as the product uses it. Named exports only of what is built: the import of anything
// else is a SyntaxError, and what is read of them and not built throws. What a person would be shown, and what the system is asked for, goes
// nowhere: a test replaces the function, as on real Electron. Left out on purpose is crashReporter: the product writes no crash dump.
//
// Not faithful, and so not proved by a run on it: V8's, the sandbox's and the fuses' own effects; location.origin in the page (addresses.ts);
// permission handlers are asked once per load (permissions.ts); answers of protocol.handle are buffered; accelerators choose nothing
// (menu.ts); beforeunload, downloads, allowed pop-ups, MessagePorts, sendSync and IPC of subframes are not there. Start-up and call times
// are not Electron's: no budget is measured here.
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { autoUpdater, clipboard, nativeTheme, powerMonitor, powerSaveBlocker, screen } from './desktop.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { Menu } from './menu.ts';
import { nativeImage } from './native-image.ts';
import { Notification } from './notification.ts';
import { protocol } from './protocol.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { Tray } from './tray.ts';
import { utilityProcess } from './utility-process.ts';

export {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
};
