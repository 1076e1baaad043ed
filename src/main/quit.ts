import { app } from 'electron';
import type { AppModule } from './app-context.ts';

/**
 * Quits in order: the data program first ends its sync (3 s at most), writes its log back and lets the profile go; killed after 4 s, it
 * loses nothing either (data/protocol/supervise.ts).
 */
export const quitInOrder: AppModule = ({ data, window }) => {
  let stopping: Promise<void> | null = null;
  let hasStopped = false;
  app.on('before-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    // Asked again meanwhile: still the same end.
    if (stopping !== null) return;
    window.current()?.hide();
    const end = () => {
      hasStopped = true;
      app.quit();
    };
    stopping = data.stop().then(end, end);
  });
};
