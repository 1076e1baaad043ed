import type { EventCategory } from '../../shared/domain/event-category.ts';
import type { Writer } from '../db/open.ts';
import { type DerivedEvent, type EventChange, rulesVersion, type StoredEvent } from './derived-event.ts';
import type { Derivation } from './event-rules.ts';
import { EventReader, EventWriter } from './event-store.ts';
import { isKnownTheSame, type Pair, reconcile } from './reconcile.ts';

interface Wish {
  readonly stored: StoredEvent | null;
  readonly derived: DerivedEvent;
}

/**
 * Makes the stored events what a derivation says, in the caller's transaction; only what differs is written and told.
 * Deletions come first: at the far end a new event may need the sample id of the one that goes.
 */
export class EventApplier {
  readonly #reader: EventReader;
  readonly #writer: EventWriter;
  readonly #now: () => number;
  readonly #tell: (change: EventChange) => void;

  constructor(writer: Writer, now: () => number, tell: (change: EventChange) => void) {
    this.#reader = new EventReader(writer);
    this.#writer = new EventWriter(writer);
    this.#now = now;
    this.#tell = tell;
  }

  apply(category: EventCategory, { events, scope }: Derivation, cause: EventChange['cause']): void {
    const { created, changed, kept, deleted } = reconcile(
      category,
      events,
      this.#reader.within(category, scope),
    );
    for (const event of deleted) this.delete(event, cause);
    for (const { stored, derived } of kept) {
      // Not a change of the event: its instant of change stays.
      if (stored.rulesVersion === rulesVersion && isKnownTheSame(stored, derived)) continue;
      this.#writer.update(stored.id, derived, stored.changedAt);
    }
    const moving = new Set(changed.map(({ stored }) => stored.id));
    const wishes: Wish[] = [...changed, ...created.map((derived) => ({ stored: null, derived }))];
    const blocked = this.#fulfil(wishes, moving, cause);
    // A second was free only after another event had moved off it.
    for (const { stored, derived } of this.#fulfil(blocked, new Set(), cause)) {
      if (stored !== null) this.#change({ stored, derived: { ...derived, start: stored.start } }, cause);
    }
  }

  delete(event: StoredEvent, cause: EventChange['cause']): void {
    this.#writer.delete(event.id);
    this.#tell({ kind: 'deleted', event, cause });
  }

  /**
   * Writes what can be written and returns the rest: those whose second another event of the category has. Such an event
   * goes when it was not derived again yet (it is another zone's); else the one that has the second stays.
   */
  #fulfil(wishes: readonly Wish[], moving: ReadonlySet<number>, cause: EventChange['cause']): Wish[] {
    const blocked: Wish[] = [];
    for (const wish of wishes) {
      const { stored, derived } = wish;
      const isMoving = stored === null || stored.start !== derived.start;
      const occupant = isMoving ? this.#writer.at(derived.category, derived.start) : null;
      if (occupant !== null) {
        if (occupant.rulesVersion === rulesVersion || moving.has(occupant.id)) {
          blocked.push(wish);
          continue;
        }
        this.delete(occupant, cause);
      }
      if (stored !== null) this.#change({ stored, derived }, cause);
      else {
        const event = this.#writer.insert(derived, this.#now());
        this.#tell({ kind: 'created', event, cause });
      }
    }
    return blocked;
  }

  #change({ stored, derived }: Pair, cause: EventChange['cause']): void {
    const event = this.#writer.update(stored.id, derived, this.#now());
    this.#tell({ kind: 'changed', event, cause });
  }
}
