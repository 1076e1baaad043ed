/**
 * Measures that a device takes many times during an activity. Health condenses those of old workouts into fewer samples (developer.apple.com,
 * "Accessing condensed workout samples"), so a missing sample wasn't deleted. Additive figures aren't included: condensing keeps their sum, and old
 * samples next to it would count twice. Nor is the effort of a workout, which has one score.
 */
const names = [
  'HeartRate',
  'RespiratoryRate',
  'OxygenSaturation',
  'PhysicalEffort',
  'CyclingCadence',
  'CyclingPower',
  'RunningPower',
  'RunningStrideLength',
  'RunningVerticalOscillation',
  'RunningGroundContactTime',
  'WalkingStepLength',
  'WaterTemperature',
  'UnderwaterDepth',
  'EnvironmentalAudioExposure',
  'HeadphoneAudioExposure',
];
const rates: ReadonlySet<string> = new Set(names.map((name) => `HKQuantityTypeIdentifier${name}`));

/** Speeds are rates too, also for sports that Apple may add. */
export function isRate(type: string): boolean {
  return rates.has(type) || (type.startsWith('HKQuantityTypeIdentifier') && type.endsWith('Speed'));
}
