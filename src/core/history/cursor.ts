import { CodedError } from '../../shared/errors.ts';

export type Order = 'newest' | 'oldest';

/** A row's position in a list: by start (UTC seconds), then by id. */
export interface Key {
  readonly start: number;
  readonly id: number;
}

/** The list that a cursor belongs to: a cursor of another list or order is rejected. */
export type CursorList = 'records' | 'workouts' | 'ecgs' | 'beats' | 'documents' | 'pairs';

const marks = {
  records: 'r',
  workouts: 'w',
  ecgs: 'e',
  beats: 'b',
  documents: 'd',
  pairs: 'p',
  newest: 'n',
  oldest: 'o',
} as const;
const form = /^1([rwebdp])([no])\.(-?\d{1,16})\.(\d{1,16})$/;

/** The cursor of the page that follows `last`. Version 1; opaque to the page. */
export function encodeCursor(list: CursorList, order: Order, last: Key): string {
  return `1${marks[list]}${marks[order]}.${last.start}.${last.id}`;
}

/** The last key of the previous page. Errors: request.invalid for anything that `encodeCursor` didn't create for this list. */
export function decodeCursor(list: CursorList, order: Order, cursor: string): Key {
  const match = form.exec(cursor);
  const start = Number(match?.[3]);
  const id = Number(match?.[4]);
  const isOurs = match?.[1] === marks[list] && match[2] === marks[order];
  if (!isOurs || !Number.isSafeInteger(start) || !Number.isSafeInteger(id) || id < 1) {
    throw new CodedError('request.invalid', { field: 'cursor' });
  }
  return { start, id };
}
