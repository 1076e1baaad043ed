import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Ask, type Check, permissionHandlers } from '../permissions.ts';
import { offered, record } from '../records.ts';
import { mustBeReady } from './app.ts';
import { protocol } from './protocol.ts';

type Offered = Pick<
  Electron.Session,
  | 'clearCache'
  | 'clearStorageData'
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
>;

class StandinSession extends EventEmitter implements Offered {
  readonly protocol = protocol;
  /** Empties the storage of Chromium's profile; set when there is one. */
  clear: () => Promise<void> = async () => {};

  setPermissionRequestHandler(handler: Parameters<Offered['setPermissionRequestHandler']>[0]): void {
    permissionHandlers.ask = handler as Ask | null;
  }

  setPermissionCheckHandler(handler: Parameters<Offered['setPermissionCheckHandler']>[0]): void {
    permissionHandlers.check = handler as Check | null;
  }

  /** Never asked: Chromium offers no device here. */
  setDevicePermissionHandler(handler: Parameters<Offered['setDevicePermissionHandler']>[0]): void {
    record('setDevicePermissionHandler', typeof handler);
  }

  setSpellCheckerEnabled(isEnabled: boolean): void {
    record('setSpellCheckerEnabled', isEnabled);
  }

  clearStorageData(options?: Electron.ClearStorageDataOptions): Promise<void> {
    record('clearStorageData', options);
    return this.clear();
  }

  async clearCache(): Promise<void> {
    record('clearCache', null);
  }
}

export const theSession = offered('session.defaultSession', new StandinSession());

export const session = offered('session', {
  get defaultSession() {
    mustBeReady('Session can only be received');
    return theSession;
  },
});
