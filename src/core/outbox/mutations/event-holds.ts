import type { EventCategory } from '../../../shared/domain/event-category.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { Reader } from '../../db/open.ts';
import { holdOf, newestWholeExport } from '../../events/hold.ts';
import type { SettingsStore } from '../../profile/settings-store.ts';
import type { Destination } from '../target.ts';

/** The facts that decide a hold. */
export interface HoldableEvent {
  readonly id: number;
  readonly category: EventCategory;
  readonly start: number;
  readonly end: number | null;
  /** Local day in the home zone. */
  readonly day: string;
}

export interface Holds {
  /** Why an event is held back for now; null: it may go. */
  of(event: HoldableEvent): 'incomplete' | 'held' | null;
  /** No event that starts before is ever held back; UTC seconds, null when none is. */
  readonly from: number | null;
  /** The same while nothing that they depend on has changed. */
  readonly key: string;
}

/** The longest that an event is held back: the phone's window, and a day for the night that ends it. */
const longestSeconds = 31 * secondsPerDay;

/** Which events are held back, by the newest export and what the user said of the phone. */
export class EventHolds {
  readonly #settings: SettingsStore;
  readonly #exportAt: () => number | null;

  constructor(reader: Reader, settings: SettingsStore) {
    this.#settings = settings;
    this.#exportAt = newestWholeExport(reader);
  }

  now(): Holds {
    return this.under(this.#settings.get('homeZone'));
  }

  /** As it would be in another home zone: which day the export cut short depends on it. */
  under(homeZone: string | null): Holds {
    const exportAt = this.#exportAt();
    const phoneUsesTrendy = this.#settings.get('phoneUsesTrendy');
    const key = `${exportAt ?? 0}/${phoneUsesTrendy}`;
    if (exportAt === null || homeZone === null) return { of: () => null, from: null, key };
    return {
      of: (event: HoldableEvent) => holdOf(event, { exportAt, homeZone, phoneUsesTrendy }),
      from: exportAt - longestSeconds,
      key,
    };
  }

  /** Since the destination's queue was last begun to be brought in line with them (outbox/mutations/enqueue-place.ts). */
  haveChangedFor({ state }: Destination): boolean {
    return state['holds'] !== this.now().key;
  }
}
