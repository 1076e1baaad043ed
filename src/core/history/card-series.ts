import type { Card, CardDay, CardMean, CardSeries } from '../../shared/domain/cards.ts';
import { dayNumber, plusDays } from '../../shared/time.ts';

const fourWeeks = 28;
/** Days of the usual range. */
export const usualDays = 90;
const fewestUsual = 7;
/** Minimum number of values in each of two compared spans. */
const fewestCompared = 3;

/**
 * Linear between the two nearest values, as spreadsheets do (PERCENTILE.INC) and NumPy by default: the smallest is the 0th, the largest
 * the 1st. `sorted` ascends and isn't empty; `share` from 0 to 1.
 */
export function percentileOf(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] as number;
  const above = sorted[Math.ceil(place)] as number;
  return below + (above - below) * (place - Math.floor(place));
}

/** From the 10th to the 90th percentile; null with fewer than 7 values. */
export function usualOf(values: readonly number[]): CardSeries['usual'] {
  if (values.length < fewestUsual) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return { low: percentileOf(sorted, 0.1), high: percentileOf(sorted, 0.9), days: values.length };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The square of the standard error of a mean. */
function errorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}

/** Whether means differ by more than twice the standard error of their difference (Welch); null with fewer than 3 values on a side. */
export function movedOf(recent: readonly number[], before: readonly number[]): CardSeries['moved'] {
  if (recent.length < fewestCompared || before.length < fewestCompared) return null;
  const difference = meanOf(recent) - meanOf(before);
  // Equal values have no error except rounding.
  const noise = 1e-9 * Math.max(Math.abs(meanOf(recent)), Math.abs(meanOf(before)));
  if (Math.abs(difference) <= Math.max(noise, 2 * Math.sqrt(errorOf(recent) + errorOf(before))))
    return 'same';
  return difference > 0 ? 'up' : 'down';
}

/** A series before its windows are known: its newest day and its days of the last 100. */
export interface SeriesSource {
  readonly name: string;
  readonly unit: string | null;
  readonly printedUnit: string | null;
  readonly days: readonly CardDay[];
  readonly last: CardDay;
}

/** `days` ascend. `until`: the last complete day; `newest`: the newest day of any card. */
export function seriesOf(
  { name, unit, printedUnit, days, last }: SeriesSource,
  { per, aggregation }: Pick<Card, 'per' | 'aggregation'>,
  newest: string,
  until: string,
): CardSeries {
  const within = (from: string, to: string) => days.filter(({ day }) => day >= from && day <= to);
  const isLevel = aggregation === 'level';
  const meanBack = (mean: number) => (isLevel ? 10 * Math.log10(mean) : mean);
  const valuesOf = (from: string) => {
    const found = within(from, plusDays(from, fourWeeks - 1));
    const values =
      per === 'day' || found.length === 0 ? found.map(({ value }) => value) : weeksOf(found, from);
    // Days of sound are compared and averaged by energy, each day alike, as the levels of a day are.
    return isLevel ? values.map((level) => 10 ** (level / 10)) : values;
  };
  const [recentFrom, beforeFrom] = [plusDays(until, 1 - fourWeeks), plusDays(until, 1 - 2 * fourWeeks)];
  const [recent, before] = [valuesOf(recentFrom), valuesOf(beforeFrom)];
  const mean = (from: string, values: readonly number[]): CardMean | null =>
    values.length === 0
      ? null
      : { from, to: plusDays(from, fourWeeks - 1), mean: meanBack(meanOf(values)), count: values.length };
  return {
    name,
    unit,
    printedUnit,
    last,
    days: within(plusDays(newest, 1 - fourWeeks), newest),
    usual: usualOf(within(plusDays(until, 1 - usualDays), until).map(({ value }) => value)),
    recent: mean(recentFrom, recent),
    before: mean(beforeFrom, before),
    moved: movedOf(recent, before),
  };
}

/** Sums of the four weeks that start on a day; a week without data counts as 0. */
function weeksOf(days: readonly CardDay[], from: string): number[] {
  const weeks = [0, 0, 0, 0];
  for (const { day, value } of days) {
    const week = Math.floor((dayNumber(day) - dayNumber(from)) / 7);
    weeks[week] = (weeks[week] ?? 0) + value;
  }
  return weeks;
}
