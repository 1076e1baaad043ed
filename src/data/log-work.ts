import { migrate, schemaVersion } from '../core/db/migrate.ts';
import type { Writer } from '../core/db/open.ts';
import type { LogEvent } from '../core/log/log-events.ts';
import type { AccountOverview, Credential } from '../shared/domain/account.ts';
import type { ImportStatus, Receipt } from '../shared/domain/receipt.ts';
import type { DestinationCard, SyncOverview } from '../shared/domain/sync.ts';

interface Noted {
  /** The card when the destination was last idle. */
  readonly rested: DestinationCard;
  /** When the current work started and when it was last logged; null while idle. */
  readonly busy: { readonly sinceMs: number; readonly notedMs: number } | null;
}

/** Sending a first import may take hours, so its progress is logged at this interval. */
const goingEveryMs = 60_000;

/**
 * Logs, from one overview to the next, when each destination starts working, what it did once it is idle again, and what pauses or fails. Logs counts
 * and codes but no address, account, or dataset: a destination is only a number. `nowMs` is the time of a monotonic clock.
 */
export function syncLog(
  logEvent: LogEvent,
  nowMs: () => number = () => performance.now(),
): (overview: SyncOverview) => void {
  const noted = new Map<number, Noted>();
  return ({ destinations }) => {
    for (const card of destinations) {
      const before = noted.get(card.id) ?? null;
      noted.set(card.id, card.phase === 'idle' ? rest(before, card) : work(before, card));
    }
  };

  function work(before: Noted | null, card: DestinationCard): Noted {
    const { id: destination, target, pending } = card;
    const rested = before?.rested ?? card;
    const now = nowMs();
    if (!before?.busy) {
      logEvent('sync.started', { destination, target, pending });
      return { rested, busy: { sinceMs: now, notedMs: now } };
    }
    const { sinceMs, notedMs } = before.busy;
    if (now - notedMs < goingEveryMs) return before;
    const delivered = card.delivered - rested.delivered;
    logEvent('sync.going', { destination, target, delivered, pending, ms: Math.round(now - sinceMs) });
    return { rested, busy: { sinceMs, notedMs: now } };
  }

  function rest(before: Noted | null, card: DestinationCard): Noted {
    const { id: destination, target, pausedBy: code, failed, uncertain, pending, chunks } = card;
    const was = before?.rested ?? null;
    const hasDone = was !== null && (card.delivered !== was.delivered || failed !== was.failed);
    if (before?.busy || hasDone)
      logEvent('sync.resting', {
        destination,
        target,
        code,
        delivered: card.delivered - (was?.delivered ?? 0),
        failed,
        uncertain,
        pending,
        chunks: chunks && chunks.done - (was?.chunks?.done ?? 0),
        ms: before?.busy ? Math.round(nowMs() - before.busy.sinceMs) : null,
      });
    else if (code !== null && code !== was?.pausedBy && card.isEnabled)
      logEvent('sync.paused', { destination, target, code, pending });
    for (const name of ['warning', 'question'] as const)
      if (card[name] !== null && card[name] !== was?.[name])
        logEvent('sync.warned', { destination, target, code: card[name] });
    return { rested: card, busy: null };
  }
}

/** Logs, from one overview to the next, the outcome of each target's sign-in, but never whose it is. */
export function accountLog(logEvent: LogEvent): (overview: AccountOverview) => void {
  const before = new Map<Credential['target'], string>();
  return ({ credentials }) => {
    for (const { target, method, state, keptIn, code } of credentials) {
      const now = `${method} ${state} ${keptIn} ${code}`;
      const isNews = before.has(target) ? before.get(target) !== now : state !== 'signed_out';
      before.set(target, now);
      if (isNews) logEvent('account.changed', { target, method, signIn: state, keptIn, code });
    }
  };
}

/** Logs the start and the end of import runs: counts, but no names of files, types, or sources. */
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

/** Runs `migrate` and logs it if it changed the schema. Errors: those of `migrate`. */
export async function migrateLogged(writer: Writer, backupDir: string, logEvent: LogEvent): Promise<void> {
  const beganMs = performance.now();
  const from = schemaVersion(writer);
  await migrate(writer, backupDir);
  const to = schemaVersion(writer);
  if (to !== from) logEvent('database.migrated', { from, to, ms: Math.round(performance.now() - beganMs) });
}
