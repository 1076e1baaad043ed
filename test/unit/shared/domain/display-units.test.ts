import { describe, expect, it, test } from 'vitest';
import {
  asFiled,
  regionalUnits,
  shownUnit,
  shownValue,
  type Units,
} from '../../../../src/shared/domain/display-units.ts';
import { eventFigure } from '../../../../src/shared/domain/event-words.ts';
import { distanceText, energyText, quantityText } from '../../../../src/shared/domain/quantity-text.ts';

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
  ['en-LR', { distance: 'mi', temperature: 'degF' }],
  ['my', { distance: 'mi', mass: 'lb' }],
  [
    'en-GB',
    { distance: 'mi', mass: 'st', height: 'ft', temperature: 'degC', volume: 'mL', glucose: 'mmol/L' },
  ],
  [
    'de-DE',
    { distance: 'km', mass: 'kg', height: 'cm', temperature: 'degC', energy: 'kcal', glucose: 'mg/dL' },
  ],
  ['en-CA', { distance: 'km', mass: 'kg', glucose: 'mmol/L' }],
  ['en-AU', { energy: 'kJ', glucose: 'mmol/L' }],
  ['ja', { distance: 'km', glucose: 'mg/dL' }],
  ['not a locale', { distance: 'km', glucose: 'mmol/L' }],
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
