import { setTimeout as sleep } from 'node:timers/promises';
import { countRepeatable } from '../../core/outbox/item-lists.ts';
import type { SyncParts } from '../../data/sync-parts.ts';
import type { DestinationCard, SyncOverview, TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { underivedInWords } from './open-history.ts';
import { type SyncLine, syncLine } from './sync-line.ts';

/** What is due within this still belongs to this sync; longer backoffs are left to the next one. */
const patienceMs = 5_000;
const lookEveryMs = 50;

/** A sync as far as it is followed here. */
export interface FollowedSync {
  overview(): SyncOverview;
  /** Resolves when nothing is derived or sent, and nothing is due within `patienceMs`. */
  whenResting(patienceMs: number): Promise<unknown>;
  /** Ends in order what is under way, and books how it ended. */
  stop(): Promise<unknown>;
  /** Items that were delivered and may be there twice, or whose outcome is unknown after more than one try. */
  mayBeRepeated(destination: number): number;
  /** Of a destination that has a loop. */
  loop(destination: number): { readonly requests: number; readonly isResting: boolean } | null;
}

export interface FollowOptions {
  readonly only?: TargetId | undefined;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

export function followedSync({
  service,
  engine,
  reader,
}: Pick<SyncParts, 'service' | 'engine' | 'reader'>): FollowedSync {
  return {
    stop: () => engine.close(),
    mayBeRepeated: (destination) => countRepeatable(reader, destination),
    overview: () => service.overview(),
    whenResting: (ms) => service.whenResting(ms),
    loop: (destination) => engine.loop(destination),
  };
}

/**
 * Waits until nothing is due, sitting out the silences that the servers' limits ask for, each told by a note; gives a line
 * for each current destination, and for each that waits for another account. Ends early, with how it stands, when `signal` is aborted.
 */
export async function syncUntilResting(sync: FollowedSync, options: FollowOptions): Promise<SyncLine[]> {
  const { only, note, signal } = options;
  const startedMs = performance.now();
  const busyUntilMs = new Map<number, number>();
  const cards = () => sync.overview().destinations.filter((card) => isTold(card, only));
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
    // A request under way may still be answered: what is told is what the ledger says afterward.
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

/** What derivation left undone: days whose events are still to be made, and why the last attempt came to nothing. */
export interface DerivationRest {
  readonly daysToDerive: number;
  readonly derivationCode: ErrorCode | null;
}

/**
 * Deriving is not sending: events are made before a program ends. What is left when it was stopped first, or when it failed; null
 * when nothing is, or while no home zone is set.
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
  const { title, text } = textFor(derivationCode, {});
  return [...lines, `Events can’t be created: ${title}. ${text}`];
}

/** The current destination, and those where something waits for another account than the one whose token this is. */
function isTold(card: DestinationCard, only: TargetId | undefined): boolean {
  if ((only ?? card.target) !== card.target) return false;
  const isWaiting = card.pending + card.failed + card.uncertain > 0;
  return card.isCurrent || (card.pausedBy === 'sync.wrong_account' && isWaiting);
}

interface Turn {
  readonly target: TargetId;
  readonly atMs: number;
}

/** The first destination that has something to send and only waits for its turn under a limit of requests. */
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
