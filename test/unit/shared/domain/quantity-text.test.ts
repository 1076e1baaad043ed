import { expect, test } from 'vitest';
import {
  beside,
  durationText,
  figureText,
  quantityText,
} from '../../../../src/shared/domain/quantity-text.ts';

const q = (name: string) => `HKQuantityTypeIdentifier${name}`;

test.each([
  ['HeartRate', 62, 'count/min', '62', 'bpm'],
  ['RespiratoryRate', 14.5, 'count/min', (14.5).toLocaleString(), 'breaths/min'],
  ['OxygenSaturation', 0.97, '%', '97', '%'],
  ['ElectrodermalActivity', 2.4, 'mcS', '2.4', 'µS'],
  ['BodyFatPercentage', 0.172, '%', (17.2).toLocaleString(), '%'],
  ['StepCount', 12_345, 'count', (12_345).toLocaleString(), 'steps'],
  ['AppleExerciseTime', 95, 'min', '1 h 35 min', ''],
  ['AppleExerciseTime', 5, 'min', '5', 'min'],
  ['BodyTemperature', 98.6, 'degF', (98.6).toLocaleString(), '°F'],
  ['BloodGlucose', 5.4, 'mmol<180.1558800000541>/L', (5.4).toLocaleString(), 'mmol/L'],
  ['SomethingNew', 3, 'furlong', '3', 'furlong'],
])('%s %d %s', (name, value, unit, figure, shown) => {
  expect(quantityText(q(name), value, unit)).toEqual({ figure, unit: shown });
});

test('a percent sign stays with its figure, where other units stand beside it', () => {
  expect(beside({ figure: '97', unit: '%' })).toEqual({ figure: '97%', unit: '' });
  expect(beside({ figure: '62', unit: 'bpm' })).toEqual({ figure: '62', unit: 'bpm' });
});

test('a value without a unit has none', () => {
  expect(quantityText(q('Unknown'), 3, null)).toEqual({ figure: '3', unit: '' });
});

test.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [150, '2 min 30 s'],
  [2_891, '48 min'],
  [3_600, '1 h'],
  [5_700, '1 h 35 min'],
  [-5, '0 s'],
  [599.6, '10 min'],
  [26_565, '7 h 23 min'],
  [7199, '2 h'],
])('%d s', (seconds, text) => expect(durationText(seconds)).toBe(text));

test('figures keep three places that mean something', () => {
  expect(figureText(0.0314)).toBe((0.031).toLocaleString());
  expect(figureText(6.4242)).toBe((6.42).toLocaleString());
  expect(figureText(148.27)).toBe((148.3).toLocaleString());
  expect(figureText(12_345.6)).toBe((12_346).toLocaleString());
});
