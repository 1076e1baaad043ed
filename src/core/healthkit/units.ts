import { unitFactors } from '../../shared/domain/unit-factors.ts';
import { greatest } from './byte-values.ts';
import { parseUnit } from './unit-grammar.ts';

/** Converts a printed unit to the canonical one of its kind: canonical = value × factor + offset. */
export interface UnitRule {
  readonly canonical: string;
  readonly factor: number;
  readonly offset: number;
}

const frozen = new Map<string, UnitRule>();

function add(canonical: string, factors: Readonly<Record<string, number>>): void {
  for (const [unit, factor] of Object.entries(factors)) frozen.set(unit, { canonical, factor, offset: 0 });
}

/** The molar mass of glucose as HealthKit prints it. Some versions print other last digits, which the values don't reflect. */
const glucose = 180.1558800000541;

/** Normalizes units that name the molar mass of glucose. */
function spelling(unit: string): string {
  return unit.replace(/mol<(\d+(?:\.\d+)?)>/, (whole, mass: string) =>
    Math.abs(Number(mass) - glucose) < 1e-6 ? `mol<${glucose}>` : whole,
  );
}

// The kinds whose unit follows the phone's region (healthkit/README §1.5). Their factors are part of the identity of
// stored records and never change by a bit; every other unit is converted by the grammar.
for (const [canonical, factors] of Object.entries(unitFactors)) add(canonical, factors);
add('mg/dL', { [`mmol<${glucose}>/L`]: unitFactors['mg/dL']['mmol/L'] });
add('kcal', { kcal: 1, Cal: 1, cal: 0.001, kJ: 1 / 4.184, J: 1 / 4184 });
frozen.set('degC', { canonical: 'degC', factor: 1, offset: 0 });
frozen.set('degF', { canonical: 'degC', factor: 5 / 9, offset: -160 / 9 });
frozen.set('K', { canonical: 'degC', factor: 1, offset: -273.15 });

/** Other units that are compared and charted as one, for every type. */
const canonicalUnits = [
  ...new Set([...frozen.values()].map(({ canonical }) => canonical)),
  ...['min', 'count/min', 'L/min', 'mcS', 'W', 'V', 'deg', 'lx', 'IU', 'dBASPL', 'dBHL'],
];
const canonicalOfDimension = new Map(canonicalUnits.map((unit) => [parseUnit(unit)?.dimension, unit]));

const prefix = 'HKQuantityTypeIdentifier';

/** Types whose name doesn't tell their unit, by canonical unit, which is the one the Health app prints most. */
const typesByUnit: Readonly<Record<string, string>> = {
  count: `StepCount PushCount SwimmingStrokeCount FlightsClimbed NikeFuel InhalerUsage NumberOfTimesFallen BodyMassIndex
    NumberOfAlcoholicBeverages UVExposure`,
  '%': `BodyFatPercentage OxygenSaturation PeripheralPerfusionIndex BloodAlcoholContent WalkingDoubleSupportPercentage
    WalkingAsymmetryPercentage AtrialFibrillationBurden AppleWalkingSteadiness`,
  m: 'Height WaistCircumference WalkingStepLength RunningStrideLength RunningVerticalOscillation UnderwaterDepth SixMinuteWalkTestDistance',
  g: 'BodyMass LeanBodyMass',
  kcal: 'ActiveEnergyBurned BasalEnergyBurned DietaryEnergyConsumed',
  mL: 'DietaryWater ForcedExpiratoryVolume1 ForcedVitalCapacity',
  mmHg: 'BloodPressureSystolic BloodPressureDiastolic',
  'mg/dL': 'BloodGlucose',
  'count/min': `HeartRate RestingHeartRate WalkingHeartRateAverage HeartRateRecoveryOneMinute RespiratoryRate
    CyclingCadence`,
  min: 'AppleExerciseTime AppleStandTime AppleMoveTime TimeInDaylight',
  ms: 'HeartRateVariabilitySDNN HeartRateVariabilityRMSSD RunningGroundContactTime',
  W: 'RunningPower CyclingPower CyclingFunctionalThresholdPower',
  dBASPL: 'EnvironmentalAudioExposure HeadphoneAudioExposure EnvironmentalSoundReduction',
  IU: 'InsulinDelivery',
  mcS: 'ElectrodermalActivity',
  'L/min': 'PeakExpiratoryFlowRate',
  'mL/min·kg': 'VO2Max',
  'kcal/hr·kg': 'PhysicalEffort',
};
const unitOfType: ReadonlyMap<string, string> = new Map(
  Object.entries(typesByUnit).flatMap(([unit, names]) =>
    names.split(/\s+/).map((name) => [`${prefix}${name}`, unit] as const),
  ),
);

/** Families that Apple extends with new sports and foods. */
const families: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/^HKQuantityTypeIdentifierDistance/, 'm'],
  [/^HKQuantityTypeIdentifierDietary/, 'g'],
  [/^HKQuantityTypeIdentifier.*Speed$/, 'km/hr'],
  [/^HKQuantityTypeIdentifier.*Temperature$/, 'degC'],
];

/** The unit in which a type is stored, or null for a type with an unknown unit. */
export function unitOfQuantity(type: string): string | null {
  const unit = unitOfType.get(type) ?? families.find(([pattern]) => pattern.test(type))?.[1];
  return unit ?? null;
}

/**
 * The rule for a printed unit of a type; '' for values without a type, such as workout statistics. Null if the unit is missing, unknown, or doesn't
 * fit the type: then the value has no figure, and no sum may count it. Counted types alone need no unit; any unit of an unknown type is its own.
 */
export function unitRule(unit: string, type = ''): UnitRule | null {
  const expected = type === '' ? null : unitOfQuantity(type);
  if (unit === '')
    return expected === null || expected === 'count'
      ? { canonical: expected ?? '', factor: 1, offset: 0 }
      : null;
  const spelled = spelling(unit);
  const known = frozen.get(spelled);
  if (known && (expected === null || expected === known.canonical)) return known;
  const measure = parseUnit(spelled);
  if (measure === null && (expected !== null || type === '')) return null;
  const canonical = expected ?? canonicalOfDimension.get(measure?.dimension ?? unit) ?? unit;
  if (canonical === unit) return { canonical, factor: 1, offset: 0 };
  const target = parseUnit(canonical);
  if (measure === null || target?.dimension !== measure.dimension) return null;
  const factor = measure.scale / target.scale;
  return factor > 1 / greatestFactor && factor < greatestFactor ? { canonical, factor, offset: 0 } : null;
}

/** Names such as `Ym^9/m^8` are units by the grammar, but their values would overflow. */
const greatestFactor = 1e50;

/**
 * Whether an import can still have stored this number, in the canonical unit. Former versions stored greater ones, which are in no figure: their sums
 * overflow.
 */
export const isCountable = (value: number): boolean => Math.abs(value) <= greatest * greatestFactor;

/** The unit in which values of `unit` are compared and charted, or the printed one if there is no rule. */
export function canonicalUnit(unit: string, type = ''): string {
  return unitRule(unit, type)?.canonical ?? unit;
}

/** `value` in the canonical unit: exact (×1) if the printed unit is the canonical one, and as printed if there is no rule. */
export function toCanonical(value: number, unit: string, type = ''): number {
  const rule = unitRule(unit, type);
  return rule === null ? value : value * rule.factor + rule.offset;
}

/** Identifies a value without a rule in `unitRule`: a text, so no figure counts it. Without a unit it is the number alone. */
export function unconvertedKey(value: number, unit: string): string {
  return `${value} ${unit}`.trimEnd();
}

/** Seconds in a unit of time, or null. */
export function secondsIn(unit: string): number | null {
  const measure = parseUnit(unit);
  return measure?.dimension === 's' ? measure.scale : null;
}

/** import/README, Identity: rounding between two regions stays within this. */
const relativeTolerance = 2e-5;
const temperatureTolerance = 0.01;

/** Whether two canonical values printed in different units can be one sample. */
export function isSameMeasure(a: number, b: number, canonical: string): boolean {
  const difference = Math.abs(a - b);
  if (canonical === 'degC') return difference <= temperatureTolerance;
  return difference <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b));
}
