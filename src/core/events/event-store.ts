import type { EventProperties } from '../../shared/domain/event.ts';
import type { EventCategory } from '../../shared/domain/event-category.ts';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { type BreakdownPart, type DerivedEvent, rulesVersion, type StoredEvent } from './derived-event.ts';
import type { Scope } from './event-rules.ts';

/** Columns of `event` for an EventRecord. */
export const eventColumns = `event.id, event.category, event.start, event."end", event.is_all_day AS isAllDay, event.notes,
  event.sample_id AS sampleId, event.properties, event.day, event.merged, event.breakdown,
  event.figure, event.is_local AS isLocal, event.rules_version AS rulesVersion, event.changed_at AS changedAt`;

/** A row as SQLite gives it. */
export interface EventRecord extends Omit<StoredEvent, 'isAllDay' | 'properties' | 'breakdown' | 'isLocal'> {
  readonly isAllDay: number;
  readonly isLocal: number;
  readonly properties: string;
  readonly breakdown: string | null;
}

export function storedEvent(row: EventRecord): StoredEvent {
  return {
    ...row,
    isAllDay: row.isAllDay === 1,
    isLocal: row.isLocal === 1,
    properties: JSON.parse(row.properties) as EventProperties,
    breakdown: row.breakdown === null ? null : (JSON.parse(row.breakdown) as BreakdownPart[]),
  };
}

/** Reads stored events by scope. */
export class EventReader {
  readonly #byStart: ReadStatement<[string, number, number], EventRecord>;
  readonly #byDay: ReadStatement<[string, string, string], EventRecord>;

  constructor(reader: Reader) {
    this.#byStart = reader.prepare(
      `SELECT ${eventColumns} FROM event WHERE category = ? AND start >= ? AND start < ? ORDER BY start`,
    );
    this.#byDay = reader.prepare(
      `SELECT ${eventColumns} FROM event WHERE category = ? AND day BETWEEN ? AND ? ORDER BY start`,
    );
  }

  within(category: EventCategory, scope: Scope): StoredEvent[] {
    const rows =
      scope.by === 'start'
        ? this.#byStart.all(category, scope.from, scope.to)
        : this.#byDay.all(category, scope.first, scope.last);
    return rows.map(storedEvent);
  }
}

type Columns = [
  start: number,
  end: number | null,
  isAllDay: number,
  notes: string,
  sampleId: string,
  properties: string,
  day: string,
  merged: number,
  breakdown: string | null,
  figure: number | null,
  isLocal: number,
  rulesVersion: number,
];

/** Writes rows of `event`, one call a row, in the caller's transaction. */
export class EventWriter {
  readonly #insert: WriteStatement<[...Columns, string, number], number>;
  readonly #update: WriteStatement<[...Columns, number, number], unknown>;
  readonly #delete: WriteStatement<[number], unknown>;
  readonly #vacate: WriteStatement<[number], unknown>;
  readonly #at: ReadStatement<[string, number], EventRecord>;

  constructor(writer: Writer) {
    this.#insert = writer
      .prepare<[...Columns, string, number], number>(
        `INSERT INTO event (start, "end", is_all_day, notes, sample_id, properties, day, merged, breakdown, figure, is_local, rules_version,
         category, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      )
      .pluck();
    this.#update = writer.prepare(
      `UPDATE event SET start = ?, "end" = ?, is_all_day = ?, notes = ?, sample_id = ?, properties = ?, day = ?, merged = ?,
       breakdown = ?, figure = ?, is_local = ?, rules_version = ?, changed_at = ? WHERE id = ?`,
    );
    this.#delete = writer.prepare('DELETE FROM event WHERE id = ?');
    // No instant that is read from a file is so early.
    this.#vacate = writer.prepare('UPDATE event SET start = -9007199254740991 + id WHERE id = ?');
    this.#at = writer.prepare(`SELECT ${eventColumns} FROM event WHERE category = ? AND start = ?`);
  }

  /** The event that has this second of its category. */
  at(category: EventCategory, start: number): StoredEvent | null {
    const row = this.#at.get(category, start);
    return row === undefined ? null : storedEvent(row);
  }

  insert(event: DerivedEvent, changedAt: number): StoredEvent {
    const id = this.#insert.get(...columnsOf(event), event.category, changedAt);
    return { ...event, id: Number(id), rulesVersion, changedAt };
  }

  /** Gives the row `id` everything that `event` says. */
  update(id: number, event: DerivedEvent, changedAt: number): StoredEvent {
    this.#update.run(...columnsOf(event), changedAt, id);
    return { ...event, id, rulesVersion, changedAt };
  }

  /** Frees the second of an event that is about to be updated. */
  vacate(id: number): void {
    this.#vacate.run(id);
  }

  delete(id: number): void {
    this.#delete.run(id);
  }
}

function columnsOf(event: DerivedEvent): Columns {
  const { start, end, notes, sampleId, properties, day, merged, breakdown } = event;
  const json = breakdown === null ? null : JSON.stringify(breakdown);
  return [
    start,
    end,
    event.isAllDay ? 1 : 0,
    notes,
    sampleId,
    JSON.stringify(properties),
    day,
    merged,
    json,
    event.figure ?? null,
    event.isLocal ? 1 : 0,
    rulesVersion,
  ];
}
