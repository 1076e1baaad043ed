import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Like, offered, records } from '../records.ts';
import { mustBeReady } from './app.ts';

type Offered = Like<Electron.Tray, 'setImage' | 'setContextMenu'>;

/** Drawn nowhere: a journey finds it in the records, with its words and its menu. */
class StandinTray extends EventEmitter implements Offered {
  image: unknown;
  toolTip = '';
  menu: unknown = null;
  private title = '';
  private isGone = false;

  constructor(image: unknown) {
    super();
    mustBeReady('Cannot create Tray');
    this.image = image;
    records.trays.push(this);
  }

  setImage(image: unknown): void {
    this.image = image;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setContextMenu(menu: unknown): void {
    this.menu = menu;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  getTitle(): string {
    return this.title;
  }

  destroy(): void {
    this.isGone = true;
    records.trays.splice(records.trays.indexOf(this), 1);
  }

  isDestroyed(): boolean {
    return this.isGone;
  }
}

export const Tray = offered('Tray', StandinTray);
