import { failedTag, GoFields, isZeroTime, parseBody } from './decode-json.ts';
import type { EventChange } from './event-table.ts';
import type { EventInsert, PropertyValue } from './rows.ts';
import { zeroTime } from './timestamps.ts';

const maxBatchItems = 500;

/** The items of `POST /events/batch`. Throws DecodeError: unreadable, no item, more than 500 (trendy/README §1.7, 1). */
export function decodeBatch(body: Buffer, userId: string): EventInsert[] {
  const struct = 'BatchCreateEventsRequest';
  const list = new GoFields(parseBody(body), struct).list('events');
  if (list === null) throw failedTag(struct, 'Events', 'required');
  const events = list.map((item) => decodeCreate(new GoFields(item, 'CreateEventRequest'), userId));
  if (events.length === 0) throw failedTag(struct, 'Events', 'min');
  if (events.length > maxBatchItems) throw failedTag(struct, 'Events', 'max');
  return events;
}

/** One CreateEvent. A missing timestamp is not noticed and becomes year 0001; unknown keys are ignored (trendy/README §1.7). */
function decodeCreate(fields: GoFields, userId: string): EventInsert {
  return {
    id: fields.text('id') || null,
    userId,
    eventTypeId: fields.text('event_type_id') ?? '',
    timestamp: fields.time('timestamp') ?? zeroTime,
    notes: fields.text('notes'),
    isAllDay: fields.flag('is_all_day') ?? false,
    endDate: fields.time('end_date'),
    ...decodeDetails(fields),
  };
}

/** What is read of a new event alike, alone or in a batch. */
export const decodeDetails = (fields: GoFields) => ({
  sourceType: fields.text('source_type') || 'manual',
  externalId: fields.text('external_id'),
  originalTitle: fields.text('original_title'),
  geofenceId: fields.text('geofence_id'),
  locationLatitude: fields.number('location_latitude'),
  locationLongitude: fields.number('location_longitude'),
  locationName: fields.text('location_name'),
  sampleId: fields.text('healthkit_sample_id'),
  category: fields.text('healthkit_category'),
  properties: decodeProperties(fields) ?? {},
});

/** Properties are `{type, value}` by name; what else such an object holds is dropped (trendy/README §2.4). */
export function decodeProperties(fields: GoFields): Record<string, PropertyValue> | null {
  const map = fields.map('properties');
  if (map === null) return null;
  return Object.fromEntries(
    Object.entries(map).map(([name, item]) => {
      const property = new GoFields(item, 'PropertyValue');
      return [name, { type: property.text('type') ?? '', value: property.any('value') }];
    }),
  );
}

/** The body of `PUT /events/:id`, three-valued: absent keeps, null clears some keys and keeps the others (trendy/README §1.9). */
export function decodeUpdate(body: Buffer): EventChange {
  const fields = new GoFields(parseBody(body), 'UpdateEventRequest');
  const eventTypeId = fields.text('event_type_id');
  const timestamp = fields.time('timestamp');
  const isAllDay = fields.flag('is_all_day');
  const sourceType = fields.text('source_type');
  const latitude = fields.number('location_latitude');
  const longitude = fields.number('location_longitude');
  const sampleId = fields.text('healthkit_sample_id');
  const category = fields.text('healthkit_category');
  const properties = decodeProperties(fields);
  return {
    ...(eventTypeId ? { eventTypeId } : {}),
    ...(timestamp !== null && !isZeroTime(timestamp) ? { timestamp } : {}),
    ...(isAllDay === null ? {} : { isAllDay }),
    ...(sourceType ? { sourceType } : {}),
    ...(latitude === null ? {} : { locationLatitude: latitude }),
    ...(longitude === null ? {} : { locationLongitude: longitude }),
    ...(sampleId === null ? {} : { sampleId }),
    ...(category === null ? {} : { category }),
    ...(properties === null ? {} : { properties }),
    ...(fields.has('notes') ? { notes: fields.text('notes') } : {}),
    ...(fields.has('end_date') ? { endDate: fields.time('end_date') } : {}),
    ...(fields.has('external_id') ? { externalId: fields.text('external_id') } : {}),
    ...(fields.has('original_title') ? { originalTitle: fields.text('original_title') } : {}),
    ...(fields.has('geofence_id') ? { geofenceId: fields.text('geofence_id') } : {}),
    ...(fields.has('location_name') ? { locationName: fields.text('location_name') } : {}),
  };
}
