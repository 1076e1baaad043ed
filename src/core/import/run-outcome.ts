import type { Receipt } from '../../shared/domain/receipt.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';

/** Thrown inside a run when the person cancelled it. */
export class Cancelled extends Error {}

type Outcome = Pick<Receipt, 'state' | 'code' | 'details'>;

/**
 * How a run ended: completed; partial when rows were kept and the rest could not be read or written; refused when there
 * was nothing to keep. `kept` and `percent` fill the sentence for the code.
 */
export function outcomeOf(error: unknown, kept: number): Outcome {
  if (error instanceof Cancelled) return { state: 'cancelled', code: 'cancelled', details: { kept } };
  const coded = error instanceof CodedError ? error : asCoded(error);
  const code: ErrorCode = coded.code;
  return { state: kept > 0 ? 'partial' : 'refused', code, details: { ...coded.details, kept } };
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
    bytes: 0,
  };
}
