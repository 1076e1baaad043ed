import { Notification } from 'electron';
import type { Receipt } from '../shared/domain/receipt.ts';
import type { SyncOverview } from '../shared/domain/sync.ts';
import type { AppModule } from './app-context.ts';
import { type Notice, noticeOfImport, noticesOfSync } from './notices.ts';

const maxShown = 20;

/** What the system shows for us beside the window. */
export class Notifier {
  /** One that goes unreferenced is collected, and its click with it. */
  readonly #shown: Notification[] = [];
  #isRefused = false;

  /**
   * Whether one would be shown, as far as is known. The system says that it can and refuses all the same, as macOS does to an app that is
   * not signed (Electron 42, "Event: 'failed'"); that is known from the first one on, until one is shown.
   */
  isThere(): boolean {
    return Notification.isSupported() && !this.#isRefused;
  }

  show({ title, body }: Notice, onClick: () => void): void {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body });
    notification.on('click', onClick);
    notification.on('failed', () => {
      this.#isRefused = true;
    });
    notification.on('show', () => {
      this.#isRefused = false;
    });
    notification.show();
    this.#shown.push(notification);
    if (this.#shown.length > maxShown) this.#shown.shift();
  }
}

/** Notifications for a finished import and for new failures, while the person looks elsewhere. */
export const notify: AppModule = ({ data, window, preferences, notifier }) => {
  const show = (notice: Notice) => {
    if (!preferences.get().notifies || window.current()?.isFocused() === true) return;
    notifier.show(notice, () => window.show(notice.page));
  };
  // Windows may start the app by a press on one of an earlier run.
  if (process.platform === 'win32') Notification.handleActivation(() => window.show());
  let before: SyncOverview | null = null;
  data.onPush((name, payload) => {
    if (name === 'import.ended') {
      const notice = noticeOfImport(payload as Receipt);
      if (notice !== null) show(notice);
    } else if (name === 'sync.changed') {
      const after = payload as SyncOverview;
      for (const notice of noticesOfSync(before, after)) show(notice);
      before = after;
    }
  });
};
