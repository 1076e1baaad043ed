import { expect, test } from 'vitest';
import { figureKindText, meanKindOf, meanRules } from '../../../../src/shared/domain/mean-kind.ts';
import { isSummed } from '../../../../src/shared/domain/type-label.ts';

/** Every quantity type of HKTypeIdentifiers.h (SDK of iOS 18.1) by the aggregation style in its comment. */
const header = {
  'Discrete (Arithmetic)': `AppleSleepingWristTemperature BodyFatPercentage BodyMass BodyMassIndex ElectrodermalActivity Height LeanBodyMass
    WaistCircumference CrossCountrySkiingSpeed CyclingCadence CyclingFunctionalThresholdPower CyclingPower CyclingSpeed
    EstimatedWorkoutEffortScore PaddleSportsSpeed PhysicalEffort RowingSpeed RunningPower RunningSpeed UnderwaterDepth WorkoutEffortScore
    HeartRateRecoveryOneMinute HeartRateVariabilitySDNN PeripheralPerfusionIndex VO2Max AppleWalkingSteadiness RunningGroundContactTime
    RunningStrideLength RunningVerticalOscillation SixMinuteWalkTestDistance StairAscentSpeed StairDescentSpeed WalkingAsymmetryPercentage
    WalkingDoubleSupportPercentage WalkingSpeed WalkingStepLength BloodAlcoholContent BloodPressureDiastolic BloodPressureSystolic
    UVExposure WaterTemperature BasalBodyTemperature AppleSleepingBreathingDisturbances ForcedExpiratoryVolume1 ForcedVitalCapacity
    OxygenSaturation PeakExpiratoryFlowRate RespiratoryRate BloodGlucose BodyTemperature`,
  // The last two since the SDK of iOS 26.
  'Discrete (Temporally Weighted)':
    'AtrialFibrillationBurden HeartRate RestingHeartRate WalkingHeartRateAverage',
  'Discrete (Equivalent Continuous Level)':
    'EnvironmentalAudioExposure EnvironmentalSoundReduction HeadphoneAudioExposure',
  Cumulative: `ActiveEnergyBurned AppleExerciseTime AppleMoveTime AppleStandTime BasalEnergyBurned DistanceCrossCountrySkiing
    DistanceCycling DistanceDownhillSnowSports DistancePaddleSports DistanceRowing DistanceSkatingSports DistanceSwimming
    DistanceWalkingRunning DistanceWheelchair FlightsClimbed NikeFuel PushCount StepCount SwimmingStrokeCount DietaryBiotin
    DietaryCaffeine DietaryCarbohydrates DietaryEnergyConsumed DietarySodium DietaryWater DietaryZinc InhalerUsage InsulinDelivery
    NumberOfAlcoholicBeverages NumberOfTimesFallen TimeInDaylight`,
};
const kinds = {
  'Discrete (Arithmetic)': 'arithmetic',
  'Discrete (Temporally Weighted)': 'temporally_weighted',
  'Discrete (Equivalent Continuous Level)': 'equivalent_level',
  Cumulative: null,
};
const quantity = (name: string) => `HKQuantityTypeIdentifier${name}`;
const styles = Object.keys(header) as (keyof typeof header)[];

test.each(styles.flatMap((style) => header[style].split(/\s+/).map((name) => [name, style] as const)))(
  '%s: %s',
  (name, style) => {
    expect([meanKindOf(quantity(name)), isSummed(quantity(name))]).toEqual([
      kinds[style],
      style === 'Cumulative',
    ]);
  },
);

test('each mean says in words which it is, and where that of Health can be another', () => {
  const said = (name: string) => meanRules(quantity(name), 'mean').join(' ');
  const own = 'The mean is the arithmetic mean of all records';
  for (const name of ['BodyMass', 'OxygenSaturation', 'RespiratoryRate'])
    expect(said(name)).toMatch(new RegExp(`^${own}, .* Apple averages this type in the same way\\.$`));
  expect(said('HeartRate')).toMatch(
    new RegExp(`^${own}, .* Apple weights this type by time but hasn’t published how, .* can differ`),
  );
  // New in iOS 27, and what nobody told us of: nothing is claimed.
  for (const name of ['HeartRateVariabilityRMSSD', 'SomethingNew', 'constructor']) {
    expect(meanKindOf(quantity(name))).toBeNull();
    expect(said(name)).toMatch(/This app doesn’t know how Apple averages this type/);
  }
  expect(meanRules(quantity('HeadphoneAudioExposure'), 'level').join(' ')).toMatch(
    /by energy over time \(Leq\)/,
  );
  expect(meanRules(quantity('StepCount'), 'sum')).toEqual([]);
  expect(meanKindOf('HKCategoryTypeIdentifierHeartRate')).toBeNull();
  expect(figureKindText(quantity('BodyMass'), 'mean')).toBe('arithmetic mean');
  expect(figureKindText(quantity('HeartRate'), 'mean')).toBe(
    'arithmetic mean (Health app: weighted by time)',
  );
  expect(figureKindText(quantity('HeadphoneAudioExposure'), 'level')).toBe('mean by energy (Leq)');
  expect((['sum', 'time', 'count'] as const).map((one) => figureKindText(quantity('x'), one))).toEqual([
    'sum',
    'time',
    'number',
  ]);
});
