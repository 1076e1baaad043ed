import { secondsPerDay } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import { longestSpanSeconds } from '../events/spans.ts';
import type { Key } from './cursor.ts';
import { edgeOf, type KeyStream, type Slice, type Span, spanBehind } from './merge-keys.ts';

/** UTC day of an instant, as in record_day. */
const dayOf = (at: number): number => Math.floor(at / secondsPerDay);

/** Records that count, or records no longer in the Health app. */
export type RecordTable = 'record' | 'removed_record';

interface KeyQuery extends Span {
  readonly type: number;
  readonly source: number;
  /** Of records that last into a span: where it begins. */
  readonly into: number;
  readonly id: number;
  readonly limit: number;
}

interface DayQuery {
  readonly type: number;
  readonly source: number;
  readonly low: number;
  readonly high: number;
  readonly limit: number;
}

/** What lasts longer counts in no span but that of its start (events/README.md, "What cannot be a sample"). */
const lastsInto = `AND (start >= @into OR (start + duration > @into AND duration <= ${longestSpanSeconds}))`;

/**
 * Keys of one type's records by a seek in record_identity, which ends in the row id and so covers the query. Only records within one second are ever
 * sorted.
 */
const keysSql = (
  table: RecordTable,
  order: Slice['order'],
  hasSource: boolean,
  isOverlapping: boolean,
): string => `
  SELECT start, id FROM ${table} INDEXED BY ${table}_identity
  WHERE type = @type AND start BETWEEN @low AND @high ${hasSource ? 'AND source = @source' : ''} ${isOverlapping ? lastsInto : ''}
    AND ${order === 'newest' ? '(start < @high OR id < @id)' : '(start > @low OR id > @id)'}
  ORDER BY ${order === 'newest' ? 'start DESC, id DESC' : 'start, id'} LIMIT @limit`;

const daysSql = (order: Slice['order']): string => `
  SELECT day, count FROM record_day WHERE type = @type AND source = @source AND day BETWEEN @low AND @high
  ORDER BY day ${order === 'newest' ? 'DESC' : 'ASC'} LIMIT @limit`;

export interface RecordKeys {
  /** Records of one type. `bound`: no record of it comes before this start. */
  ofType(slice: Slice, type: number, bound: number): KeyStream;
  /** Records of one type and one source. */
  ofSource(slice: Slice, type: number, source: number, bound: number): KeyStream;
}

/** How far before a span records can begin that last into it. */
export const longestReach = longestSpanSeconds;

/**
 * Streams of record keys after a position. Starts are UTC seconds. `isOverlapping`: the span of a slice is one `longestReach`
 * longer at its beginning, of which only those records are taken that last past it.
 */
export function createRecordKeys(reader: Reader, table: RecordTable, isOverlapping = false): RecordKeys {
  const keys = {
    newest: reader.prepare<KeyQuery, Key>(keysSql(table, 'newest', false, isOverlapping)),
    oldest: reader.prepare<KeyQuery, Key>(keysSql(table, 'oldest', false, isOverlapping)),
  };
  const keysOfSource = {
    newest: reader.prepare<KeyQuery, Key>(keysSql(table, 'newest', true, isOverlapping)),
    oldest: reader.prepare<KeyQuery, Key>(keysSql(table, 'oldest', true, isOverlapping)),
  };
  const intoOf = ({ span: { low } }: Slice): number => low + longestReach;
  const days = {
    newest: reader.prepare<DayQuery, { day: number; count: number }>(daysSql('newest')),
    oldest: reader.prepare<DayQuery, { day: number; count: number }>(daysSql('oldest')),
  };

  /** The next span of adjacent days with enough records of the source, or all days with any; null after the last. */
  function nextSpan(slice: Slice, type: number, source: number, position: Key, needed: number): Span | null {
    const rest = spanBehind(slice, position);
    if (rest.low > rest.high) return null;
    // Removed records are few and not counted by day.
    if (table === 'removed_record') return rest;
    const query = { type, source, low: dayOf(rest.low), high: dayOf(rest.high), limit: needed };
    const step = slice.order === 'newest' ? -1 : 1;
    let first: number | null = null;
    let last = 0;
    let count = 0;
    for (const row of days[slice.order].iterate(query)) {
      if (first !== null && row.day !== last + step) break;
      first ??= row.day;
      last = row.day;
      count += row.count;
      if (count >= needed) break;
    }
    if (first === null) return null;
    const low = Math.min(first, last) * secondsPerDay;
    const high = Math.max(first, last) * secondsPerDay + secondsPerDay - 1;
    return { low: Math.max(low, rest.low), high: Math.min(high, rest.high) };
  }

  return {
    ofType(slice, type, bound) {
      let position = slice.position;
      return {
        bound,
        next(limit) {
          const span = spanBehind(slice, position);
          const found = keys[slice.order].all({
            ...span,
            type,
            source: 0,
            into: intoOf(slice),
            id: position.id,
            limit,
          });
          position = found.at(-1) ?? position;
          return found;
        },
      };
    },
    // The index isn't ordered by source, so a rare source in a huge type is found by its days.
    ofSource(slice, type, source, bound) {
      let position = slice.position;
      return {
        bound,
        next(count) {
          const found: Key[] = [];
          while (found.length < count) {
            const limit = count - found.length;
            const span = nextSpan(slice, type, source, position, limit);
            if (span === null) break;
            const edge = slice.order === 'newest' ? span.high : span.low;
            const id = edge === position.start ? position.id : edgeOf(slice.order, edge).id;
            const some = keysOfSource[slice.order].all({
              ...span,
              type,
              source,
              into: intoOf(slice),
              id,
              limit,
            });
            found.push(...some);
            const next = slice.order === 'newest' ? span.low - 1 : span.high + 1;
            position = some.length === limit ? (some.at(-1) ?? position) : edgeOf(slice.order, next);
          }
          return found;
        },
      };
    },
  };
}
