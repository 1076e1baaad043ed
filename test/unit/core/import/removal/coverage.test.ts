import { expect, test } from 'vitest';
import { Coverage, Spans } from '../../../../../src/core/import/removal/export-presence.ts';
import { randomFor, whole } from '../../../../generator/random.ts';

const day = 86_400;

type Days = readonly (readonly [first: number, last: number])[];

function covered(days: Days, room = 1000): Coverage {
  const coverage = new Coverage({ left: room });
  for (const [first, last] of days) coverage.add(first * day, last * day);
  return coverage;
}

const inDays = (coverage: Coverage) =>
  coverage.stretches().map(({ first, last }) => [first / day, last / day]);
const tells = (coverage: Coverage, at: number) => coverage.tellsOf(at * day, at * day + 60);

test('stretches are the same in any order of samples', () => {
  const random = randomFor(1, 'coverage');
  for (let round = 0; round < 200; round++) {
    const samples = Array.from({ length: whole(random, 1, 40) }, () => {
      const first = whole(random, 0, 3000);
      return [first, first + whole(random, 0, 20)] as const;
    });
    const right: [number, number][] = [];
    for (const [first, last] of samples.toSorted((a, b) => a[0] - b[0])) {
      const before = right.at(-1);
      if (before !== undefined && first - before[1] <= 90) before[1] = Math.max(before[1], last);
      else right.push([first, last]);
    }
    expect(inDays(covered(samples))).toEqual(right);
  }
});

test.each<[name: string, days: Days, told: readonly number[], not: readonly number[]]>([
  ['nothing', [], [], [5]],
  [
    'up to 90 days between two',
    [
      [0, 0],
      [90, 90],
    ],
    [0, 45, 89],
    [-1, 90, 91],
  ],
  [
    'no more than that',
    [
      [0, 0],
      [91, 91],
    ],
    [],
    [45],
  ],
  [
    'one long before',
    [
      [0, 0],
      [4000, 4500],
    ],
    [4200],
    [2000, 3999],
  ],
  [
    'as much time on both sides',
    [
      [0, 200],
      [400, 600],
    ],
    [300],
    [],
  ],
  [
    'less time before',
    [
      [0, 199],
      [400, 600],
    ],
    [100, 500],
    [300],
  ],
  [
    'less time after',
    [
      [0, 200],
      [400, 599],
    ],
    [100, 500],
    [300],
  ],
  [
    'a series of gaps',
    [
      [0, 0],
      [100, 100],
      [200, 200],
      [300, 300],
      [400, 400],
    ],
    [150, 250],
    [50, 350],
  ],
  [
    'a longer gap before',
    [
      [0, 0],
      [200, 220],
      [320, 420],
    ],
    [210, 400],
    [100, 270],
  ],
])('%s', (_, days, told, not) => {
  const coverage = covered(days.toReversed());
  expect(told.filter((at) => !tells(coverage, at))).toEqual([]);
  expect(not.filter((at) => tells(coverage, at))).toEqual([]);
});

test('over a gap that says nothing no row is told of, however long it is itself', () => {
  const coverage = covered([
    [0, 300],
    [1000, 1300],
  ]);
  expect(coverage.tellsOf(290 * day, 1010 * day)).toBe(false);
  expect(coverage.meets(290 * day, 310 * day)).toBe(true);
  expect(coverage.meets(301 * day, 999 * day)).toBe(false);
});

test('stretches beyond those that there is room for are not told of', () => {
  const coverage = covered(
    [
      [0, 10],
      [500, 510],
      [1000, 1010],
      [505, 520],
    ],
    2,
  );
  expect(inDays(coverage)).toEqual([
    [0, 10],
    [500, 520],
  ]);
});

test('stored and read again; a line of before is one stretch, but that of clinical records without a date', () => {
  const spans = new Spans();
  for (const at of [5, 1000, 7]) spans.of('record', 1, 2).add(at * day, at * day);
  expect(Spans.fromText(spans.toText()).find('record', 1, 2)?.stretches()).toEqual([
    { first: 5 * day, last: 7 * day },
    { first: 1000 * day, last: 1000 * day },
  ]);
  const old = Spans.fromText('[["record\\t1\\t2",0,99999999],["clinical\\tCondition\\tClinic",0,99999999]]');
  expect(old.find('record', 1, 2)?.tellsOf(5, 6)).toBe(true);
  expect(old.find('clinical', 'Condition', 'Clinic')).toBeUndefined();
});

test('of a source that has another name now the stretches go to it', () => {
  const spans = new Spans();
  spans.of('record', 1, 7).add(0, 5 * day);
  spans.of('record', 1, 2).add(80 * day, 90 * day);
  spans.of('record', 1, 7).add(900 * day, 905 * day);
  spans.rename(7, 2);
  expect(spans.find('record', 1, 7)).toBeUndefined();
  expect(inDays(spans.of('record', 1, 2))).toEqual([
    [0, 90],
    [900, 905],
  ]);
});
