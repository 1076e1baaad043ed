import type { LogEvent } from '../core/log/log-events.ts';
import type { DestinationCard, SyncOverview } from '../shared/domain/sync.ts';

interface Noted {
  readonly card: DestinationCard;
  /** When it began to do something, while it does; milliseconds of a clock that only goes on. */
  readonly sinceMs: number | null;
}

/**
 * Writes down, from one overview to the next, what each destination did once it rests again, and what pauses or troubles it. Counts and
 * codes, and no address, account or dataset: a destination is its number.
 */
export function syncLog(
  logEvent: LogEvent,
  nowMs: () => number = () => performance.now(),
): (overview: SyncOverview) => void {
  const noted = new Map<number, Noted>();
  return ({ destinations }) => {
    for (const card of destinations) {
      const before = noted.get(card.id) ?? { card, sinceMs: null };
      const isFirst = !noted.has(card.id);
      const sinceMs = card.phase === 'idle' ? null : (before.sinceMs ?? nowMs());
      if (card.phase !== 'idle') {
        // What was delivered before this turn is what it is compared with, when it rests.
        noted.set(card.id, { card: before.sinceMs === null ? card : before.card, sinceMs });
        continue;
      }
      noted.set(card.id, { card, sinceMs: null });
      const { id: destination, target, pausedBy, warning, question, pending } = card;
      if (
        card.delivered !== before.card.delivered ||
        card.failed !== before.card.failed ||
        before.sinceMs !== null
      )
        logEvent('sync.resting', {
          destination,
          target,
          code: pausedBy,
          delivered: card.delivered - before.card.delivered,
          failed: card.failed,
          uncertain: card.uncertain,
          pending,
          chunks: card.chunks && card.chunks.done - (before.card.chunks?.done ?? 0),
          ms: before.sinceMs === null ? null : Math.round(nowMs() - before.sinceMs),
        });
      else if (isFirst ? card.isEnabled && pausedBy !== null : pausedBy !== before.card.pausedBy)
        logEvent('sync.paused', { destination, target, code: pausedBy, pending });
      for (const [code, earlier] of [
        [warning, before.card.warning],
        [question, before.card.question],
      ] as const)
        if (code !== null && (isFirst || code !== earlier))
          logEvent('sync.warned', { destination, target, code });
    }
  };
}
