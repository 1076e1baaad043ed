import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { WorkoutRow } from '../../shared/domain/history.ts';
import type { Reader } from '../db/open.ts';
import { encodeCursor } from './cursor.ts';
import { sliceOf, spanBehind, upTo } from './merge-keys.ts';
import { type createWorkoutTwins, noTwins } from './workout-figures.ts';

interface Query {
  readonly activity: string | null;
  readonly source: number | null;
  readonly hasRoute: 0 | 1;
  readonly low: number;
  readonly high: number;
  readonly id: number;
  readonly limit: number;
}

const pageSql = (table: WorkoutTable, filter: string): string => `
  SELECT ${workoutColumns(table)} FROM ${table} AS workout JOIN source ON source.id = workout.source
  WHERE ${filter} workout.start BETWEEN @low AND @high AND (workout.start < @high OR workout.id < @id)
    AND (@source IS NULL OR workout.source = @source)
    AND (@hasRoute = 0 OR EXISTS (SELECT 1 FROM route WHERE route.workout = workout.id AND point_count > 0))
  ORDER BY workout.start DESC, workout.id DESC LIMIT @limit`;

/**
 * Workouts, newest first by (start, id): of one activity by the unique key, else by workout_start. A source is filtered while reading: there are
 * thousands of workouts, not millions. Errors: request.invalid for a cursor that is not ours.
 */
export function createWorkoutsPage(
  reader: Reader,
  twinsAmong: ReturnType<typeof createWorkoutTwins>,
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
      hasRoute: input.hasRoute === true ? 1 : 0,
      limit: input.limit + 1,
    });
    const found = upTo('workouts', 'newest', input, keys);
    const shown = found.slice(0, input.limit);
    const [newest, oldest] = [shown[0], shown.at(-1)];
    const isCounted = input.isRemoved !== true && newest !== undefined && oldest !== undefined;
    const twins = isCounted ? twinsAmong(oldest.start, newest.start) : null;
    const rows = shown.map((row) => workoutRow(row, twins?.get(row.id)));
    const last = found.length > input.limit ? rows.at(-1) : undefined;
    return { rows, next: last === undefined ? null : encodeCursor('workouts', 'newest', last) };
  };
}

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
