import type { CallOutput } from '../../shared/contract/index.ts';
import type { Reader } from '../db/open.ts';

/** Activities of workouts with their counts, most frequent first. */
export function createActivities(reader: Reader): () => CallOutput<'history.activities'> {
  const select = reader.prepare<[], { activity: string; count: number }>(
    'SELECT activity, count(*) AS count FROM workout GROUP BY activity ORDER BY count(*) DESC, activity',
  );
  return () => select.all();
}
