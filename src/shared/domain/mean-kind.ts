import { m, t } from '../language.ts';
import { lookup } from '../lookup.ts';
import type { Aggregation } from './figures.ts';
import { bareType } from './type-label.ts';

/**
 * How HealthKit averages a quantity type that it does not add up (HKQuantityAggregationStyle). arithmetic: by number of samples;
 * temporally_weighted: "using a temporally weighted integration function" that Apple has not published, so that our arithmetic mean can
 * differ; equivalent_level: the equivalent continuous sound level, by energy over time (IEC 61672-1).
 */
export const meanKinds = ['arithmetic', 'temporally_weighted', 'equivalent_level'] as const;
export type MeanKind = (typeof meanKinds)[number];

/**
 * From the comments of HKTypeIdentifiers.h in the SDK of iOS 18.1. Two types are arithmetic there and temporally weighted in that of iOS 26,
 * as others quote it: the resting heart rate and the walking average.
 */
const typesByKind: Readonly<Record<MeanKind, string>> = {
  arithmetic: `AppleSleepingBreathingDisturbances AppleWalkingSteadiness BloodAlcoholContent BloodGlucose BloodPressureDiastolic
    BloodPressureSystolic BodyFatPercentage BodyMass BodyMassIndex CyclingCadence CyclingFunctionalThresholdPower CyclingPower
    ElectrodermalActivity EstimatedWorkoutEffortScore ForcedExpiratoryVolume1 ForcedVitalCapacity HeartRateRecoveryOneMinute
    HeartRateVariabilitySDNN Height LeanBodyMass OxygenSaturation PeakExpiratoryFlowRate PeripheralPerfusionIndex PhysicalEffort
    RespiratoryRate RunningGroundContactTime RunningPower RunningStrideLength RunningVerticalOscillation SixMinuteWalkTestDistance
    UVExposure UnderwaterDepth VO2Max WaistCircumference WalkingAsymmetryPercentage WalkingDoubleSupportPercentage WalkingStepLength
    WorkoutEffortScore`,
  temporally_weighted: 'AtrialFibrillationBurden HeartRate RestingHeartRate WalkingHeartRateAverage',
  equivalent_level: 'EnvironmentalAudioExposure EnvironmentalSoundReduction HeadphoneAudioExposure',
};

const kindOfType: Readonly<Record<string, MeanKind>> = lookup(
  Object.fromEntries(
    meanKinds.flatMap((kind) => typesByKind[kind].split(/\s+/).map((name) => [name, kind] as const)),
  ),
);

/** Families that Apple adds to with new sports; all that there are have an arithmetic mean. */
const arithmeticFamilies = /(Speed|Temperature)$/;

/** Null for types that are added up, for categories, and for types of which we do not know how Apple averages them. */
export function meanKindOf(type: string): MeanKind | null {
  if (!type.startsWith('HKQuantityType')) return null;
  const bare = bareType(type);
  return kindOfType[bare] ?? (arithmeticFamilies.test(bare) ? 'arithmetic' : null);
}

/** Sound levels, in dB: their numbers cannot be averaged. */
export const isSoundLevel = (type: string): boolean => meanKindOf(type) === 'equivalent_level';

/** `t` where it is shown. */
export const levelMean = m('Mean by energy (Leq)');

/** Which figure a number in a file is, for a column beside it; files are English. */
export function figureKindText(type: string, aggregation: Aggregation): string {
  if (aggregation === 'mean')
    return meanKindOf(type) === 'temporally_weighted'
      ? 'arithmetic mean (Health app: weighted by time)'
      : 'arithmetic mean';
  return { sum: 'sum', level: 'mean by energy (Leq)', time: 'time', count: 'number' }[aggregation];
}

const ofHealth = {
  arithmetic: m('Apple averages this type in the same way.'),
  temporally_weighted: m(
    'Apple weights this type by time but hasn’t published how, so the mean in the Health app can differ from this one.',
  ),
  unknown: m(
    'This app doesn’t know how Apple averages this type, so the mean in the Health app can differ from this one.',
  ),
};

/** Which mean a type has, in sentences; none for what is not averaged. */
export function meanRules(type: string, aggregation: Aggregation): string[] {
  if (aggregation === 'level')
    return [
      t(
        'Apple averages sound levels by energy over time (Leq), not by their numbers: loud minutes weigh more. All sources count.',
      ),
    ];
  if (aggregation !== 'mean') return [];
  const kind = meanKindOf(type);
  return [
    t(
      'The mean is the arithmetic mean of all records, whatever their source; each belongs to the span that it begins in.',
    ),
    t(ofHealth[kind === 'arithmetic' || kind === 'temporally_weighted' ? kind : 'unknown']),
  ];
}
