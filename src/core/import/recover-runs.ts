import type { Writer } from '../db/open.ts';
import { finishFolds } from './alias/fold-alias.ts';
import { trimArrivals } from './alias/trim-arrivals.ts';
import type { RunStore } from './run-store.ts';

/** At start: every run that a dead program left under way is interrupted. `at` in UTC seconds. Errors: SQLite's. */
export function interruptRuns(writer: Writer, store: RunStore, at: number): void {
  writer.transaction(() => {
    for (const row of store.unfinished()) store.interrupt(row, at);
  })();
}

/**
 * Folds that were cut short are finished, and only then do the arrivals of the runs that began them become visible, without
 * the rows that folded away. Beside other work, at start and after a run that failed in the midst of a fold. `onRecounted` is
 * told of each run whose receipt says something else now. Errors: SQLite's; everything that is done stays done, and the next
 * call goes on.
 */
export async function finishInterrupted(
  writer: Writer,
  store: RunStore,
  onRecounted: (run: number) => void,
): Promise<void> {
  await finishFolds(writer);
  for (const run of store.hiddenRuns()) {
    const hasAlias = store.hasAlias(run);
    if (hasAlias) await trimArrivals(writer, run);
    writer.transaction(() => {
      if (hasAlias) store.recount(run);
      store.showArrivals(run);
    })();
    if (hasAlias) onRecounted(run);
  }
}
