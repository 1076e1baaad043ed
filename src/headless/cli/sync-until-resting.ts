import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncParts } from '../../data/sync-parts.ts';
import type { DestinationCard, SyncOverview, TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { underivedInWords } from './open-history.ts';
import { pauseInWords } from './pause-words.ts';
import { type SyncLine, syncLine } from './sync-line.ts';

/** Items due within this time still belong to this sync; longer backoffs are left to the next one. */
const patienceMs = 5_000;
const lookEveryMs = 50;

/** The part of a sync that is followed here. */
export interface FollowedSync {
  overview(): SyncOverview;
  /** Resolves when nothing is derived or sent, and nothing is due within `patienceMs`. */
  whenResting(patienceMs: number): Promise<unknown>;
  /** Ends work in progress in order, and records how it ended. */
  stop(): Promise<unknown>;
  /** Delivered items that may be stored twice, or items whose outcome is unknown after more than one attempt. */
  mayBeRepeated(destination: number): number;
  /** A destination's loop; null if it has none. */
  loop(destination: number): { readonly requests: number; readonly isResting: boolean } | null;
}

export interface FollowOptions {
  readonly only?: TargetId | undefined;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

export function followedSync({ service, engine }: Pick<SyncParts, 'service' | 'engine'>): FollowedSync {
  return {
    stop: () => engine.close(),
    mayBeRepeated: (destination) => service.countRepeatable(destination),
    overview: () => service.overview(),
    whenResting: (ms) => service.whenResting(ms),
    loop: (destination) => engine.loop(destination),
  };
}

/**
 * Waits until nothing is due, including the pauses that the servers' limits demand, each announced by a note. Returns a line for each
 * current destination, and for each that waits for another account. Ends early, with the current state, when `signal` is aborted.
 */
export async function syncUntilResting(sync: FollowedSync, options: FollowOptions): Promise<SyncLine[]> {
  const { only, note, signal } = options;
  const startedMs = performance.now();
  const busyUntilMs = new Map<number, number>();
  const cards = () => sync.overview().destinations.filter((card) => isReported(card, only));
  const requests = new Map<number, number>();
  const look = () => {
    for (const { id } of cards()) {
      const loop = sync.loop(id);
      if (loop !== null) requests.set(id, loop.requests);
      if (loop?.isResting === false) busyUntilMs.set(id, performance.now());
    }
  };
  const looking = setInterval(look, lookEveryMs);
  try {
    look();
    while (!signal.aborted) {
      await Promise.race([sync.whenResting(patienceMs), aborted(signal)]);
      const next = nextTurn(cards());
      if (next === null || signal.aborted) break;
      note(turnInWords(next));
      await sleep(Math.max(lookEveryMs, next.atMs - Date.now()), undefined, { signal }).catch(() => {});
    }
    look();
    // A request in progress may still be answered: the line reports what the ledger says afterward.
    if (signal.aborted) await sync.stop();
  } finally {
    clearInterval(looking);
  }
  return cards().map((card) => {
    const busyMs = (busyUntilMs.get(card.id) ?? startedMs) - startedMs;
    return syncLine(card, {
      requests: requests.get(card.id) ?? 0,
      seconds: busyMs / 1000,
      mayBeRepeated: sync.mayBeRepeated(card.id),
    });
  });
}

/** Unfinished derivation: days whose events are still missing, and why the last attempt failed. */
export interface DerivationRest {
  readonly daysToDerive: number;
  readonly derivationCode: ErrorCode | null;
}

/**
 * Deriving isn't sending: events are created before a program ends. Returns the remainder if it was
 * stopped first or failed; null if nothing remains, or while no home zone is set.
 */
export async function derivationRest(
  { service }: Pick<SyncParts, 'service'>,
  signal: AbortSignal,
): Promise<DerivationRest | null> {
  await Promise.race([service.whenDerived(), aborted(signal)]);
  const { daysToDerive, derivationCode } = service.overview();
  if (derivationCode === null && (daysToDerive ?? 0) === 0) return null;
  return { daysToDerive: daysToDerive ?? 0, derivationCode };
}

export function restInWords({ daysToDerive, derivationCode }: DerivationRest): string[] {
  const lines = daysToDerive > 0 ? [underivedInWords(daysToDerive)] : [];
  if (derivationCode === null) return lines;
  return [...lines, `Events can’t be created: ${pauseInWords(derivationCode, 'trendy')}`];
}

/** Whether to report a destination: the current one, and those with items waiting for an account other than the token's. */
function isReported(card: DestinationCard, only: TargetId | undefined): boolean {
  if ((only ?? card.target) !== card.target) return false;
  const isWaiting = card.pending + card.failed + card.uncertain > 0;
  return card.isCurrent || (card.pausedBy === 'sync.wrong_account' && isWaiting);
}

interface Turn {
  readonly target: TargetId;
  readonly atMs: number;
}

/** The first destination that has something to send and waits only for its turn under a request limit. */
function nextTurn(cards: readonly DestinationCard[]): Turn | null {
  const turns = cards.flatMap((card): Turn[] => {
    const { target, nextTryAtMs, isEnabled, pending, waiting, uncertain, pausedBy } = card;
    if (!isEnabled || nextTryAtMs === null) return [];
    const isSilent = pausedBy === 'sync.rate_limited' && pending + uncertain > 0;
    const isPaced = pausedBy === null && pending > waiting;
    return isSilent || isPaced ? [{ target, atMs: nextTryAtMs }] : [];
  });
  return turns.toSorted((a, b) => a.atMs - b.atMs)[0] ?? null;
}

function turnInWords({ target, atMs }: Turn): string {
  const seconds = Math.max(1, Math.ceil((atMs - Date.now()) / 1000));
  const at = new Date(atMs).toLocaleTimeString();
  return `${targetName(target)}: its request limit is reached; sending resumes at ${at}, in ${seconds} s`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
