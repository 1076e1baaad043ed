import { expect, it } from 'vitest';
import type { Reader } from '../../../../src/core/db/open.ts';
import { EventSamples } from '../../../../src/core/events/event-samples.ts';
import { type Beat, HeartRates } from '../../../../src/core/events/heart-rates.ts';
import { decidedParts, type SleepSample } from '../../../../src/core/events/sleep-nights.ts';
import type { HeartRate } from '../../../../src/core/events/workout-events.ts';
import { type Random, randomFor, whole } from '../../../generator/random.ts';

/** What takes n log n of a day made to hold a million samples gives what going through all of them gives. */

const stages = ['awake', 'deep', 'rem', 'core', 'unspecified', 'in_bed'] as const;

function nights(random: Random, count: number): SleepSample[] {
  return Array.from({ length: count }, () => {
    const start = whole(random, 0, 200);
    const stage = stages[whole(random, 0, 5)] ?? 'core';
    const isByHand = random() < 0.2;
    return { source: whole(random, 1, 3), stage, isByHand, start, end: start + whole(random, 0, 40) };
  });
}

/** What decides a second: gone through one by one, the best so far kept. */
function decider(samples: readonly SleepSample[], second: number): SleepSample | null {
  const placeOf = ({ isByHand, source, stage }: SleepSample) =>
    (isByHand ? 0 : 100) + source * 10 + stages.indexOf(stage);
  let best: SleepSample | null = null;
  for (const sample of samples) {
    if (sample.stage === 'in_bed' || second < sample.start || second >= sample.end) continue;
    if (best === null || placeOf(sample) < placeOf(best)) best = sample;
  }
  return best;
}

it('what each second of sleep was, as from all samples of it', () => {
  for (let round = 0; round < 300; round++) {
    const random = randomFor(3, 'sleep', round);
    const samples = nights(random, whole(random, 0, 20));
    const parts = decidedParts(samples, (source) => source);
    const found = new Map<number, string>();
    for (const { start, end, sample } of parts)
      for (let second = start; second < end; second++) {
        expect(found.has(second), `second ${second} twice`).toBe(false);
        found.set(second, `${sample.source} ${sample.stage} ${sample.isByHand}`);
      }
    for (let second = 0; second < 240; second++) {
      const best = decider(samples, second);
      const wanted = best === null ? undefined : `${best.source} ${best.stage} ${best.isByHand}`;
      expect(found.get(second), `round ${round}, second ${second}`).toBe(wanted);
    }
  }
});

function plainly(beats: readonly Beat[], start: number, end: number): HeartRate | null {
  const inside = beats.filter(([at]) => start <= at && at <= end);
  const source = Math.min(...inside.map(([, of]) => of));
  const values = inside.filter(([, of]) => of === source).map(([, , value]) => value);
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  return { average: sum / values.length, highest: Math.max(...values) };
}

it('heart rates of overlapping workouts, as from all beats of each', () => {
  for (let round = 0; round < 200; round++) {
    const random = randomFor(4, 'beats', round);
    const beats = Array.from(
      { length: whole(random, 0, 600) },
      (): Beat => [whole(random, 0, 900), whole(random, 1, 3), whole(random, 400, 1900) / 10],
    ).sort(([a], [b]) => a - b);
    const rates = new HeartRates(beats, (source) => source);
    for (let workout = 0; workout < 20; workout++) {
      const start = whole(random, 0, 900);
      const end = start + whole(random, 0, 300);
      const [found, wanted] = [rates.within(start, end), plainly(beats, start, end)];
      expect(found?.highest).toBe(wanted?.highest);
      if (wanted === null) expect(found).toBeNull();
      else expect(found?.average).toBeCloseTo(wanted.average, 9);
    }
  }
});

type Row = readonly [start: number, duration: number, source: number, value: number];

interface Fake {
  raw(): Fake;
  pluck(): Fake;
  get(): number;
  iterate(type: number, from: number, to: number): Iterable<Row>;
}

it('reads each heart rate once, however many workouts overlap', () => {
  const beats = Array.from({ length: 1000 }, (_, i): Row => [i, 0, 1, 60 + (i % 90)]);
  let read = 0;
  const statement: Fake = {
    raw: () => statement,
    pluck: () => statement,
    // The id of the type of heart rates.
    get: () => 1,
    *iterate(_type, from, to) {
      for (const beat of beats) {
        if (beat[0] < from || beat[0] >= to) continue;
        read++;
        yield beat;
      }
    },
  };
  const reader = { prepare: () => statement } as unknown as Reader;
  const workouts = Array.from({ length: 300 }, (_, i) => ({
    activity: 'Run',
    start: i,
    end: 600 + i,
    source: 1,
    duration: null,
    distance: null,
    energy: null,
  }));
  const rateOf = new EventSamples(reader).heartRates(workouts, (source) => source);
  for (const workout of workouts) expect(rateOf(workout)?.highest).toBe(149);
  // A workout apart from the others reads its own.
  expect(read).toBe(900);
});
