import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { PressurePair, RecordRow } from '../../shared/domain/history.ts';
import type { Reader } from '../db/open.ts';
import { encodeCursor } from './cursor.ts';
import { sliceOf, spanBehind, upTo } from './merge-keys.ts';
import { createRecordRows, listFrom, membersSchema } from './record-rows.ts';

interface Query {
  readonly low: number;
  readonly high: number;
  readonly id: number;
  readonly limit: number;
}

interface StoredPair {
  readonly id: number;
  readonly start: number;
  readonly source: string;
  readonly members: string;
}

/** Walks the unique key, which begins with type and start; it sorts one second at a time. */
const pageSql = `
  SELECT correlation.id, start, source.name AS source, members
  FROM correlation JOIN source ON source.id = correlation.source
  WHERE type = (SELECT id FROM record_type WHERE name = 'HKCorrelationTypeIdentifierBloodPressure')
    AND start BETWEEN @low AND @high AND (start < @high OR correlation.id < @id)
  ORDER BY start DESC, correlation.id DESC LIMIT @limit`;

/**
 * Blood pressures, newest first by (start, id): the correlations of a systolic and a diastolic record (developer.apple.com,
 * `HKCorrelationTypeIdentifierBloodPressure`). A pair is left out once neither side is in the Health app. Errors: request.invalid for a cursor that
 * is not ours; profile.damaged.
 */
export function createBloodPressures(
  reader: Reader,
): (input: ParsedInput<'history.bloodPressures'>) => CallOutput<'history.bloodPressures'> {
  const page = reader.prepare<Query, StoredPair>(pageSql);
  const rowOf = createRecordRows(reader);

  function pairOf({ id, start, source, members }: StoredPair): PressurePair[] {
    const rows = listFrom(membersSchema, members).flatMap((member) => rowOf(member) ?? []);
    const side = (name: string): RecordRow | null =>
      rows.find(
        ({ type, removed }) => removed === null && type === `HKQuantityTypeIdentifierBloodPressure${name}`,
      ) ?? null;
    const [systolic, diastolic] = [side('Systolic'), side('Diastolic')];
    const known = systolic ?? diastolic;
    if (known === null) return [];
    const values = { systolic: systolic?.value ?? null, diastolic: diastolic?.value ?? null };
    return [{ id, start, source, ...values, unit: known.unit, record: known.id }];
  }

  return (input) => {
    const slice = sliceOf('pairs', 'newest', input);
    const keys = page.all({
      ...spanBehind(slice, slice.position),
      id: slice.position.id,
      limit: input.limit + 1,
    });
    const found = upTo('pairs', 'newest', input, keys);
    const shown = found.slice(0, input.limit);
    const last = found.length > input.limit ? shown.at(-1) : undefined;
    return {
      rows: shown.flatMap(pairOf),
      next: last === undefined ? null : encodeCursor('pairs', 'newest', last),
    };
  };
}
