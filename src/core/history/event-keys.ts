import type { EventCategory } from '../../shared/domain/event-category.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader, ReadStatement } from '../db/open.ts';

/**
 * An event's position in its list: by its day in the home zone, then start (UTC seconds), then id. A night belongs to its evening even if it began
 * after midnight, so ordering by start alone would split days.
 */
export interface EventKey {
  readonly day: string;
  readonly start: number;
  readonly id: number;
}

export interface EventKeyQuery {
  readonly category: EventCategory | undefined;
  /** '' for all. */
  readonly text: string;
  /** Found besides `text`: whole notes without Trendy's prefix, or kinds of workouts; `#` for a number. */
  readonly notes: readonly string[];
  /** Starts, both ends included, UTC seconds. */
  readonly low: number;
  readonly high: number;
  /** Days, both ends included. */
  readonly fromDay: string;
  readonly toDay: string;
  /** Exclusive; null for the first page. */
  readonly after: EventKey | null;
  readonly limit: number;
}

/** Days are compared as texts; this one comes after every day there is. */
export const lastDay = '9999-12-31';

const shownNotes = `replace(notes, 'Auto-logged: ', '')`;
const workoutType = `json_extract(properties, '$."Workout Type".value')`;

/**
 * Matches the displayed text: notes without the prefix of Trendy's own app, and the workout's kind, which are in English. What they say in
 * the page's language comes as `@notes` (`notesSaying`). JSON is parsed only if it contains the text, or where there are such notes.
 */
const hasText = `AND (${shownNotes} LIKE @text ESCAPE '\\'
    OR EXISTS (SELECT 1 FROM json_each(@notes) WHERE ${shownNotes} GLOB replace(value, '#', '[0-9]*'))
    OR (category = 'workout' AND properties LIKE @text ESCAPE '\\' AND ${workoutType} LIKE @text ESCAPE '\\')
    OR (category = 'workout' AND @notes <> '[]' AND ${workoutType} IN (SELECT value FROM json_each(@notes))))`;

/** Walks an index of days backwards; it sorts one day at a time. */
const keysSql = (table: 'event' | 'own_event', filter: string): string => `
  SELECT day, start, id FROM ${table} INDEXED BY ${table}_day
  WHERE day BETWEEN @fromDay AND @toDay AND (day < @day OR (day = @day AND (start, id) < (@start, @id)))
    AND start BETWEEN @low AND @high ${filter}
  ORDER BY day DESC, start DESC, id DESC LIMIT @limit`;

/**
 * Reads the keys of the events that History shows after a position, newest first: sent events, and events that aren't sent as they are
 * (core/events/README.md). `text` is case-insensitive.
 */
export function createEventKeys(reader: Reader): (query: EventKeyQuery) => EventKey[] {
  const select = (filter: string): readonly ReadStatement<[object], EventKey>[] => [
    reader.prepare(keysSql('event', `AND is_shown = 1 ${filter}`)),
    reader.prepare(keysSql('own_event', filter)),
  ];
  const ofOne = 'AND category = @category';
  const plain = { all: select(''), ofOne: select(ofOne) };
  const withText = { all: select(hasText), ofOne: select(`${ofOne} ${hasText}`) };
  return ({ category, text, notes, after, toDay, ...query }) => {
    const statements = text === '' ? plain : withText;
    const parameters = {
      ...query,
      toDay: after !== null && after.day < toDay ? after.day : toDay,
      day: after?.day ?? `${lastDay}+`,
      start: after?.start ?? 0,
      id: after?.id ?? 0,
      ...(category !== undefined && { category }),
      ...(text !== '' && { text: `%${text.replace(/[\\%_]/g, '\\$&')}%`, notes: JSON.stringify(notes) }),
    };
    return statements[category === undefined ? 'all' : 'ofOne']
      .flatMap((statement) => statement.all(parameters))
      .sort(compareEventKeys)
      .slice(0, query.limit);
  };
}

/** Negative when `a` comes first. */
export function compareEventKeys(a: EventKey, b: EventKey): number {
  return a.day === b.day ? b.start - a.start || b.id - a.id : a.day < b.day ? 1 : -1;
}

const form = /^1e\.(\d{4}-\d\d-\d\d)\.(-?\d{1,16})\.(\d{1,16})$/;

/** The cursor of the page that follows `last`. Version 1; opaque to the page. */
export function encodeEventCursor({ day, start, id }: EventKey): string {
  return `1e.${day}.${start}.${id}`;
}

/** The last key of the previous page. Errors: request.invalid for anything that `encodeEventCursor` didn't create. */
export function decodeEventCursor(cursor: string): EventKey {
  const [, day, start, id] = form.exec(cursor) ?? [];
  const key = { day: day ?? '', start: Number(start), id: Number(id) };
  if (day === undefined || !Number.isSafeInteger(key.start) || !Number.isSafeInteger(key.id) || key.id < 1) {
    throw new CodedError('request.invalid', { field: 'cursor' });
  }
  return key;
}
