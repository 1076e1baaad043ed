/** One record type of the bench's person. Shares follow the census of 7.4 million records (healthkit/README §1.8). */
export interface BenchType {
  readonly name: string;
  readonly share: number;
  readonly unit: string;
  /** 1 in so many records has metadata. */
  readonly metadataEach: number;
}

const heavy: readonly [name: string, share: number, unit: string, metadataEach: number][] = [
  ['HKQuantityTypeIdentifierActiveEnergyBurned', 0.33, 'kcal', 0],
  ['HKQuantityTypeIdentifierHeartRate', 0.15, 'count/min', 1],
  ['HKQuantityTypeIdentifierBasalEnergyBurned', 0.15, 'kcal', 0],
  ['HKQuantityTypeIdentifierDistanceWalkingRunning', 0.09, 'km', 0],
  ['HKQuantityTypeIdentifierStepCount', 0.08, 'count', 0],
  ['HKQuantityTypeIdentifierPhysicalEffort', 0.04, 'kcal/hr·kg', 2],
  ['HKQuantityTypeIdentifierAppleExerciseTime', 0.02, 'min', 0],
  ['HKQuantityTypeIdentifierEnvironmentalAudioExposure', 0.02, 'dBASPL', 0],
  ['HKQuantityTypeIdentifierAppleStandTime', 0.02, 'min', 0],
  ['HKQuantityTypeIdentifierRespiratoryRate', 0.015, 'count/min', 0],
  ['HKQuantityTypeIdentifierOxygenSaturation', 0.01, '%', 1],
  ['HKCategoryTypeIdentifierSleepAnalysis', 0.01, '', 1],
  ['HKCategoryTypeIdentifierAppleStandHour', 0.01, '', 0],
];
const restTypes = 87;

/** 100 types; the last 87 share 5.5% with ever smaller parts, the least of them a handful of records. */
export function benchTypes(): BenchType[] {
  const types = heavy.map(([name, share, unit, metadataEach]) => ({ name, share, unit, metadataEach }));
  const rest = 1 - types.reduce((sum, { share }) => sum + share, 0);
  const weights = Array.from({ length: restTypes }, (_, i) => 0.88 ** i);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  weights.forEach((weight, i) => {
    const name = `HKQuantityTypeIdentifierBench${String(i + 1).padStart(2, '0')}`;
    types.push({ name, share: (rest * weight) / all, unit: 'count', metadataEach: 0 });
  });
  return types;
}

/** Sources with the odds of each; `Rare Scale` has one record in 20,000. */
export const benchSources: readonly { readonly name: string; readonly weight: number }[] = [
  { name: 'Ada’s Apple Watch', weight: 0.62 },
  { name: 'Ada’s iPhone', weight: 0.3 },
  { name: 'Old Watch', weight: 0.05 },
  { name: 'Old iPhone', weight: 0.02 },
  { name: 'Runner', weight: 0.006 },
  { name: 'Food Diary', weight: 0.003 },
  { name: 'Health', weight: 0.00095 },
  { name: 'Rare Scale', weight: 0.00005 },
];
