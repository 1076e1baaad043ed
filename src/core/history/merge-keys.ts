import type { Key, Order } from './cursor.ts';
import { compareKeys, edgeOf } from './key-order.ts';

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
