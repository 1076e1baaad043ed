import type * as Electron from 'electron';
import { handlers, privileges, type SchemeHandler } from '../addresses.ts';
import { offered } from '../records.ts';
import { app, mustBeReady } from './app.ts';

type Offered = Pick<
  Electron.Protocol,
  'handle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged' | 'unhandle'
>;

const standin: Offered = {
  registerSchemesAsPrivileged(schemes) {
    if (app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges: given } of schemes) privileges.set(scheme, given ?? {});
  },
  handle(scheme, handler) {
    mustBeReady('protocol.handle');
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler as SchemeHandler);
  },
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
};

export const protocol = offered('protocol', standin);
