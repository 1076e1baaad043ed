import { decodeDetails } from './decode-event.ts';
import { GoFields, parseBody } from './decode-json.ts';
import type { FieldError } from './replies.ts';
import type { EventInsert } from './rows.ts';
import { type Micros, parseTimestamp, zeroTime } from './timestamps.ts';

/** The body of `POST /events` with every field error at once (trendy/README §1.8). Throws DecodeError on a wrong JSON type. */
export function decodeSingle(body: Buffer, userId: string): { event: EventInsert; errors: FieldError[] } {
  const fields = new GoFields(parseBody(body), 'RawCreateEventRequest');
  const errors: FieldError[] = [];
  const eventTypeId = fields.text('event_type_id') ?? '';
  if (eventTypeId === '') errors.push({ field: 'event_type_id', message: 'is required', code: 'required' });
  const timestampText = fields.text('timestamp') ?? '';
  if (timestampText === '') errors.push({ field: 'timestamp', message: 'is required', code: 'required' });
  const instant = (field: string, text: string): Micros | null => {
    const at = parseTimestamp(text);
    if (at === null && text !== '')
      errors.push({ field, message: 'must be a valid RFC3339 timestamp', code: 'invalid_format' });
    return at;
  };
  const timestamp = instant('timestamp', timestampText) ?? zeroTime;
  const isAllDay = readFlag(fields.any('is_all_day'));
  if (isAllDay === null)
    errors.push({ field: 'is_all_day', message: 'must be a boolean value', code: 'invalid_type' });
  const endDate = instant('end_date', fields.text('end_date') ?? '');
  return {
    errors,
    event: {
      id: fields.text('id') || null,
      userId,
      eventTypeId,
      timestamp,
      notes: fields.text('notes'),
      isAllDay: isAllDay ?? false,
      endDate,
      ...decodeDetails(fields),
    },
  };
}

/** A boolean, or a text Go's ParseBool takes; absent is false, anything else null. */
function readFlag(value: unknown): boolean | null {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true;
  return /^(0|f|F|FALSE|false|False)$/.test(value) ? false : null;
}
