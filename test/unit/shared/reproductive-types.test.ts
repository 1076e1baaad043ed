import { expect, test } from 'vitest';
import { isReproductive } from '../../../src/shared/domain/reproductive-types.ts';

test.each([
  'HKCategoryTypeIdentifierBleedingAfterPregnancy',
  'HKCategoryTypeIdentifierBleedingDuringPregnancy',
  'HKCategoryTypeIdentifierCervicalMucusQuality',
  'HKCategoryTypeIdentifierContraceptive',
  'HKCategoryTypeIdentifierInfrequentMenstrualCycles',
  'HKCategoryTypeIdentifierIntermenstrualBleeding',
  'HKCategoryTypeIdentifierIrregularMenstrualCycles',
  'HKCategoryTypeIdentifierLactation',
  'HKCategoryTypeIdentifierMenstrualFlow',
  'HKCategoryTypeIdentifierOvulationTestResult',
  'HKCategoryTypeIdentifierPersistentIntermenstrualBleeding',
  'HKCategoryTypeIdentifierPregnancy',
  'HKCategoryTypeIdentifierPregnancyTestResult',
  'HKCategoryTypeIdentifierProgesteroneTestResult',
  'HKCategoryTypeIdentifierProlongedMenstrualPeriods',
  'HKCategoryTypeIdentifierSexualActivity',
  'HKQuantityTypeIdentifierBasalBodyTemperature',
  // Newer than the types above.
  'HKCategoryTypeIdentifierMenopausalState',
  'HKCategoryTypeIdentifierBleedingAfterMenopause',
  'HKCategoryTypeIdentifierVaginalDryness',
  'HKCategoryTypeIdentifierPelvicPain',
  'HKCategoryTypeIdentifierBreastPain',
  // Apple has none of these.
  'HKCategoryTypeIdentifierFertilityTreatment',
  'HKQuantityTypeIdentifierEstrogenLevel',
  'HKDataTypeIdentifierUterineFinding',
  'HKCategoryTypeIdentifierMissedPeriod',
])('%s stays here unless the person adds it', (type) => {
  expect(isReproductive(type)).toBe(true);
});

test.each([
  'HKQuantityTypeIdentifierHeartRate',
  'HKQuantityTypeIdentifierPeripheralPerfusionIndex',
  'HKQuantityTypeIdentifierAppleSleepingWristTemperature',
  'HKQuantityTypeIdentifierBodyTemperature',
  'HKCategoryTypeIdentifierAbdominalCramps',
  'HKCategoryTypeIdentifierHeadache',
  'HKCategoryTypeIdentifierLowCardioFitnessEvent',
  'HKQuantityTypeIdentifierPeriodicBreathing',
])('%s goes with the records', (type) => {
  expect(isReproductive(type)).toBe(false);
});
