import type { EventCategory } from '../../shared/domain/event-category.ts';
import type { Writer } from '../db/open.ts';
import { type DerivedEvent, type EventChange, rulesVersion, type StoredEvent } from './derived-event.ts';
import type { Derivation } from './event-rules.ts';
import { EventReader, EventWriter } from './event-store.ts';
import { OwnEvents } from './own-events.ts';
import { isKnownTheSame, reconcile } from './reconcile.ts';

/**
 * Updates the stored events to match a derivation, in the caller's transaction; only differences are written and reported.
 * Deletions come first: at Trendy a new event may need the sample id of the one that goes.
 */
export class EventApplier {
  readonly #reader: EventReader;
  readonly #writer: EventWriter;
  readonly #own: OwnEvents;
  readonly #now: () => number;
  readonly #tell: (change: EventChange) => void;

  constructor(writer: Writer, now: () => number, tell: (change: EventChange) => void) {
    this.#reader = new EventReader(writer);
    this.#writer = new EventWriter(writer);
    this.#own = new OwnEvents(writer);
    this.#now = now;
    this.#tell = tell;
  }

  apply(category: EventCategory, derivation: Derivation, cause: EventChange['cause']): void {
    const { events, scope } = derivation;
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
    // Those that move give up their seconds first: one may need that of another.
    for (const { stored, derived } of changed)
      if (stored.start !== derived.start) this.#writer.vacate(stored.id);
    for (const { stored, derived } of changed) {
      const event = this.#writer.update(stored.id, this.#placed(stored.id, derived, cause), this.#now());
      this.#tell({ kind: 'changed', event, cause });
    }
    for (const derived of created) {
      const event = this.#writer.insert(this.#placed(null, derived, cause), this.#now());
      this.#tell({ kind: 'created', event, cause });
    }
    this.#own.apply(category, derivation, this.#now());
  }

  delete(event: StoredEvent, cause: EventChange['cause']): void {
    this.#writer.delete(event.id);
    this.#tell({ kind: 'deleted', event, cause });
  }

  /**
   * The event in a second that no other of its category has. One that was not derived again yet (it is another zone's) goes;
   * before one that stays, such as a night with records for another turn, this one begins in the next free second.
   */
  #placed(id: number | null, derived: DerivedEvent, cause: EventChange['cause']): DerivedEvent {
    for (let { start } = derived; ; start++) {
      const occupant = this.#writer.at(derived.category, start);
      if (occupant !== null && occupant.id !== id) {
        if (occupant.rulesVersion === rulesVersion) continue;
        this.delete(occupant, cause);
      }
      return start === derived.start ? derived : { ...derived, start };
    }
  }
}
