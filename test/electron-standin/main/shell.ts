import type * as Electron from 'electron';
import { type Like, offered, record } from '../records.ts';

type Offered = Like<Electron.Shell>;

/** Nothing is opened; what would be is recorded. */
const standin = {
  openExternal: async (url: string) => record('openExternal', url),
  openPath: async (path: string) => {
    record('openPath', path);
    return '';
  },
  showItemInFolder: (path: string) => record('showItemInFolder', path),
} satisfies Offered;

export const shell = offered('shell', standin);
