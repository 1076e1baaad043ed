import { expect, test } from 'vitest';
import { waysOf } from '../../../../src/renderer/features/overview/card-words.ts';
import type { Card, CardSeries } from '../../../../src/shared/domain/cards.ts';

type Moved = CardSeries['moved'];

const card = (kind: Card['kind'], sides: Readonly<Record<string, Moved>>): Pick<Card, 'kind' | 'series'> => ({
  kind,
  series: Object.entries(sides).map(([name, moved]) => ({
    ...{ name, unit: null, printedUnit: null, last: { day: '2025-05-05', value: 1 }, days: [] },
    ...{ usual: null, recent: null, before: null, moved },
  })),
});
const pressure = (systolic: Moved, diastolic: Moved) =>
  waysOf(
    card('pressure', {
      HKQuantityTypeIdentifierBloodPressureSystolic: systolic,
      HKQuantityTypeIdentifierBloodPressureDiastolic: diastolic,
    }),
  ).map(({ way, words }) => [way, words]);

test('the sides of a blood pressure are told apart unless they moved alike', () => {
  expect(pressure('same', 'up')).toEqual([
    ['same', 'systolic about the same'],
    ['up', 'diastolic up'],
  ]);
  expect(pressure('down', 'down')).toEqual([['down', 'down']]);
  expect(pressure(null, 'down')).toEqual([['down', 'diastolic down']]);
  expect(pressure(null, null)).toEqual([]);
});

test('of rings, Move alone is judged, as its figure alone is said', () => {
  expect(waysOf(card('rings', { move: 'up', exercise: 'down', stand: 'same' }))).toEqual([
    { way: 'up', words: 'up' },
  ]);
});
