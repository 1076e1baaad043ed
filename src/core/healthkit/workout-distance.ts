const prefix = 'HKQuantityTypeIdentifierDistance';

/** Sports with a distance of their own kind (developer.apple.com, HKQuantityTypeIdentifier, "distance…"); all others walk or run. */
const kindOfSport: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Cycling: ['Cycling', 'HandCycling'],
    Swimming: ['Swimming'],
    Wheelchair: ['WheelchairWalkPace', 'WheelchairRunPace'],
    DownhillSnowSports: ['DownhillSkiing', 'Snowboarding', 'SnowSports'],
    CrossCountrySkiing: ['CrossCountrySkiing'],
    PaddleSports: ['PaddleSports'],
    Rowing: ['Rowing'],
    SkatingSports: ['SkatingSports'],
  }).flatMap(([kind, sports]) => sports.map((sport) => [sport, kind] as const)),
);
/** Workouts of several sports: their distance covers all legs. */
const manySports = new Set(['SwimBikeRun', 'Transition', 'Other', 'MixedCardio', 'CrossTraining']);

/**
 * The distance type of a workout: `HKWorkoutActivityTypeCycling` → `HKQuantityTypeIdentifierDistanceCycling`; null for several sports, whose
 * distances add up.
 */
export function distanceTypeOf(activity: string): string | null {
  const sport = activity.replace(/^HKWorkoutActivityType/, '');
  if (manySports.has(sport)) return null;
  return prefix + (kindOfSport.get(sport) ?? 'WalkingRunning');
}
