import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { Reader } from '../db/open.ts';
import { encodeCursor } from './cursor.ts';
import { sliceOf, spanBehind, upTo } from './key-order.ts';
import { type StoredWorkoutRow, type WorkoutTable, workoutColumns, workoutRow } from './workout-rows.ts';

interface Query {
  readonly activity: string | null;
  readonly source: number | null;
  readonly low: number;
  readonly high: number;
  readonly id: number;
  readonly limit: number;
}

const pageSql = (table: WorkoutTable, filter: string): string => `
  SELECT ${workoutColumns(table)} FROM ${table} AS workout JOIN source ON source.id = workout.source
  WHERE ${filter} workout.start BETWEEN @low AND @high AND (workout.start < @high OR workout.id < @id)
    AND (@source IS NULL OR workout.source = @source)
  ORDER BY workout.start DESC, workout.id DESC LIMIT @limit`;

/**
 * Workouts, newest first by (start, id): of one activity by the unique key, else by workout_start. A source is filtered
 * on the way: there are thousands of workouts, not millions. Errors: request.invalid for a cursor that is not ours.
 */
export function createWorkoutsPage(
  reader: Reader,
): (input: ParsedInput<'history.workoutsPage'>) => CallOutput<'history.workoutsPage'> {
  const statements = (table: WorkoutTable) => ({
    all: reader.prepare<Query, StoredWorkoutRow>(pageSql(table, '')),
    ofActivity: reader.prepare<Query, StoredWorkoutRow>(pageSql(table, 'activity = @activity AND')),
  });
  const kept = statements('workout');
  const removed = statements('removed_workout');
  return (input) => {
    const slice = sliceOf('workouts', 'newest', input);
    const { all, ofActivity } = input.isRemoved === true ? removed : kept;
    const select = input.activity === undefined ? all : ofActivity;
    const keys = select.all({
      ...spanBehind(slice, slice.position),
      id: slice.position.id,
      activity: input.activity ?? null,
      source: input.source ?? null,
      limit: input.limit + 1,
    });
    const found = upTo('workouts', 'newest', input, keys);
    const rows = found.slice(0, input.limit).map(workoutRow);
    const last = found.length > input.limit ? rows.at(-1) : undefined;
    return { rows, next: last === undefined ? null : encodeCursor('workouts', 'newest', last) };
  };
}
