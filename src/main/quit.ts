import { app } from 'electron';
import type { AppModule } from './app-context.ts';
import { ownProgram } from './desktop-entry.ts';
import { handedOnBy } from './open-events.ts';
import { ownArguments } from './scheme-handler.ts';

/**
 * Quits in order: the data program first ends its sync (3 s at most), writes its log back, and releases the profile;
 * if it's killed after 4 s, it loses nothing either (data/protocol/supervise.ts). The lock, still held, turns away a
 * second start meanwhile; the app is started again, with that start's arguments, once this one has ended.
 */
export const quitInOrder: AppModule = ({ data, window, updates, scheme }) => {
  let stopping: Promise<void> | null = null;
  let hasStopped = false;
  let again: readonly string[] | null = null;
  app.on('second-instance', (_event, _argv, _cwd, additional) => {
    if (stopping === null) return;
    const handedOn = handedOnBy(additional);
    again = [...(handedOn?.paths ?? []), ...(handedOn?.callbackUrl ? [handedOn.callbackUrl] : [])];
  });
  app.on('before-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    // A repeated request joins the same shutdown.
    if (stopping !== null) return;
    window.retire();
    const end = () => {
      hasStopped = true;
      if (again !== null) {
        const execPath = ownProgram(scheme.env, scheme.execPath);
        app.relaunch({ execPath, args: [...ownArguments(scheme), ...again] });
      }
      app.quit();
    };
    stopping = Promise.allSettled([data.stop(), updates.handOver()]).then(end);
  });
};
