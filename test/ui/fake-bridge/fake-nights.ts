import type {
  Night,
  NightMeans,
  Nights,
  Sleep,
  SleepDetail,
  Stage,
} from '../../../src/shared/domain/nights.ts';

const [minute, hour, day] = [60, 3600, 86_400];
const zone = 'UTC';
/** Stages of a night and their minutes, over and over. */
const course: readonly (readonly [Stage, number])[] = [
  ['core', 38],
  ['deep', 44],
  ['core', 25],
  ['rem', 18],
  ['awake', 4],
  ['core', 51],
  ['rem', 27],
];
const last = Math.floor(Date.now() / 1000 / day) - 4;
const first = last - 200;
const text = (number: number) => new Date(number * day * 1000).toISOString().slice(0, 10);
const numberOf = (text: string) => Date.parse(text) / 1000 / day;

/** An evening that has a sleep: each but for every eleventh, as when the Watch was left off. */
function detailOf(evening: number): SleepDetail | null {
  if (evening < first || evening > last || evening % 11 === 3) return null;
  const bed = evening * day + 22.6 * hour + Math.round(Math.sin(evening * 1.7) * 40) * minute;
  const fell = bed + 12 * minute;
  const up = fell + (6.6 + Math.sin(evening * 0.9) * 0.9) * hour;
  const stretches: { start: number; end: number; stage: Stage; source: number }[] = [];
  for (let at = fell, step = 0; at < up; step++) {
    const [stage, minutes] = course[step % course.length] ?? ['core', 30];
    const end = Math.min(up, at + minutes * minute);
    stretches.push({ start: at, end, stage, source: 0 });
    at = end;
  }
  const of = (stage: Stage) =>
    stretches.filter((one) => one.stage === stage).reduce((sum, { start, end }) => sum + end - start, 0);
  const [core, deep, rem, awake] = [of('core'), of('deep'), of('rem'), of('awake')];
  const asleep = core + deep + rem;
  const bounds = { start: bed, end: up };
  return {
    event: 500_000 + evening,
    day: text(evening),
    kind: 'night',
    ...bounds,
    startClock: bed % day,
    endClock: up % day,
    asleep,
    core,
    deep,
    rem,
    unspecified: 0,
    awake,
    inBed: up - bed,
    stretches,
    sources: [
      {
        name: 'Anna’s Apple Watch',
        asleep,
        counted: asleep,
        stretches: [
          { ...bounds, stage: 'in_bed', isCounted: true },
          ...stretches.map(({ start, end, stage }) => ({ start, end, stage, isCounted: true })),
        ],
      },
      {
        name: 'Withings',
        asleep: up - fell - 30 * minute,
        counted: 0,
        stretches: [{ start: fell, end: up - 30 * minute, stage: 'unspecified', isCounted: false }],
      },
    ],
  };
}

function napOf(evening: number): SleepDetail | null {
  if (evening < first || evening > last || evening % 9 !== 4) return null;
  const start = evening * day + 14 * hour;
  const end = start + 35 * minute;
  const bounds = { start, end };
  return {
    event: 600_000 + evening,
    day: text(evening),
    kind: 'nap',
    ...bounds,
    startClock: start % day,
    endClock: end % day,
    asleep: end - start,
    core: 0,
    deep: 0,
    rem: 0,
    unspecified: end - start,
    awake: 0,
    inBed: null,
    stretches: [{ ...bounds, stage: 'unspecified', source: 0 }],
    sources: [
      {
        name: 'Anna’s Apple Watch',
        asleep: end - start,
        counted: end - start,
        stretches: [{ ...bounds, stage: 'unspecified', isCounted: true }],
      },
    ],
  };
}

const sleepsOf = (evening: number): SleepDetail[] =>
  [napOf(evening), detailOf(evening)].filter((one) => one !== null);

function meansOf(from: number, nights: readonly Sleep[]): NightMeans | null {
  if (nights.length === 0) return null;
  const mean = (figure: (night: Sleep) => number) =>
    nights.reduce((sum, night) => sum + figure(night), 0) / nights.length;
  const spread = nights.length < 2 ? null : 26 * minute;
  return {
    day: text(from),
    nights: nights.length,
    asleep: mean(({ asleep }) => asleep),
    core: mean(({ core }) => core),
    deep: mean(({ deep }) => deep),
    rem: mean(({ rem }) => rem),
    unspecified: 0,
    awake: mean(({ awake }) => awake),
    bed: { mean: mean(({ startClock }) => startClock), spread },
    wake: { mean: mean(({ endClock }) => endClock), spread },
  };
}

export function fakeNights({ from, to }: { readonly from: string; readonly to: string }): Nights {
  const evenings = Array.from(
    { length: numberOf(to) - numberOf(from) + 1 },
    (_, step) => numberOf(from) + step,
  );
  const sleeps = evenings
    .flatMap(sleepsOf)
    .map(({ inBed: _, stretches: __, sources: ___, ...sleep }) => sleep);
  const nights = sleeps.filter(({ kind }) => kind === 'night');
  const weeks = Map.groupBy(nights, (night) => Math.floor((numberOf(night.day) - numberOf(from)) / 7));
  return {
    zone,
    isCurrent: true,
    first: text(first),
    last: text(last),
    sleeps,
    means: meansOf(numberOf(from), nights),
    weeks: [...weeks].flatMap(([week, its]) => meansOf(numberOf(from) + week * 7, its) ?? []),
  };
}

export function fakeNight({ day: asked }: { readonly day: string }): Night {
  const evening = numberOf(asked);
  return {
    zone,
    isCurrent: true,
    day: asked,
    previous: evening > first ? text(evening - 1) : null,
    next: evening < last ? text(evening + 1) : null,
    sleeps: sleepsOf(evening),
  };
}
