import { app, type BrowserWindow, dialog } from 'electron';
import { drop } from '../shared/drop.ts';
import { t } from '../shared/language.ts';
import type { AppModule } from './app-context.ts';
import { followState } from './known-state.ts';
import { hideWindow } from './main-window.ts';

/**
 * Closing the window hides it in the tray if the user chose that, or minimizes it where no tray would bring it back (with a notice the first
 * time). Otherwise it ends the app, after asking during an import.
 */
export const closeWindow: AppModule = ({ data, window, preferences, trayPlace, onFault }) => {
  let isQuitting = false;
  let isImporting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  followState(
    data,
    ({ importing }) => {
      isImporting = importing !== null;
    },
    onFault,
  );
  const putAway = async (made: BrowserWindow) => {
    const hasTray = await trayPlace.isThere();
    if (isQuitting || made.isDestroyed()) return;
    if (hasTray) hideWindow(made);
    else made.minimize();
    if (preferences.get().isTrayExplained) return;
    drop(explain(hasTray), 'the dialog is only informational', onFault);
    try {
      preferences.set({ isTrayExplained: true });
    } catch {
      // The notice appears again next time.
    }
  };
  window.onMade((made) => {
    made.on('close', (event) => {
      const { closesToTray } = preferences.get();
      const { platform } = process;
      const next = whenClosed({ isQuitting, closesToTray, isImporting, platform });
      if (next === 'close') return;
      event.preventDefault();
      if (next === 'keep') drop(putAway(made), 'the window stays as it is', onFault);
      else
        drop(
          mayEndImport(made).then((isAgreed) => isAgreed && app.quit()),
          'nothing ends without an answer',
          onFault,
        );
    });
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
};

/** Has no parent window: it was just closed. */
function explain(hasTray: boolean): Promise<unknown> {
  return dialog.showMessageBox({
    type: 'info',
    title: 'Health Relay',
    message: t('Health Relay is still running'),
    detail: hasTray
      ? t(
          'You chose to keep it in the tray when the window closes, and it keeps syncing there. Open it from the tray or by starting it again; quit it from the tray or from its menu.',
        )
      : t(
          'You chose to keep it running when the window closes. This desktop has no tray, so the window is minimized instead. Quit Health Relay from its menu.',
        ),
    buttons: [t('OK')],
  });
}

async function mayEndImport(made: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(made, {
    type: 'question',
    title: 'Health Relay',
    message: t('An import is in progress'),
    detail: t('Everything read so far is kept. The rest is read when you continue the import next time.'),
    buttons: [t('Keep importing'), t('Quit now')],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

export interface Closing {
  readonly isQuitting: boolean;
  readonly closesToTray: boolean;
  readonly isImporting: boolean;
  readonly platform: NodeJS.Platform;
}

/**
 * What closing the window does: keeps it out of the way (the user's choice), asks first because it would end
 * the app during an import, or closes it. On macOS the app stays in the dock, and the import continues.
 */
export function whenClosed({
  isQuitting,
  closesToTray,
  isImporting,
  platform,
}: Closing): 'keep' | 'ask' | 'close' {
  if (isQuitting) return 'close';
  if (closesToTray) return 'keep';
  return isImporting && platform !== 'darwin' ? 'ask' : 'close';
}
