import type * as Electron from 'electron';
import { offered, record } from '../records.ts';

type Offered = Pick<Electron.Shell, 'beep' | 'openExternal' | 'openPath' | 'showItemInFolder'>;

/** Nothing is opened; what would be is recorded. */
const standin: Offered = {
  openExternal: async (url) => record('openExternal', url),
  openPath: async (path) => {
    record('openPath', path);
    return '';
  },
  showItemInFolder: (path) => record('showItemInFolder', path),
  beep: () => record('beep', null),
};

export const shell = offered('shell', standin);
