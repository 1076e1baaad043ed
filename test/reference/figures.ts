// Figures of a history, second by second.
import type { Counted, History } from './history.ts';
import { dayBefore, type LocalDays, localDays } from './local-days.ts';
import { type SourceOrder, sourceOrder } from './order.ts';
import type { Sample, Workout } from './read-export.ts';

/** What a day has: our own figure divides a sample at midnight, Trendy's is whole on the day of the start (trendy/README §3.3). */
export interface DayFigure {
  readonly day: string;
  readonly own: number;
  readonly sent: number;
}

/** A sleep from falling asleep or going to bed to getting up. Seconds. */
export interface Sleep {
  readonly start: number;
  readonly end: number;
  readonly total: number;
  readonly core: number;
  readonly deep: number;
  readonly rem: number;
  readonly awake: number;
  /** Which samples told of it, by stage. */
  readonly told: ReadonlyMap<string, ReadonlySet<Sample>>;
}

export interface Figures {
  readonly steps: readonly DayFigure[];
  readonly energy: readonly DayFigure[];
  readonly sleeps: readonly Sleep[];
  /** Seconds of each of the phone's nights, asleep and in each stage: a sample is of the night that it ends in. */
  readonly nights: readonly (readonly [
    day: string,
    total: number,
    core: number,
    deep: number,
    rem: number,
  ])[];
  /** By the second of the start. */
  readonly water: readonly (readonly [start: number, millilitres: number])[];
  readonly mindful: readonly (readonly [start: number, seconds: number])[];
  readonly workouts: readonly Workout[];
}

/** Of a day on which clocks go back. */
const longestDay = 25 * 3600;
const quantity = 'HKQuantityTypeIdentifier';
const category = 'HKCategoryTypeIdentifier';
const kilocalorie = 4184;

/** `exportAt`: of the newest export. */
export function figuresOf(history: History, homeZone: string, exportAt: number): Figures {
  const days = localDays(homeZone);
  const order = sourceOrder([...history.samples, ...history.workouts]);
  const of = (type: string) =>
    history.samples.filter(({ item }) => item.type === type && !isOdd(item, exportAt));
  const sums = (type: string, unit: number) => daySums(of(type), unit, order, days);
  return {
    steps: sums(`${quantity}StepCount`, 1),
    energy: sums(`${quantity}ActiveEnergyBurned`, kilocalorie),
    ...sleepOf(of(`${category}SleepAnalysis`), order, days),
    water: bySecond(
      known(of(`${quantity}DietaryWater`)),
      ({ item, copies }) => (item.value ?? 0) * copies * 1000,
    ),
    mindful: bySecond(of(`${category}MindfulSession`), ({ item }) => item.end - item.start),
    workouts: withoutTwins(history.workouts, order),
  };
}

/** The sleeps of `figuresOf` alone. */
export function sleepsOf(history: History, homeZone: string, exportAt: number): Pick<Figures, 'sleeps'> {
  const order = sourceOrder([...history.samples, ...history.workouts]);
  const samples = history.samples.filter(
    ({ item }) => item.type === `${category}SleepAnalysis` && !isOdd(item, exportAt),
  );
  return sleepOf(samples, order, localDays(homeZone));
}

/** Kept, and counted nowhere. */
export function isOdd({ start, end }: Sample, exportAt: number): boolean {
  return end < start || end - start > longestDay || start > exportAt;
}

/** A unit that is not known is never taken for the canonical one: such samples are in no sum. */
function known(samples: readonly Counted<Sample>[]): Counted<Sample>[] {
  return samples.filter(({ item }) => item.value !== null);
}

function daySums(
  samples: readonly Counted<Sample>[],
  unit: number,
  order: SourceOrder,
  days: LocalDays,
): DayFigure[] {
  const own = new Map<string, number>();
  const sent = new Map<string, number>();
  const add = (figures: Map<string, number>, at: number, value: number) =>
    figures.set(days.dayOf(at), (figures.get(days.dayOf(at)) ?? 0) + value);
  const lasting = known(samples).filter(({ item }) => item.end > item.start);
  const amount = ({ item, copies }: Counted<Sample>) => ((item.value ?? 0) * copies) / unit;
  for (const { at, under } of everySecond(lasting)) {
    const first = Math.min(...under.map(({ item }) => order.rank(item)));
    for (const one of under)
      if (order.rank(one.item) === first) {
        const share = amount(one) / (one.item.end - one.item.start);
        add(own, at, share);
        add(sent, one.item.start, share);
      }
  }
  for (const one of known(samples).filter(({ item }) => item.end === item.start)) {
    const { item } = one;
    // A moment by hand is covered by nothing.
    const isCovered =
      order.rank(item) > 0 &&
      lasting.some(
        ({ item: other }) =>
          other.start <= item.start && item.start < other.end && order.rank(other) < order.rank(item),
      );
    if (isCovered) continue;
    add(own, item.start, amount(one));
    add(sent, item.start, amount(one));
  }
  return [...new Set([...own.keys(), ...sent.keys()])]
    .sort()
    .map((name) => ({ day: name, own: own.get(name) ?? 0, sent: sent.get(name) ?? 0 }))
    .filter(({ own: ours, sent: theirs }) => ours > 0.001 || theirs > 0.001);
}

/** Each second in which some sample is under way, with these. */
function* everySecond(
  samples: readonly Counted<Sample>[],
): Generator<{ at: number; under: readonly Counted<Sample>[] }> {
  const coming = samples.toSorted((a, b) => a.item.start - b.item.start);
  let under: Counted<Sample>[] = [];
  for (let at = coming[0]?.item.start ?? 0; coming.length > 0 || under.length > 0; at++) {
    if (under.length === 0) at = Math.max(at, coming[0]?.item.start ?? at);
    under = under.filter(({ item }) => item.end > at);
    while (coming[0] !== undefined && coming[0].item.start <= at)
      under.push(coming.shift() as Counted<Sample>);
    if (under.length > 0) yield { at, under };
  }
}

const stageOf = ({ text }: Sample): string => text.replace('HKCategoryValueSleepAnalysis', '');

/** Of one source: awake inside asleep is awake, and a stage says more than sleep of no stage, deep and REM more than core. */
const precedence = ['Awake', 'AsleepDeep', 'AsleepREM', 'AsleepCore', 'AsleepUnspecified'];

/** Sleeps that are no further apart are one. The generator makes no pause that leaves a doubt. */
const longestPause = 2 * 3600;

function sleepOf(
  samples: readonly Counted<Sample>[],
  order: SourceOrder,
  days: LocalDays,
): Pick<Figures, 'sleeps' | 'nights'> {
  const sleeps: { -readonly [K in keyof Sleep]: Sleep[K] }[] = [];
  /** Of each sleep, the sources that decided some of it. */
  const deciding: Set<string>[] = [];
  const nights = new Map<
    string,
    { total: number; AsleepCore: number; AsleepDeep: number; AsleepREM: number }
  >();
  const told: Map<string, Set<Sample>>[] = [];
  /** Of each second awake since the last one asleep, what told it. */
  let awake: Sample[] = [];
  /** Awake without a pause: a run that touches a sleep is of it, unless it is longer than a pause within one. */
  let run = { start: -1, end: -1, of: [] as Sample[] };
  let firstRun = run;
  const tell = (place: number, stage: string, sample: Sample) => {
    const its = told[place]?.get(stage) ?? new Set();
    told[place]?.set(stage, its.add(sample));
  };
  const wake = (place: number, seconds: readonly Sample[]) => {
    const sleep = sleeps[place];
    if (sleep !== undefined) sleep.awake += seconds.length;
    for (const sample of new Set(seconds)) tell(place, 'Awake', sample);
  };
  const touching = (one: typeof run, isTouching: boolean) =>
    isTouching && one.end - one.start <= longestPause ? one.of : [];
  const endSleep = () => wake(sleeps.length - 1, touching(firstRun, firstRun.start === sleeps.at(-1)?.end));
  for (const { at, under } of everySecond(samples)) {
    // In bed says neither asleep nor awake.
    const speaking = under.filter(({ item }) => stageOf(item) !== 'InBed');
    const first = Math.min(...speaking.map(({ item }) => order.rank(item)));
    const decided = speaking
      .filter(({ item }) => order.rank(item) === first)
      .sort(
        ({ item: a }, { item: b }) =>
          precedence.indexOf(stageOf(a)) - precedence.indexOf(stageOf(b)) ||
          a.start - b.start ||
          a.end - b.end,
      )[0]?.item;
    if (decided === undefined) continue;
    const stage = stageOf(decided);
    if (stage === 'Awake') {
      awake.push(decided);
      if (run.end !== at) run = { start: at, end: at, of: [] };
      run.end = at + 1;
      run.of.push(decided);
      if (firstRun.start < 0) firstRun = run;
      continue;
    }
    let sleep = sleeps.at(-1);
    if (sleep === undefined || at - sleep.end > longestPause) {
      endSleep();
      told.push(new Map());
      sleep = {
        start: at,
        end: at,
        total: 0,
        core: 0,
        deep: 0,
        rem: 0,
        awake: 0,
        told: told.at(-1) ?? new Map(),
      };
      sleeps.push(sleep);
      deciding.push(new Set());
      awake = touching(run, run.end === at);
    }
    deciding.at(-1)?.add(decided.source);
    sleep.end = at + 1;
    sleep.total++;
    wake(sleeps.length - 1, awake);
    tell(sleeps.length - 1, stage, decided);
    awake = [];
    run = { start: -1, end: -1, of: [] };
    firstRun = run;
    if (stage === 'AsleepCore') sleep.core++;
    if (stage === 'AsleepDeep') sleep.deep++;
    if (stage === 'AsleepREM') sleep.rem++;
    const evening =
      days.hourOf(decided.end) < 12 ? dayBefore(days.dayOf(decided.end)) : days.dayOf(decided.end);
    const night = nights.get(evening) ?? { total: 0, AsleepCore: 0, AsleepDeep: 0, AsleepREM: 0 };
    nights.set(evening, night);
    night.total++;
    if (stage === 'AsleepCore' || stage === 'AsleepDeep' || stage === 'AsleepREM') night[stage]++;
  }
  endSleep();
  for (const { item } of samples.filter((one) => stageOf(one.item) === 'InBed'))
    for (const [index, sleep] of sleeps.entries()) {
      // A phone on the night stand, which has no say in the sleep, tells of no bedtime.
      if (!deciding[index]?.has(item.source) || item.start >= sleep.end || sleep.start >= item.end) continue;
      sleep.start = Math.min(sleep.start, item.start);
      sleep.end = Math.max(sleep.end, item.end);
    }
  return {
    sleeps,
    nights: [...nights]
      .filter(([, { total }]) => total >= 1800)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([day, night]) => [day, night.total, night.AsleepCore, night.AsleepDeep, night.AsleepREM] as const,
      ),
  };
}

function bySecond(
  samples: readonly Counted<Sample>[],
  amount: (one: Counted<Sample>) => number,
): (readonly [number, number])[] {
  const seconds = new Map<number, number>();
  for (const one of samples) seconds.set(one.item.start, (seconds.get(one.item.start) ?? 0) + amount(one));
  return [...seconds].sort(([a], [b]) => a - b);
}

/** Records of one workout by two apps: of the same sport, in overlapping time. The one by hand, or of the first source, stands for both. */
function withoutTwins(workouts: readonly Counted<Workout>[], order: SourceOrder): Workout[] {
  const kept: Workout[] = [];
  const byRank = workouts
    .map(({ item }) => item)
    .sort((a, b) => order.rank(a) - order.rank(b) || a.start - b.start);
  for (const one of byRank) {
    const isTwin = kept.some(
      (other) =>
        other.activity === one.activity &&
        (other.source !== one.source || other.isByHand !== one.isByHand) &&
        other.start < one.end &&
        one.start < other.end,
    );
    if (!isTwin) kept.push(one);
  }
  return kept.sort((a, b) => a.start - b.start);
}
