import { expect, test } from 'vitest';
import { arrange } from '../../../../src/core/history/cards.ts';
import { moved, placed } from '../../../../src/renderer/features/overview/use-arrangement.ts';
import type { Card, CardPlace } from '../../../../src/shared/domain/cards.ts';

const card = (id: string, place: CardPlace): Card => ({
  id,
  kind: 'type',
  aggregation: 'sum',
  per: 'day',
  series: [],
  rings: null,
  place,
});
const cards = [card('a', 'pinned'), card('b', 'shown'), card('c', 'shown'), card('d', 'hidden')];
const told = (all: readonly Card[]) => all.map(({ id, place }) => `${id} ${place}`);

test('a card is pinned behind the pinned ones, and unpinned before the others', () => {
  expect(told(placed(cards, 'c', 'pinned'))).toEqual(['a pinned', 'c pinned', 'b shown', 'd hidden']);
  expect(told(placed(cards, 'a', 'shown'))).toEqual(['a shown', 'b shown', 'c shown', 'd hidden']);
});

test('a card is hidden behind the others, and shown again as the last', () => {
  expect(told(placed(cards, 'a', 'hidden'))).toEqual(['b shown', 'c shown', 'd hidden', 'a hidden']);
  expect(told(placed(cards, 'd', 'shown'))).toEqual(['a pinned', 'b shown', 'c shown', 'd shown']);
});

test('a card that is dropped takes the place of the one it is dropped at', () => {
  expect(told(moved(cards, new Set(['c']), 'b', 'before'))).toEqual([
    'a pinned',
    'c shown',
    'b shown',
    'd hidden',
  ]);
  expect(told(moved(cards, new Set(['c']), 'a', 'after'))).toEqual([
    'a pinned',
    'c pinned',
    'b shown',
    'd hidden',
  ]);
  expect(told(moved(cards, new Set(['a']), 'c', 'after'))).toEqual([
    'b shown',
    'c shown',
    'a shown',
    'd hidden',
  ]);
  expect(told(moved(cards, new Set(['a']), 'a', 'after'))).toEqual(told(cards));
});

test('what the layout does not know stands behind the others of its usual place; what has no data is left out', () => {
  const layout = [
    { id: 'gone', place: 'pinned' },
    { id: 'c', place: 'pinned' },
    { id: 'a', place: 'hidden' },
    { id: 'd', place: 'shown' },
  ] as const;
  expect(told(arrange(cards, [...layout]))).toEqual(['c pinned', 'd shown', 'b shown', 'a hidden']);
  expect(told(arrange(cards, []))).toEqual(told(cards));
});
