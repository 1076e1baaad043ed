import type { EventProperties } from '../../shared/domain/event.ts';
import { workoutName } from '../../shared/domain/workout-name.ts';
import { dayText, wireTime } from '../../shared/time.ts';
import { isCountable } from '../healthkit/units.ts';
import { type Contender, dedupeBySecond, eventsOfSecond, rankOfContender } from './dedupe-by-second.ts';
import { type DerivedEvent, type OwnEvent, ownSampleId, rounded } from './derived-event.ts';
import { userEntered } from './source-kinds.ts';
import type { RankOf } from './source-priority.ts';
import { firstEndingAfter, longestSpanSeconds, type Span } from './spans.ts';
import type { Zone } from './zone.ts';

/** SQL: 1 for a workout that was entered by hand. Workouts are few, so their metadata is looked through when they are read. */
export const isByHandSql = `coalesce(instr(workout.metadata, '${userEntered}') > 0, 0)`;

/** A row of `workout`: duration s without pauses, distance m, energy kcal. */
export interface WorkoutSample extends Contender {
  readonly activity: string;
  readonly duration: number | null;
  readonly distance: number | null;
  readonly energy: number | null;
}

/** Beats a minute of one source inside a workout. */
export interface HeartRate {
  readonly average: number;
  readonly highest: number;
}

/** Figures that no import stores any longer are none (healthkit/units.ts). */
export function withCountable<W extends Pick<WorkoutSample, 'duration' | 'distance' | 'energy'>>(
  workout: W,
): W {
  const { duration, distance, energy } = workout;
  const kept = (value: number | null) => (value !== null && isCountable(value) ? value : null);
  const isWhole = [duration, distance, energy].every((value) => kept(value) === value);
  return isWhole
    ? workout
    : { ...workout, duration: kept(duration), distance: kept(distance), energy: kept(energy) };
}

/** A workout that counts, and the records of other sources that are of the same one. */
export type DistinctWorkout<W extends WorkoutSample> = W & { readonly twins: W[] };

/** The time of a distinct workout, or of several of one source that overlap. */
interface Covered<W extends WorkoutSample> extends Span {
  readonly by: DistinctWorkout<W>;
}

/**
 * Leaves one of those records of one workout that several sources made: the same sport at overlapping times
 * (healthkit/README §1.7), of which the one by hand stays, else that of the higher-priority source. A source's own workouts are one only where
 * one is by hand and the other isn't, and one that lasts longer than a day covers nothing. Ascending by start; n log n, however many overlap.
 */
export function distinctWorkouts<W extends WorkoutSample>(
  workouts: readonly W[],
  rankOf: RankOf,
): DistinctWorkout<W>[] {
  const result: DistinctWorkout<W>[] = [];
  for (const ofSport of Map.groupBy(workouts, ({ activity }) => activity).values()) {
    const bySource = [
      ...Map.groupBy(ofSport, ({ source, isByHand = 0 }) => `${source} ${isByHand}`).values(),
    ].map((own) => [own[0] as W, own] as const);
    bySource.sort(
      ([a], [b]) =>
        rankOfContender(a, rankOf) - rankOfContender(b, rankOf) || rankOf(a.source) - rankOf(b.source),
    );
    /** Of the sources before, disjoint and ascending. */
    let covered: Covered<W>[] = [];
    for (const [, own] of bySource) {
      const kept: Covered<W>[] = [];
      for (const workout of own.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
        const { start, end } = workout;
        const isLong = end - start > longestSpanSeconds;
        const over = isLong ? undefined : covered[firstEndingAfter(covered, start)];
        if (over && over.start < Math.max(end, start + 1)) over.by.twins.push(workout);
        else {
          const by = { ...workout, twins: [] };
          result.push(by);
          if (!isLong) cover(kept, { start, end, by });
        }
      }
      covered = covered.length === 0 ? kept : withAll(covered, kept);
    }
  }
  return result.sort((a, b) => a.start - b.start);
}

/** Adds a span that begins no earlier than the last. */
function cover<W extends WorkoutSample>(spans: Covered<W>[], span: Covered<W>): void {
  const last = spans.at(-1);
  if (last && span.start < last.end) spans[spans.length - 1] = { ...last, end: Math.max(last.end, span.end) };
  else spans.push(span);
}

/** Both lists as one; no two overlap. */
function withAll<W extends WorkoutSample>(spans: Covered<W>[], more: readonly Covered<W>[]): Covered<W>[] {
  if (more.length > fewSpans) return [...spans, ...more].sort((a, b) => a.start - b.start);
  for (const span of more) spans.splice(firstEndingAfter(spans, span.start), 0, span);
  return spans;
}

/** So many are put into their place one by one: sorting all again for each of thousands of sources would take seconds. */
const fewSpans = 64;

/**
 * By second, the distinct workouts that start in [from, to) (trendy/README §3.2); Trendy gets the one of the source that counts
 * first. `workouts` must hold those around that time too, of which one may be the
 * same workout. `heartRateOf` gives null where no heart rate was recorded, and is asked in order of start.
 */
export function workoutEvents(
  workouts: readonly WorkoutSample[],
  { from, to }: { readonly from: number; readonly to: number },
  heartRateOf: (workout: WorkoutSample) => HeartRate | null,
  zone: Zone,
  rankOf: RankOf,
): [DerivedEvent, ...OwnEvent[]][] {
  const distinct = distinctWorkouts(workouts, rankOf).filter(({ start }) => start >= from && start < to);
  const seconds = dedupeBySecond(distinct, rankOf, (a, b) => (a.activity < b.activity ? -1 : 1));
  return seconds.map((same) =>
    eventsOfSecond(
      same,
      ({ activity, end }) => `${activity} ${end}`,
      (workout, others) => {
        const { start, end, activity } = workout;
        const type = workoutType(activity);
        return {
          category: 'workout',
          start,
          end,
          isAllDay: false,
          notes: `Auto-logged: ${type}`,
          sampleId: ownSampleId('workout', start, end, activity),
          properties: propertiesOf(workout, type, heartRateOf(workout)),
          day: dayText(zone.dayOf(start)),
          merged: others.reduce((sum, { twins }) => sum + 1 + twins.length, workout.twins.length),
          breakdown: null,
        };
      },
    ),
  );
}

function propertiesOf(workout: WorkoutSample, type: string, heartRate: HeartRate | null): EventProperties {
  const { start, end, duration, energy, distance } = workout;
  const properties: EventProperties = {
    Duration: { type: 'duration', value: rounded(duration ?? end - start) },
    'Workout Type': { type: 'text', value: type },
    'Started At': { type: 'date', value: wireTime(start) },
    'Ended At': { type: 'date', value: wireTime(end) },
  };
  const figures = {
    Calories: energy,
    'Distance (m)': distance,
    'Avg Heart Rate': heartRate?.average ?? null,
    'Max Heart Rate': heartRate?.highest ?? null,
  };
  for (const [name, value] of Object.entries(figures)) {
    if (value !== null) properties[name] = { type: 'number', value: rounded(value) };
  }
  return properties;
}

/** The activities that the phone names (trendy/README §3.6), by the words behind HKWorkoutActivityType. */
const named = new Set(
  `AmericanFootball Archery AustralianFootball Badminton Baseball Basketball Bowling Boxing Climbing Cricket CrossTraining
  Curling Cycling Dance Elliptical EquestrianSports Fencing Fishing FunctionalStrengthTraining Golf Gymnastics Handball
  Hiking Hockey Hunting Lacrosse MartialArts MindAndBody PaddleSports Play PreparationAndRecovery Racquetball Rowing Rugby
  Running Sailing SkatingSports SnowSports Soccer Softball Squash StairClimbing SurfingSports Swimming TableTennis Tennis
  TrackAndField TraditionalStrengthTraining Volleyball Walking WaterFitness WaterPolo WaterSports Wrestling Yoga Barre
  CoreTraining CrossCountrySkiing DownhillSkiing Flexibility HighIntensityIntervalTraining JumpRope Kickboxing Pilates
  Snowboarding Stairs StepTraining WheelchairWalkPace WheelchairRunPace TaiChi MixedCardio HandCycling DiscSports
  FitnessGaming CardioDance SocialDance Pickleball Cooldown SwimBikeRun Transition UnderwaterDiving`.split(
    /\s+/,
  ),
);

/** `Workout Type` as the phone writes it: `HKWorkoutActivityTypeSwimBikeRun` → `Triathlon`; all others are `Other`. */
export function workoutType(activity: string): string {
  const bare = activity.replace(/^HKWorkoutActivityType/, '');
  return named.has(bare) ? workoutName(bare) : 'Other';
}
