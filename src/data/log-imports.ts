import type { LogEvent } from '../core/log/log-events.ts';
import type { ImportStatus, Receipt } from '../shared/domain/receipt.ts';

/** Writes down when import runs begin and how they end: counts, and no name of a file, a type or a source. */
export function importLog(logEvent: LogEvent): {
  readonly progress: (status: ImportStatus) => void;
  readonly ended: (receipt: Receipt) => void;
} {
  let started = 0;
  return {
    progress({ runId }) {
      if (runId === started) return;
      started = runId;
      logEvent('import.started', { run: runId });
    },
    ended({ runId, state, code, kind, records, problems, bytes, seconds }) {
      logEvent('import.ended', {
        run: runId,
        runState: state,
        code,
        kind,
        read: records.read,
        added: records.added,
        skipped: records.skipped,
        problems: problems.reduce((sum, { count }) => sum + count, 0),
        bytes,
        ms: Math.round(seconds * 1000),
      });
    },
  };
}
