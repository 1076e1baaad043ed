import type { Reader } from '../../core/db/open.ts';
import { backlogCount } from '../../core/outbox/backlog.ts';
import { pauseOf } from '../../core/outbox/destination-loop.ts';
import { type DestinationRow, toDestination } from '../../core/outbox/destination-store.ts';
import { countRepeatable } from '../../core/outbox/item-lists.ts';
import { syncOverview } from '../../core/outbox/sync-overview.ts';
import { noneHeldBack } from '../../core/outbox/target-side.ts';
import { readSetting } from '../../core/profile/settings-store.ts';
import { isSamePlace } from '../../core/session/account-overview.ts';
import type { DestinationCard, SyncOverview, TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { type OpenQuestions, questionsInWords } from './pause-words.ts';
import { countsInWords, unreadableInWords } from './sync-line.ts';

export interface TargetState extends OpenQuestions {
  readonly host: string;
  readonly delivered: number;
  readonly pending: number;
  readonly failed: number;
  readonly uncertain: number;
  /** How many of these may be stored twice. */
  readonly mayBeRepeated: number;
  /** Not pending: events that the phone may send itself; null while another program has the history. */
  readonly held: number | null;
  /** Not pending: events of a day or night that the export cut off; null while another program has the history. */
  readonly incomplete: number | null;
  readonly pausedBy: ErrorCode | null;
  /** Not pending: changes of delivered events that wait for the user; null while another program has the history. */
  readonly updatesWaiting: number | null;
  /** Trendy's events are still being queued: `pending` changes by those. */
  readonly isQueueing: boolean;
  /** Foundry: when rows were last read back, and why that failed; null: never. */
  readonly readBack: DestinationCard['readBack'];
  /** Items waiting there for accounts other than the current one, by account. */
  readonly otherAccounts: Readonly<Record<string, number>>;
}

/**
 * The state of each target's current destination, read through a read-only connection; targets without an
 * address are left out. Counts are events for trendy, samples for atlas and foundry. `counted`: the
 * program's own counts, which include events still to be queued; null while another program has the history.
 */
export function targetStates(
  reader: Reader,
  counted: SyncOverview | null,
): Partial<Record<TargetId, TargetState>> {
  const rows = reader.prepare<[], DestinationRow>('SELECT * FROM destination').all();
  const current = rows.filter(({ is_current }) => is_current === 1);
  const isEverythingPaused = readSetting(reader, 'isPaused');
  const hasHomeZone = readSetting(reader, 'homeZone') !== null;
  const isElsewhere = (row: DestinationRow) =>
    current.some((one) => one.target === row.target && one.id !== row.id && isSamePlace(row, one));
  const { destinations } = syncOverview({
    reader,
    rows,
    pauseOf: (row) => {
      const facts = {
        nowMs: Date.now(),
        isEverythingPaused,
        hasHomeZone,
        // The keychain isn't asked, so nothing is said of sign-ins that may be in it.
        hasToken: true,
        isOtherAccount: isElsewhere(row),
      };
      return pauseOf(row, facts);
    },
    loop: () => null,
    // Each event has a row in the queue, except those still to be queued.
    backlog: (row) =>
      row.consent === null || row.target === 'trendy' ? 0 : backlogCount(reader, toDestination(row)),
    heldBack: () => noneHeldBack,
    // Counted by the program alone.
    updatesWaiting: () => 0,
    isPausedByPerson: isEverythingPaused,
    daysToDerive: null,
    derivationCode: null,
  });
  const states: Partial<Record<TargetId, TargetState>> = {};
  for (const card of destinations) {
    if (!card.isCurrent) continue;
    const { id, target, host, delivered, failed, uncertain, pausedBy, question, readBack } = card;
    const known = counted?.destinations.find((one) => one.id === id);
    const pending = known?.pending ?? card.pending;
    const others = destinations.filter(
      (one) => one.target === target && one.pausedBy === 'sync.wrong_account' && waitingIn(one) > 0,
    );
    states[target] = {
      host,
      delivered,
      pending,
      failed,
      uncertain,
      mayBeRepeated: countRepeatable(reader, id),
      held: known?.held ?? null,
      incomplete: known?.incomplete ?? null,
      pausedBy,
      question,
      updatesWaiting: known?.updatesWaiting ?? null,
      isQueueing: rows.some((row) => row.id === id && 'enqueue' in toDestination(row).state),
      readBack,
      otherAccounts: Object.fromEntries(others.map((one) => [one.account, waitingIn(one)])),
    };
  }
  return states;
}

const waitingIn = ({ pending, failed, uncertain }: DestinationCard) => pending + failed + uncertain;

const counted = new Intl.NumberFormat();

export function targetInWords(target: TargetId, state: TargetState): string[] {
  const name = targetName(target);
  const { host, pausedBy, isQueueing, otherAccounts, held, incomplete } = state;
  const why = pausedBy === null ? '' : `; ${textFor(pausedBy, { target: name }).title}`;
  const lines = [
    `${name} (${host}): ${countsInWords(state)}${why}`,
    ...questionsInWords(state),
    ...unreadableInWords(state.readBack, target),
  ];
  if (held)
    lines.push(
      `  ${counted.format(held)} held for your phone, which may send them itself; if it doesn’t: config set phoneUsesTrendy false`,
    );
  if (incomplete)
    lines.push(
      `  ${counted.format(incomplete)} of a day or night that hadn’t ended when the export was made; sent once a later export completes them`,
    );
  if (isQueueing) lines.push('  some events aren’t queued yet; the next sync or the app continues with them');
  for (const [account, count] of Object.entries(otherAccounts))
    lines.push(
      `  ${counted.format(count)} wait for another account: ${account === '' ? 'unnamed' : account}`,
    );
  return lines;
}
