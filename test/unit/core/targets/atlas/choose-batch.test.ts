import { expect, test } from 'vitest';
import type { Chunk } from '../../../../../src/core/outbox/chunk-store.ts';
import { chooseBatch, chooseProbe } from '../../../../../src/core/targets/atlas/atlas-batch.ts';

let id = 0;
const chunk = (state: Chunk['state'], tries = 0, mayBeRepeated = false): Chunk => ({
  id: ++id,
  class: 'record',
  state,
  lineCount: 1,
  bytes: 1,
  sha256: '',
  tries,
  attempts: 0,
  resends: 0,
  mayBeRepeated,
});

test('chunks of unknown outcome do not travel with others', () => {
  const [a, b, c] = [chunk('queued'), chunk('uncertain', 1), chunk('waiting', 1)];
  expect(chooseBatch([a, b, c], 7)).toEqual([a, c]);
  expect(chooseBatch([b, a, c], 7)).toEqual([b]);
});

test('together once more, then alone', () => {
  const [a, b, c] = [chunk('uncertain', 1), chunk('uncertain', 1), chunk('uncertain', 2)];
  expect(chooseBatch([a, b, c], 7)).toEqual([a, b]);
  expect(chooseBatch([c, a, b], 7)).toEqual([c]);
});

test('never more than the limit, nothing of nothing', () => {
  expect(
    chooseBatch(
      Array.from({ length: 9 }, () => chunk('queued')),
      7,
    ),
  ).toHaveLength(7);
  expect(chooseBatch([], 7)).toEqual([]);
  expect(chooseProbe([])).toEqual([]);
});

test('the probe of a failing server is one that is in doubt already, in turns', () => {
  const [fresh, doubted, again] = [
    chunk('queued'),
    chunk('uncertain', 1, true),
    { ...chunk('uncertain', 2, true), resends: 1 },
  ];
  expect(chooseProbe([fresh, again, doubted])).toEqual([doubted]);
  expect(chooseProbe([again, fresh])).toEqual([fresh]);
  expect(chooseProbe([again])).toEqual([again]);
});

test('one that is too long for a batch goes alone, and waits for its turn', () => {
  const [small, long] = [chunk('queued'), { ...chunk('queued'), bytes: 2 * 1024 * 1024 }];
  expect(chooseBatch([small, long], 7)).toEqual([small]);
  expect(chooseBatch([long, small], 7)).toEqual([long]);
});
