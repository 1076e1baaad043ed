import type { ParsedInput } from '../../shared/contract/index.ts';
import type { SourceSummary } from '../../shared/domain/history.ts';
import type { Reader } from '../db/open.ts';

const sourcesSql = (filter: string): string => `
  SELECT source.id, source.name, sum(count) AS count, min(first_at) AS firstAt, max(last_at) AS lastAt
  FROM record_summary JOIN source ON source.id = record_summary.source
  WHERE count > 0 ${filter} GROUP BY source.id ORDER BY sum(count) DESC, source.name`;

/** Sources of one type, or of all records; most records first. An unknown type has none. */
export function createSources(reader: Reader): (input: ParsedInput<'history.sources'>) => SourceSummary[] {
  const all = reader.prepare<[], SourceSummary>(sourcesSql(''));
  const ofType = reader.prepare<[string], SourceSummary>(
    sourcesSql('AND type = (SELECT id FROM record_type WHERE name = ?)'),
  );
  return ({ type }) => (type === undefined ? all.all() : ofType.all(type));
}
