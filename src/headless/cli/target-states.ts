import type { Reader } from '../../core/db/open.ts';
import { backlogCount } from '../../core/outbox/backlog.ts';
import { type DestinationRow, toDestination } from '../../core/outbox/destination-store.ts';
import { pauseOf } from '../../core/outbox/pause-of.ts';
import { syncOverview } from '../../core/outbox/sync-overview.ts';
import { readSetting } from '../../core/settings/settings-store.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/errors.ts';

export interface TargetState {
  readonly host: string;
  readonly delivered: number;
  readonly pending: number;
  readonly failed: number;
  readonly uncertain: number;
  readonly pausedBy: ErrorCode | null;
}

/**
 * How each target's current destination stands, through a connection that can only read; targets without an address are
 * left out. Counts are events for trendy, samples for atlas and foundry.
 */
export function targetStates(
  reader: Reader,
  hasToken: (target: TargetId) => boolean,
): Partial<Record<TargetId, TargetState>> {
  const rows = reader.prepare<[], DestinationRow>('SELECT * FROM destination WHERE is_current = 1').all();
  const isEverythingPaused = readSetting(reader, 'isPaused');
  const hasHomeZone = readSetting(reader, 'homeZone') !== null;
  const { destinations } = syncOverview({
    reader,
    rows,
    pauseOf: (row) => {
      const facts = {
        nowMs: Date.now(),
        isEverythingPaused,
        hasHomeZone,
        hasToken: hasToken(row.target),
        isOtherAccount: false,
      };
      return pauseOf(row, facts);
    },
    loop: () => null,
    // Events have a row of the queue each.
    backlog: (row) =>
      row.consent === null || row.target === 'trendy' ? 0 : backlogCount(reader, toDestination(row)),
    held: () => 0,
    updatesWaiting: () => 0,
    isPausedByPerson: isEverythingPaused,
    daysToDerive: null,
  });
  const states: Partial<Record<TargetId, TargetState>> = {};
  for (const { target, host, delivered, pending, failed, uncertain, pausedBy } of destinations) {
    states[target] = { host, delivered, pending, failed, uncertain, pausedBy };
  }
  return states;
}

const counted = new Intl.NumberFormat();

export function targetInWords(target: TargetId, state: TargetState): string {
  const { host, delivered, pending, failed, uncertain, pausedBy } = state;
  const counts = Object.entries({ delivered, pending, failed, uncertain })
    .map(([name, count]) => `${counted.format(count)} ${name}`)
    .join(', ');
  const name = targetName(target);
  const why = pausedBy === null ? '' : `; ${textFor(pausedBy, { target: name }).title}`;
  return `${name} (${host}): ${counts}${why}`;
}
