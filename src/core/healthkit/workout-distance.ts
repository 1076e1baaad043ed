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
/** Several sports at once: its distance is that of all legs. */
const manySports = new Set(['SwimBikeRun', 'Transition', 'Other', 'MixedCardio', 'CrossTraining']);

/**
 * The type of distance that a workout is measured by: `HKWorkoutActivityTypeCycling` → `HKQuantityTypeIdentifierDistanceCycling`; null
 * for those of several sports, whose distances add up.
 */
export function distanceTypeOf(activity: string): string | null {
  const sport = activity.replace(/^HKWorkoutActivityType/, '');
  if (manySports.has(sport)) return null;
  return prefix + (kindOfSport.get(sport) ?? 'WalkingRunning');
}
