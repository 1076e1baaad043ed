import type { Receipt } from '../../shared/domain/receipt.ts';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';
import type { Writer } from '../db/open.ts';
import { finishFolds } from './alias/fold-alias.ts';
import { trimArrivals } from './alias/trim-arrivals.ts';
import type { RunStore } from './run-store.ts';
import type { SkippedKind } from './thread-messages.ts';

/** Thrown inside a run when the user canceled it. */
export class Cancelled extends Error {}

type Outcome = Pick<Receipt, 'state' | 'code' | 'details'>;

/**
 * How a run that did not complete ended: partial when something was kept and the rest could not be read or written;
 * refused when there was nothing to keep. `kept` (records) and the error's details fill the sentence for the code.
 */
export function outcomeOf(error: unknown, { records, others }: Pick<Receipt, 'records' | 'others'>): Outcome {
  const kept = records.added + records.known;
  if (error instanceof Cancelled) return { state: 'cancelled', code: 'cancelled', details: { kept } };
  const { code, details } = asCoded(error);
  const state = isNothingKept({ records, others }) ? 'refused' : 'partial';
  return { state, code, details: { ...details, kept } };
}

export function isNothingKept({ records, others }: Pick<Receipt, 'records' | 'others'>): boolean {
  return records.added + records.known === 0 && Object.keys(others).length === 0;
}

/** Of an export that was read to its end: the kind of which most could not be read, as the error that the run ends with, or null. */
export function skippedMost(mostlySkipped: readonly SkippedKind[]): CodedError | null {
  const [worst] = [...mostlySkipped].sort((a, b) => b.skipped - a.skipped);
  if (worst === undefined) return null;
  return new CodedError('import.mostly_skipped', { ...worst, kinds: mostlySkipped.length });
}

/** A byte-identical file: counted as its completed run counted it, with nothing new. */
export function alreadyImported(before: Receipt, now: Receipt): Receipt {
  const { read, added, known, repeated, skipped } = before.records;
  return {
    ...before,
    runId: now.runId,
    name: now.name,
    startedAt: now.startedAt,
    state: 'already_imported',
    code: null,
    details: { earlierRunId: before.runId },
    records: { read, added: 0, known: added + known, repeated, skipped },
    others: {},
    types: before.types.map(({ type, read: count }) => ({ type, read: count, added: 0 })),
    aliases: [],
    removed: { superseded: 0, gone: 0, returned: 0 },
    bytes: 0,
  };
}

/**
 * Every run that a dead program left in progress is interrupted: those before `firstRun`, the first of this program. `at` in
 * UTC seconds. Returns their ids. Errors: SQLite's.
 */
export function interruptRuns(writer: Writer, store: RunStore, at: number, firstRun: number): number[] {
  return writer.transaction(() => {
    const dead = store.unfinished().filter(({ id }) => id < firstRun);
    for (const row of dead) store.interrupt(row, at);
    return dead.map(({ id }) => id);
  })();
}

/**
 * Folds that were cut short are finished, and only then do the arrivals of the runs that began them become visible, without
 * the rows that folded away or were removed. Alongside other work, at start and after a run that failed during a fold. `onRecounted` is
 * called for each run with a changed receipt. Resolves with the number of runs that became visible. Errors: SQLite's; finished work
 * stays, and the next call continues.
 */
export async function finishInterrupted(
  writer: Writer,
  store: RunStore,
  onRecounted: (run: number) => void,
): Promise<number> {
  await finishFolds(writer);
  const hidden = store.hiddenRuns();
  for (const run of hidden) {
    const hasAlias = store.hasAlias(run);
    if (store.isUntrimmed(run)) await trimArrivals(writer, run);
    writer.transaction(() => {
      if (hasAlias) store.recount(run);
      store.showArrivals(run);
    })();
    if (hasAlias) onRecounted(run);
  }
  return hidden.length;
}
