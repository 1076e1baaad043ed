import { type BrowserWindow, Notification } from 'electron';
import type { Receipt } from '../shared/domain/receipt.ts';
import type { SyncOverview } from '../shared/domain/sync.ts';
import type { AppModule } from './app-context.ts';
import { type Notice, noticeOfImport, SyncNews } from './notices.ts';

const maxShown = 20;

/** Notifications that the system shows for us, apart from the window. */
export class Notifier {
  /** An unreferenced notification is garbage-collected, and its click handler with it. */
  readonly #shown: Notification[] = [];
  #isRefused = false;

  /**
   * Whether a notification would be shown, as far as known. The system may report support and still refuse, as macOS does
   * for an unsigned app (Electron 42, "Event: 'failed'"). That is known from the first failure on, until one is shown.
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

/** Whether the user has the window before them: a hidden one isn't looked at, whatever it says of the focus. */
const isLookedAt = (open: BrowserWindow | null): boolean =>
  open?.isVisible() === true && !open.isMinimized() && open.isFocused();

/** Notifications for a finished import and for new failures, while the user doesn't look at the window. */
export const notify: AppModule = ({ data, window, preferences, notifier }) => {
  const show = (notice: Notice) => {
    if (!preferences.get().notifies || isLookedAt(window.current())) return;
    notifier.show(notice, () => window.show(notice.page));
  };
  // Windows may start the app through a click on a notification of an earlier run.
  if (process.platform === 'win32') Notification.handleActivation(() => window.show());
  const news = new SyncNews();
  data.onPush((name, payload) => {
    if (name === 'import.ended') {
      const notice = noticeOfImport(payload as Receipt);
      if (notice !== null) show(notice);
    } else if (name === 'sync.changed') {
      for (const notice of news.of(payload as SyncOverview)) show(notice);
    }
  });
};
