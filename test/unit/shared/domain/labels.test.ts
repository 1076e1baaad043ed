import { expect, test } from 'vitest';
import { isSummed, typeLabel } from '../../../../src/shared/domain/type-label.ts';
import { metadataLabel, valueLabel, workoutEventLabel } from '../../../../src/shared/domain/value-label.ts';
import { workoutName } from '../../../../src/shared/domain/workout-name.ts';

test.each([
  ['HKQuantityTypeIdentifierHeartRate', 'Heart rate'],
  ['HKQuantityTypeIdentifierStepCount', 'Steps'],
  ['HKQuantityTypeIdentifierDietaryVitaminB12', 'Vitamin B12'],
  ['HKCategoryTypeIdentifierHandwashingEvent', 'Handwashing'],
  ['HKCategoryTypeIdentifierSleepAnalysis', 'Sleep'],
  ['HKDataTypeSleepDurationGoal', 'Sleep goal'],
  ['HKQuantityTypeIdentifierSomethingNewIn2031', 'Something new in2031'],
  ['HKCorrelationTypeIdentifierBloodPressure', 'Blood pressure'],
  ['HKDataTypeStateOfMind', 'State of Mind'],
  ['HKStateOfMindType', 'State of Mind'],
  ['HKMedicationDoseEventTypeIdentifierMedicationDoseEvent', 'Medications'],
  ['HKScoredAssessmentTypeIdentifierGAD7', 'Anxiety risk (GAD-7)'],
  ['HKScoredAssessmentTypeIdentifierPHQ9', 'Depression risk (PHQ-9)'],
  ['HKScoredAssessmentTypeIdentifierWHO5', 'WHO5'],
  ['HKDataTypeIdentifierMenopausalState', 'Menopausal state'],
  ['com.example.mood', 'com.example.mood'],
  ['HKQuantityTypeIdentifier', 'HKQuantityTypeIdentifier'],
  ['', ''],
])('%s', (type, label) => expect(typeLabel(type)).toBe(label));

test.each([
  ['SleepAnalysis', 'HKCategoryValueSleepAnalysisAsleepREM', 'REM sleep'],
  ['SleepAnalysis', 'HKCategoryValueSleepAnalysisAsleep', 'Asleep'],
  ['SleepAnalysis', 'HKCategoryValueSleepAnalysisAsleepUnspecified', 'Asleep, no stage'],
  ['AppleStandHour', 'HKCategoryValueAppleStandHourStood', 'Stood'],
  ['SexualActivity', 'HKCategoryValueNotApplicable', ''],
  ['IntermenstrualBleeding', '1', '1'],
])('%s: %s', (type, text, label) => expect(valueLabel(`HKCategoryTypeIdentifier${type}`, text)).toBe(label));

test('the value of a type that is neither quantity nor category', () => {
  const type = 'HKDataTypeIdentifierMenopausalState';
  expect(valueLabel(type, 'HKMenopausalStatePerimenopause')).toBe('Perimenopause');
  expect(valueLabel(type, 'HKMenopausalState')).toBe('HKMenopausalState');
  expect(valueLabel('HKMedicationDoseEventTypeIdentifierMedicationDoseEvent', 'A: taken')).toBe('A: taken');
});

test.each([
  ['HKWorkoutActivityTypeMindAndBody', 'Mind and Body'],
  ['HKWorkoutActivityTypeHighIntensityIntervalTraining', 'HIIT'],
  ['HKWorkoutActivityTypeSwimBikeRun', 'Triathlon'],
  ['HKWorkoutActivityTypeTrackAndField', 'Track and Field'],
  ['HKWorkoutActivityType', 'HKWorkoutActivityType'],
])('%s', (activity, name) => expect(workoutName(activity)).toBe(name));

test.each([
  ['HKTimeZone', 'Time zone'],
  ['HKMetadataKeySyncVersion', 'Sync version'],
  ['HKAverageMETs', 'Average METs'],
  ['HKMetadataKeyAppleFitnessPlusSession', 'Apple Fitness+ session'],
  ['_HKPrivateMetadataKeyIsMachTime', 'Is mach time'],
  ['@associatedEvent', 'Associated event'],
  ['@Label', 'Label'],
  ['@', '@'],
  ['Bench Press', 'Bench Press'],
  ['HKonnect', 'HKonnect'],
])('%s', (key, label) => expect(metadataLabel(key)).toBe(label));

test('workout events in words', () => {
  expect(workoutEventLabel('HKWorkoutEventTypeMotionPaused')).toBe('Motion paused');
});

test('steps are summed, heart rates and categories are not', () => {
  expect(isSummed('HKQuantityTypeIdentifierStepCount')).toBe(true);
  expect(isSummed('HKQuantityTypeIdentifierDistanceCycling')).toBe(true);
  expect(isSummed('HKQuantityTypeIdentifierHeartRate')).toBe(false);
  expect(isSummed('HKQuantityTypeIdentifierWalkingStepLength')).toBe(false);
  expect(isSummed('HKCategoryTypeIdentifierSleepAnalysis')).toBe(false);
});
