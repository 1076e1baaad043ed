import type { TypeSummary } from '../../../src/shared/domain/history.ts';

const q = 'HKQuantityTypeIdentifier';
const c = 'HKCategoryTypeIdentifier';
/** Name, records, unit, a usual value. */
const kinds: readonly (readonly [string, number, string | null, number])[] = [
  [`${q}ActiveEnergyBurned`, 942_110, 'kcal', 0.42],
  [`${q}HeartRate`, 610_114, 'count/min', 72],
  [`${q}BasalEnergyBurned`, 410_221, 'kcal', 1.6],
  [`${q}StepCount`, 296_020, 'count', 118],
  [`${q}DistanceWalkingRunning`, 271_551, 'km', 0.09],
  [`${q}AppleStandTime`, 61_120, 'min', 3],
  [`${c}SleepAnalysis`, 41_004, null, 0],
  [`${c}AppleStandHour`, 38_221, null, 0],
  [`${q}FlightsClimbed`, 22_400, 'count', 2],
  [`${q}EnvironmentalAudioExposure`, 21_007, 'dBASPL', 61.2],
  [`${q}OxygenSaturation`, 14_213, '%', 0.97],
  [`${q}RespiratoryRate`, 13_870, 'count/min', 14.5],
  [`${q}HeartRateVariabilitySDNN`, 9_412, 'ms', 43.7],
  [`${q}RestingHeartRate`, 2_380, 'count/min', 56],
  [`${q}VO2Max`, 812, 'mL/min·kg', 42.31],
  [`${q}BodyMass`, 402, 'kg', 71.4],
  [`${q}DietaryWater`, 318, 'mL', 250],
  [`${c}MindfulSession`, 210, null, 0],
  [`${q}BloodPressureSystolic`, 96, 'mmHg', 121],
  [`${q}BloodPressureDiastolic`, 96, 'mmHg', 78],
  [`${q}BodyTemperature`, 14, 'degC', 36.8],
];

export const kindOf = (type: string) => kinds.find(([name]) => name === type) ?? kinds[1];
export const kindNames = kinds.map(([name]) => name);

/** The 96 readings of the list of blood pressures. */
export function fakePressures(): TypeSummary {
  const [one] = fakeTypes();
  return { ...(one as TypeSummary), type: 'HKCorrelationTypeIdentifierBloodPressure', count: 96, sources: 1 };
}

export function fakeTypes(): TypeSummary[] {
  return kinds.map(([type, count], index) => ({
    type,
    count,
    firstAt: 1_551_398_400 + index * 8_000_000,
    lastAt: Math.floor(Date.now() / 1000) - 3 * 86_400 - index * 3_600,
    sources: 1 + (index % 4),
    trend: Array.from({ length: 24 }, (_, step) =>
      Math.round((1 + Math.sin(step * 0.7 + index)) * 40 + step * 3),
    ),
  }));
}
