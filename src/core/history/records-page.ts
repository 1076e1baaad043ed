import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import { recordTypesOf } from '../../shared/domain/type-label.ts';
import type { Reader } from '../db/open.ts';
import { encodeCursor } from './cursor.ts';
import { type KeyStream, mergeKeys, type Slice, sliceOf, upTo } from './merge-keys.ts';
import { createRecordKeys, longestReach, type RecordTable } from './record-keys.ts';
import { createRecordRows } from './record-rows.ts';

type Input = ParsedInput<'history.recordsPage'>;
type Output = CallOutput<'history.recordsPage'>;

interface TypeSpan {
  readonly type: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

const spansSql = {
  record: 'SELECT type, min(first_at) AS firstAt, max(last_at) AS lastAt FROM record_summary',
  removed_record: 'SELECT type, min(start) AS firstAt, max(start) AS lastAt FROM removed_record',
};

/**
 * Records by (start, id). One type is one seek; all types together are merged from the newest of each; a source is found by its days. An unknown type
 * or source is an empty page. `isOverlapping`: those too that begin before `from` and last past it. Errors: request.invalid for a cursor that is not ours.
 */
export function createRecordsPage(reader: Reader): (input: Input) => Output {
  const kept = pageOf(reader, 'record');
  const removed = pageOf(reader, 'removed_record');
  return (input) => (input.isRemoved === true ? removed(input) : kept(input));
}

function pageOf(reader: Reader, table: RecordTable): (input: Input) => Output {
  const begun = createRecordKeys(reader, table);
  const overlapping = createRecordKeys(reader, table, true);
  const rowOf = createRecordRows(reader);
  const typeId = reader.prepare<[string], { id: number }>('SELECT id FROM record_type WHERE name = ?');
  const allSpans = reader.prepare<[], TypeSpan>(`${spansSql[table]} GROUP BY type`);
  const spansOfSource = reader.prepare<[number], TypeSpan>(
    `${spansSql[table]} WHERE source = ? GROUP BY type`,
  );

  function streams(slice: Slice, input: Input): KeyStream[] {
    const start = slice.position.start;
    const keys = input.isOverlapping === true ? overlapping : begun;
    const stream = (type: number, bound: number): KeyStream =>
      input.source === undefined
        ? keys.ofType(slice, type, bound)
        : keys.ofSource(slice, type, input.source, bound);
    if (input.type !== undefined)
      return recordTypesOf(input.type).flatMap((name) => {
        const type = typeId.get(name);
        return type === undefined ? [] : [stream(type.id, start)];
      });
    const { low, high } = slice.span;
    const spans = input.source === undefined ? allSpans.all() : spansOfSource.all(input.source);
    return spans
      .filter(({ firstAt, lastAt }) => firstAt <= high && lastAt >= low)
      .map(({ type, firstAt, lastAt }) =>
        stream(type, slice.order === 'newest' ? Math.min(start, lastAt) : Math.max(start, firstAt)),
      );
  }

  return (input) => {
    const from = input.from === undefined || !input.isOverlapping ? input.from : input.from - longestReach;
    const slice = sliceOf('records', input.order, { ...input, from });
    // One extra key tells whether a page follows.
    const keys = mergeKeys(input.order, streams(slice, input), input.limit + 1);
    const found = upTo('records', input.order, input, keys);
    const shown = found.slice(0, input.limit);
    const last = found.length > input.limit ? shown.at(-1) : undefined;
    return {
      rows: shown.flatMap(({ id }) => rowOf(id) ?? []),
      next: last === undefined ? null : encodeCursor('records', input.order, last),
    };
  };
}
