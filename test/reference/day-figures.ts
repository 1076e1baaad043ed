// Figures of any type by day of a home zone, second by second: how the app's `history.figures` are to come out (src/core/events/README.md).
import { isOdd, sleepsOf } from './figures.ts';
import type { Counted, History } from './history.ts';
import { dayBefore, type LocalDays, localDays } from './local-days.ts';
import { type SourceOrder, sourceOrder } from './order.ts';
import type { Sample } from './read-export.ts';

export interface PlainFigure {
  readonly day: string;
  readonly count: number;
  readonly sum: number | null;
  readonly mean: number | null;
  readonly lowest: number | null;
  readonly highest: number | null;
  readonly latest: number | null;
  /** Value of a category, seconds and samples, by name. */
  readonly values: readonly (readonly [value: string, seconds: number, count: number])[];
}

/** What the app's canonical units are of the reference's (`units.ts`), for the types that are generated. */
const perUnit: Readonly<Record<string, number>> = {
  ActiveEnergyBurned: 1 / 4184,
  DietaryWater: 1000,
  HeartRate: 60,
  BloodGlucose: 100,
  BloodPressureSystolic: 1 / 133.322387415,
  BloodPressureDiastolic: 1 / 133.322387415,
  AppleExerciseTime: 1 / 60,
  AppleMoveTime: 1 / 60,
};

const sums = new Set([
  'StepCount',
  'ActiveEnergyBurned',
  'DistanceWalkingRunning',
  'DistanceCycling',
  'FlightsClimbed',
  'AppleExerciseTime',
  'AppleMoveTime',
]);
const levels = new Set(['EnvironmentalAudioExposure']);
const bareName = (type: string): string => type.replace(/^HK(Quantity|Category)TypeIdentifier/, '');

/**
 * `exportAt`: of the newest export. `chosen`: sources that the person put in front, the first one first. `spanOf`: what stands together,
 * where it is not each day by itself.
 */
export function plainFigures(
  history: History,
  type: string,
  homeZone: string,
  exportAt: number,
  chosen: readonly string[] = [],
  spanOf: (day: string) => string = (day) => day,
): PlainFigure[] {
  const local = localDays(homeZone);
  const days = { ...local, dayOf: (at: number) => spanOf(local.dayOf(at)) };
  const order = chosenOrder(sourceOrder([...history.samples, ...history.workouts]), chosen);
  const name = bareName(type);
  const ofType = history.samples.filter(({ item }) => item.type === type && !isOdd(item, exportAt));
  if (name === 'SleepAnalysis') return nights(history, homeZone, exportAt, order, spanOf);
  if (!type.startsWith('HKQuantity')) return times(ofType, order, days);
  const factor = perUnit[name] ?? 1;
  const samples = ofType.filter(({ item }) => item.value !== null);
  if (sums.has(name)) return added(samples, factor, order, days);
  if (levels.has(name)) return sound(samples, days);
  const isWater = name === 'DietaryWater';
  return [...Map.groupBy(samples, ({ item }) => days.dayOf(item.start))].sort(byDay).map(([day, its]) => {
    const values = its.map(({ item }) => (item.value ?? 0) * factor);
    const count = its.reduce((all, { copies }) => all + copies, 0);
    const total = its.reduce((all, { copies }, index) => all + copies * (values[index] ?? 0), 0);
    const measure = (value: number) => (isWater ? null : value);
    return {
      day,
      count,
      sum: isWater ? total : null,
      mean: measure(total / count),
      lowest: measure(Math.min(...values)),
      highest: measure(Math.max(...values)),
      latest: latestOf(its, factor),
      values: [],
    };
  });
}

function chosenOrder(order: SourceOrder, chosen: readonly string[]): SourceOrder {
  if (chosen.length === 0) return order;
  return {
    rank(item) {
      const rank = order.rank(item);
      const place = chosen.indexOf(item.source);
      // Nothing comes before what was entered by hand.
      return rank === 0 || place < 0 ? rank : place / 1000 + rank / 1e6;
    },
  };
}

const byDay = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function latestOf(its: readonly Counted<Sample>[], factor: number): number | null {
  if (its.length === 0) return null;
  const at = Math.max(...its.map(({ item }) => item.start));
  return Math.max(
    ...its.filter(({ item }) => item.start === at).map(({ item }) => (item.value ?? 0) * factor),
  );
}

/** Each second that has any of the samples, with these. */
function secondsOf<T extends Counted<Sample>>(samples: readonly T[]): Map<number, T[]> {
  const seconds = new Map<number, T[]>();
  for (const one of samples)
    for (let at = one.item.start; at < one.item.end; at++) {
      const under = seconds.get(at);
      if (under) under.push(one);
      else seconds.set(at, [one]);
    }
  return seconds;
}

/** Whether a moment counts: entered by hand, or in no second of an earlier source and beside no moment of one. */
function counts(
  { item }: Counted<Sample>,
  under: readonly Counted<Sample>[],
  moments: readonly Counted<Sample>[],
  order: SourceOrder,
): boolean {
  const rank = order.rank(item);
  if (rank === 0) return true;
  const beside = moments.filter((one) => one.item.start === item.start && order.rank(one.item) > 0);
  return [...under, ...beside].every((one) => order.rank(one.item) >= rank);
}

function added(
  samples: readonly Counted<Sample>[],
  factor: number,
  order: SourceOrder,
  days: LocalDays,
): PlainFigure[] {
  const seconds = secondsOf(samples);
  const moments = samples.filter(({ item }) => item.end === item.start);
  const found = new Map<string, { sum: number; of: Set<Counted<Sample>>; there: Counted<Sample>[] }>();
  const on = (at: number) => {
    const day = days.dayOf(at);
    const one = found.get(day) ?? { sum: 0, of: new Set(), there: [] };
    found.set(day, one);
    return one;
  };
  const count = (at: number, one: Counted<Sample>, share: number) => {
    const day = on(at);
    day.sum += (one.item.value ?? 0) * one.copies * factor * share;
    day.of.add(one);
  };
  for (const [at, under] of seconds) {
    const first = Math.min(...under.map(({ item }) => order.rank(item)));
    for (const one of under)
      if (order.rank(one.item) === first) count(at, one, 1 / (one.item.end - one.item.start));
  }
  for (const one of moments)
    if (counts(one, seconds.get(one.item.start) ?? [], moments, order)) count(one.item.start, one, 1);
  return [...found].sort(byDay).map(([day, { sum, of }]) => {
    const starting = samples.filter(({ item }) => days.dayOf(item.start) === day);
    return { ...measured(day, of, starting, factor), sum };
  });
}

/** The equivalent continuous level of the seconds of each day, of all sources (IEC 61672-1): 10 lg of the mean of 10^(L/10). */
function sound(samples: readonly Counted<Sample>[], days: LocalDays): PlainFigure[] {
  const found = new Map<string, { energy: number; seconds: number; of: Set<Counted<Sample>> }>();
  // A moment is a second long.
  for (const one of samples)
    for (let at = one.item.start; at < Math.max(one.item.end, one.item.start + 1); at++) {
      const day = found.get(days.dayOf(at)) ?? { energy: 0, seconds: 0, of: new Set() };
      found.set(days.dayOf(at), day);
      day.energy += 10 ** ((one.item.value ?? 0) / 10) * one.copies;
      day.seconds += one.copies;
      day.of.add(one);
    }
  return [...found].sort(byDay).map(([day, { energy, seconds, of }]) => {
    const values = [...of].map(({ item }) => item.value ?? 0);
    const starting = [...of].filter(({ item }) => days.dayOf(item.start) === day);
    return {
      ...measured(day, of, starting, 1),
      mean: 10 * Math.log10(energy / seconds),
      lowest: Math.min(...values),
      highest: Math.max(...values),
    };
  });
}

function measured(
  day: string,
  of: ReadonlySet<Counted<Sample>>,
  starting: readonly Counted<Sample>[],
  factor: number,
): PlainFigure {
  const count = [...of].reduce((all, { copies }) => all + copies, 0);
  // A sample says what it is where it starts: of those of sources of which anything counts on that day.
  const sources = new Set([...of].map(({ item }) => item.source));
  const latest = latestOf(
    starting.filter(({ item }) => sources.has(item.source)),
    factor,
  );
  return { day, count, sum: null, mean: null, lowest: null, highest: null, latest, values: [] };
}

/** Seconds of each value and the samples that have any, no second twice; a moment has none and counts where nothing earlier is. */
function times(samples: readonly Counted<Sample>[], order: SourceOrder, days: LocalDays): PlainFigure[] {
  const found = new Map<string, Map<string, { seconds: number; of: Set<Counted<Sample>> }>>();
  const add = (at: number, one: Counted<Sample>, seconds: number) => {
    const values =
      found.get(days.dayOf(at)) ?? new Map<string, { seconds: number; of: Set<Counted<Sample>> }>();
    found.set(days.dayOf(at), values);
    const value = values.get(one.item.text) ?? { seconds: 0, of: new Set() };
    values.set(one.item.text, value);
    value.seconds += seconds;
    value.of.add(one);
  };
  const seconds = secondsOf(samples);
  for (const [at, under] of seconds) {
    const [first] = under.toSorted(
      (a, b) =>
        order.rank(a.item) - order.rank(b.item) || a.item.start - b.item.start || a.item.end - b.item.end,
    );
    if (first) add(at, first, 1);
  }
  const moments = samples.filter(({ item }) => item.end === item.start);
  for (const one of moments)
    if (counts(one, seconds.get(one.item.start) ?? [], moments, order)) add(one.item.start, one, 0);
  return [...found].sort(byDay).map(([day, values]) => {
    const list = [...values].map(
      ([value, { seconds: length, of }]) =>
        [value, length, [...of].reduce((all, { copies }) => all + copies, 0)] as const,
    );
    return {
      ...ofCategory(day),
      count: list.reduce((all, [, , count]) => all + count, 0),
      values: list.sort(byValue),
    };
  });
}

const byValue = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]): number =>
  a < b ? -1 : 1;

function ofCategory(day: string) {
  return { day, count: 0, sum: null, mean: null, lowest: null, highest: null, latest: null, values: [] };
}

/**
 * Of each evening the time asleep and awake of the sleeps that end before the noon after it, and the time in bed, no second twice, by the
 * end of what told of it; with how many samples told so.
 */
function nights(
  history: History,
  homeZone: string,
  exportAt: number,
  order: SourceOrder,
  spanOf: (day: string) => string,
): PlainFigure[] {
  const days = localDays(homeZone);
  const evenings = new Map<string, Map<string, { seconds: number; of: Set<Sample> }>>();
  const add = (end: number, stage: string, seconds: number, of: Iterable<Sample>) => {
    const evening = spanOf(days.hourOf(end) < 12 ? dayBefore(days.dayOf(end)) : days.dayOf(end));
    const values = evenings.get(evening) ?? new Map<string, { seconds: number; of: Set<Sample> }>();
    evenings.set(evening, values);
    const name = `HKCategoryValueSleepAnalysis${stage}`;
    const value = values.get(name) ?? { seconds: 0, of: new Set() };
    values.set(name, value);
    value.seconds += seconds;
    for (const sample of of) value.of.add(sample);
  };
  for (const { end, total, core, deep, rem, awake, told } of sleepsOf(history, homeZone, exportAt).sleeps) {
    const stages = {
      AsleepCore: core,
      AsleepDeep: deep,
      AsleepREM: rem,
      AsleepUnspecified: total - core - deep - rem,
      Awake: awake,
    };
    for (const [stage, seconds] of Object.entries(stages))
      if (seconds > 0) add(end, stage, seconds, told.get(stage) ?? []);
  }
  const inBed = history.samples.filter(({ item }) => item.text.endsWith('InBed') && !isOdd(item, exportAt));
  for (const under of secondsOf(inBed).values()) {
    const [first] = under
      .map(({ item }) => item)
      .sort((a, b) => order.rank(a) - order.rank(b) || a.start - b.start || a.end - b.end);
    if (first) add(first.end, 'InBed', 1, [first]);
  }
  return [...evenings].sort(byDay).map(([day, values]) => {
    const list = [...values]
      .map(([value, { seconds, of }]) => [value, seconds, of.size] as const)
      .sort(byValue);
    return { ...ofCategory(day), count: list.reduce((all, [, , count]) => all + count, 0), values: list };
  });
}
