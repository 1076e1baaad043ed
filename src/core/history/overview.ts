import type { Overview } from '../../shared/domain/history.ts';
import type { Reader } from '../db/open.ts';

/** Counts of everything, from the derived tables; the span covers records and workouts. */
export function createOverview(reader: Reader): () => Overview {
  const select = reader.prepare<[], Overview>(`
    WITH summary AS MATERIALIZED (
      SELECT total(count) AS records, count(DISTINCT type) AS types, min(first_at) AS firstAt, max(last_at) AS lastAt
      FROM record_summary
    )
    SELECT CAST(records AS INTEGER) AS records,
      (SELECT count(*) FROM workout) AS workouts,
      (SELECT count(*) FROM correlation) AS correlations,
      (SELECT count(*) FROM ecg) AS ecg,
      (SELECT count(*) FROM activity_summary) AS summaries,
      (SELECT count(*) FROM route) AS routes,
      (SELECT CAST(total(point_count) AS INTEGER) FROM route) AS routePoints,
      (SELECT count(*) FROM clinical) AS clinical,
      (SELECT count(*) FROM document) AS documents,
      (SELECT count(*) FROM removed_record) AS removedRecords,
      (SELECT count(*) FROM removed_workout) AS removedWorkouts,
      types,
      -- min() of two is NULL when one is: each stands in for the other.
      min(coalesce(firstAt, (SELECT min(start) FROM workout)), coalesce((SELECT min(start) FROM workout), firstAt)) AS firstAt,
      max(coalesce(lastAt, (SELECT max(start) FROM workout)), coalesce((SELECT max(start) FROM workout), lastAt)) AS lastAt
    FROM summary`);
  return () => {
    const overview = select.get();
    if (overview === undefined) throw new Error('an aggregate gives a row');
    return overview;
  };
}
