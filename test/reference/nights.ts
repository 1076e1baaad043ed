// When nights begin and end, and how regularly (src/core/events/README.md, "Sleep"): from the sleeps of figures.ts.
import type { Sleep } from './figures.ts';
import { dayBefore, localDays } from './local-days.ts';

export interface PlainNight
  extends Pick<Sleep, 'start' | 'end' | 'total' | 'core' | 'deep' | 'rem' | 'awake'> {
  /** Of the evening, YYYY-MM-DD. */
  readonly day: string;
  /** What the clock on the wall showed, in seconds after midnight. */
  readonly bed: number;
  readonly up: number;
}

export interface PlainClock {
  /** Seconds after midnight. */
  readonly mean: number;
  /** Seconds; null for one time. */
  readonly spread: number | null;
}

/** The longest sleep of each evening, if it lasts three hours. A sleep that ends before noon is of the evening before. */
export function plainNights(sleeps: readonly Sleep[], zone: string): PlainNight[] {
  const days = localDays(zone);
  const wall = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const clock = (at: number): number => {
    const [hours = 0, minutes = 0, seconds = 0] = wall
      .format(at * 1000)
      .split(':')
      .map(Number);
    return hours * 3600 + minutes * 60 + seconds;
  };
  const all = sleeps.map(({ start, end, total, core, deep, rem, awake }) => ({
    ...{ start, end, total, core, deep, rem, awake },
    day: days.hourOf(end) < 12 ? dayBefore(days.dayOf(end)) : days.dayOf(end),
    bed: clock(start),
    up: clock(end),
  }));
  return [...Map.groupBy(all, ({ day }) => day).values()]
    .flatMap((its) => its.toSorted((a, b) => b.total - a.total).slice(0, 1))
    .filter(({ total }) => total >= 3 * 3600)
    .sort((a, b) => a.start - b.start);
}

/**
 * The mean of times on a dial and its circular standard deviation (Fisher, Statistical Analysis of Circular Data, 1993, 2.3): every time is a
 * hand of length 1, the mean is where their sum points, and the shorter the mean hand is, the wider they are spread.
 */
export function plainClock(times: readonly number[]): PlainClock | null {
  if (times.length === 0) return null;
  const turn = 86_400 / (2 * Math.PI);
  const east = times.reduce((sum, time) => sum + Math.sin(time / turn), 0);
  const north = times.reduce((sum, time) => sum + Math.cos(time / turn), 0);
  const hand = Math.sqrt(east ** 2 + north ** 2) / times.length;
  const mean = Math.atan2(east, north) * turn;
  return {
    mean: mean < 0 ? mean + 86_400 : mean,
    spread: times.length === 1 ? null : Math.sqrt(2 * Math.log(1 / Math.min(1, hand))) * turn,
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of some nights, which are not none. */
export function plainRegularity(nights: readonly PlainNight[]) {
  return {
    nights: nights.length,
    asleep: meanOf(nights.map(({ total }) => total)),
    core: meanOf(nights.map(({ core }) => core)),
    deep: meanOf(nights.map(({ deep }) => deep)),
    rem: meanOf(nights.map(({ rem }) => rem)),
    awake: meanOf(nights.map(({ awake }) => awake)),
    bed: plainClock(nights.map(({ bed }) => bed)),
    wake: plainClock(nights.map(({ up }) => up)),
  };
}
