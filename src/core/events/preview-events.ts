import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventCategories } from '../../shared/domain/event-category.ts';
import type { Reader } from '../db/open.ts';
import type { EventRules } from './event-rules.ts';
import { EventReader } from './event-store.ts';
import { reconcile } from './reconcile.ts';
import { countEvents } from './stale-events.ts';
import { everyRange } from './touched-days.ts';

export interface ChangeCounts {
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
}

/** What the person thinks of changing. */
export interface RulesChange {
  readonly homeZone?: string;
  readonly sourcePriority?: readonly number[];
}

const longestRange = 8;

/** Derives everything and compares it with what is stored, in turns of some milliseconds; writes nothing. */
export async function previewEvents(reader: Reader, rules: EventRules): Promise<ChangeCounts> {
  const events = new EventReader(reader);
  const met = new Set<number>();
  let [created, changed] = [0, 0];
  for (const category of eventCategories) {
    // Two ranges of UTC days may reach into one local day: it counts once.
    let behind = Number.NEGATIVE_INFINITY;
    for (const utcDays of everyRange(reader, category, longestRange)) {
      const range = rules.rangeOf(category, utcDays);
      const first = Math.max(range.first, behind);
      behind = Math.max(behind, range.last + 1);
      if (first > range.last) continue;
      const { events: derived, scope } = rules.derive(category, { first, last: range.last });
      const result = reconcile(category, derived, events.within(category, scope));
      created += result.created.length;
      changed += result.changed.length;
      for (const { stored } of [...result.changed, ...result.kept]) met.add(stored.id);
      await nextTurn();
    }
  }
  return { created, changed, deleted: countEvents(reader) - met.size };
}
