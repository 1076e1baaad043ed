import { wireTime } from '../../shared/time.ts';
import type { ReadStatement, Writer } from '../db/open.ts';
import { dailySampleId, rulesVersion, type StoredEvent } from './derived-event.ts';
import { type EventRecord, eventColumns, storedEvent } from './event-store.ts';
import { nightOf } from './sleep-nights.ts';
import type { Zone } from './zone.ts';

/** Finds stored events that the records no longer give, after everything was marked to be derived again. */
export class StaleEvents {
  readonly #unmarked: ReadStatement<[number, number], EventRecord>;
  readonly #daily: ReadStatement<[number, number], EventRecord>;
  readonly #any: ReadStatement<[number], number>;

  constructor(writer: Writer) {
    this.#unmarked = writer.prepare(
      `SELECT ${eventColumns} FROM event WHERE rules_version <> ? ORDER BY id LIMIT ?`,
    );
    this.#daily = writer.prepare(
      `SELECT ${eventColumns} FROM event WHERE id > ? AND category IN ('steps', 'active_energy', 'sleep') ORDER BY id LIMIT ?`,
    );
    this.#any = writer
      .prepare<[number], number>('SELECT 1 FROM event WHERE rules_version <> ? LIMIT 1')
      .pluck();
  }

  hasOtherRules(): boolean {
    return this.#any.get(rulesVersion) !== undefined;
  }

  /** Some of those that were not derived again. */
  notDerived(limit: number): StoredEvent[] {
    return this.#unmarked.all(rulesVersion, limit).map(storedEvent);
  }

  /** Some daily events behind an id, in order of id. */
  dailyAfter(id: number, limit: number): StoredEvent[] {
    return this.#daily.all(id, limit).map(storedEvent);
  }
}

/**
 * Whether a daily event can be one of the zone: its start is a local midnight; a night's id and date are those of the
 * night that its end falls into. Others go before the zone's own are made, because the two may share a sample id.
 */
export function isInZone(event: StoredEvent, zone: Zone): boolean {
  if (event.category !== 'sleep') return zone.startOf(zone.dayOf(event.start)) === event.start;
  const midnight = zone.startOf(nightOf(event.end ?? event.start, zone));
  return (
    event.sampleId === dailySampleId('sleep', midnight) &&
    event.properties['Date']?.value === wireTime(midnight)
  );
}
