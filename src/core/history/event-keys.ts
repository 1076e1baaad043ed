import type { EventCategory } from '../../shared/domain/event-category.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import type { Key } from './cursor.ts';
import { type Slice, type Span, spanBehind } from './key-order.ts';
import type { KeyStream } from './merge-keys.ts';

interface KeyQuery extends Span {
  readonly category: EventCategory;
  readonly id: number;
  readonly limit: number;
  readonly text: string;
}

/**
 * As people see it: notes without the mark that Trendy's own app puts before them, and what a workout was. JSON is read only
 * where the text stands somewhere in it.
 */
const hasText = `AND (replace(notes, 'Auto-logged: ', '') LIKE @text ESCAPE '\\'
    OR (category = 'workout' AND properties LIKE @text ESCAPE '\\' AND json_extract(properties, '$."Workout Type".value') LIKE @text ESCAPE '\\'))`;

/** A category has one event a second at most, so a seek in its unique key gives them in order. */
const keysSql = (filter: string): string => `
  SELECT start, id FROM event
  WHERE category = @category AND start BETWEEN @low AND @high AND (start < @high OR id < @id) ${filter}
  ORDER BY start DESC LIMIT @limit`;

/** Streams of the keys of one category's events behind a position, newest first; `text` is looked for in any case of letters. */
export function createEventKeys(
  reader: Reader,
): (slice: Slice, category: EventCategory, text: string) => KeyStream {
  const all: ReadStatement<[KeyQuery], Key> = reader.prepare(keysSql(''));
  const withText: ReadStatement<[KeyQuery], Key> = reader.prepare(keysSql(hasText));
  return (slice, category, text) => {
    let position = slice.position;
    const select = text === '' ? all : withText;
    return {
      bound: position.start,
      next(limit) {
        const span = spanBehind(slice, position);
        const found = select.all({ ...span, category, id: position.id, limit, text: patternOf(text) });
        position = found.at(-1) ?? position;
        return found;
      },
    };
  };
}

function patternOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
