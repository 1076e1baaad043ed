import type { EventProperties } from '../../shared/domain/event.ts';
import type { DerivedEvent } from './derived-event.ts';
import { type Contender, oneASecond } from './one-a-second.ts';
import { rounded } from './rounded.ts';
import { ownSampleId } from './sample-id.ts';
import type { RankOf } from './source-priority.ts';
import { dayText, wireTime } from './wire-time.ts';
import { workoutType } from './workout-type.ts';
import type { Zone } from './zone.ts';

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

/**
 * One event for each workout (trendy-backend §3.2); of those that start in the same second, of whatever kind, the one of
 * the higher-priority source stays. `heartRateOf` gives null where no heart rate was recorded.
 */
export function workoutEvents(
  workouts: readonly WorkoutSample[],
  heartRateOf: (workout: WorkoutSample) => HeartRate | null,
  zone: Zone,
  rankOf: RankOf,
): DerivedEvent[] {
  const groups = oneASecond(workouts, rankOf, (a, b) => (a.activity < b.activity ? -1 : 1));
  return groups.map(([workout, ...others]) => {
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
      merged: others.length,
      breakdown: null,
    };
  });
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
