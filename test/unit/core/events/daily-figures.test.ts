import { describe, expect, it } from 'vitest';
import { countedValues, type FigureSample } from '../../../../src/core/events/daily-figures.ts';
import { rankIn } from '../../../../src/core/events/source-priority.ts';
import { randomFor, whole } from '../../../generator/random.ts';

const [watch, phone, app] = [1, 2, 3];
const rankOf = rankIn([watch, phone, app]);

const sample = (source: number, start: number, end: number, value: number): FigureSample => ({
  source,
  start,
  end,
  value,
});

function counted(...samples: FigureSample[]): number[] {
  return [
    ...countedValues(
      samples.toSorted((a, b) => a.start - b.start),
      rankOf,
    ),
  ];
}

describe('what of a sample counts', () => {
  it.each([
    [
      'one source counts whole, overlapping itself too',
      [sample(phone, 0, 600, 10), sample(phone, 300, 900, 20)],
      [10, 20],
    ],
    [
      'both count where they do not overlap',
      [sample(watch, 0, 600, 10), sample(phone, 600, 1200, 20)],
      [10, 20],
    ],
    ['a covered sample does not count', [sample(watch, 0, 900, 10), sample(phone, 300, 600, 20)], [10, 0]],
    [
      'an overlap counts by its share of time',
      [sample(watch, 0, 600, 10), sample(phone, 450, 1050, 20)],
      [10, 15],
    ],
    ['a hole in the middle counts', [sample(phone, 0, 1000, 100), sample(watch, 200, 600, 7)], [60, 7]],
    [
      'covered twice counts once',
      [sample(app, 0, 1000, 100), sample(watch, 0, 400, 1), sample(phone, 200, 600, 1)],
      [40, 1, 0.5],
    ],
    ['no length, not covered', [sample(watch, 0, 600, 10), sample(phone, 600, 600, 5)], [10, 5]],
    ['no length, covered', [sample(watch, 0, 600, 10), sample(phone, 599, 599, 5)], [10, 0]],
    ['no length twice in one second', [sample(watch, 50, 50, 10), sample(phone, 50, 50, 5)], [10, 0]],
    [
      'a higher sample without length covers no time',
      [sample(phone, 0, 100, 10), sample(watch, 50, 50, 5)],
      [10, 5],
    ],
    [
      'by hand before the highest source, whatever its own',
      [sample(watch, 0, 3600, 1000), { ...sample(app, 0, 3600, 1500), isByHand: true }],
      [0, 1500],
    ],
    [
      'by hand without length inside the Watch\u2019s hour counts, and covers nothing',
      [
        sample(watch, 0, 3600, 1000),
        { ...sample(app, 1800, 1800, 500), isByHand: true },
        sample(phone, 1800, 1800, 7),
      ],
      [1000, 500, 0],
    ],
    [
      'by hand twice in one second counts twice',
      [
        { ...sample(app, 50, 50, 5), isByHand: true },
        { ...sample(phone, 50, 50, 7), isByHand: true },
      ],
      [5, 7],
    ],
    [
      'two devices of one source count once at one instant, the first of them',
      [
        { ...sample(phone, 0, 600, 100), device: 1 },
        { ...sample(phone, 300, 600, 70), device: 0 },
        sample(app, 0, 900, 90),
      ],
      [50, 30, 70],
    ],
  ] as [string, FigureSample[], number[]][])('%s', (_, samples, expected) => {
    expect(counted(...samples)).toEqual(expected);
  });
});

/** Every second of the day by itself: slow and plainly right. */
function bySeconds(samples: readonly FigureSample[]): number[] {
  return samples.map((one) => {
    const higher = samples.filter(({ source }) => rankOf(source) < rankOf(one.source));
    if (one.end === one.start) {
      const isCovered = higher.some(({ start, end }) =>
        start === end ? start === one.start : start <= one.start && one.start < end,
      );
      return isCovered ? 0 : one.value;
    }
    let seconds = 0;
    for (let at = one.start; at < one.end; at++) {
      if (!higher.some(({ start, end }) => start <= at && at < end)) seconds++;
    }
    return (one.value * seconds) / (one.end - one.start);
  });
}

describe('200 random days', () => {
  it('agree with a count by seconds, never exceed the plain sum, hold the highest source whole, in any order', () => {
    for (let round = 0; round < 200; round++) {
      const random = randomFor(7, 'figures', round);
      const samples = Array.from({ length: whole(random, 1, 25) }, () => {
        const start = whole(random, 0, 400);
        const length = random() < 0.2 ? 0 : whole(random, 1, 120);
        return sample(whole(random, 1, 3), start, start + length, whole(random, 0, 500));
      }).sort((a, b) => a.start - b.start);
      const values = countedValues(samples, rankOf);
      const sum = (list: ArrayLike<number>) => Array.from(list).reduce((total, value) => total + value, 0);
      bySeconds(samples).forEach((value, index) => {
        expect(values[index]).toBeCloseTo(value, 9);
      });
      expect(sum(values)).toBeLessThanOrEqual(sum(samples.map(({ value }) => value)) + 1e-9);
      const highest = Math.min(...samples.map(({ source }) => source));
      samples.forEach(({ source, value }, index) => {
        if (source === highest) expect(values[index]).toBe(value);
      });
      const shuffled = samples
        .map((one) => ({ one, key: random() }))
        .sort((a, b) => a.one.start - b.one.start || a.key - b.key)
        .map(({ one }) => one);
      expect(sum(countedValues(shuffled, rankOf))).toBeCloseTo(sum(values), 9);
    }
  });
});
