import { Notification } from 'electron';
import type { Receipt } from '../shared/domain/receipt.ts';
import type { SyncOverview } from '../shared/domain/sync.ts';
import type { AppModule } from './app-context.ts';
import { type Notice, noticeOfImport, noticesOfSync } from './notices.ts';

const maxShown = 20;

/** Notifications for a finished import and for new failures, while the person looks elsewhere. */
export const notify: AppModule = ({ data, window, preferences }) => {
  // One that goes unreferenced is collected, and its click with it.
  const shown: Notification[] = [];
  const show = ({ title, body, page }: Notice) => {
    if (!preferences.get().notifies || !Notification.isSupported()) return;
    if (window.current()?.isFocused() === true) return;
    const notification = new Notification({ title, body });
    notification.on('click', () => window.show(page));
    notification.show();
    shown.push(notification);
    if (shown.length > maxShown) shown.shift();
  };
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
