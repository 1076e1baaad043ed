import { seriesOf } from '../../../src/core/history/card-series.ts';
import { streaksOf, totalsOf } from '../../../src/core/history/ring-totals.ts';
import type { Card, Cards } from '../../../src/shared/domain/cards.ts';
import { areAllClosed, isClosed, type RingDay, type Rings } from '../../../src/shared/domain/rings.ts';

const dayAt = (ago: number): string =>
  new Date(Date.now() - (ago + 3) * 86_400_000).toISOString().slice(0, 10);
const newest = dayAt(0);
const q = 'HKQuantityTypeIdentifier';
const c = 'HKCategoryTypeIdentifier';

interface Made {
  readonly id: string;
  readonly kind?: Card['kind'];
  readonly aggregation: Card['aggregation'];
  readonly per?: Card['per'];
  readonly place?: Card['place'];
  /** Name, unit, a usual value, and every how many days there is one. */
  readonly series: readonly (readonly [string, string | null, number, number])[];
}

const made: readonly Made[] = [
  {
    id: 'rings',
    kind: 'rings',
    aggregation: 'sum',
    series: [
      ['move', 'kcal', 480, 1],
      ['exercise', 'min', 34, 1],
      ['stand', 'hr', 11, 1],
    ],
  },
  {
    id: `${q}StepCount`,
    aggregation: 'sum',
    place: 'pinned',
    series: [[`${q}StepCount`, 'count', 8_300, 1]],
  },
  { id: `${q}ActiveEnergyBurned`, aggregation: 'sum', series: [[`${q}ActiveEnergyBurned`, 'kcal', 480, 1]] },
  { id: 'sleep', kind: 'sleep', aggregation: 'time', series: [['sleep', null, 26_300, 1]] },
  { id: `${q}RestingHeartRate`, aggregation: 'mean', series: [[`${q}RestingHeartRate`, 'count/min', 56, 1]] },
  {
    id: `${q}HeartRateVariabilitySDNN`,
    aggregation: 'mean',
    series: [[`${q}HeartRateVariabilitySDNN`, 'ms', 43.7, 1]],
  },
  { id: `${q}BodyMass`, aggregation: 'mean', series: [[`${q}BodyMass`, 'kg', 71.4, 6]] },
  {
    id: 'workouts',
    kind: 'workouts',
    aggregation: 'time',
    per: 'week',
    series: [['workout', null, 2_900, 3]],
  },
  { id: `${q}DietaryWater`, aggregation: 'sum', series: [[`${q}DietaryWater`, 'mL', 1_750, 1]] },
  {
    id: `${c}MindfulSession`,
    aggregation: 'time',
    per: 'week',
    series: [[`${c}MindfulSession`, null, 620, 4]],
  },
  { id: `${q}VO2Max`, aggregation: 'mean', series: [[`${q}VO2Max`, 'mL/min·kg', 42.3, 17]] },
  {
    id: 'pressure',
    kind: 'pressure',
    aggregation: 'mean',
    series: [
      [`${q}BloodPressureSystolic`, 'mmHg', 121, 4],
      [`${q}BloodPressureDiastolic`, 'mmHg', 78, 4],
    ],
  },
  { id: `${q}OxygenSaturation`, aggregation: 'mean', series: [[`${q}OxygenSaturation`, '%', 0.97, 1]] },
  {
    id: `${q}BodyTemperature`,
    aggregation: 'mean',
    place: 'hidden',
    series: [[`${q}BodyTemperature`, 'degC', 36.8, 40]],
  },
  {
    id: `${c}AppleStandHour`,
    aggregation: 'count',
    place: 'hidden',
    series: [[`${c}AppleStandHour`, null, 11, 1]],
  },
];

const wave = (ago: number, salt: number) => 1 + Math.sin(ago * 1.7 + salt) * 0.14 + Math.sin(ago / 9) * 0.06;

function ringDay(ago: number): RingDay {
  const move = Math.round(480 * wave(ago, 0));
  return {
    day: dayAt(ago),
    moveBy: 'energy',
    move: { value: move, goal: 450 },
    exercise: { value: Math.round(34 * wave(ago, 2)), goal: 30 },
    stand: { value: Math.round(11 * wave(ago, 4)), goal: 12 },
    own: {
      move: move + (ago % 9 === 0 ? 12 : 0),
      exercise: Math.round(34 * wave(ago, 2)),
      stand: Math.round(11 * wave(ago, 4)),
    },
    isUnderWay: ago === 0,
  };
}

export function fakeCards(hasHistory: boolean, hasEvents: boolean): Cards {
  const frame = { zone: 'Europe/Berlin', isCurrent: true, hasEvents };
  if (!hasHistory) return { ...frame, newestDay: null, newestAt: null, wholeUntil: null, cards: [] };
  const cards = made.map(
    ({ id, kind = 'type', aggregation, per = 'day', place = 'shown', series }, salt): Card => ({
      id,
      kind,
      aggregation,
      per,
      place,
      rings: kind === 'rings' ? ringDay(0) : null,
      series: series.map(([name, unit, usual, every]) => {
        const days = Array.from({ length: Math.ceil(100 / every) }, (_, index) => ({
          day: dayAt(index * every),
          value: usual * wave(index * every, salt),
        })).reverse();
        return seriesOf(
          { name, unit, printedUnit: unit, days, last: days.at(-1) ?? { day: newest, value: usual } },
          { per, aggregation },
          newest,
          dayAt(1),
        );
      }),
    }),
  );
  const places = ['pinned', 'shown', 'hidden'];
  return {
    ...frame,
    newestDay: newest,
    newestAt: Date.now() / 1000 - 3 * 86_400,
    wholeUntil: dayAt(1),
    cards: cards
      .filter(({ kind }) => hasEvents || (kind !== 'sleep' && kind !== 'workouts'))
      .toSorted((a, b) => places.indexOf(a.place) - places.indexOf(b.place)),
  };
}

export function fakeRings(hasHistory: boolean, from = '0001-01-01', to = '9999-12-31'): Rings {
  const all = hasHistory ? Array.from({ length: 400 }, (_, ago) => ringDay(ago)).reverse() : [];
  const days = all.filter(({ day }) => day >= from && day <= to);
  return {
    first: all[0]?.day ?? null,
    last: all.at(-1)?.day ?? null,
    days,
    totals: totalsOf(days),
    streaks: {
      move: streaksOf(all, newest, ({ move }) => isClosed(move) === true),
      all: streaksOf(all, newest, areAllClosed),
    },
    zone: 'Europe/Berlin',
    isCurrent: true,
  };
}
