import type * as Electron from 'electron';
import { type Like, offered } from '../records.ts';

type Offered = Like<Electron.Shell>;

/** Nothing is opened. */
const standin = {
  openExternal: async () => {},
  openPath: async () => '',
} satisfies Offered;

export const shell = offered('shell', standin);
