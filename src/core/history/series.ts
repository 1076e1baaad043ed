import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import { isSoundLevel } from '../../shared/domain/type-label.ts';
import type { Reader } from '../db/open.ts';
import { canonicalUnit } from '../healthkit/units.ts';
import { bucketsOf, type DayFigures, type DaySound, withLevels } from './buckets.ts';
import { dayOf } from './record-keys.ts';

type Input = ParsedInput<'history.series'>;
type Output = CallOutput<'history.series'>;

interface Query {
  readonly type: number;
  readonly source: number | null;
  readonly low: number;
  /** Exclusive. */
  readonly high: number;
}

const daySeconds = 86_400;
const mostBuckets = 5000;
const openEnd = Number.MAX_SAFE_INTEGER;

/**
 * Figures of one type over time. Whole UTC days come from record_day; the parts of days at both ends of the range are
 * counted from the records, so that a chart agrees with the list beside it. What one file holds several times is several records
 * (events/README.md), here too. Sound levels have their mean by energy. Of more than 5,000 buckets the newest. The unit is the canonical
 * one of the type's newest record, null where it has none. An unknown type has no buckets.
 */
export function createSeries(reader: Reader): (input: Input) => Output {
  const typeId = reader.prepare<[string], { id: number }>('SELECT id FROM record_type WHERE name = ?');
  const newestUnit = reader.prepare<[number], { unit: string }>(`
    SELECT unit FROM record INDEXED BY record_identity JOIN origin ON origin.id = record.origin
    WHERE type = ? ORDER BY start DESC LIMIT 1`);
  const dayFigures = `day, sum(count) AS count, sum(total) AS total, min(lowest) AS lowest, max(highest) AS highest
    FROM record_day WHERE type = @type AND day >= @low AND day < @high`;
  const wholeDays = reader.prepare<Query, DayFigures>(`SELECT ${dayFigures} GROUP BY day ORDER BY day`);
  const daysOfSource = reader.prepare<Query, DayFigures>(
    `SELECT ${dayFigures} AND source = @source GROUP BY day ORDER BY day`,
  );
  const part = reader.prepare<Query, Omit<DayFigures, 'day'>>(`
    SELECT count(*) AS count, sum(figure) AS total, min(figure) AS lowest, max(figure) AS highest FROM (
      SELECT CASE WHEN typeof(value_key) = 'text' THEN NULL ELSE value_key END AS figure
      FROM record INDEXED BY record_identity
      WHERE type = @type AND start >= @low AND start < @high AND (@source IS NULL OR source = @source)
    )`);

  const dayOfStart = '(start - ((start % 86400) + 86400) % 86400) / 86400';
  const ofQuery =
    'type = @type AND start >= @low AND start < @high AND (@source IS NULL OR source = @source)';
  // Beside the one that record_day counts; lowest and highest are the same.
  const copies = reader.prepare<Query, DayFigures>(`
    SELECT ${dayOfStart} AS day, sum(copies - 1) AS count, NULL AS lowest, NULL AS highest,
      sum(CASE WHEN typeof(value_key) = 'text' THEN NULL ELSE value_key * (copies - 1) END) AS total
    FROM record INDEXED BY record_copies WHERE copies > 1 AND ${ofQuery} GROUP BY 1`);
  const sounds = reader.prepare<Query, DaySound>(`
    SELECT ${dayOfStart} AS day, sum(pow(10, value_key / 10.0) * max(1, duration)) AS energy, sum(max(1, duration)) AS seconds
    FROM record INDEXED BY record_identity
    WHERE typeof(value_key) <> 'text' AND value_key BETWEEN -200 AND 400 AND ${ofQuery} GROUP BY 1`);

  function partOfDay(query: Query): DayFigures[] {
    const figures = query.low < query.high ? part.get(query) : undefined;
    return figures === undefined ? [] : [{ day: dayOf(query.low), ...figures }];
  }

  return (input) => {
    const type = typeId.get(input.type)?.id;
    if (type === undefined) return { unit: null, buckets: [] };
    const { from = -openEnd, to = openEnd } = input;
    const firstWhole = Math.ceil(from / daySeconds);
    const endWhole = Math.floor(to / daySeconds);
    const source = input.source ?? null;
    const between = (low: number, high: number): Query => ({ type, source, low, high });
    const whole = source === null ? wholeDays : daysOfSource;
    const found =
      firstWhole > endWhole
        ? partOfDay(between(from, to))
        : [
            ...partOfDay(between(from, firstWhole * daySeconds)),
            ...whole.all(between(firstWhole, endWhole)),
            ...partOfDay(between(endWhole * daySeconds, to)),
          ];
    const days = [...found, ...copies.all(between(from, to))].sort((a, b) => a.day - b.day);
    const buckets = bucketsOf(days, input.bucket).slice(-mostBuckets);
    const unit = canonicalUnit(newestUnit.get(type)?.unit ?? '', input.type) || null;
    if (!isSoundLevel(input.type)) return { unit, buckets };
    return { unit, buckets: withLevels(buckets, sounds.all(between(from, to)), input.bucket) };
  };
}
