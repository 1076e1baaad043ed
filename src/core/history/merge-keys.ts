import { type CursorList, decodeCursor, encodeCursor, type Key, type Order } from './cursor.ts';

/** Keys of one part of a list, in order, read on demand. */
export interface KeyStream {
  /** No key comes before this start; the bound may be loose. */
  readonly bound: number;
  /** The next keys; fewer than `count` only at its end. */
  next(count: number): readonly Key[];
}

interface Lane {
  readonly stream: KeyStream;
  /** The first key not yet returned; before any read, a position that no key precedes. */
  head: Key;
  keys: readonly Key[];
  index: number;
  batch: number;
}

const firstBatch = 1;

/**
 * The first `limit` keys of all streams together, in order. A stream is read only when its bound could come next, so a
 * page over a hundred types touches few rows: never a sort of the table, never OFFSET.
 */
export function mergeKeys(order: Order, streams: readonly KeyStream[], limit: number): Key[] {
  const only = streams[0];
  if (only !== undefined && streams.length === 1) return [...only.next(limit)];
  const lanes = streams.map(
    (stream): Lane => ({ stream, head: edgeOf(order, stream.bound), keys: [], index: 0, batch: firstBatch }),
  );
  const merged: Key[] = [];
  while (merged.length < limit) {
    const lane = firstOf(order, lanes);
    if (lane === null) break;
    if (lane.index < lane.keys.length) {
      merged.push(lane.head);
      lane.index += 1;
      // The batch is used up. The next key comes no earlier than this one, so the next batch can wait.
      lane.head = lane.keys[lane.index] ?? lane.head;
      if (lane.index < lane.keys.length || lane.keys.length === lane.batch) continue;
      lanes.splice(lanes.indexOf(lane), 1);
      continue;
    }
    if (lane.keys.length > 0) lane.batch = Math.min(lane.batch * 8, limit);
    lane.keys = lane.stream.next(lane.batch);
    lane.index = 0;
    const head = lane.keys[0];
    if (head === undefined) lanes.splice(lanes.indexOf(lane), 1);
    else lane.head = head;
  }
  return merged;
}

function firstOf(order: Order, lanes: readonly Lane[]): Lane | null {
  let first: Lane | null = null;
  for (const lane of lanes) {
    if (first === null || compareKeys(order, lane.head, first.head) < 0) first = lane;
  }
  return first;
}

const furthest = Number.MAX_SAFE_INTEGER;

/** A span of starts, both ends included, UTC seconds. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** The request of a page: the part of a list after `position`, inside `span`. */
export interface Slice {
  readonly order: Order;
  readonly span: Span;
  /** Exclusive. */
  readonly position: Key;
}

interface SliceInput {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly cursor?: string | undefined;
  readonly until?: string | undefined;
}

/** Inclusive `from`, exclusive `to` and the cursor as one slice. Errors: request.invalid for a cursor that is not ours. */
export function sliceOf(list: CursorList, order: Order, input: SliceInput): Slice {
  const span = { low: input.from ?? -furthest, high: input.to === undefined ? furthest : input.to - 1 };
  const edge = edgeOf(order, order === 'newest' ? span.high : span.low);
  if (input.cursor === undefined) return { order, span, position: edge };
  const last = decodeCursor(list, order, input.cursor);
  return { order, span, position: compareKeys(order, last, edge) > 0 ? last : edge };
}

/** The ordered keys up to the position of `until`, if given. Errors: request.invalid for a cursor that is not ours. */
export function upTo<K extends Key>(
  list: CursorList,
  order: Order,
  { until }: SliceInput,
  keys: readonly K[],
): readonly K[] {
  if (until === undefined) return keys;
  const end = decodeCursor(list, order, until);
  return keys.filter((key) => compareKeys(order, key, end) <= 0);
}

/** The position just before every key with this start. */
export function edgeOf(order: Order, start: number): Key {
  return { start, id: order === 'newest' ? furthest : 0 };
}

/** Negative when `a` comes first. */
export function compareKeys(order: Order, a: Key, b: Key): number {
  const difference = a.start - b.start || a.id - b.id;
  return order === 'newest' ? -difference : difference;
}

/** The part of `span` after `position`. */
export function spanBehind(slice: Pick<Slice, 'order' | 'span'>, position: Key): Span {
  return slice.order === 'newest'
    ? { low: slice.span.low, high: Math.min(slice.span.high, position.start) }
    : { low: Math.max(slice.span.low, position.start), high: slice.span.high };
}

/** The parameters of a statement for a page of the newest rows: `start BETWEEN @low AND @high AND (start < @high OR id < @id)`. */
export interface NewestQuery extends Span {
  readonly id: number;
  readonly limit: number;
}

/**
 * A page of rows by (start, id), newest first. `select` returns a query's rows in that order, at most `limit`. Errors: request.invalid for a cursor
 * that is not ours.
 */
export function newestPage<R extends Key>(
  list: CursorList,
  input: SliceInput & { readonly limit: number },
  select: (query: NewestQuery) => readonly R[],
): { rows: R[]; next: string | null } {
  const slice = sliceOf(list, 'newest', input);
  const { position } = slice;
  // One extra row tells whether a page follows.
  const keys = select({ ...spanBehind(slice, position), id: position.id, limit: input.limit + 1 });
  const found = upTo(list, 'newest', input, keys);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : encodeCursor(list, 'newest', last) };
}
