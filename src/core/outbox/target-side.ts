import { secondsPerDay } from '../../shared/time.ts';
import type { Destination } from './target.ts';

/** The data that may be sent to a destination: kinds, and the first UTC day (days since 1970), null for all. */
export interface Scope {
  readonly kinds: ReadonlySet<string>;
  readonly fromDay: number | null;
}

/** First second of a first day in scope; before all where there is none. */
export const fromSecond = (fromDay: number | null): number =>
  fromDay === null ? Number.MIN_SAFE_INTEGER : fromDay * secondsPerDay;

/** Of an event. */
export function isInScope({ kinds, fromDay }: Scope, category: string, start: number): boolean {
  return kinds.has(category) && start >= fromSecond(fromDay);
}

/** Events that are held back, by the reason (outbox/README, Holds). */
export interface HeldBack {
  readonly held: number;
  readonly incomplete: number;
}

export const noneHeldBack: HeldBack = { held: 0, incomplete: 0 };

/** The queue of one target, as consent and the Sync page see it: events for Trendy, samples for the raw targets. */
export interface TargetSide {
  /** Every kind that there is for this target. */
  readonly kinds: readonly string[];
  /** Items of each kind from a day on that may be sent, whether sent already or not; held-back items are not counted. */
  countInScope(kinds: readonly string[], fromDay: number | null): ReadonlyMap<string, number>;
  /** Items of each kind that a consent to this scope sends: not there, not discarded and not waiting for the user; those in the queue count. */
  countMissing(destination: number, scope: Scope): ReadonlyMap<string, number>;
  /** Approximate bytes of the lines of so many items of each kind: a spread-out sample of lines is written and counted. */
  bytesOf?(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number>;
  /** Names of the record types of a kind, if the kind itself does not name them. */
  typesOf?(kind: string): readonly string[];
  /**
   * Makes exactly the items in `after` that were not in `before` (null: nothing) pending, and takes items that left the scope off the
   * queue; if there are many, `enqueue` does it, and `backlog` includes them meanwhile.
   */
  changeScope(destination: Destination, before: Scope | null, after: Scope): void;
  /** The target is off: chunks that are cut but not on their way are withdrawn. Inside the caller's transaction. */
  turnedOff?(destination: Destination): void;
  /** The user takes the discard of this item back, inside the caller's transaction: it goes as it is now, if it is in scope. */
  queueAgain(destination: Destination, item: number): void;
  /** `to` continues at the position of `from`, as another route to the same dataset; `from` is off then. Error sync.route_busy. */
  carry?(from: number, to: number): void;
  /** Counts in turns what `countInScope`, `countMissing`, and `backlog` would count at once, so the program responds meanwhile. */
  warm?(scope: Scope & { readonly id: number | null }): Promise<void>;
  /** Finishes in turns the work of changed scopes and holds, also from before the last end of the program. Nothing is sent before. */
  enqueue?(destination: number, signal: AbortSignal): Promise<void>;
  /** In scope, and in no row of the queue yet; negative while more is in the queue than is in scope. */
  backlog(destination: Destination): number;
  /** Held back on purpose: not pending. */
  heldBack(destination: Destination): HeldBack;
  /** A step ended in a fault of our own: items that it left as being sent are queued again, as after the end of the program. */
  requeue(destination: Destination): void;
  /** At start: items that were being sent when the program died are queued again, with the same bytes and keys. */
  recover(): Promise<void> | void;
}
