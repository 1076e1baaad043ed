import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Like, offered } from '../records.ts';

type Offered = Like<Electron.Notification>;

/** Shown nowhere. */
class StandinNotification extends EventEmitter implements Offered {
  title: string;
  body: string;

  static isSupported(): boolean {
    return true;
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }

  show(): void {
    this.emit('show');
  }
}

export const Notification = offered('Notification', StandinNotification);
