import { expect, test } from 'vitest';
import type { Key } from '../../../../src/core/history/cursor.ts';
import { compareKeys, type KeyStream, mergeKeys } from '../../../../src/core/history/merge-keys.ts';
import { randomFor, whole } from '../../../generator/random.ts';

function streamOf(keys: readonly Key[], bound: number, onRead: (count: number) => void): KeyStream {
  let given = 0;
  return {
    bound,
    next(count) {
      onRead(count);
      given += count;
      return keys.slice(given - count, given);
    },
  };
}

test('merges streams of any lengths, generous bounds and equal starts included', () => {
  const random = randomFor(1, 'merge');
  for (let round = 0; round < 300; round += 1) {
    const order = random() < 0.5 ? 'newest' : 'oldest';
    const all = Array.from({ length: whole(random, 0, 200) }, (_, i) => ({
      start: whole(random, 0, 60),
      id: i + 1,
    })).sort((a, b) => compareKeys(order, a, b));
    const lanes = whole(random, 1, 12);
    const parts = Array.from({ length: lanes }, (): Key[] => []);
    for (const key of all) parts[whole(random, 0, lanes - 1)]?.push(key);
    const streams = parts.map((keys) => {
      const first = keys[0]?.start ?? 30;
      const slack = random() < 0.5 ? 0 : whole(random, 0, 40);
      return streamOf(keys, order === 'newest' ? first + slack : first - slack, () => {});
    });
    const limit = whole(random, 1, 220);
    expect(mergeKeys(order, streams, limit)).toEqual(all.slice(0, limit));
  }
});

test('reads no stream whose keys cannot be on the page', () => {
  const reads = [0, 0];
  const streams = [100, 50].map((start, i) =>
    streamOf(
      Array.from({ length: 20 }, (_, n) => ({ start: start - n, id: n + 1 })),
      start,
      (count) => {
        reads[i] = (reads[i] ?? 0) + count;
      },
    ),
  );
  expect(mergeKeys('newest', streams, 10)).toHaveLength(10);
  expect(reads[0]).toBeGreaterThan(0);
  expect(reads[1]).toBe(0);
});
