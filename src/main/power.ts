import { app, powerMonitor } from 'electron';
import { drop } from '../shared/drop.ts';
import type { AppModule } from './app-context.ts';

/**
 * After sleep what waited for its time is tried at once: timers stood still, and connections are dead. Rate limits and pauses are
 * kept. The way back online is told by the page, which alone has an event for it (renderer/app/sync-when-online.ts).
 */
export const followPower: AppModule = ({ data, onFault }) => {
  powerMonitor.on('resume', () =>
    drop(data.call('sync.runNow', {}), 'what it sends is told by pushes', onFault),
  );
  // Linux and macOS tell before they end everything: in order, rather than killed.
  powerMonitor.on('shutdown', () => app.quit());
};
