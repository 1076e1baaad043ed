import type { DataClient } from '../data/protocol/client.ts';
import type { DataState } from '../shared/contract/app.ts';
import type { ImportStatus } from '../shared/domain/receipt.ts';
import type { SyncOverview } from '../shared/domain/sync.ts';
import { drop } from '../shared/drop.ts';
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
