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
 * After that, beside other work: folds that were cut short are finished, and only then do the arrivals of interrupted runs
 * become visible, without the rows that folded away (ARCHITECTURE, aliases).
 */
export async function finishInterrupted(writer: Writer, store: RunStore): Promise<void> {
  await finishFolds(writer);
  for (const run of store.hiddenRuns()) {
    if (store.hasAlias(run)) await trimArrivals(writer, run);
    store.showArrivals(run);
  }
}
