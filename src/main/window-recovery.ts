import { app, dialog } from 'electron';
import { drop } from '../shared/drop.ts';
import { afterCrash } from './after-crash.ts';
import type { AppModule } from './app-context.ts';

/** A page whose process died is loaded again. The history is another process's, and an import under way goes on. */
export const recoverWindow: AppModule = ({ window, onFault }) => {
  let lastAtMs: number | null = null;
  window.onMade((made) => {
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || made.isDestroyed()) return;
      const next = afterCrash(lastAtMs, Date.now());
      lastAtMs = Date.now();
      if (next === 'reload') made.webContents.reload();
      else
        drop(
          ask().then((isAgain) => (isAgain ? made.webContents.reload() : app.quit())),
          'without an answer the window stays as it is',
          onFault,
        );
    });
  });
};

async function ask(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Health Relay',
    message: 'The window crashed again',
    detail: 'What is stored is not touched by this, and nothing that waits to be sent is lost.',
    buttons: ['Show it again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}
