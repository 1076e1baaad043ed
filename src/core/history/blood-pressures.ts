import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { PressurePair, RecordRow, TypeSummary } from '../../shared/domain/history.ts';
import { pressureType } from '../../shared/domain/type-label.ts';
import type { Reader } from '../db/open.ts';
import { type NewestQuery, newestPage } from './merge-keys.ts';
import { createRecordRows, listFrom, membersSchema } from './record-rows.ts';
import { trendOf } from './types.ts';

interface StoredPair {
  readonly id: number;
  readonly start: number;
  readonly source: string;
  readonly members: string;
}

const typeId = (name: string): string => `(SELECT id FROM record_type WHERE name = '${name}')`;
const [systolicId, diastolicId] = ['Systolic', 'Diastolic'].map((side) =>
  typeId(`HKQuantityTypeIdentifierBloodPressure${side}`),
);
const pairId = typeId(pressureType);

/** Months since January 1970, as the types' months are counted. */
function monthOf(start: number): number {
  const date = new Date(start * 1000);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/**
 * The readings of a span of starts: the pairs, and the records that are in none. Of those, the two of one second and source are one reading. Ids of both
 * kinds are told apart by being even or odd. There are thousands at most, so all pairs may be read; each type seeks in the key of records.
 */
const readingsSql = (low: string, high: string): string => `
  SELECT 2 * id AS id, start, source, members FROM correlation WHERE type = ${pairId} AND start BETWEEN ${low} AND ${high}
  UNION ALL
  SELECT 2 * min(id) + 1, start, source, json_group_array(id) FROM (${[systolicId, diastolicId]
    .map(
      (type) => `
    SELECT id, start, source, row_number() OVER (PARTITION BY start, source ORDER BY id) AS place
    FROM record INDEXED BY record_identity WHERE type = ${type} AND start BETWEEN ${low} AND ${high}
      AND id NOT IN (SELECT value FROM correlation, json_each(iif(json_valid(members), members, '[]')) WHERE correlation.type = ${pairId})`,
    )
    .join(' UNION ALL')})
  GROUP BY start, source, place`;

const pageSql = `
  SELECT reading.id, start, source.name AS source, members FROM (${readingsSql('@low', '@high')}) AS reading
    JOIN source ON source.id = reading.source
  WHERE start < @high OR reading.id < @id ORDER BY start DESC, reading.id DESC LIMIT @limit`;

export interface BloodPressures {
  readonly page: (input: ParsedInput<'history.bloodPressures'>) => CallOutput<'history.bloodPressures'>;
  readonly summary: () => TypeSummary | null;
}

/**
 * Blood pressures, newest first by (start, id): the correlations of a systolic and a diastolic record (developer.apple.com,
 * `HKCorrelationTypeIdentifierBloodPressure`), and records of either type that are in none. A pair is left out once neither side is in the Health app.
 * Errors: request.invalid for a cursor that is not ours; profile.damaged.
 */
export function createBloodPressures(reader: Reader): BloodPressures {
  const page = reader.prepare<NewestQuery, StoredPair>(pageSql);
  const rowOf = createRecordRows(reader);
  // A pair whose records are all removed is none; one that can't be read says so in its list. The plus keeps SQLite from searching by type.
  const all = reader.prepare<[], { start: number; source: number }>(`
    SELECT start, source FROM (${readingsSql(String(Number.MIN_SAFE_INTEGER), String(Number.MAX_SAFE_INTEGER))})
    WHERE NOT json_valid(members) OR EXISTS (
      SELECT 1 FROM json_each(members) AS member JOIN record ON record.id = member.value WHERE +record.type IN (${systolicId}, ${diastolicId}))
    ORDER BY start`);

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

  return {
    page(input) {
      const { rows, next } = newestPage('pairs', input, (query) => page.all(query));
      return { rows: rows.flatMap(pairOf), next };
    },
    summary() {
      const readings = all.all();
      const [first, last] = [readings[0], readings.at(-1)];
      if (first === undefined || last === undefined) return null;
      const months = Map.groupBy(readings, ({ start }) => monthOf(start));
      return {
        type: pressureType,
        count: readings.length,
        firstAt: first.start,
        lastAt: last.start,
        sources: new Set(readings.map(({ source }) => source)).size,
        trend: trendOf([...months].map(([month, its]) => ({ month, count: its.length }))),
      };
    },
  };
}
