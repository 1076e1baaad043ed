import { inGoMapOrder } from './json-order.ts';
import {
  type ChangeRow,
  type EventRow,
  type EventTypeRow,
  type JsonObject,
  noDetails,
  type PropertyDefinitionRow,
} from './rows.ts';
import { formatTimestamp, zeroTime } from './timestamps.ts';

/** Drops what Go's omitempty drops. */
const present = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

/** An event as the API answers it (trendy/README §1.6); the type is embedded only on GET. */
export function renderEvent(row: EventRow, type?: EventTypeRow): JsonObject {
  return present({
    id: row.id,
    user_id: row.userId,
    event_type_id: row.eventTypeId,
    timestamp: formatTimestamp(row.timestamp),
    notes: row.notes,
    is_all_day: row.isAllDay,
    end_date: row.endDate === null ? null : formatTimestamp(row.endDate),
    source_type: row.sourceType,
    external_id: row.externalId,
    original_title: row.originalTitle,
    geofence_id: row.geofenceId,
    location_latitude: row.locationLatitude,
    location_longitude: row.locationLongitude,
    location_name: row.locationName,
    healthkit_sample_id: row.sampleId,
    healthkit_category: row.category,
    properties: Object.keys(row.properties).length > 0 ? inGoMapOrder(row.properties) : null,
    created_at: formatTimestamp(row.createdAt),
    updated_at: formatTimestamp(row.updatedAt),
    event_type: type ? renderEventType(type) : null,
  });
}

/** The zero event the lookups fill: every field but theirs is Go's zero (trendy/README §1.7 "stripped rows"). */
const stripped: EventRow = {
  ...noDetails,
  id: '',
  userId: '',
  eventTypeId: '',
  timestamp: zeroTime,
  sourceType: '',
  createdAt: zeroTime,
  updatedAt: zeroTime,
};

/** What a duplicate by sample id comes back as: only id and sample id are real. */
export const strippedBySample = ({ id, sampleId }: EventRow): EventRow => ({ ...stripped, id, sampleId });

/** What a content duplicate comes back as; the sample id is the stored one, not the caller's. */
export const strippedByContent = (row: EventRow): EventRow => ({
  ...strippedBySample(row),
  eventTypeId: row.eventTypeId,
  timestamp: row.timestamp,
  category: row.category,
});

/** An event type as the API answers it (trendy/README §1.12): every key always present. */
export const renderEventType = (row: EventTypeRow): JsonObject => ({
  id: row.id,
  user_id: row.userId,
  name: row.name,
  color: row.color,
  icon: row.icon,
  created_at: formatTimestamp(row.createdAt),
  updated_at: formatTimestamp(row.updatedAt),
});

/** A property definition as the API answers it (trendy/README §1.13). */
export const renderPropertyDefinition = (row: PropertyDefinitionRow): JsonObject =>
  present({
    id: row.id,
    event_type_id: row.eventTypeId,
    user_id: row.userId,
    key: row.key,
    label: row.label,
    property_type: row.propertyType,
    options: row.options && row.options.length > 0 ? row.options : null,
    default_value: row.defaultValue,
    display_order: row.displayOrder,
    created_at: formatTimestamp(row.createdAt),
    updated_at: formatTimestamp(row.updatedAt),
  });

/** An entry of the change feed (trendy/README §1.14): `data` is null on deletes, `deleted_at` only there. */
export const renderChange = (row: ChangeRow): JsonObject => ({
  id: row.id,
  entity_type: row.entityType,
  operation: row.operation,
  entity_id: row.entityId,
  user_id: row.userId,
  data: row.data,
  ...(row.deletedAt === null ? {} : { deleted_at: formatTimestamp(row.deletedAt) }),
  created_at: formatTimestamp(row.createdAt),
});
