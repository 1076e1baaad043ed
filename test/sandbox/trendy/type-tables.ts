import { DatabaseError, readText, readUuid, uniqueViolation } from './database-error.ts';
import type { EventTypeRow, PropertyDefinitionRow } from './rows.ts';
import { uuidV7 } from './server-ids.ts';
import type { Micros } from './timestamps.ts';

export type EventTypeInsert = Pick<EventTypeRow, 'userId' | 'name' | 'color' | 'icon'> & {
  readonly id: string | null;
};
export type EventTypeChange = Partial<Pick<EventTypeRow, 'name' | 'color' | 'icon'>>;

/** The `event_types` table: unique by id and by (user, exact name) (trendy/README §2.2). */
export class EventTypeTable {
  readonly #now: () => Micros;
  readonly #rows = new Map<string, EventTypeRow>();

  constructor(now: () => Micros) {
    this.#now = now;
  }

  get(id: string): EventTypeRow | undefined {
    return this.#rows.get(id);
  }

  /** Oldest first. */
  of(userId: string): EventTypeRow[] {
    return [...this.#rows.values()]
      .filter((row) => row.userId === userId)
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  insert(insert: EventTypeInsert): EventTypeRow {
    const at = this.#now();
    const id = insert.id === null ? uuidV7(at / 1000) : readUuid(insert.id);
    for (const text of [insert.name, insert.color, insert.icon]) readText(text);
    if (this.#rows.has(id)) throw uniqueViolation('event_types_pkey', null);
    const row = { ...insert, id, createdAt: at, updatedAt: at };
    this.#refuseSameName(row);
    this.#rows.set(id, row);
    return row;
  }

  update(id: string, change: EventTypeChange): EventTypeRow {
    const old = this.#rows.get(id);
    if (!old) throw new Error(`no event type ${id}`);
    const row = { ...old, ...change, updatedAt: this.#now() };
    this.#refuseSameName(row);
    this.#rows.set(id, row);
    return row;
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }

  #refuseSameName(row: EventTypeRow): void {
    const { userId, name } = row;
    if (this.of(userId).some((other) => other.name === name && other.id !== row.id))
      // The user's own role may not see the row in the way: no details.
      throw uniqueViolation('event_types_user_id_name_key', null);
  }
}

const propertyTypes = new Set(['text', 'number', 'boolean', 'date', 'select', 'duration', 'url', 'email']);

/** The `property_definitions` table: unique by (type, key) (trendy/README §2.3). */
export class PropertyDefinitionTable {
  readonly #now: () => Micros;
  readonly #rows = new Map<string, PropertyDefinitionRow>();

  constructor(now: () => Micros) {
    this.#now = now;
  }

  get(id: string): PropertyDefinitionRow | undefined {
    return this.#rows.get(id);
  }

  of(eventTypeId: string): PropertyDefinitionRow[] {
    return [...this.#rows.values()]
      .filter((row) => row.eventTypeId === eventTypeId)
      .sort((a, b) => a.displayOrder - b.displayOrder);
  }

  /** Inserts, or replaces the row that has this id. */
  put(row: Omit<PropertyDefinitionRow, 'id' | 'createdAt' | 'updatedAt'> & { readonly id: string | null }) {
    const at = this.#now();
    const id = row.id === null ? uuidV7(at / 1000) : readUuid(row.id);
    if (!propertyTypes.has(row.propertyType))
      throw new DatabaseError(
        '23514',
        'new row for relation "property_definitions" violates check constraint "check_property_type"',
      );
    if (this.of(row.eventTypeId).some((other) => other.key === row.key && other.id !== id))
      throw uniqueViolation(
        'property_definitions_event_type_id_key_key',
        `Key (event_type_id, key)=(${row.eventTypeId}, ${row.key}) already exists.`,
      );
    const stored = { ...row, id, createdAt: this.#rows.get(id)?.createdAt ?? at, updatedAt: at };
    this.#rows.set(id, stored);
    return stored;
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }

  deleteOfType(eventTypeId: string): void {
    for (const row of this.of(eventTypeId)) this.#rows.delete(row.id);
  }
}
