import { setImmediate as nextTurn } from 'node:timers/promises';
import { type UpdatesCause, updatesCauses } from '../../../shared/domain/sync.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Writer } from '../../db/open.ts';
import { countThenUse, type WatchedTable } from '../../db/watch-tables.ts';
import type { Destination } from '../target.ts';

/** What decides which changes of events go to Trendy: a number of them that the user agrees to is counted again when it was written. */
export const decidesWhatGoes: readonly WatchedTable[] = [
  { table: 'event' },
  { table: 'far_event' },
  { table: 'mutation' },
  { table: 'destination', columns: ['is_current', 'is_enabled', 'consent'] },
  { table: 'setting' },
];

/** Up to this many updates follow without asking when an export shows that samples are gone; more wait until the user has seen how many. */
export const aHandful = 10;

/** Why updates of a destination wait, from its state; empty when none do. */
export function causesOf(state: Readonly<Record<string, unknown>>): UpdatesCause[] {
  if (state['updatesWait'] !== true) return [];
  const stored: unknown = state['updatesBy'];
  // A version before knew one cause.
  if (!Array.isArray(stored)) return ['rules'];
  return updatesCauses.filter((cause) => stored.includes(cause));
}

/** The part of a queue of events that this uses (TrendySide). */
export interface WithWaitingUpdates {
  /** How many wait, a page of events at a time. */
  waitingUpdates(destination: Destination): Iterable<number>;
  /** The same number, counted at once. */
  countWaitingUpdates(destination: Destination): number;
  releaseUpdates(destination: Destination): void;
}

/**
 * Updates and deletions of delivered events that new rules made (a later version, an alias that was undone), or more than a handful
 * that follow from what is no longer in the Health app: they go out only after the user has seen how many (outbox/README,
 * Waiting updates). Counted in turns and kept, because the overview is asked for often.
 */
export class WaitingUpdates {
  readonly #writer: Writer;
  readonly #side: WithWaitingUpdates;
  readonly #counts = new Map<number, number>();

  constructor(writer: Writer, side: WithWaitingUpdates) {
    this.#writer = writer;
    this.#side = side;
  }

  /** As counted last. */
  of(destination: number): number {
    return this.#counts.get(destination) ?? 0;
  }

  /** After a derivation, the only thing that adds to them. */
  async recount(destination: Destination): Promise<number> {
    let count = 0;
    for (const some of this.#side.waitingUpdates(destination)) {
      count += some;
      await nextTurn();
    }
    this.#counts.set(destination.id, count);
    return count;
  }

  /** The user agreed to `shown` of them, at the destination as it is `read`. Errors: settings.review_changed, with how many there are now; nothing goes then. */
  async release(read: () => Destination, shown: number): Promise<void> {
    await countThenUse(
      this.#writer,
      decidesWhatGoes,
      () => this.recount(read()),
      (counted, isCurrent) => {
        const destination = read();
        // Something is written all the time, as while much is sent: the one long turn that tells for certain.
        const items = isCurrent ? counted : this.#side.countWaitingUpdates(destination);
        this.#counts.set(destination.id, items);
        if (items !== shown) throw new CodedError('settings.review_changed', { items });
        this.#side.releaseUpdates(destination);
        this.#counts.delete(destination.id);
      },
    );
  }
}
