// What the pages say of weeks, months and years: rings, nights, cards and figures, against the plain reference (test/reference), in three zones
// about the changes of their clocks.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CardSeries } from '../../../src/shared/domain/cards.ts';
import type { Figure } from '../../../src/shared/domain/figures.ts';
import type { NightMeans } from '../../../src/shared/domain/nights.ts';
import { type PlainDay, plainCard } from '../../reference/cards.ts';
import { type PlainFigure, plainFigures } from '../../reference/day-figures.ts';
import { type Figures, figuresOf } from '../../reference/figures.ts';
import { type History, mergeExports } from '../../reference/history.ts';
import { dayBefore, localDays } from '../../reference/local-days.ts';
import { type PlainNight, plainNights, plainRegularity } from '../../reference/nights.ts';
import { randomMonths } from '../../reference/random-months.ts';
import { readExport } from '../../reference/read-export.ts';
import {
  areAllMet,
  isMet,
  type PlainRingDay,
  ringDays,
  ringStreaks,
  ringTotals,
} from '../../reference/rings.ts';
import { firstOf, plainSpans } from '../../reference/spans.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { type Imported, importAll } from './imported.ts';

const q = 'HKQuantityTypeIdentifier';
const c = 'HKCategoryTypeIdentifier';
const days = 118;

/** Zone, how far its clock is ahead at first, and the day of the export: a change of the clock lies in the last weeks. */
const zones = [
  ['Europe/Berlin', 1, '2026-04-20', 1],
  ['America/New_York', -5, '2025-11-23', 2],
  ['Australia/Lord_Howe', 10.5, '2026-04-26', 3],
] as const;

/** Of numbers that are computed in another order, and of parts that are rounded to six digits. */
const near = (value: unknown): unknown => {
  if (typeof value === 'number') return expect.closeTo(value, 4);
  if (Array.isArray(value)) return value.map(near);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, near(one)]));
};

interface Given {
  readonly zone: string;
  readonly lastDay: string;
  readonly text: string;
  readonly exportAt: number;
  readonly history: History;
  readonly plain: Figures;
  readonly product: Imported;
  readonly rings: readonly PlainRingDay[];
  readonly nights: readonly PlainNight[];
  readonly months: readonly string[];
  dayOf(at: number): string;
  figures(type: string, spanOf?: (day: string) => string): readonly PlainFigure[];
}

async function given(zone: string, aheadHours: number, lastDay: string, seed: number): Promise<Given> {
  const { text, exportAt } = randomMonths({ seed, lastDay, aheadHours, days });
  const path = join(scratchDir(), 'export.xml');
  writeFileSync(path, text);
  const history = mergeExports([readExport(text)]);
  const plain = figuresOf(history, zone, exportAt);
  const rings = ringDays(text);
  const product = await importAll([path], zone);
  const byDay = new Map<string, readonly PlainFigure[]>();
  onTestFinished(() => product.close());
  return {
    ...{ zone, lastDay, text, exportAt, history, plain, product, rings },
    nights: plainNights(plain.sleeps, zone),
    months: [...new Set(rings.map(({ day }) => day.slice(0, 7)))],
    dayOf: localDays(zone).dayOf,
    figures(type, spanOf) {
      const days = spanOf === undefined ? byDay.get(type) : undefined;
      const known = days ?? plainFigures(history, type, zone, exportAt, [], spanOf);
      if (spanOf === undefined) byDay.set(type, known);
      return known;
    },
  };
}

test.each(zones)('rings, nights, cards and figures in %s', async (...asked) => {
  const one = await given(...asked);
  await expectRings(one);
  await expectNights(one);
  await expectCards(one);
  await expectSpans(one);
});

/** Goals met, totals of months, and streaks. */
async function expectRings({ zone, lastDay, text, exportAt, product, rings, months, dayOf, figures }: Given) {
  const exportDay = dayOf(exportAt);
  expect.soft(exportDay).toBe(lastDay);
  const newest = rings.at(-1)?.day ?? '';
  const streaks = {
    move: ringStreaks(
      new Set(rings.filter(({ move }) => isMet(move)).map(({ day }) => day)),
      newest,
      exportDay,
    ),
    all: ringStreaks(new Set(rings.filter(areAllMet).map(({ day }) => day)), newest, exportDay),
  };
  const sumsOf = (type: string) => new Map(figures(type).map(({ day, sum }) => [day, sum]));
  const [energy, time, exercise] = ['ActiveEnergyBurned', 'AppleMoveTime', 'AppleExerciseTime'].map((name) =>
    sumsOf(q + name),
  );
  const stood = new Map(
    figures(`${c}AppleStandHour`).map(({ day, values }) => [
      day,
      values.find(([value]) => value.endsWith('Stood'))?.[2] ?? 0,
    ]),
  );
  const right = (asked: readonly PlainRingDay[]) => ({
    first: rings[0]?.day,
    last: newest,
    days: asked.map((day) => ({
      ...day,
      own: {
        move: (day.moveBy === 'time' ? time : energy)?.get(day.day) ?? null,
        exercise: exercise?.get(day.day) ?? null,
        stand: stood.get(day.day) ?? null,
      },
      isUnderWay: day.day === exportDay,
    })),
    totals: ringTotals(asked),
    streaks,
    zone,
    isCurrent: true,
  });
  const { handlers } = product;
  expect.soft(await handlers['history.rings']({})).toEqual(near(right(rings)));
  for (const month of months) {
    const said = await handlers['history.rings']({ from: `${month}-01`, to: `${month}-31` });
    expect.soft(said).toEqual(near(right(rings.filter(({ day }) => day.startsWith(month)))));
  }
  // Both units, both outcomes, placeholders and days without a summary are among them.
  expect.soft(new Set(rings.map(({ moveBy }) => moveBy)).size).toBe(2);
  expect.soft(text.match(/<ActivitySummary/g)?.length).toBeGreaterThan(rings.length);
  expect.soft(streaks.all.longest?.days).toBeGreaterThan(1);
}

/** When they begin and end, and how regularly, by range and by week. */
async function expectNights({ lastDay, plain, product, nights, months }: Given) {
  const means = (one: NightMeans | null) => {
    if (one === null) return null;
    const { day: _, unspecified: __, ...rest } = one;
    return rest;
  };
  const inDays = (from: string, to: string) => nights.filter(({ day }) => day >= from && day <= to);
  const ranges = [['2025-06-01', lastDay], ...months.map((month) => [`${month}-01`, `${month}-31`])] as [
    string,
    string,
  ][];
  for (const [from, to] of ranges)
    for (const weekStart of [0, 1, 6]) {
      const said = await product.handlers['history.nights']({
        from,
        to: to.replace('-31', '-28'),
        weekStart,
      });
      const its = inDays(from, to.replace('-31', '-28'));
      expect
        .soft(
          said.sleeps
            .filter(({ kind }) => kind === 'night')
            .map(({ day, startClock, endClock }) => [day, startClock, endClock]),
        )
        .toEqual(its.map(({ day, bed, up }) => [day, bed, up]));
      expect.soft(means(said.means)).toEqual(its.length === 0 ? null : near(plainRegularity(its)));
      const weeks = Map.groupBy(its, ({ day }) => firstOf(day, 'week', weekStart));
      expect
        .soft(said.weeks.map((week) => [week.day, means(week)]))
        .toEqual([...weeks].map(([day, nightsOfWeek]) => [day, near(plainRegularity(nightsOfWeek))]));
    }
  expect.soft(nights.length).toBeGreaterThan(35);
  expect.soft(plain.sleeps.length).toBeGreaterThan(nights.length);
}

/** The usual range, four weeks and the four before, and whether they moved. */
async function expectCards({ lastDay, plain, product, rings, nights, dayOf, figures }: Given) {
  const { cards, newestDay, wholeUntil } = await product.handlers['history.cards']({});
  expect.soft([newestDay, wholeUntil]).toEqual([lastDay, dayBefore(lastDay)]);
  const byType = (type: string): PlainDay[] =>
    figures(type).flatMap(({ day, sum, mean, values }) => {
      if (type.endsWith('StandHour'))
        return { day, value: values.find(([name]) => name.endsWith('Stood'))?.[2] ?? 0 };
      const value = sum ?? mean ?? values.reduce((seconds, [, one]) => seconds + one, 0);
      return { day, value };
    });
  const byName: Readonly<Record<string, () => PlainDay[]>> = {
    sleep: () => nights.map(({ day, total }) => ({ day, value: total })),
    workout: () =>
      [...Map.groupBy(plain.workouts, ({ start }) => dayOf(start))].map(([day, its]) => ({
        day,
        value: its.reduce((sum, { duration }) => sum + (duration ?? 0), 0),
      })),
    move: () =>
      rings.flatMap(({ day, move, moveBy }) =>
        moveBy === 'energy' && move.value !== null ? { day, value: move.value } : [],
      ),
    exercise: () => rings.flatMap(({ day, exercise: { value } }) => (value === null ? [] : { day, value })),
    stand: () => rings.flatMap(({ day, stand: { value } }) => (value === null ? [] : { day, value })),
  };
  const said = ({ last, usual, recent, before, moved }: CardSeries) => ({
    last,
    usual: usual && [usual.low, usual.high],
    recent: recent?.mean ?? null,
    before: before?.mean ?? null,
    moved,
  });
  const ways: unknown[] = [];
  for (const { id, series } of cards)
    for (const one of series) {
      const isWeekly = id === 'workouts' || id.endsWith('MindfulSession');
      const how = id.endsWith('AudioExposure') ? 'levels' : isWeekly ? 'weeks' : 'days';
      const right = plainCard((byName[one.name] ?? (() => byType(one.name)))(), dayBefore(lastDay), how);
      expect.soft({ id, ...said(one) }).toEqual({ id, ...(near(right) as object) });
      ways.push(one.moved);
    }
  expect.soft(new Set(ways)).toEqual(new Set(['up', 'same', ...(ways.includes('down') ? ['down'] : [])]));
  expect.soft(cards.length).toBeGreaterThan(11);
}

/** Of weeks, months, years and whole ranges, cut where the range begins and ends. */
async function expectSpans({ product, months, figures }: Given) {
  const types = [
    ...['StepCount', 'HeartRate', 'BodyMass', 'EnvironmentalAudioExposure', 'DietaryWater'].map(
      (name) => q + name,
    ),
    `${c}MindfulSession`,
  ];
  const compared = (figure: PlainFigure & { days: number }) => {
    const { day, days: on, count, sum, mean, lowest, highest, latest, values } = figure;
    return { day, days: on, count, sum, mean, lowest, highest, latest, values };
  };
  const said = (figure: Figure) =>
    compared({
      ...figure,
      values: figure.values
        .map(({ value, seconds, count }) => [value, seconds, count] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    });
  const all = { from: '2020-01-01', to: '2030-12-31' };
  const middle = { from: `${months[1]}-10`, to: `${months[3]}-12` };
  const asked = [
    ['week', middle, 1],
    ['month', all, 0],
    ['year', all, 0],
    ['range', middle, 0],
  ] as const;
  for (const type of types)
    for (const [by, range, weekStart] of asked) {
      const answer = await product.handlers['history.figures']({
        type,
        by,
        ...range,
        weekStart,
      });
      const right = plainSpans(
        (spanOf) => figures(type, spanOf),
        range,
        by === 'range' ? 'all' : by,
        weekStart,
      );
      expect
        .soft({ type, by, spans: answer.figures.map(said) })
        .toEqual({ type, by, spans: near(right.map(compared)) });
    }
}
