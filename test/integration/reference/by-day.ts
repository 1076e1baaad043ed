// The figures of every day and type: as the product has them, and as the plain recount of test/reference has.
import { expect } from 'vitest';
import type { Figure } from '../../../src/shared/domain/figures.ts';
import { type PlainFigure, plainFigures } from '../../reference/day-figures.ts';
import type { mergeExports } from '../../reference/history.ts';
import type { Imported } from './imported.ts';

const types = [
  'HKQuantityTypeIdentifierStepCount',
  'HKQuantityTypeIdentifierActiveEnergyBurned',
  'HKQuantityTypeIdentifierDistanceWalkingRunning',
  'HKQuantityTypeIdentifierDistanceCycling',
  'HKQuantityTypeIdentifierFlightsClimbed',
  'HKQuantityTypeIdentifierAppleExerciseTime',
  'HKQuantityTypeIdentifierBloodPressureSystolic',
  'HKQuantityTypeIdentifierBloodPressureDiastolic',
  'HKQuantityTypeIdentifierEnvironmentalAudioExposure',
  'HKQuantityTypeIdentifierDietaryWater',
  'HKQuantityTypeIdentifierHeartRate',
  'HKQuantityTypeIdentifierBloodGlucose',
  'HKQuantityTypeIdentifierEstimatedWorkoutEffortScore',
  'HKQuantityTypeIdentifierHeight',
  'HKQuantityTypeIdentifierBodyMass',
  'HKCategoryTypeIdentifierSleepAnalysis',
  'HKCategoryTypeIdentifierMindfulSession',
  'HKCategoryTypeIdentifierMenstrualFlow',
];

const compared = ({ day, count, sum, mean, lowest, highest, latest, values }: PlainFigure) => ({
  day,
  count,
  numbers: [sum, mean, lowest, highest, latest],
  values,
});

async function figuresOfType({ handlers }: Imported, type: string) {
  const { figures, isCurrent } = await handlers['history.figures']({ type, by: 'day', weekStart: 1 });
  expect(isCurrent).toBe(true);
  const plain = figures.map(
    (figure: Figure): PlainFigure => ({
      ...figure,
      values: figure.values
        .map(({ value, seconds, count: of }) => [value, seconds, of] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    }),
  );
  return plain.map(compared);
}

/** What the product says of every type, by day of the home zone. */
export const saidByDay = (product: Imported) =>
  Promise.all(types.map((type) => figuresOfType(product, type)));

/** What is right, in a zone and with a chosen order of sources. `exportAt`: of the newest file, UTC seconds. */
export function rightByDay(
  history: ReturnType<typeof mergeExports>,
  zone: string,
  exportAt: number,
  chosen: readonly string[] = [],
) {
  return types.map((type) => plainFigures(history, type, zone, exportAt, chosen).map(compared));
}
