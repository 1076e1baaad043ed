import { app, powerMonitor, powerSaveBlocker } from 'electron';
import { drop } from '../shared/drop.ts';
import type { AppModule } from './app-context.ts';
import { followState } from './known-state.ts';
import type { Known } from './sync-words.ts';

/** Whether something is under way that sleep, or macOS' App Nap, would only draw out. What waits for the person waits asleep too. */
export function isBusy({ importing, sync }: Pick<Known, 'importing' | 'sync'>): boolean {
  return (importing !== null && importing.phase !== 'waiting_for_person') || sync?.isSending === true;
}

/**
 * After sleep what waited for its time is tried at once: timers stood still, and connections are dead. Rate limits and pauses are
 * kept. The way back online is told by the page, which alone has an event for it (renderer/app/push-sync.ts). While an import or
 * a send is under way the computer does not fall asleep by itself; its screen may. And the app ends with the system in order.
 */
export const followPower: AppModule = ({ data, window, onFault }) => {
  powerMonitor.on('resume', () =>
    drop(data.call('sync.runNow', {}), 'what it sends is told by pushes', onFault),
  );
  // Linux and macOS tell before they end everything. Electron lets go of the delay that it had asked the system for unless the event is
  // prevented (docs/api/power-monitor "Event: 'shutdown'"); its types leave the event out.
  const atShutdown = (event: { preventDefault(): void }) => {
    event.preventDefault();
    app.quit();
  };
  powerMonitor.on('shutdown', atShutdown as () => void);
  // Windows asks each window, then tells it. Not prevented: that would call the person's shutdown off. What is cut off is what a crash cuts off.
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
