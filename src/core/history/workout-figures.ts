import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { WorkoutRow } from '../../shared/domain/history.ts';
import type { WorkoutSum, WorkoutTotals } from '../../shared/domain/workout-figures.ts';
import { dayText, secondsPerDay, spanStart } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import { newestExport } from '../events/hold.ts';
import type { RankOf } from '../events/source-priority.ts';
import { isOddInstant } from '../events/spans.ts';
import {
  type DistinctWorkout,
  distinctWorkouts,
  isByHandSql,
  type WorkoutSample,
  withCountable,
} from '../events/workout-events.ts';
import { zoneOf } from '../events/zone.ts';

interface Candidate extends WorkoutSample {
  readonly id: number;
  readonly sourceName: string;
  readonly hasRoute: 0 | 1;
}

type Twins = Pick<WorkoutRow, 'twinOf' | 'twins'>;

/** Records of one workout overlap, and none that counts is longer than a day (events/event-rules.ts). */
const aroundSeconds = 2 * secondsPerDay;

const candidateSql = `
  SELECT workout.id, activity, workout.start, workout."end", workout.source, source.name AS sourceName, duration, distance, energy,
    ${isByHandSql} AS isByHand,
    EXISTS (SELECT 1 FROM route WHERE route.workout = workout.id AND point_count > 0) AS hasRoute
  FROM workout JOIN source ON source.id = workout.source`;

/**
 * Finds workouts recorded by several apps: the same sport at overlapping times, of which the one by hand or by the first source counts (events/README.md, "One
 * workout, two apps"). Covers workouts that start from `from` to `to`.
 */
export function createWorkoutTwins(
  reader: Reader,
  rankOf: () => RankOf,
): (from: number, to: number) => ReadonlyMap<number, Twins> {
  const select = reader.prepare<[number, number], Candidate>(
    `${candidateSql} WHERE workout.start BETWEEN ? AND ?`,
  );
  const isCounted = countedOf(reader);
  return (from, to) => {
    const around = select.all(from - aroundSeconds, to + aroundSeconds).filter(isCounted());
    const found = new Map<number, Twins>();
    for (const { id, sourceName, twins } of distinctWorkouts(around, rankOf())) {
      if (twins.length === 0) continue;
      found.set(id, { twinOf: null, twins: twins.map((twin) => ({ id: twin.id, source: twin.sourceName })) });
      for (const twin of twins) found.set(twin.id, { twinOf: { id, source: sourceName }, twins: [] });
    }
    return found;
  };
}

export const noTwins: Twins = { twinOf: null, twins: [] };

/** A workout that ends before it begins, or is at an impossible time, counts in no figure (events/spans.ts). */
function countedOf(reader: Reader): () => (workout: Candidate) => boolean {
  const exportAt = newestExport(reader);
  return () => {
    const at = exportAt();
    return ({ start, end }) => end >= start && !isOddInstant(start, at);
  };
}

/**
 * Totals of the filtered workouts, each counted once; with a single source, all of its workouts count. Spans begin at midnight in the home zone, or
 * in the computer's zone if none is set; a workout belongs to the day of its start. Errors: settings.unknown_zone.
 */
export function createWorkoutTotals(
  reader: Reader,
  rankOf: () => RankOf,
  homeZone: () => string | null,
): (input: ParsedInput<'history.workoutTotals'>) => CallOutput<'history.workoutTotals'> {
  const select = reader.prepare<[], Candidate>(`${candidateSql} ORDER BY workout.start`);
  const isCounted = countedOf(reader);
  return ({ activity, source, from, to, hasRoute, by, weekStart }) => {
    const zone = zoneOf(homeZone() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone);
    const all = select.all().filter(isCounted()).map(withCountable);
    const isInDates = ({ start }: Candidate) =>
      start >= (from ?? Number.NEGATIVE_INFINITY) && start < (to ?? Number.POSITIVE_INFINITY);
    const isWanted = (one: Candidate) =>
      (source === undefined || one.source === source) && (hasRoute !== true || one.hasRoute === 1);
    const distinct = distinctWorkouts(all.filter(isWanted), rankOf()).filter(isInDates);
    const chosen = distinct.filter((one) => activity === undefined || one.activity === activity);
    const spans = Map.groupBy(chosen, ({ start }) => spanStart(zone.dayOf(start), by, weekStart));
    const sports = [...Map.groupBy(distinct, (one) => one.activity)].map(([name, ofSport]) => ({
      activity: name,
      ...sumOf(ofSport),
    }));
    return {
      zone: zone.name,
      total: sumOf(chosen),
      spans: [...spans]
        .sort(([a], [b]) => a - b)
        .map(([day, ofSpan]) => ({ day: dayText(day), ...sumOf(ofSpan) })),
      sports: sports.sort((a, b) => b.count - a.count || (a.activity < b.activity ? -1 : 1)),
      sources: sourcesOf(all),
    };
  };
}

function sumOf(workouts: readonly DistinctWorkout<Candidate>[]): WorkoutSum {
  const sum = {
    count: 0,
    seconds: 0,
    distance: null as number | null,
    energy: null as number | null,
    merged: 0,
  };
  for (const { duration, start, end, distance, energy, twins } of workouts) {
    sum.count++;
    sum.seconds += duration ?? end - start;
    if (distance !== null) sum.distance = (sum.distance ?? 0) + distance;
    if (energy !== null) sum.energy = (sum.energy ?? 0) + energy;
    sum.merged += twins.length;
  }
  return sum;
}

function sourcesOf(all: readonly Candidate[]): WorkoutTotals['sources'] {
  return [...Map.groupBy(all, ({ source }) => source)]
    .map(([id, own]) => ({ id, name: own[0]?.sourceName ?? '', count: own.length }))
    .sort((a, b) => b.count - a.count || a.id - b.id);
}
