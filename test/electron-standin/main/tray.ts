import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Like, offered } from '../records.ts';
import { mustBeReady } from './app.ts';

/** Drawn nowhere. */
class StandinTray extends EventEmitter implements Like<Electron.Tray> {
  constructor(_image: unknown) {
    super();
    mustBeReady('Cannot create Tray');
  }

  setToolTip(): void {}

  setContextMenu(): void {}

  destroy(): void {}
}

export const Tray = offered('Tray', StandinTray);
