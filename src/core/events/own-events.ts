import type { EventProperties } from '../../shared/domain/event.ts';
import type { EventCategory } from '../../shared/domain/event-category.ts';
import type { Reader, ReadStatement, Writer, WriteStatement } from '../db/open.ts';
import { type BreakdownPart, type OwnEvent, rulesVersion } from './derived-event.ts';
import type { Derivation, Scope } from './event-rules.ts';

/** Ids of `own_event` begin here, far above those of `event`: an id alone says which of the two it is. */
export const firstOwnId = 2 ** 40;

/** A row of `own_event`. */
export interface StoredOwnEvent extends OwnEvent {
  readonly id: number;
  readonly rulesVersion: number;
  readonly changedAt: number;
}

const columns = `id, category, start, "end", 0 AS isAllDay, notes, sample_id AS sampleId, properties, day, merged, breakdown,
  sent_days AS sentDays, rules_version AS rulesVersion, changed_at AS changedAt`;

interface OwnRecord extends Omit<StoredOwnEvent, 'isAllDay' | 'properties' | 'breakdown' | 'sentDays'> {
  readonly properties: string;
  readonly breakdown: string | null;
  readonly sentDays: string | null;
}

function storedOwnEvent(row: OwnRecord): StoredOwnEvent {
  return {
    ...row,
    isAllDay: false,
    properties: JSON.parse(row.properties) as EventProperties,
    breakdown: row.breakdown === null ? null : (JSON.parse(row.breakdown) as BreakdownPart[]),
    sentDays: row.sentDays === null ? null : (JSON.parse(row.sentDays) as string[]),
  };
}

/** The events that History alone shows, by id; null where there is none. */
export function createOwnEvent(reader: Reader): (id: number) => StoredOwnEvent | null {
  const select = reader.prepare<[number], OwnRecord>(`SELECT ${columns} FROM own_event WHERE id = ?`);
  return (id) => {
    const row = id < firstOwnId ? undefined : select.get(id);
    return row === undefined ? null : storedOwnEvent(row);
  };
}

/** Links between the events of History alone and the sent events, in both directions: ids, in order of start. */
export interface SentAndShown {
  /** The events that represent it at Trendy. */
  sentAs(event: OwnEvent): number[];
  /** The events that History shows with or instead of a sent event. */
  shownAs(event: {
    readonly category: EventCategory;
    readonly start: number;
    readonly day: string;
  }): number[];
}

export function createSentAndShown(reader: Reader): SentAndShown {
  const ofDays = reader
    .prepare<[string], number>(
      `SELECT id FROM event WHERE category = 'sleep' AND day IN (SELECT value FROM json_each(?)) ORDER BY start`,
    )
    .pluck();
  const ofSecond = reader
    .prepare<[string, number], number>('SELECT id FROM event WHERE category = ? AND start = ?')
    .pluck();
  // A session has its parts in nights at most two days off its own.
  const ofNight = reader
    .prepare<[string, string, string], number>(
      `SELECT id FROM own_event WHERE category = 'sleep' AND day BETWEEN date(?, '-2 days') AND date(?, '+2 days')
       AND EXISTS (SELECT 1 FROM json_each(sent_days) WHERE value = ?) ORDER BY start`,
    )
    .pluck();
  const beside = reader
    .prepare<[string, number], number>(
      'SELECT id FROM own_event WHERE category = ? AND start = ? ORDER BY id',
    )
    .pluck();
  return {
    sentAs: ({ category, start, sentDays }) =>
      sentDays === null ? ofSecond.all(category, start) : ofDays.all(JSON.stringify(sentDays)),
    shownAs: ({ category, start, day }) =>
      category === 'sleep' ? ofNight.all(day, day, day) : beside.all(category, start),
  };
}

/** Updates the rows of `own_event` to match a derivation, in the caller's transaction. They are never sent, so no one is notified. */
export class OwnEvents {
  readonly #byStart: ReadStatement<[string, number, number], OwnRecord>;
  readonly #byDay: ReadStatement<[string, string, string], OwnRecord>;
  readonly #put: WriteStatement<[...(string | number | null)[]], unknown>;
  readonly #delete: WriteStatement<[number], unknown>;
  readonly #show: WriteStatement<[{ first: string; last: string; hidden: string }], unknown>;

  constructor(writer: Writer) {
    this.#byStart = writer.prepare(
      `SELECT ${columns} FROM own_event WHERE category = ? AND start >= ? AND start < ?`,
    );
    this.#byDay = writer.prepare(
      `SELECT ${columns} FROM own_event WHERE category = ? AND day BETWEEN ? AND ?`,
    );
    this.#put = writer.prepare(
      `INSERT INTO own_event (category, start, "end", notes, sample_id, properties, day, merged, breakdown, sent_days,
         rules_version, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (category, start, sample_id) DO UPDATE SET "end" = excluded."end", notes = excluded.notes,
         properties = excluded.properties, day = excluded.day, merged = excluded.merged, breakdown = excluded.breakdown,
         sent_days = excluded.sent_days, rules_version = excluded.rules_version, changed_at = excluded.changed_at`,
    );
    this.#delete = writer.prepare('DELETE FROM own_event WHERE id = ?');
    this.#show = writer.prepare(
      `UPDATE event SET is_shown = NOT is_shown WHERE category = 'sleep' AND day BETWEEN @first AND @last
       AND is_shown = (day IN (SELECT value FROM json_each(@hidden)))`,
    );
  }

  apply(category: EventCategory, { own, hidden, scope }: Derivation, at: number): void {
    const rest = new Map(this.#within(category, scope).map((event) => [keyOf(event), event]));
    const changed = own.filter((event) => {
      const stored = rest.get(keyOf(event));
      rest.delete(keyOf(event));
      return stored?.rulesVersion !== rulesVersion || !isSame(stored, event);
    });
    for (const { id } of rest.values()) this.#delete.run(id);
    for (const event of changed) this.#put.run(...valuesOf(event), rulesVersion, at);
    if (scope.by === 'day')
      this.#show.run({ first: scope.first, last: scope.last, hidden: JSON.stringify(hidden) });
  }

  #within(category: EventCategory, scope: Scope): StoredOwnEvent[] {
    const rows =
      scope.by === 'start'
        ? this.#byStart.all(category, scope.from, scope.to)
        : this.#byDay.all(category, scope.first, scope.last);
    return rows.map(storedOwnEvent);
  }
}

const keyOf = ({ start, sampleId }: OwnEvent): string => `${start} ${sampleId}`;

function isSame(a: OwnEvent, b: OwnEvent): boolean {
  return JSON.stringify(valuesOf(a)) === JSON.stringify(valuesOf(b));
}

function valuesOf(event: OwnEvent): (string | number | null)[] {
  const { category, start, end, notes, sampleId, properties, day, merged, breakdown, sentDays } = event;
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
  return [
    category,
    start,
    end,
    notes,
    sampleId,
    JSON.stringify(properties),
    day,
    merged,
    json(breakdown),
    json(sentDays),
  ];
}
