import {
  areAllClosed,
  isClosed,
  type RingDay,
  type RingName,
  type Rings,
  type RingTotal,
  ringNames,
  type Streak,
  type Streaks,
} from '../../shared/domain/rings.ts';
import { dayNumber } from '../../shared/time.ts';

/** A day's summary without the figures from records. */
export type SummaryDay = Omit<RingDay, 'own' | 'isUnderWay'>;

/** Sums, closed rings, and number of days; `ringsSchema` states the rule for Move. */
export function totalsOf(days: readonly SummaryDay[]): Rings['totals'] {
  const moveBy = days.at(-1)?.moveBy ?? 'energy';
  const total = (name: RingName, of: readonly SummaryDay[]): RingTotal => {
    const values = of.flatMap((day) => day[name].value ?? []);
    const closed = of.map((day) => isClosed(day[name])).filter((is) => is !== null);
    return {
      days: values.length,
      sum: values.reduce((sum, value) => sum + value, 0),
      met: closed.filter(Boolean).length,
      withGoal: closed.length,
    };
  };
  const [move, exercise, stand] = ringNames.map((name) =>
    total(name, name === 'move' ? days.filter((day) => day.moveBy === moveBy) : days),
  ) as [RingTotal, RingTotal, RingTotal];
  return { move, exercise, stand, moveBy, all: days.filter(areAllClosed).length };
}

/** `days` ascend. `streaksSchema` states the rule. */
export function streaksOf(
  days: readonly SummaryDay[],
  exportDay: string,
  isMet: (day: SummaryDay) => boolean,
): Streaks {
  let current = null as Streak | null;
  let longest = null as Streak | null;
  let before = null as string | null;
  for (const day of days) {
    const isNext = before !== null && dayNumber(day.day) === dayNumber(before) + 1;
    if (!isNext) current = null;
    if (isMet(day)) {
      current = { days: (current?.days ?? 0) + 1, from: current?.from ?? day.day, to: day.day };
      if (longest === null || current.days > longest.days) longest = current;
    } else if (day.day < exportDay) current = null;
    before = day.day;
  }
  return { current, longest };
}
