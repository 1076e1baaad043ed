import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { type Like, offered, record, records } from '../records.ts';

type Offered = Like<Electron.Notification>;

/** Shown nowhere, recorded; a click is `emit('click')`. */
class StandinNotification extends EventEmitter implements Offered {
  title: string;
  body: string;
  silent: boolean;

  static isSupported(): boolean {
    return true;
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
  }

  show(): void {
    record('notification', { title: this.title, body: this.body });
    records.notifications.push(this);
    this.emit('show');
  }

  close(): void {
    this.emit('close');
  }
}

export const Notification = offered('Notification', StandinNotification);
