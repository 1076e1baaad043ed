import type { TypeSummary } from '../../shared/domain/history.ts';
import type { Reader } from '../db/open.ts';

interface StoredType extends Omit<TypeSummary, 'trend'> {
  readonly id: number;
}

interface MonthCount {
  readonly month: number;
  readonly count: number;
}

const spans = 24;

/** Every type with records, most records first, then by name. */
export function createTypes(reader: Reader): () => TypeSummary[] {
  const select = reader.prepare<[], StoredType>(`
    SELECT type AS id, name AS type, sum(count) AS count, min(first_at) AS firstAt, max(last_at) AS lastAt, count(*) AS sources
    FROM record_summary JOIN record_type ON record_type.id = type
    WHERE count > 0 GROUP BY type ORDER BY sum(count) DESC, name`);
  const months = reader
    .prepare<[], [type: number, month: number, count: number]>(
      'SELECT type, month, count FROM record_month WHERE count > 0 ORDER BY type, month',
    )
    .raw();
  return () => {
    const byType = new Map<number, MonthCount[]>();
    for (const [type, month, count] of months.all()) {
      const list = byType.get(type);
      if (list === undefined) byType.set(type, [{ month, count }]);
      else list.push({ month, count });
    }
    return select.all().map(({ id, ...type }) => ({ ...type, trend: trendOf(byType.get(id) ?? []) }));
  };
}

/** Number of records in each of up to 24 equal spans of whole months, from the first month to the last; `months` ascend. */
export function trendOf(months: readonly MonthCount[]): number[] {
  const first = months[0]?.month;
  const last = months.at(-1)?.month;
  if (first === undefined || last === undefined) return [];
  const length = last - first + 1;
  const trend = new Array<number>(Math.min(spans, length)).fill(0);
  for (const { month, count } of months) {
    const span = Math.floor(((month - first) * trend.length) / length);
    trend[span] = (trend[span] ?? 0) + count;
  }
  return trend;
}
