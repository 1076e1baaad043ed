import type { WorkoutRow } from '../../shared/domain/history.ts';
import { noTwins } from './workout-figures.ts';

/** The table of a WorkoutRow: workouts that count, or workouts no longer in the Health app. */
export type WorkoutTable = 'workout' | 'removed_workout';

/** Columns of a WorkoutRow, read from the table as `workout`. It never reads `points` or the columns after it, which may be megabytes. */
export const workoutColumns = (
  table: WorkoutTable,
): string => `workout.id, activity, workout.start, workout."end", duration, distance, energy,
  source.name AS source,
  EXISTS (SELECT 1 FROM route WHERE route.workout = workout.id AND point_count > 0) AS hasRoute,
  ${table === 'workout' ? 'NULL' : 'state'} AS removed`;

export interface StoredWorkoutRow extends Omit<WorkoutRow, 'hasRoute' | 'twinOf' | 'twins'> {
  readonly hasRoute: 0 | 1;
}

export function workoutRow(
  row: StoredWorkoutRow,
  twins: Pick<WorkoutRow, 'twinOf' | 'twins'> = noTwins,
): WorkoutRow {
  return { ...row, hasRoute: row.hasRoute === 1, ...twins };
}
