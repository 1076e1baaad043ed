import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import { eventCategories } from '../../shared/domain/event-category.ts';
import type { Reader } from '../db/open.ts';
import { encodeCursor } from './cursor.ts';
import { createEventKeys } from './event-keys.ts';
import { createEventRows } from './event-rows.ts';
import { sliceOf } from './key-order.ts';
import { mergeKeys } from './merge-keys.ts';

/**
 * Events, newest first by (start, id), each with its delivery at the current destinations. All categories together are
 * the newest of each, merged. Errors: request.invalid for a cursor that is not ours.
 */
export function createEventsPage(
  reader: Reader,
): (input: ParsedInput<'history.eventsPage'>) => CallOutput<'history.eventsPage'> {
  const streamOf = createEventKeys(reader);
  const rowsOf = createEventRows(reader);
  return (input) => {
    const slice = sliceOf('events', 'newest', input);
    const wanted = input.category === undefined ? eventCategories : [input.category];
    const text = input.text?.trim() ?? '';
    const streams = wanted.map((category) => streamOf(slice, category, text));
    const found = mergeKeys('newest', streams, input.limit + 1);
    const shown = found.slice(0, input.limit);
    const last = found.length > input.limit ? shown.at(-1) : undefined;
    return {
      rows: rowsOf(shown.map(({ id }) => id)),
      next: last === undefined ? null : encodeCursor('events', 'newest', last),
    };
  };
}
