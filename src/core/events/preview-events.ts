import { setImmediate as nextTurn } from 'node:timers/promises';
import { eventCategories } from '../../shared/domain/event-category.ts';
import type { Reader } from '../db/open.ts';
import type { DerivedEvent } from './derived-event.ts';
import type { EventRules } from './event-rules.ts';
import { EventReader, type EventRecord, eventColumns, storedEvent } from './event-store.ts';
import { reconcile } from './reconcile.ts';
import { everyRange } from './touched-days.ts';

export interface ChangeCounts {
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
}

/** The change that the user considers. */
export interface RulesChange {
  readonly homeZone?: string;
  readonly sourcePriority?: readonly number[];
}

/** One event as it would become; a deleted one as it is now. `id` is null for a new one. */
export interface PlannedChange {
  readonly kind: 'created' | 'changed' | 'kept' | 'deleted';
  readonly id: number | null;
  readonly event: DerivedEvent;
}

const longestRange = 8;
const rowsPerTurn = 200;

/** Derives everything and compares it with the stored events, in turns of some milliseconds; writes nothing. */
export async function previewEvents(
  reader: Reader,
  rules: EventRules,
  onPlanned: (change: PlannedChange) => void = () => {},
): Promise<ChangeCounts> {
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
      for (const event of result.created) onPlanned({ kind: 'created', id: null, event });
      for (const kind of ['changed', 'kept'] as const)
        for (const { stored, derived: event } of result[kind]) {
          met.add(stored.id);
          onPlanned({ kind, id: stored.id, event });
        }
      await nextTurn();
    }
  }
  return { created, changed, deleted: await notMet(reader, met, onPlanned) };
}

/** Events that were found on no day no longer have records. */
async function notMet(
  reader: Reader,
  met: ReadonlySet<number>,
  onPlanned: (change: PlannedChange) => void,
): Promise<number> {
  const some = reader.prepare<[number, number], EventRecord>(
    `SELECT ${eventColumns} FROM event WHERE id > ? ORDER BY id LIMIT ?`,
  );
  let deleted = 0;
  for (let last = 0; ; ) {
    const rows = some.all(last, rowsPerTurn);
    for (const row of rows.filter(({ id }) => !met.has(id))) {
      deleted++;
      onPlanned({ kind: 'deleted', id: row.id, event: storedEvent(row) });
    }
    const end = rows.at(-1);
    if (end === undefined || rows.length < rowsPerTurn) return deleted;
    last = end.id;
    await nextTurn();
  }
}
