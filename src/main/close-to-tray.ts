import { app, dialog } from 'electron';
import type { AppModule } from './app-context.ts';

/** With the person's word, closing the window leaves the app running in the tray; the first time it says so. */
export const closeToTray: AppModule = ({ window, preferences }) => {
  let isQuitting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  window.onMade((made) => {
    made.on('close', (event) => {
      const { closesToTray, isTrayExplained } = preferences.get();
      if (isQuitting || !closesToTray) return;
      event.preventDefault();
      made.hide();
      if (isTrayExplained) return;
      explain();
      try {
        preferences.set({ isTrayExplained: true });
      } catch {
        // It is said again next time.
      }
    });
  });
  // On macOS apps stay in the dock without a window.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
};

/** Without a window to stand in front of: it was just closed. */
function explain(): void {
  void dialog.showMessageBox({
    type: 'info',
    title: 'Health Relay',
    message: 'Health Relay is still running',
    detail:
      'You chose that closing the window keeps it in the tray, where it goes on syncing. Open it from there or by starting it again; quit it from there or from its menu.',
    buttons: ['OK'],
  });
}
