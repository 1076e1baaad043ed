/** What a workout of a sport is like: figures per hour of moving. */
export interface Sport {
  readonly activity: string;
  /** Kilometers an hour; 0 for sports without a distance. */
  readonly slow: number;
  readonly fast: number;
  readonly metabolic: number;
  /** Share of the way from resting to highest heart rate. */
  readonly effort: number;
  /** Steps a second; 0 where the feet do not step. */
  readonly cadence: number;
  readonly outdoors: boolean;
  readonly distanceType: string;
  readonly shortest: number;
  readonly longest: number;
}

function sport(
  activity: string,
  speeds: readonly [number, number],
  body: readonly [metabolic: number, effort: number, cadence: number],
  minutes: readonly [number, number],
  distanceType = '',
): Sport {
  return {
    activity: `HKWorkoutActivityType${activity}`,
    slow: speeds[0],
    fast: speeds[1],
    metabolic: body[0],
    effort: body[1],
    cadence: body[2],
    outdoors: distanceType !== '' && activity !== 'Swimming',
    distanceType: distanceType === '' ? '' : `HKQuantityTypeIdentifier${distanceType}`,
    shortest: minutes[0],
    longest: minutes[1],
  };
}

const walkingRunning = 'DistanceWalkingRunning';

/** Running stands twice: it is what this person does most. */
export const sports: readonly [Sport, ...Sport[]] = [
  sport('Running', [8.8, 12], [10, 0.78, 2.75], [22, 62], walkingRunning),
  sport('Walking', [4.6, 5.8], [3.6, 0.34, 1.8], [20, 70], walkingRunning),
  sport('Cycling', [18, 27], [7.5, 0.62, 0], [35, 120], 'DistanceCycling'),
  sport('TraditionalStrengthTraining', [0, 0], [5, 0.42, 0], [25, 55]),
  sport('Swimming', [1.9, 2.7], [7, 0.58, 0], [20, 45], 'DistanceSwimming'),
  sport('Yoga', [0, 0], [2.6, 0.18, 0], [20, 60]),
  sport('Hiking', [3.5, 4.6], [5.6, 0.48, 1.7], [60, 150], walkingRunning),
  sport('Running', [9.4, 12.8], [10.6, 0.82, 2.8], [20, 45], walkingRunning),
];
