import { describe, expect, test } from 'vitest';
import { type BucketSize, bucketStart } from '../../../../src/core/history/buckets.ts';
import type { Bucket } from '../../../../src/shared/domain/history.ts';
import { randomFor, whole } from '../../../generator/random.ts';
import { addOrigin, addSource, addType, type SeedRecord } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

const day = 86_400;

/** The same buckets by plain adding up. */
function expectedBuckets(records: readonly SeedRecord[], size: BucketSize): Bucket[] {
  const groups = Map.groupBy(records, ({ start }) => bucketStart(Math.floor(start / day), size));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([at, list]) => {
      const figures = list.map(({ valueKey }) => Number(valueKey));
      const total = figures.reduce((sum, figure) => sum + figure, 0);
      return { at, count: list.length, total, lowest: Math.min(...figures), highest: Math.max(...figures) };
    });
}

describe('series', () => {
  test.each([1, 2, 3, 4])(
    'agrees with the records of any range, edges inside a day included, seed %i',
    (seed) => {
      const random = randomFor(seed, 'series');
      const first = whole(random, -40, 20_000) * day;
      // Distinct instants, so that nothing falls together in the unique key.
      const records = Array.from({ length: 600 }, (_, i): SeedRecord => {
        const start = first + i * 9000 + whole(random, 0, 8999);
        const value = whole(random, -50, 50);
        const source = whole(random, 1, 3);
        return { type: 1, start, duration: 1, source, valueKey: value, value, origin: 1 };
      });
      const history = historyFile(({ database, addRecord }) => {
        addType(database, 'Steps');
        for (const name of ['a', 'b', 'c']) addSource(database, name);
        for (const record of records) addRecord(record);
      });
      const someAt = (): number => first + whole(random, -day, 64 * day);
      for (let i = 0; i < 80; i += 1) {
        const from = random() < 0.6 ? someAt() : undefined;
        const short = from !== undefined && random() < 0.3;
        const to = short ? from + whole(random, 0, 2 * day) : random() < 0.6 ? someAt() : undefined;
        const source = random() < 0.5 ? whole(random, 1, 4) : undefined;
        const bucket = (['day', 'week', 'month'] as const)[whole(random, 0, 2)] ?? 'day';
        const inRange = records.filter(
          (r) =>
            r.start >= (from ?? -Infinity) &&
            r.start < (to ?? Infinity) &&
            (source === undefined || r.source === source),
        );
        const { buckets } = history.series({ type: 'Steps', source, from, to, bucket });
        expect(buckets, JSON.stringify({ from, to, source, bucket })).toEqual(
          expectedBuckets(inRange, bucket),
        );
      }
    },
  );

  test('the unit is the canonical one of the newest record; categories have none and no figures', () => {
    const history = historyFile(({ database, addRecord }) => {
      const [distance, sleep] = ['Distance', 'Sleep'].map((name) => addType(database, name));
      const source = addSource(database, 's');
      const [count, miles] = ['count', 'mi'].map((unit) => addOrigin(database, unit));
      const row = { type: distance ?? 0, duration: 0, source, value: 1 };
      addRecord({ ...row, start: 5, valueKey: 1, origin: count ?? 0 });
      addRecord({ ...row, start: 9, valueKey: 1609.344, origin: miles ?? 0 });
      addRecord({ ...row, type: sleep ?? 0, start: 9, valueKey: 'Core', value: null, origin: 1 });
    });
    expect(history.series({ type: 'Distance', bucket: 'day' }).unit).toBe('m');
    for (const range of [{}, { from: 1, to: 50 }]) {
      expect(history.series({ type: 'Sleep', bucket: 'day', ...range })).toEqual({
        unit: null,
        buckets: [{ at: 0, count: 1, total: null, lowest: null, highest: null }],
      });
    }
    expect(history.series({ type: 'Nothing', bucket: 'day' })).toEqual({ unit: null, buckets: [] });
  });

  test('the mean of sound levels is by energy and time; what one file holds twice is two records', () => {
    const history = historyFile(({ database, addRecord }) => {
      const [sound, steps] = ['HKQuantityTypeIdentifierEnvironmentalAudioExposure', 'Steps'].map((name) =>
        addType(database, name),
      );
      const row = {
        type: sound ?? 0,
        source: addSource(database, 's'),
        origin: addOrigin(database, 'dBASPL'),
      };
      // An hour at 50 dB and an hour at 74 dB are 71 dB; half an hour at 80 dB on another day.
      for (const [start, duration, value] of [
        [0, 3600, 50],
        [7200, 3600, 74],
        [day, 1800, 80],
      ] as const)
        addRecord({ ...row, start, duration, valueKey: value, value });
      const walk = { ...row, type: steps ?? 0, duration: 1, valueKey: 200, value: 200 };
      addRecord({ ...walk, start: 5 });
      addRecord({ ...walk, start: 9, copies: 3 });
    });
    const sound = { type: 'HKQuantityTypeIdentifierEnvironmentalAudioExposure' };
    const levels = (size: BucketSize) =>
      history.series({ ...sound, bucket: size }).buckets.map(({ level }) => Number(level?.toFixed(2)));
    expect(levels('day')).toEqual([71.01, 80]);
    // (10^5 + 10^7.4 + 10^8 / 2) / 2.5
    expect(levels('month')).toEqual([74.78]);
    for (const range of [{}, { from: 1, to: 50 }]) {
      expect(history.series({ type: 'Steps', bucket: 'day', ...range }).buckets).toEqual([
        { at: 0, count: 4, total: 800, lowest: 200, highest: 200 },
      ]);
    }
    const later = history.series({ type: 'Steps', bucket: 'day', from: 6, to: 9 });
    expect(later.buckets).toEqual([]);
  });

  test('of more than 5,000 buckets the newest are given', () => {
    const history = historyFile(({ database, addRecord }) => {
      addType(database, 'Steps');
      addSource(database, 's');
      const row = { type: 1, duration: 0, source: 1, valueKey: 1, value: 1, origin: 1 };
      for (let i = 0; i < 5001; i += 1) addRecord({ ...row, start: i * day });
    });
    const { buckets } = history.series({ type: 'Steps', bucket: 'day' });
    expect([buckets.length, buckets[0]?.at, buckets.at(-1)?.at]).toEqual([5000, day, 5000 * day]);
  });
});
