import type { Pause, WorkoutTrack } from '../../shared/domain/workout-figures.ts';
import { isDay } from '../../shared/time.ts';
import { activeSeconds } from './workout-pauses.ts';

type Rule = NonNullable<WorkoutTrack['heart']>['rule'];

/** Measurements of one source, ascending by time: UTC seconds and bpm. */
export interface Beats {
  readonly at: readonly number[];
  readonly value: readonly number[];
}

/** Maximum seconds that a measurement counts for: the Watch measures every few seconds in a workout and every few minutes at rest. */
const longestBeatSeconds = 60;

/** Percent of the highest heart rate at which zones 2 to 5 begin: the usual five zones of 10% each above half. */
const percents = [60, 70, 80, 90] as const;
const ageWhenUnknown = 30;

/**
 * Zone limits and their rule. Unless the user set their own, they are shares of the expected highest heart rate, 220 minus the age (Fox, Naughton,
 * Haskell 1971; the default rule of most devices). `day`: of the workout in the home zone, because an age changes on a day of the calendar.
 */
export function zoneLimits(
  own: readonly number[] | null,
  birthday: string | null,
  day: string,
): { limits: number[]; rule: Rule } {
  const years = birthday !== null && isDay(birthday) ? yearsBetween(birthday, day) : 0;
  const isKnown = years >= 1 && years < 120;
  const age = isKnown ? years : ageWhenUnknown;
  const highest = 220 - age;
  if (own !== null) return { limits: [...own], rule: { by: 'own', age, highest } };
  return {
    limits: percents.map((percent) => Math.round((percent * highest) / 100)),
    rule: { by: isKnown ? 'age' : 'unknown', age, highest },
  };
}

/** Whole years from one day to another, YYYY-MM-DD. */
function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/**
 * Seconds in each zone. A measurement counts until the next one or the end, for at most a minute, without pauses. A zone includes its lower limit.
 */
export function timeInZones(
  { at, value }: Beats,
  limits: readonly number[],
  pauses: readonly Pause[],
  end: number,
): { from: number | null; to: number | null; seconds: number }[] {
  const ascending = [...new Set(limits)].sort((a, b) => a - b);
  const zones = [null, ...ascending].map((from, index) => ({
    from,
    to: ascending[index] ?? null,
    seconds: 0,
  }));
  for (const [index, from] of at.entries()) {
    const to = Math.min(at[index + 1] ?? end, from + longestBeatSeconds, end);
    const bpm = value[index] ?? 0;
    const zone = zones[ascending.filter((limit) => limit <= bpm).length];
    if (zone !== undefined) zone.seconds += activeSeconds(pauses, from, to);
  }
  return zones;
}

/** The last value measured at or before an instant, if it still counts; else null. `asked` must ascend from call to call. */
export function beatReader({ at, value }: Beats): (asked: number) => number | null {
  let next = 0;
  return (asked) => {
    while (next < at.length && (at[next] ?? 0) <= asked) next++;
    const index = next - 1;
    return index >= 0 && asked - (at[index] ?? 0) < longestBeatSeconds ? (value[index] ?? null) : null;
  };
}
