import type { DataClient } from '../data/protocol/client.ts';
import type { DataState } from '../shared/contract/app.ts';
import type { ImportStatus } from '../shared/domain/receipt.ts';
import type { SyncOverview } from '../shared/domain/sync.ts';
import { drop } from '../shared/drop.ts';
import type { Known } from './sync-words.ts';

/**
 * Follows the pushes of the data program and calls `listener` with what is known after each. What was before the first push is
 * asked for when the program is ready.
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
  const askSync = () => drop(lookAtSync(), 'a later push tells the same', onFault);
  data.onPush((name, payload) => {
    if (name === 'app.dataState') {
      // A run that a crash cut off is told by nobody else.
      learn({ dataState: payload as DataState, importing: null });
      if (data.state().state === 'ready') askSync();
    } else if (name === 'import.progress') learn({ importing: payload as ImportStatus });
    else if (name === 'import.ended') learn({ importing: null });
    else if (name === 'sync.changed') learn({ sync: payload as SyncOverview });
  });
  listener(known);
  if (data.state().state === 'ready') askSync();
}
