import { expect, test } from 'vitest';
import { recordClassOf } from '../../../src/shared/domain/record-class.ts';

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
  expect(recordClassOf(type)).toBe('reproductive');
});

test.each([
  'HKQuantityTypeIdentifierHeartRate',
  'HKQuantityTypeIdentifierPeripheralPerfusionIndex',
  'HKQuantityTypeIdentifierAppleSleepingWristTemperature',
  'HKQuantityTypeIdentifierBodyTemperature',
  'HKCategoryTypeIdentifierAbdominalCramps',
  'HKCategoryTypeIdentifierHeadache',
  'HKCategoryTypeIdentifierLowCardioFitnessEvent',
  'HKQuantityTypeIdentifierHeartRateVariabilityRMSSD',
  'HKCategoryTypeIdentifierHypertensionEvent',
  'HKCategoryTypeIdentifierHotFlashes',
  'HKDataTypeSleepDurationGoal',
])('%s goes with the records', (type) => {
  expect(recordClassOf(type)).toBe('record');
});

test.each([
  'HKQuantityTypeIdentifierPeriodicBreathing',
  'HKCategoryTypeIdentifierCycleRegularity',
  'HKDataTypeStateOfMind',
  'HKScoredAssessmentTypeIdentifierPHQ9',
  'HKQuantityTypeIdentifierstepcount',
  'StepCount',
  '',
  '__proto__',
])('%s, which nobody here has seen, stays here until the person adds it', (type) => {
  expect(recordClassOf(type)).toBe('unknown');
});
