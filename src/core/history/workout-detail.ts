import { z } from 'zod';
import type { WorkoutDetail } from '../../shared/domain/history.ts';
import {
  metadataSchema,
  statisticSchema,
  workoutActivitySchema,
  workoutEventSchema,
  zoneGroupSchema,
} from '../../shared/domain/workout.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { parseDevice } from '../healthkit/device.ts';
import { listFrom } from './record-rows.ts';
import type { createWorkoutTwins } from './workout-figures.ts';
import { type StoredWorkoutRow, type WorkoutTable, workoutColumns, workoutRow } from './workouts-page.ts';

interface StoredDetail {
  readonly sourceVersion: string;
  readonly device: string;
  readonly metadata: string | null;
  readonly statistics: string;
  readonly events: string;
  readonly activities: string;
  readonly zones: string;
  readonly importedFrom: string;
  readonly importedAt: number;
}

type RouteOfWorkout = WorkoutDetail['routes'][number];

const statisticsSchema = z.array(statisticSchema);
const eventsSchema = z.array(workoutEventSchema);
const activitiesSchema = z.array(workoutActivitySchema);
const zonesSchema = z.array(zoneGroupSchema);

/** One workout with all its details; its routes come without points. Errors: history.unknown_item. */
export function createWorkoutDetail(
  reader: Reader,
  twinsAmong: ReturnType<typeof createWorkoutTwins>,
): (input: { id: number }) => WorkoutDetail {
  const rowOf = (table: WorkoutTable) =>
    reader.prepare<[number], StoredWorkoutRow>(
      `SELECT ${workoutColumns(table)} FROM ${table} AS workout JOIN source ON source.id = workout.source WHERE workout.id = ?`,
    );
  const detailOf = (table: WorkoutTable) =>
    reader.prepare<[number], StoredDetail>(`
    SELECT source_version AS sourceVersion, device, metadata, statistics, events, activities, zones,
      import_run.name AS importedFrom, started_at AS importedAt
    FROM ${table} AS workout JOIN origin ON origin.id = workout.origin JOIN import_run ON import_run.id = workout.run
    WHERE workout.id = ?`);
  const [rows, details] = [rowOf('workout'), detailOf('workout')];
  const [removedRows, removedDetails] = [rowOf('removed_workout'), detailOf('removed_workout')];
  const routes = reader.prepare<[number], RouteOfWorkout>(
    'SELECT id, file, point_count AS points FROM route WHERE workout = ? ORDER BY start, id',
  );
  return ({ id }) => {
    const row = rows.get(id) ?? removedRows.get(id);
    const detail = details.get(id) ?? removedDetails.get(id);
    if (row === undefined || detail === undefined) throw new CodedError('history.unknown_item');
    return {
      ...workoutRow(row, row.removed === null ? twinsAmong(row.start, row.start).get(id) : undefined),
      sourceVersion: detail.sourceVersion || null,
      device: parseDevice(detail.device),
      metadata: listFrom(metadataSchema, detail.metadata),
      statistics: listFrom(statisticsSchema, detail.statistics),
      events: listFrom(eventsSchema, detail.events),
      activities: listFrom(activitiesSchema, detail.activities),
      zones: listFrom(zonesSchema, detail.zones),
      routes: routes.all(id),
      importedFrom: detail.importedFrom,
      importedAt: detail.importedAt,
    };
  };
}
