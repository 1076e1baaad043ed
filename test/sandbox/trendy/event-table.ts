import { DatabaseError, readText, readUuid, uniqueViolation } from './database-error.ts';
import type { EventInsert, EventRow } from './rows.ts';
import { uuidV7 } from './server-ids.ts';
import { formatTimestamp, type Micros, toSecond } from './timestamps.ts';

const sourceTypes = new Set(['manual', 'imported', 'geofence', 'healthkit']);

/** The columns an update may name. */
export type EventChange = Partial<Omit<EventRow, 'id' | 'createdAt' | 'updatedAt'>>;

/** The `events` table with its constraints (trendy/README §2.1, §6.1). A multi-row insert is all or nothing. */
export class EventTable {
  readonly #now: () => Micros;
  readonly #hasType: (id: string) => boolean;
  readonly #byId = new Map<string, EventRow>();
  readonly #unique = new Map<string, string>();

  constructor(now: () => Micros, hasType: (id: string) => boolean) {
    this.#now = now;
    this.#hasType = hasType;
  }

  get(id: string): EventRow | undefined {
    return this.#byId.get(id);
  }

  /** All rows of a user in the order they were inserted. */
  of(userId: string): EventRow[] {
    return [...this.#byId.values()].filter((row) => row.userId === userId);
  }

  bySampleId(userId: string, sampleId: string): EventRow | undefined {
    const id = this.#unique.get(sampleKey(userId, sampleId));
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** One statement: every row or none. Refusals come in Postgres's order: casts, then row by row, references last. */
  insert(inserts: readonly EventInsert[]): EventRow[] {
    const at = this.#now();
    const rows = inserts.map((insert) => this.#cast(insert, at));
    const undo: (() => void)[] = [];
    try {
      for (const row of rows) {
        this.#check(row);
        if (this.#byId.has(row.id))
          throw uniqueViolation('events_pkey', `Key (id)=(${row.id}) already exists.`);
        this.#put(row);
        undo.push(() => this.#remove(row));
      }
      for (const row of rows) this.#checkReferences(row);
      return rows;
    } catch (error) {
      for (const back of undo.reverse()) back();
      throw error;
    }
  }

  update(id: string, change: EventChange): EventRow {
    const old = this.#byId.get(id);
    if (!old) throw new Error(`no event ${id}`);
    const row = this.#cast({ ...old, ...change }, old.createdAt, this.#now());
    this.#check(row);
    this.#checkReferences(row);
    this.#remove(old);
    try {
      this.#put(row);
    } catch (error) {
      this.#put(old);
      throw error;
    }
    return row;
  }

  delete(id: string): void {
    const row = this.#byId.get(id);
    if (row) this.#remove(row);
  }

  deleteOfType(eventTypeId: string): void {
    for (const row of [...this.#byId.values()]) if (row.eventTypeId === eventTypeId) this.#remove(row);
  }

  #cast(insert: EventInsert, createdAt: Micros, updatedAt = createdAt): EventRow {
    readText(JSON.stringify(insert.properties).includes('\\u0000') ? '\0' : null);
    for (const text of [insert.notes, insert.externalId, insert.originalTitle, insert.locationName])
      readText(text);
    for (const text of [insert.sampleId, insert.category]) readText(text);
    return {
      ...insert,
      id: insert.id === null ? uuidV7(this.#now() / 1000) : readUuid(insert.id),
      eventTypeId: readUuid(insert.eventTypeId),
      geofenceId: insert.geofenceId === null ? null : readUuid(insert.geofenceId),
      createdAt,
      updatedAt,
    };
  }

  #check(row: EventRow): void {
    if (!sourceTypes.has(row.sourceType))
      throw new DatabaseError(
        '23514',
        'new row for relation "events" violates check constraint "check_source_type"',
        failingRow(row),
      );
  }

  #checkReferences(row: EventRow): void {
    const refuse = (column: string, table: string, id: string) =>
      new DatabaseError(
        '23503',
        `insert or update on table "events" violates foreign key constraint "events_${column}_fkey"`,
        `Key (${column})=(${id}) is not present in table "${table}".`,
      );
    if (!this.#hasType(row.eventTypeId)) throw refuse('event_type_id', 'event_types', row.eventTypeId);
    // The stand-in has no geofences: the desktop never makes one.
    if (row.geofenceId !== null) throw refuse('geofence_id', 'geofences', row.geofenceId);
  }

  #put(row: EventRow): void {
    for (const { index, key, details } of uniqueKeys(row)) {
      const holder = this.#unique.get(key);
      if (holder !== undefined && holder !== row.id) throw uniqueViolation(index, details);
    }
    for (const { key } of uniqueKeys(row)) this.#unique.set(key, row.id);
    this.#byId.set(row.id, row);
  }

  #remove(row: EventRow): void {
    for (const { key } of uniqueKeys(row)) this.#unique.delete(key);
    this.#byId.delete(row.id);
  }
}

/** Postgres shows the whole row to whoever may see it: the values go with the refusal. */
function failingRow(row: EventRow): string {
  const text = (value: unknown) => (value === null ? 'null' : String(value));
  const properties = JSON.stringify(row.properties);
  const end = row.endDate === null ? null : formatTimestamp(row.endDate);
  const values = [row.id, row.userId, row.eventTypeId, formatTimestamp(row.timestamp), row.notes, end];
  const rest = [row.sourceType, row.sampleId, row.category, properties];
  return `Failing row contains (${[...values, ...rest].map(text).join(', ')}).`;
}

const sampleKey = (userId: string, sampleId: string) => `sample ${userId} ${sampleId}`;

/** The two partial unique indexes in force (trendy/README §2.1); there is none on the content key. */
function uniqueKeys(row: EventRow): { index: string; key: string; details: string }[] {
  if (row.sourceType !== 'healthkit')
    return [
      {
        index: 'idx_events_manual_dedupe',
        key: `manual ${row.userId} ${row.eventTypeId} ${row.timestamp}`,
        details: `Key (user_id, event_type_id, "timestamp")=(${row.userId}, ${row.eventTypeId}, ${formatTimestamp(row.timestamp)}) already exists.`,
      },
    ];
  if (row.sampleId === null) return [];
  return [
    {
      index: 'idx_events_healthkit_dedupe',
      key: sampleKey(row.userId, row.sampleId),
      details: `Key (user_id, healthkit_sample_id)=(${row.userId}, ${row.sampleId}) already exists.`,
    },
  ];
}

/** User, type, second and category: what the backend calls the same event (trendy/README §1.7, 6b). */
export const contentKey = (
  event: Pick<EventRow, 'userId' | 'eventTypeId' | 'timestamp' | 'category'>,
): string => [event.userId, event.eventTypeId, toSecond(event.timestamp), event.category ?? ''].join('|');
