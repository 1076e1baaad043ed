import { app } from 'electron';
import { appScheme } from './deep-link.ts';

/**
 * Makes this app the one that opens `app.healthrelay.desktop:` addresses. `--` comes before the address, so that nothing in it is
 * ever read as an option (app-arguments.ts); unpackaged, Electron needs the app's folder first.
 */
export function registerScheme(): void {
  const before = app.isPackaged ? ['--'] : [app.getAppPath(), '--'];
  app.setAsDefaultProtocolClient(appScheme, process.execPath, before);
}
