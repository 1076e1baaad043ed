/**
 * Measures that a device takes many times while something lasts. Health condenses those of old workouts into fewer
 * samples (developer.apple.com, "Accessing condensed workout samples"), so a missing one was not deleted by anybody.
 * Figures that add up are not among them: condensed, their sum stays, and the old samples beside it would count twice.
 */
const names = [
  'HeartRate',
  'RespiratoryRate',
  'OxygenSaturation',
  'PhysicalEffort',
  'EstimatedWorkoutEffortScore',
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

/** Speeds are rates too, those of sports that Apple will add included. */
export function isRate(type: string): boolean {
  return rates.has(type) || (type.startsWith('HKQuantityTypeIdentifier') && type.endsWith('Speed'));
}
