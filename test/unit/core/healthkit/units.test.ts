import { expect, test } from 'vitest';
import {
  canonicalUnit,
  isSameMeasure,
  secondsIn,
  toCanonical,
  unitRule,
} from '../../../../src/core/healthkit/units.ts';

const quantity = (name: string) => `HKQuantityTypeIdentifier${name}`;

test('the conversions that are part of stored identities are what they were, to the last bit', () => {
  const factors: Readonly<Record<string, number>> = {
    km: 1000,
    mi: 1609.344,
    yd: 0.9144,
    lb: 453.59237,
    st: 6350.29318,
    mcg: 1e-6,
    oz: 28.349523125,
    kJ: 1 / 4.184,
    J: 1 / 4184,
    cal: 0.001,
    Cal: 1,
    L: 1000,
    fl_oz_us: 29.5735295625,
    cup_imp: 284.130625,
    'mi/hr': 1.609344,
    'm/s': 3.6,
    kPa: 7.500615758456564,
    cmAq: 0.7355591,
    inHg: 25.4,
    'mmol<180.1558800000541>/L': 18.01558800000541,
    'mmol/L': 18.01558800000541,
    min: 1,
    'count/min': 1,
    IU: 1,
  };
  for (const [unit, factor] of Object.entries(factors))
    expect([unit, toCanonical(1, unit)]).toEqual([unit, factor]);
  expect(toCanonical(98.6, 'degF')).toBe(98.6 * (5 / 9) + -160 / 9);
});

test.each([
  ['HeartRateVariabilitySDNN', 's', 'ms', 1000],
  ['RunningGroundContactTime', 's', 'ms', 1000],
  ['TimeInDaylight', 'hr', 'min', 60],
  ['AppleExerciseTime', 's', 'min', 1 / 60],
  ['HeartRate', 'count/s', 'count/min', 60],
  ['HeartRate', 'Hz', 'count/min', 60],
  ['PeakExpiratoryFlowRate', 'L/s', 'L/min', 60],
  ['BloodPressureSystolic', 'Pa', 'mmHg', 1 / 133.322387415],
  ['ElectrodermalActivity', 'mS', 'mcS', 1000],
  ['ElectrodermalActivity', 'µS', 'mcS', 1],
  ['DietaryVitaminD', 'mcg', 'g', 1e-6],
  ['ActiveEnergyBurned', 'W·hr', 'kcal', 3600 / 4184],
  ['VO2Max', 'ml/kg*min', 'mL/min·kg', 1],
  ['VO2Max', 'mL.kg^-1.min^-1', 'mL/min·kg', 1],
  ['PhysicalEffort', 'kcal/(kg*hr)', 'kcal/hr·kg', 1],
  ['DietaryWater', 'pt_imp', 'mL', 568.26125],
  ['ForcedVitalCapacity', 'L', 'mL', 1000],
  ['BloodGlucose', 'mmol<180.15588000005408>/L', 'mg/dL', 18.01558800000541],
  ['BloodGlucose', 'mmol<180.1558>/L', 'mg/dL', 18.01558],
  ['BloodGlucose', 'mcmol<180.15588>/mL', 'mg/dL', 18.01558800000541],
  ['DistanceOfASportToCome', 'mi', 'm', 1609.344],
  ['SpeedOfNothingKnown', 'foo', 'foo', 1],
])('%s in %s is %s × %d', (name, unit, canonical, factor) => {
  const rule = unitRule(unit, quantity(name));
  expect(rule?.canonical).toBe(canonical);
  expect(rule?.factor).toBeCloseTo(factor, 12);
});

test.each([
  ['DietaryWater', 'gal_us'],
  ['ActiveEnergyBurned', 'Wh'],
  ['StepCount', 'steps'],
  ['DietaryWater', 'kg'],
  ['DietaryProtein', 'mL'],
  ['HeartRate', 'count'],
  ['BodyMass', 'mmol/L'],
  ['BodyMass', 'kg/m/s'],
  ['BodyMass', 'k g'],
  ['BodyTemperature', 'mdegC'],
])('%s in %s is not taken for the canonical unit', (name, unit) => {
  expect(unitRule(unit, quantity(name))).toBeNull();
});

test('only what is counted needs no unit, and every percentage stands as it is printed', () => {
  const kinds = ['DietaryWater', 'BodyMass', 'OxygenSaturation', 'HeartRate', 'DistanceOfASportToCome'];
  expect(kinds.map((name) => unitRule('', quantity(name)))).toEqual(kinds.map(() => null));
  expect(unitRule('', quantity('StepCount'))).toEqual({ canonical: 'count', factor: 1, offset: 0 });
  expect(unitRule('', quantity('NothingKnown'))).toEqual({ canonical: '', factor: 1, offset: 0 });
  expect(unitRule('%', quantity('OxygenSaturation'))).toEqual({ canonical: '%', factor: 1, offset: 0 });
});

test('without a type a unit has the canonical one of its dimension, or is its own', () => {
  expect(
    ['hPa', 'ft', 'm/s^2', 'gal_us', '%', 'mmol<180.15588000005408>/L'].map((unit) => canonicalUnit(unit)),
  ).toEqual(['mmHg', 'm', 'm/s^2', 'gal_us', '%', 'mg/dL']);
  expect(isSameMeasure(toCanonical(1013.2, 'hPa'), toCanonical(759.962, 'mmHg'), 'mmHg')).toBe(true);
});

test('durations of workouts in every unit of time', () => {
  expect(['s', 'min', 'hr', 'd', 'ms', 'm', 'foo'].map(secondsIn)).toEqual([
    1,
    60,
    3600,
    86_400,
    0.001,
    null,
    null,
  ]);
});

test('texts that are no units, of any length, have no rule', () => {
  for (const unit of [
    '('.repeat(1000),
    'm·'.repeat(500),
    `mol<${'1'.repeat(900)}`,
    'm^9'.repeat(20),
    '__proto__',
  ])
    expect(unitRule(unit, quantity('BodyMass'))).toBeNull();
});
