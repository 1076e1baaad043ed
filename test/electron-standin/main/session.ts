import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Ask, type Check, permissionHandlers } from '../permissions.ts';
import { type Like, offered } from '../records.ts';
import { mustBeReady } from './app.ts';
import { protocol } from './protocol.ts';

type Offered = Like<Electron.Session, 'protocol'>;

class StandinSession extends EventEmitter implements Offered {
  readonly protocol = protocol;
  /** Never asked: the stand-in's page is answered at another address. What it refuses is shown on a real binary (test/e2e/binary-network). */
  readonly webRequest = {
    onBeforeRequest: (_listener: unknown) => {},
  } as Electron.WebRequest;
  /** Empties the storage of the pages that are open; set by their windows. */
  clear: () => Promise<void> = async () => {};

  setPermissionRequestHandler(handler: Parameters<Electron.Session['setPermissionRequestHandler']>[0]): void {
    permissionHandlers.ask = handler as Ask | null;
  }

  setPermissionCheckHandler(handler: Parameters<Electron.Session['setPermissionCheckHandler']>[0]): void {
    permissionHandlers.check = handler as Check | null;
  }

  /** Never asked: Chromium offers no device here. */
  setDevicePermissionHandler(): void {}

  setSpellCheckerEnabled(): void {}

  setSpellCheckerLanguages(): void {}

  setSpellCheckerDictionaryDownloadURL(): void {}

  clearStorageData(): Promise<void> {
    return this.clear();
  }

  async clearCache(): Promise<void> {}

  async forceReloadProxyConfig(): Promise<void> {}

  /** No proxy, as on a computer where none is set. */
  async resolveProxy(): Promise<string> {
    return 'DIRECT';
  }
}

export const theSession = offered('session.defaultSession', new StandinSession());

export const session = offered('session', {
  get defaultSession() {
    mustBeReady('Session can only be received');
    return theSession;
  },
});
