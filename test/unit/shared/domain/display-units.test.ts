import { describe, expect, it, test } from 'vitest';
import {
  asFiled,
  regionalUnits,
  shownFigures,
  shownUnit,
  shownValue,
  type Units,
} from '../../../../src/shared/domain/display-units.ts';
import { eventFigure } from '../../../../src/shared/domain/event-words.ts';
import type { Figure, Figures } from '../../../../src/shared/domain/figures.ts';
import {
  distanceText,
  energyText,
  localWord,
  quantityText,
  unitText,
} from '../../../../src/shared/domain/quantity-text.ts';

const quantity = (bare: string) => `HKQuantityTypeIdentifier${bare}`;

function shown(bare: string, value: number, unit: string, units: Partial<Units>): string {
  const { figure, unit: beside } = quantityText(quantity(bare), value, unit, { ...asFiled, ...units });
  return beside === '' ? figure : `${figure} ${beside}`;
}

// The right values are those of NIST SP 811, appendix B.8, times the figure; glucose by its molar mass.
test.each<readonly [string, string, number, string, Partial<Units>, string]>([
  ['distance', 'DistanceWalkingRunning', 5, 'km', { distance: 'mi' }, '3.11 mi'],
  ['distance', 'DistanceWalkingRunning', 26.21875, 'mi', { distance: 'km' }, '42.19 km'],
  ['distance kept in meters', 'DistanceCycling', 42_195, 'm', { distance: 'mi' }, '26.22 mi'],
  ['a pool in yards', 'DistanceSwimming', 25, 'yd', { distance: 'km' }, '22.86 m'],
  ['speed', 'WalkingSpeed', 5, 'km/hr', { distance: 'mi' }, '3.11 mph'],
  ['speed in m/s', 'RunningSpeed', 3, 'm/s', { distance: 'km' }, '10.8 km/h'],
  ['mass', 'BodyMass', 70, 'kg', { mass: 'lb' }, '154.3 lb'],
  ['mass kept in grams', 'BodyMass', 70_000, 'g', { mass: 'kg' }, '70 kg'],
  ['stones', 'BodyMass', 70, 'kg', { mass: 'st' }, '11 st'],
  ['stones and pounds', 'BodyMass', 80, 'kg', { mass: 'st' }, '12 st 8 lb'],
  ['height', 'Height', 180, 'cm', { height: 'ft' }, '5 ft 11 in'],
  ['height to the whole foot', 'Height', 1.8288, 'm', { height: 'ft' }, '6 ft'],
  ['height printed in feet', 'Height', 5.5, 'ft', { height: 'cm' }, '167.6 cm'],
  ['waist', 'WaistCircumference', 80, 'cm', { height: 'ft' }, '31.5 in'],
  ['temperature', 'BodyTemperature', 37, 'degC', { temperature: 'degF' }, '98.6 °F'],
  ['temperature back', 'BodyTemperature', 98.6, 'degF', { temperature: 'degC' }, '37 °C'],
  ['volume', 'DietaryWater', 500, 'mL', { volume: 'fl_oz_us' }, '16.91 fl oz'],
  ['imperial volume', 'DietaryWater', 568.26125, 'mL', { volume: 'fl_oz_imp' }, '20 fl oz (imp)'],
  ['energy', 'ActiveEnergyBurned', 100, 'kcal', { energy: 'kJ' }, '418.4 kJ'],
  ['energy printed as Cal', 'DietaryEnergyConsumed', 100, 'Cal', { energy: 'kJ' }, '418.4 kJ'],
  ['glucose', 'BloodGlucose', 90, 'mg/dL', { glucose: 'mmol/L' }, '5 mmol/L'],
  ['glucose back', 'BloodGlucose', 5.5, 'mmol<180.1558800000541>/L', { glucose: 'mg/dL' }, '99.09 mg/dL'],
])('%s: %s', (_, bare, value, unit, units, text) => {
  expect(shown(bare, value, unit, units)).toBe(text);
});

describe('what stays', () => {
  it('is as the file has it where that was chosen', () => {
    expect(shown('BodyMass', 154.3, 'lb', {})).toBe('154.3 lb');
    expect(shown('Height', 5.9, 'ft', {})).toBe('5.9 ft');
  });

  it('is every type without a kind, and a unit that nobody knows', () => {
    const all = regionalUnits('en-US');
    expect(shown('HeartRate', 72, 'count/min', all)).toBe('72 bpm');
    expect(shown('DietaryProtein', 20, 'g', all)).toBe('20 g');
    expect(shown('BodyMass', 3, 'catty', all)).toBe('3 catty');
    expect(shownUnit('com.example.BodyMass', 'kg', all)).toEqual({ unit: 'kg', factor: 1, offset: 0 });
    expect(shownUnit(quantity('BodyMass'), null, all)).toEqual({ unit: null, factor: 1, offset: 0 });
  });

  it('is what was printed, to the digit, where units are the same', () => {
    expect(shownValue(72.34567, shownUnit(quantity('BodyMass'), 'kg', regionalUnits('de-DE')))).toBe(
      72.34567,
    );
  });
});

test.each<readonly [string, Partial<Units>]>([
  [
    'en-US',
    { distance: 'mi', mass: 'lb', height: 'ft', temperature: 'degF', volume: 'fl_oz_us', glucose: 'mg/dL' },
  ],
  ['en-LR', { distance: 'mi', temperature: 'degC' }],
  ['en-KY', { distance: 'km', temperature: 'degF' }],
  ['en-IN', { distance: 'km', height: 'ft', glucose: 'mg/dL' }],
  ['zh-HK', { mass: 'lb', height: 'cm', glucose: 'mmol/L' }],
  ['my', { distance: 'mi', mass: 'lb' }],
  [
    'en-GB',
    { distance: 'mi', mass: 'st', height: 'ft', temperature: 'degC', volume: 'mL', glucose: 'mmol/L' },
  ],
  [
    'de-DE',
    { distance: 'km', mass: 'kg', height: 'cm', temperature: 'degC', energy: 'kcal', glucose: 'mg/dL' },
  ],
  ['en-CA', { distance: 'km', mass: 'kg', height: 'ft', glucose: 'mmol/L' }],
  ['en-AU', { energy: 'kcal', glucose: 'mmol/L' }],
  ['ja', { distance: 'km', glucose: 'mg/dL' }],
  ['not a locale', { distance: 'km', glucose: 'mg/dL' }],
])('the region of %s', (locale, units) => {
  expect(regionalUnits(locale)).toMatchObject(units);
});

test('ways and energy of workouts, and figures of events', () => {
  const american = regionalUnits('en-US');
  expect(distanceText(5000, american)).toEqual({ figure: '3.11', unit: 'mi' });
  expect(distanceText(100, american)).toEqual({ figure: '328', unit: 'ft' });
  expect(distanceText(5230)).toEqual({ figure: '5.23', unit: 'km' });
  expect(distanceText(800)).toEqual({ figure: '800', unit: 'm' });
  expect(energyText(412.4)).toEqual({ figure: '412', unit: 'kcal' });
  expect(energyText(412.4, { ...asFiled, energy: 'kJ' })).toEqual({ figure: '1,725', unit: 'kJ' });
  const water = {
    category: 'water',
    start: 0,
    end: null,
    properties: { 'Amount (ml)': { type: 'number', value: 250 } },
  } as const;
  expect(eventFigure(water)).toEqual({ figure: '250', unit: 'ml' });
  expect(eventFigure(water, american)).toEqual({ figure: '8.45', unit: 'fl oz' });
  const energy = {
    category: 'active_energy',
    start: 0,
    end: null,
    properties: { Calories: { type: 'number', value: 500 } },
  } as const;
  expect(eventFigure(energy, { ...asFiled, energy: 'kJ' })).toEqual({ figure: '2,092', unit: 'kJ' });
});

describe('figures, which are kept in canonical units', () => {
  const figure = (part: Partial<Figure>): Figure => ({
    ...{ day: '2025-03-05', start: 0, end: 86_400, days: 1, count: 2 },
    ...{ sum: null, mean: null, lowest: null, highest: null, latest: null, values: [] },
    ...part,
  });
  const answer = (unit: string, printedUnit: string, one: Partial<Figure>): Figures => ({
    ...{ aggregation: 'mean', unit, printedUnit, zone: 'UTC', isCurrent: true },
    figures: [figure(one)],
  });
  const amounts = (bare: string, given: Figures, units: Partial<Units>) => {
    const { unit, figures } = shownFigures(quantity(bare), given, { ...asFiled, ...units });
    const [{ sum, mean, lowest, highest, latest } = figure({})] = figures;
    return [unit, sum, mean, lowest, highest, latest];
  };

  it('are shown in the chosen unit, temperatures with their offset', () => {
    const warm = answer('degC', 'degC', { mean: 37, lowest: 36.5, highest: 38, latest: 37 });
    expect(amounts('BodyTemperature', warm, { temperature: 'degF' })).toEqual([
      ...['degF', null],
      ...[98.6, 97.7, 100.4, 98.6],
    ]);
    const way = answer('m', 'km', { sum: 1609.344 });
    expect(amounts('DistanceCycling', way, { distance: 'mi' }).slice(0, 2)).toEqual(['mi', 1]);
    const sugar = answer('mg/dL', 'mg/dL', { mean: 90.07794002705, lowest: 18.01558800541 });
    expect(amounts('BloodGlucose', sugar, { glucose: 'mmol/L' })[2]).toBeCloseTo(5, 6);
    const food = answer('kcal', 'Cal', { sum: 500 });
    expect(amounts('DietaryEnergyConsumed', food, { energy: 'kJ' }).slice(0, 2)).toEqual(['kJ', 2092]);
  });

  it('are as the file has them where that is chosen, or where nothing can be', () => {
    const weight = answer('g', 'kg', { mean: 72_345.67, latest: 72_300 });
    expect(amounts('BodyMass', weight, {})).toEqual(['kg', null, 72.34567, null, null, 72.3]);
    const caffeine = answer('g', 'mg', { sum: 0.095 });
    expect(amounts('DietaryCaffeine', caffeine, regionalUnits('en-US')).slice(0, 2)).toEqual(['mg', 95]);
    const pulse = answer('count/min', 'count/min', { mean: 61.123456789012 });
    expect(amounts('HeartRate', pulse, regionalUnits('en-US')).slice(0, 3)).toEqual([
      ...['count/min', null],
      61.123456789012,
    ]);
  });
});

test('units have the words of the person’s language where the browser knows them', () => {
  expect(localWord('km', 'en-GB')).toBeNull();
  expect(localWord('ft', 'fr-FR')).toBe('pi');
  expect(localWord('kg', 'ru')).toBe('кг');
  expect(localWord('mi/hr', 'de')).toBe('mi/h');
  expect(localWord('mg/dL', 'de')).toBeNull();
  expect(unitText(quantity('BodyMass'), 'kg')).toBe('kg');
  expect(unitText(quantity('WalkingSpeed'), 'mi/hr')).toBe('mph');
});
