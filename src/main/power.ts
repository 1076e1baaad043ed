import { app, powerMonitor, powerSaveBlocker } from 'electron';
import { drop } from '../shared/drop.ts';
import type { AppModule } from './app-context.ts';
import { followState } from './known-state.ts';
import type { Known } from './sync-words.ts';

/** Whether work is in progress that sleep, or macOS' App Nap, would only prolong. An import that waits for the user can wait asleep. */
function isBusy({ importing, sync }: Pick<Known, 'importing' | 'sync'>): boolean {
  return (importing !== null && importing.phase !== 'waiting_for_person') || sync?.isSending === true;
}

/**
 * After sleep, items that waited for their time are tried at once: timers stood still, and connections are dead. Rate limits and pauses still
 * apply. The page reports coming back online, because only it has an event for that (renderer/app/push-sync.ts). While an import or a send is
 * in progress, the computer doesn't fall asleep automatically; its screen may. And when the system shuts down, the app ends in order.
 */
export const followPower: AppModule = ({ data, window, updates, onFault }) => {
  powerMonitor.on('resume', () =>
    drop(data.call('sync.runNow', {}), 'pushes report what it has sent', onFault),
  );
  /** An installer that the end of the system cuts off may leave no app behind (electron-builder#7807): the next quit installs. */
  const endWithSystem = () => {
    updates.leave();
    app.quit();
  };
  // Linux and macOS announce a shutdown. Electron gives up the delay that it requested from the system
  // unless the event is prevented (docs/api/power-monitor "Event: 'shutdown'"); its types omit the event.
  const atShutdown = (event: { preventDefault(): void }) => {
    event.preventDefault();
    endWithSystem();
  };
  powerMonitor.on('shutdown', atShutdown as () => void);
  // Windows first asks each window (`query-session-end`), and any program may still call the end off; then it tells them, and nothing can
  // (docs/api/base-window). Interrupted work is left as after a crash.
  window.onMade((made) => made.on('session-end', endWithSystem));
  let blocker: number | null = null;
  followState(
    data,
    (known) => {
      if (isBusy(known) === (blocker !== null)) return;
      if (blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
      else {
        powerSaveBlocker.stop(blocker);
        blocker = null;
      }
    },
    onFault,
  );
};
