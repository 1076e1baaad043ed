import type { Statistic, WorkoutActivity, WorkoutEvent } from '../../shared/domain/workout.ts';
import { utcText } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { canonicalUnit, toCanonical } from '../healthkit/units.ts';
import type { Dictionaries } from './dictionaries.ts';
import { type LineSource, type RowScope, type SampleLine, sampleLine } from './line-source.ts';
import { isUserProvided, metadataObject, storedMetadata } from './plain-parts.ts';
import { uuidOf } from './record-identity.ts';

interface Row {
  readonly id: number;
  readonly activity: string;
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly duration: number | null;
  readonly distance: number | null;
  readonly energy: number | null;
  readonly origin: number;
  readonly created: number | null;
  readonly metadata: string | null;
  readonly statistics: string;
  readonly events: string;
  readonly activities: string;
}

/** A workout's identity (import/README, Identity). */
export function workoutUuid(activity: string, start: number, end: number, foldedSource: string): string {
  return uuidOf(['workout', activity, start, end, foldedSource]);
}

/**
 * Lines of the class workout: sampleClass HKWorkout, sampleType HKWorkoutTypeIdentifier, dataType workout, activityType, uuid,
 * startDate, endDate, sourceName, sourceVersion, durationSeconds (without pauses), activeEnergyKilocalories,
 * totalEnergyKilocalories (with the resting energy where the workout has it), totalDistanceMeters, workoutEventCount, device,
 * metadata, userProvidedFlag, creationDate, and what the export says besides: statistics [{type, unit, sum, average, minimum,
 * maximum, startDate, endDate}], events [{type, date, durationSeconds, metadata}], activities, one a leg. A workout that a later
 * export changed is sent again under the same uuid.
 */
export class WorkoutLines implements LineSource {
  readonly rowsPerRead = 16;
  readonly #dictionaries: Dictionaries;
  readonly #rows: ReadStatement<[number, number, number, number, number], Row>;

  constructor(reader: Reader, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#rows = reader.prepare(
      `SELECT id, activity, start, "end", source, duration, distance, energy, origin, created, metadata, statistics, events, activities
       FROM workout WHERE id >= ? AND id < ? AND start >= ? AND start < ? ORDER BY id LIMIT ?`,
    );
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    return this.#rows
      .all(fromRow, toRow, fromAt, toAt, this.rowsPerRead)
      .map((row) => sampleLine(row.id, row.start, this.#shape(row)));
  }

  #shape(row: Row) {
    const { name, folded } = this.#dictionaries.source(row.source);
    const { sourceVersion, device } = this.#dictionaries.origin(row.origin);
    const statistics = JSON.parse(row.statistics) as Statistic[];
    const events = JSON.parse(row.events) as WorkoutEvent[];
    const metadata = storedMetadata(row.metadata);
    const resting = kilocalories(statistics, 'HKQuantityTypeIdentifierBasalEnergyBurned');
    const active = kilocalories(statistics, 'HKQuantityTypeIdentifierActiveEnergyBurned') ?? row.energy;
    return {
      sampleClass: 'HKWorkout',
      sampleType: 'HKWorkoutTypeIdentifier',
      dataType: 'workout',
      activityType: row.activity,
      uuid: workoutUuid(row.activity, row.start, row.end, folded),
      startDate: utcText(row.start),
      endDate: utcText(row.end),
      sourceName: name,
      sourceVersion: sourceVersion || undefined,
      durationSeconds: row.duration ?? undefined,
      activeEnergyKilocalories: active ?? undefined,
      totalEnergyKilocalories:
        active !== null && resting !== null ? active + resting : (row.energy ?? undefined),
      totalDistanceMeters: row.distance ?? undefined,
      workoutEventCount: events.length,
      creationDate: row.created === null ? undefined : utcText(row.created),
      device,
      metadata,
      userProvidedFlag: isUserProvided(metadata),
      statistics: statistics.map(statisticShape),
      events: events.map(eventShape),
      activities: (JSON.parse(row.activities) as WorkoutActivity[]).map(activityShape),
    };
  }
}

function kilocalories(statistics: readonly Statistic[], type: string): number | null {
  const found = statistics.find((statistic) => statistic.type === type);
  const unit = found?.unit ?? '';
  return found?.sum == null || canonicalUnit(unit) !== 'kcal' ? null : toCanonical(found.sum, unit);
}

const textOf = (at: number | null) => (at === null ? undefined : utcText(at));

function statisticShape({ type, start, end, average, minimum, maximum, sum, unit }: Statistic) {
  return {
    type,
    unit: unit ?? undefined,
    sum: sum ?? undefined,
    average: average ?? undefined,
    minimum: minimum ?? undefined,
    maximum: maximum ?? undefined,
    startDate: textOf(start),
    endDate: textOf(end),
  };
}

function eventShape({ type, at, duration, metadata }: WorkoutEvent) {
  return {
    type,
    date: utcText(at),
    durationSeconds: duration ?? undefined,
    metadata: metadataObject(metadata),
  };
}

function activityShape(activity: WorkoutActivity) {
  return {
    uuid: activity.uuid ?? undefined,
    startDate: utcText(activity.start),
    endDate: textOf(activity.end),
    durationSeconds: activity.duration ?? undefined,
    metadata: metadataObject(activity.metadata),
    statistics: activity.statistics.map(statisticShape),
    events: activity.events.map(eventShape),
  };
}
