import type { WorkoutRow } from '../../shared/domain/history.ts';

/** Columns of a WorkoutRow. `points` and what stands behind it is never read: it may be megabytes. */
export const workoutColumns = `workout.id, activity, workout.start, workout."end", duration, distance, energy,
  source.name AS source,
  EXISTS (SELECT 1 FROM route WHERE route.workout = workout.id AND point_count > 0) AS hasRoute`;

export interface StoredWorkoutRow extends Omit<WorkoutRow, 'hasRoute'> {
  readonly hasRoute: 0 | 1;
}

export function workoutRow(row: StoredWorkoutRow): WorkoutRow {
  return { ...row, hasRoute: row.hasRoute === 1 };
}
