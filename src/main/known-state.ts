import type { DataClient } from '../data/protocol/client.ts';
import type { DataState } from '../shared/contract/app.ts';
import { type ImportStatus, importPercent } from '../shared/domain/receipt.ts';
import type { SyncOverview } from '../shared/domain/sync.ts';
import { drop } from '../shared/drop.ts';
import type { AppModule } from './app-context.ts';
import type { Known } from './sync-words.ts';

/**
 * Follows the data program's pushes and calls `listener` with the known state after each. The state
 * before the first push is requested when the program is ready.
 */
export function followState(
  data: DataClient & { state(): DataState },
  listener: (known: Known) => void,
  onFault: (error: unknown) => void,
): void {
  let known: Known = { dataState: data.state(), importing: null, sync: null };
  const learn = (change: Partial<Known>) => {
    known = { ...known, ...change };
    listener(known);
  };
  const lookAtSync = async () => {
    const answer = await data.call('sync.overview', {});
    if (answer.ok) learn({ sync: answer.value as SyncOverview });
  };
  const askSync = () => drop(lookAtSync(), 'a later push brings the same state', onFault);
  data.onPush((name, payload) => {
    if (name === 'app.dataState') {
      // Nothing else reports that a crash ended a run.
      learn({ dataState: payload as DataState, importing: null });
      if (data.state().state === 'ready') askSync();
    } else if (name === 'import.progress') learn({ importing: payload as ImportStatus });
    else if (name === 'import.ended') learn({ importing: null });
    else if (name === 'sync.changed') learn({ sync: payload as SyncOverview });
  });
  listener(known);
  if (data.state().state === 'ready') askSync();
}

/** For `setProgressBar`: 0 to 1, 2 while the total is unknown, -1 for none (Electron, "win.setProgressBar"). */
export function progressOf(status: ImportStatus | null): number {
  if (status === null || status.phase === 'waiting_for_person') return -1;
  const percent = importPercent(status);
  return percent === null ? 2 : percent / 100;
}

/** Shows import progress on the icon in the dock or the taskbar. The page sets the window's title. */
export const showProgress: AppModule = ({ data, window, onFault }) => {
  let progress = -1;
  followState(
    data,
    ({ importing }) => {
      const next = progressOf(importing);
      if (next === progress) return;
      progress = next;
      window.current()?.setProgressBar(progress);
    },
    onFault,
  );
  window.onMade((made) => {
    if (progress !== -1) made.setProgressBar(progress);
  });
};
