import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { Reader } from '../db/open.ts';
import {
  compareEventKeys,
  createEventKeys,
  decodeEventCursor,
  encodeEventCursor,
  lastDay,
} from './event-keys.ts';
import { createEventRows } from './event-rows.ts';

/**
 * Events, newest first by (day in the home zone, start, id), each with its delivery at the current destinations. Errors:
 * request.invalid for a cursor that is not ours.
 */
export function createEventsPage(
  reader: Reader,
): (input: ParsedInput<'history.eventsPage'>) => CallOutput<'history.eventsPage'> {
  const keysOf = createEventKeys(reader);
  const rowsOf = createEventRows(reader);
  return ({ category, text, from, to, fromDay, toDay, cursor, until, limit }) => {
    const end = until === undefined ? null : decodeEventCursor(until);
    const keys = keysOf({
      category,
      text: text?.trim() ?? '',
      low: from ?? Number.MIN_SAFE_INTEGER,
      high: to === undefined ? Number.MAX_SAFE_INTEGER : to - 1,
      fromDay: fromDay ?? '',
      toDay: toDay ?? lastDay,
      after: cursor === undefined ? null : decodeEventCursor(cursor),
      limit: limit + 1,
    });
    const found = end === null ? keys : keys.filter((key) => compareEventKeys(key, end) <= 0);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    return {
      rows: rowsOf(shown.map(({ id }) => id)),
      next: last === undefined ? null : encodeEventCursor(last),
    };
  };
}
