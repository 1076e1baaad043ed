import type * as Electron from 'electron';
import { handlers, privileges, type SchemeHandler } from '../addresses.ts';
import { type Like, offered } from '../records.ts';
import { app, mustBeReady } from './app.ts';

type Offered = Like<Electron.Protocol>;

const standin = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]) {
    if (app.isReady())
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges: given } of schemes) privileges.set(scheme, given ?? {});
  },
  handle(scheme: string, handler: SchemeHandler) {
    mustBeReady('protocol.handle');
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
} satisfies Offered;

export const protocol = offered('protocol', standin);
