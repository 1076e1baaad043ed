import { m, t } from '../language.ts';
import { lookup } from '../lookup.ts';
import { categoryOfType } from './event-category.ts';
import type { Aggregation } from './figures.ts';
import { bareType, isSummed } from './type-label.ts';

/**
 * How HealthKit averages a quantity type that it doesn't sum (HKQuantityAggregationStyle). arithmetic: by number of
 * samples; temporally_weighted: "using a temporally weighted integration function" that Apple hasn't published, so our
 * arithmetic mean may differ; equivalent_level: the equivalent continuous sound level, by energy over time (IEC 61672-1).
 */
const meanKinds = ['arithmetic', 'temporally_weighted', 'equivalent_level'] as const;
export type MeanKind = (typeof meanKinds)[number];

/**
 * From the comments of HKTypeIdentifiers.h in the SDK of iOS 18.1. Two types are arithmetic there but temporally
 * weighted in the SDK of iOS 26, as quoted by others: the resting heart rate and the walking average.
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

/** Families that Apple extends with new sports; all existing members have an arithmetic mean. */
const arithmeticFamilies = /(Speed|Temperature)$/;

/** Null for summed types, for categories, and for types whose averaging by Apple is unknown to us. */
export function meanKindOf(type: string): MeanKind | null {
  if (!type.startsWith('HKQuantityType')) return null;
  const bare = bareType(type);
  return kindOfType[bare] ?? (arithmeticFamilies.test(bare) ? 'arithmetic' : null);
}

/** Sound levels, in dB: their numbers can't be averaged. */
export const isSoundLevel = (type: string): boolean => meanKindOf(type) === 'equivalent_level';

/** Whether a sample of the type that lasts longer than a day (25 hours) is in no figure: sums, sound levels and event categories. */
export function isLimited(type: string): boolean {
  return isSummed(type) || isSoundLevel(type) || Object.hasOwn(categoryOfType, type);
}

/** Call `t` where it's shown. */
export const levelMean = m('Mean by energy (Leq)');

/** The kind of a number in a file, for a column beside it; files are in English. */
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

/** The kind of a type's mean, in sentences; empty for types that aren't averaged. */
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
