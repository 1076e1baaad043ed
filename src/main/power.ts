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
export const followPower: AppModule = ({ data, window, onFault }) => {
  powerMonitor.on('resume', () =>
    drop(data.call('sync.runNow', {}), 'pushes report what it has sent', onFault),
  );
  // Linux and macOS announce a shutdown. Electron gives up the delay that it requested from the system
  // unless the event is prevented (docs/api/power-monitor "Event: 'shutdown'"); its types omit the event.
  const atShutdown = (event: { preventDefault(): void }) => {
    event.preventDefault();
    app.quit();
  };
  powerMonitor.on('shutdown', atShutdown as () => void);
  // Windows asks each window, then tells it. The event isn't prevented: that would cancel the user's shutdown. Interrupted work is left as after a crash.
  window.onMade((made) => {
    for (const event of ['query-session-end', 'session-end'] as const)
      made.on(event as 'session-end', () => app.quit());
  });
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
