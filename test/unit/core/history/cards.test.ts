import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openReader, openWriter, type Reader } from '../../../../src/core/db/open.ts';
import { FigureKeeper } from '../../../../src/core/events/figure-keeper.ts';
import { createHistory, type History } from '../../../../src/core/history/history.ts';
import type { Card } from '../../../../src/shared/domain/cards.ts';
import {
  addOrigin,
  addSource,
  addType,
  type HistorySeed,
  seedHistory,
} from '../../../support/seed-history.ts';
import { addEvents } from './event-seed.ts';

const q = 'HKQuantityTypeIdentifier';
const day = (name: string, clock = '12:00:00') => Date.parse(`${name}T${clock}Z`) / 1000;

/** A history in a real file with its figures kept as after an import, removed after the test. */
async function keptHistory(
  fill: (seed: HistorySeed) => void,
  watched: (reader: Reader) => Reader = (reader) => reader,
): Promise<History> {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-cards-'));
  const path = join(dir, 'history.sqlite');
  const seed = seedHistory(path);
  fill(seed);
  seed.finish();
  seed.database.close();
  const writer = openWriter(path);
  const keeper = new FigureKeeper({ writer, zone: () => 'UTC', sourcePriority: () => [] });
  await keeper.run(new AbortController().signal);
  writer.close();
  const reader = openReader(path);
  onTestFinished(() => {
    reader.close();
    rmSync(dir, { recursive: true });
  });
  return createHistory(watched(reader));
}

/** Exported at noon of 10 March 2026, in UTC; an empty history otherwise. */
function prepare({ database }: HistorySeed): void {
  database.prepare('UPDATE import_run SET export_at = @at, started_at = @at').run({ at: day('2026-03-10') });
  database.prepare("INSERT INTO setting VALUES ('homeZone', '\"UTC\"')").run();
}

interface Given {
  readonly type: string;
  readonly unit: string;
  readonly values: readonly (readonly [day: string, value: number])[];
}

function add(seed: HistorySeed, { type, unit, values }: Given): void {
  const id = addType(seed.database, type);
  const source = addSource(seed.database, `App of ${type}`);
  const origin = addOrigin(seed.database, unit, type);
  for (const [name, value] of values)
    seed.addRecord({
      type: id,
      start: day(name, '08:00:00'),
      duration: 0,
      source,
      valueKey: value,
      value,
      origin,
    });
}

const ids = (cards: readonly Card[]) => cards.map(({ id, place }) => `${id.replace(q, '')} ${place}`);

test('the newest day is that of the data, and the day of the export is in no mean', async () => {
  const history = await keptHistory((seed) => {
    prepare(seed);
    add(seed, {
      type: `${q}StepCount`,
      unit: 'count',
      values: [
        ['2026-02-01', 3000],
        ['2026-03-08', 5000],
        ['2026-03-09', 7000],
        ['2026-03-10', 200],
      ],
    });
  });
  const { newestDay, wholeUntil, newestAt, zone, hasEvents, isCurrent, cards } = history.cards({});
  // Events of these days are still to be made.
  expect({ newestDay, wholeUntil, newestAt, zone, hasEvents, isCurrent }).toEqual({
    newestDay: '2026-03-10',
    wholeUntil: '2026-03-09',
    newestAt: day('2026-03-10', '08:00:00'),
    zone: 'UTC',
    hasEvents: true,
    isCurrent: false,
  });
  expect(cards[0]?.series[0]).toMatchObject({
    unit: 'count',
    last: { day: '2026-03-10', value: 200 },
    recent: { from: '2026-02-10', to: '2026-03-09', mean: 6000, count: 2 },
    before: { from: '2026-01-13', to: '2026-02-09', mean: 3000, count: 1 },
    usual: null,
    moved: null,
  });
  expect(cards[0]?.series[0]?.days.map((one) => one.day)).toEqual(['2026-03-08', '2026-03-09', '2026-03-10']);
});

test('a type that was last measured years ago has its newest day; what lies after the export has no say in it', async () => {
  const history = await keptHistory((seed) => {
    prepare(seed);
    add(seed, { type: `${q}Height`, unit: 'cm', values: [['2019-05-04', 178]] });
    add(seed, { type: `${q}BodyMass`, unit: 'kg', values: [['2026-01-05', 71]] });
    // A meal logged ahead, or a clock that was wrong.
    add(seed, {
      type: `${q}DietaryWater`,
      unit: 'mL',
      values: [
        ['2026-01-04', 250],
        ['2030-01-01', 250],
      ],
    });
  });
  const { newestDay, wholeUntil, cards } = history.cards({});
  expect({ newestDay, wholeUntil }).toEqual({ newestDay: '2026-01-05', wholeUntil: '2026-01-05' });
  expect(ids(cards)).toEqual(['BodyMass shown', 'DietaryWater shown', 'Height hidden']);
  const last = (id: string) => cards.find((card) => card.id === `${q}${id}`)?.series[0]?.last;
  expect(last('Height')).toEqual({ day: '2019-05-04', value: 178 });
  expect(last('DietaryWater')).toEqual({ day: '2026-01-04', value: 250 });
});

test('sleep is the longest of an evening as events have it, workouts add up and count by the week', async () => {
  const slept = (seconds: number) => ({ 'Total Sleep': { type: 'duration', value: seconds } });
  const lasted = (seconds: number) => ({ Duration: { type: 'duration', value: seconds } });
  const history = await keptHistory((seed) => {
    prepare(seed);
    addEvents(seed.database, [
      { id: 1, category: 'sleep', start: day('2026-03-07', '14:00:00'), properties: slept(3600) },
      { id: 2, category: 'sleep', start: day('2026-03-07', '23:00:00'), properties: slept(25_200) },
      { id: 3, category: 'workout', start: day('2026-03-08', '07:00:00'), properties: lasted(1200) },
      { id: 4, category: 'workout', start: day('2026-03-08', '17:00:00'), properties: lasted(2400) },
      { id: 5, category: 'workout', start: day('2026-02-20', '17:00:00'), properties: lasted(400) },
    ]);
  });
  const { isCurrent, cards } = history.cards({});
  expect(isCurrent).toBe(true);
  const [sleep, workouts] = cards;
  expect(sleep).toMatchObject({
    id: 'sleep',
    per: 'day',
    series: [{ last: { day: '2026-03-07', value: 25_200 } }],
  });
  expect(workouts).toMatchObject({
    id: 'workouts',
    per: 'week',
    // 1200 + 2400 + 400 seconds in four weeks.
    series: [{ last: { day: '2026-03-08', value: 3600 }, recent: { mean: 1000, count: 4 }, before: null }],
  });
});

test('a nap is no night: not the last one, not in the usual range, in no mean', async () => {
  const slept = (seconds: number) => ({ 'Total Sleep': { type: 'duration', value: seconds } });
  const nights = Array.from({ length: 8 }, (_, index) => ({
    id: index + 1,
    category: 'sleep' as const,
    start: day(`2026-03-0${index + 1}`, '22:00:00'),
    properties: slept(25_200),
  }));
  const history = await keptHistory((seed) => {
    prepare(seed);
    addEvents(seed.database, [
      ...nights,
      // On an evening with a night, on an evening of its own, and a night of three hours to the second.
      { id: 20, category: 'sleep', start: day('2026-03-08', '14:00:00'), properties: slept(3600) },
      { id: 21, category: 'sleep', start: day('2026-03-09', '14:00:00'), properties: slept(10_799) },
      { id: 22, category: 'sleep', start: day('2026-02-01', '22:00:00'), properties: slept(10_800) },
      { id: 23, category: 'sleep', start: day('2026-02-02', '14:00:00'), properties: slept(600) },
    ]);
  });
  expect(history.cards({}).cards.find(({ id }) => id === 'sleep')?.series[0]).toMatchObject({
    last: { day: '2026-03-08', value: 25_200 },
    usual: { high: 25_200, days: 9 },
    recent: { mean: 25_200, count: 8 },
    before: { mean: 10_800, count: 1 },
  });
});

test('an old night is the last one, however many naps followed', async () => {
  const slept = (seconds: number) => ({ 'Total Sleep': { type: 'duration', value: seconds } });
  const history = await keptHistory((seed) => {
    prepare(seed);
    addEvents(seed.database, [
      { id: 1, category: 'sleep', start: day('2025-05-01', '22:00:00'), properties: slept(25_200) },
      { id: 2, category: 'sleep', start: day('2026-03-08', '14:00:00'), properties: slept(3600) },
    ]);
    add(seed, { type: `${q}StepCount`, unit: 'count', values: [['2026-03-09', 1]] });
  });
  expect(history.cards({}).cards.find(({ id }) => id === 'sleep')?.series[0]).toMatchObject({
    last: { day: '2025-05-01', value: 25_200 },
    days: [],
  });
});

test('both pressures are one card; the layout of the profile is followed; without data there are no cards', async () => {
  const history = await keptHistory((seed) => {
    prepare(seed);
    for (const [name, value] of [
      ['Diastolic', 78],
      ['Systolic', 121],
    ] as const)
      add(seed, { type: `${q}BloodPressure${name}`, unit: 'mmHg', values: [['2026-03-09', value]] });
    add(seed, { type: `${q}StepCount`, unit: 'count', values: [['2026-03-09', 1]] });
    seed.database
      .prepare("INSERT INTO setting VALUES ('overviewCards', ?)")
      .run(JSON.stringify([{ id: 'pressure', place: 'pinned' }]));
  });
  const { cards } = history.cards({});
  expect(ids(cards)).toEqual(['pressure pinned', 'StepCount shown']);
  expect(cards[0]?.series.map(({ last }) => last.value)).toEqual([121, 78]);
  expect((await keptHistory(prepare)).cards({})).toMatchObject({
    newestDay: null,
    wholeUntil: null,
    cards: [],
  });
  expect((await keptHistory(() => undefined)).cards({})).toMatchObject({
    hasEvents: false,
    isCurrent: true,
    cards: [],
  });
});

test('what all figures depend on is looked up once, however many types there are', async () => {
  const ran = async (types: number): Promise<string[]> => {
    const statements: string[] = [];
    const watched = (reader: Reader): Reader =>
      new Proxy(reader, {
        get: (target, key) =>
          key === 'prepare' ? (sql: string) => noted(target.prepare(sql), sql) : Reflect.get(target, key),
      });
    const noted = <S extends object>(statement: S, sql: string): S =>
      new Proxy(statement, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key);
          if (typeof member !== 'function') return member;
          if (key === 'get' || key === 'all') statements.push(sql);
          return (...args: unknown[]) => {
            const answer: unknown = member.apply(target, args);
            return answer === target ? noted(target, sql) : answer;
          };
        },
      });
    const history = await keptHistory((seed) => {
      prepare(seed);
      for (let type = 0; type < types; type++)
        add(seed, { type: `${q}Kind${type}`, unit: 'count', values: [['2026-03-09', type]] });
    }, watched);
    expect(history.cards({}).cards).toHaveLength(types);
    return statements.filter((sql) => /FROM (setting|import_run|source_version)/.test(sql));
  };
  expect(await ran(12)).toEqual(await ran(2));
});
