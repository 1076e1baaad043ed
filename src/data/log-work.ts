import { migrate, schemaVersion } from '../core/db/migrate.ts';
import type { Writer } from '../core/db/open.ts';
import type { LogEvent } from '../core/log/log-events.ts';
import type { AccountOverview, Credential } from '../shared/domain/account.ts';
import type { ImportStatus, Receipt } from '../shared/domain/receipt.ts';
import type { DestinationCard, SyncOverview } from '../shared/domain/sync.ts';

interface Noted {
  /** As it was when it last rested. */
  readonly rested: DestinationCard;
  /** Since when it does something, and when that was last written down; null while it rests. */
  readonly busy: { readonly sinceMs: number; readonly notedMs: number } | null;
}

/** A first import may be sent for hours: a line now and then says how far it is. */
const goingEveryMs = 60_000;

/**
 * Writes down, from one overview to the next, when each destination has something to do, what it did once it rests again, and what pauses
 * or fails. Counts and codes, and no address, account or dataset: a destination is its number. `nowMs` of a clock that only goes on.
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

/** Writes down, from one overview to the next, how signing in to each target ended: never who it is. */
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

/** `migrate`, written down when there was something to do. Errors: those of `migrate`. */
export async function migrateLogged(writer: Writer, backupDir: string, logEvent: LogEvent): Promise<void> {
  const beganMs = performance.now();
  const from = schemaVersion(writer);
  await migrate(writer, backupDir);
  const to = schemaVersion(writer);
  if (to !== from) logEvent('database.migrated', { from, to, ms: Math.round(performance.now() - beganMs) });
}
