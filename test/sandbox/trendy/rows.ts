import type { Micros } from './timestamps.ts';

/** A property as the API stores it (trendy/README §2.4): the type is any text, the value any JSON. */
export interface PropertyValue {
  readonly type: string;
  readonly value: unknown;
}

/** A row of `events` (trendy/README §2.1). */
export interface EventRow {
  readonly id: string;
  readonly userId: string;
  readonly eventTypeId: string;
  readonly timestamp: Micros;
  readonly notes: string | null;
  readonly isAllDay: boolean;
  readonly endDate: Micros | null;
  readonly sourceType: string;
  readonly externalId: string | null;
  readonly originalTitle: string | null;
  readonly geofenceId: string | null;
  readonly locationLatitude: number | null;
  readonly locationLongitude: number | null;
  readonly locationName: string | null;
  readonly sampleId: string | null;
  readonly category: string | null;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly createdAt: Micros;
  readonly updatedAt: Micros;
}

/** What an insert names; the id may be left to the database. */
export type EventInsert = Omit<EventRow, 'id' | 'createdAt' | 'updatedAt'> & { readonly id: string | null };

/** Of an event of which nothing more is known than what it is, and when. */
export const noDetails = {
  notes: null,
  isAllDay: false,
  endDate: null,
  externalId: null,
  originalTitle: null,
  geofenceId: null,
  locationLatitude: null,
  locationLongitude: null,
  locationName: null,
  sampleId: null,
  category: null,
  properties: {},
} as const satisfies Partial<EventRow>;

/** A row of `event_types` (trendy/README §2.2). */
export interface EventTypeRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly color: string;
  readonly icon: string;
  readonly createdAt: Micros;
  readonly updatedAt: Micros;
}

/** A row of `property_definitions` (trendy/README §1.13). */
export interface PropertyDefinitionRow {
  readonly id: string;
  readonly userId: string;
  readonly eventTypeId: string;
  readonly key: string;
  readonly label: string;
  readonly propertyType: string;
  readonly options: readonly string[] | null;
  readonly defaultValue: unknown;
  readonly displayOrder: number;
  readonly createdAt: Micros;
  readonly updatedAt: Micros;
}

export type EntityType = 'event' | 'event_type' | 'property_definition';
export type Operation = 'create' | 'update' | 'delete';

/** A row of `change_log` (trendy/README §1.14). `data` is the entity as the API rendered it, key order as jsonb keeps it. */
export interface ChangeRow {
  readonly id: number;
  readonly userId: string;
  readonly entityType: EntityType;
  readonly operation: Operation;
  readonly entityId: string;
  readonly data: unknown;
  readonly deletedAt: Micros | null;
  readonly createdAt: Micros;
}

/** Where a value stands among what the API renders; JSON only. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `max_rows` of the repository's own configuration (trendy/README §1.3). */
export const usualMaxRows = 1000;
