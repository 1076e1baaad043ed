// What a card of Overview says of a type, from the figures of its days: how the app's `history.cards` are to come out.

export interface PlainDay {
  readonly day: string;
  readonly value: number;
}

export interface PlainCard {
  readonly last: PlainDay;
  /** 10th and 90th percentile of the days with data of 90 days; null with fewer than 7. */
  readonly usual: readonly [low: number, high: number] | null;
  /** Mean of the days with data of four weeks, and of the four before; null without. */
  readonly recent: number | null;
  readonly before: number | null;
  /** Whether the means are further apart than twice the standard error of their difference; null with fewer than three values on a side. */
  readonly moved: 'up' | 'down' | 'same' | null;
}

/** What is compared: days with data, whole weeks, or days of sound by their energy. */
type How = 'days' | 'weeks' | 'levels';

const msPerDay = 86_400_000;
const daysBefore = (day: string, count: number): string =>
  new Date(Date.parse(day) - count * msPerDay).toISOString().slice(0, 10);

/** Of the sleeps of evenings: the longest of each, if it lasts three hours. All others are naps. */
export const nightsOf = (sleeps: readonly PlainDay[]): PlainDay[] =>
  [...Map.groupBy(sleeps, ({ day }) => day)]
    .map(([day, its]) => ({ day, value: Math.max(...its.map(({ value }) => value)) }))
    .filter(({ value }) => value >= 3 * 3600);

/** `until`: the last day that is whole. */
export function plainCard(days: readonly PlainDay[], until: string, how: How = 'days'): PlainCard {
  const sorted = days.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const last = sorted.at(-1);
  if (last === undefined) throw new Error('a card needs a day');
  const valuesOf = (newest: string, count: number): number[] =>
    sorted.filter(({ day }) => day <= newest && day > daysBefore(newest, count)).map(({ value }) => value);
  /** Of four weeks. */
  const compared = (newest: string): number[] => {
    const values = valuesOf(newest, 28);
    if (how === 'levels') return values.map((level) => 10 ** (level / 10));
    if (how === 'days' || values.length === 0) return values;
    return [21, 14, 7, 0].map((ago) => total(valuesOf(daysBefore(newest, ago), 7)));
  };
  const mean = (values: readonly number[]): number | null => {
    if (values.length === 0) return null;
    return how === 'levels' ? 10 * Math.log10(average(values)) : average(values);
  };
  const lately = valuesOf(until, 90).sort((a, b) => a - b);
  const [recent, before] = [compared(until), compared(daysBefore(until, 28))];
  return {
    last,
    usual: lately.length < 7 ? null : [quantile(lately, 0.1), quantile(lately, 0.9)],
    recent: mean(recent),
    before: mean(before),
    moved: recent.length < 3 || before.length < 3 ? null : wayOf(recent, before),
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const average = (values: readonly number[]): number => total(values) / values.length;

/** Variance of a sample of values, by its number less one (Welch, The generalization of Student's problem, 1947). */
const variance = (values: readonly number[]): number =>
  total(values.map((value) => (value - average(values)) ** 2)) / (values.length - 1);

function wayOf(recent: readonly number[], before: readonly number[]): 'up' | 'down' | 'same' {
  const error = Math.sqrt(variance(recent) / recent.length + variance(before) / before.length);
  const difference = average(recent) - average(before);
  // Sums of decimals are off by less than a billionth.
  const nothing = 1e-9 * Math.abs(average(before));
  if (Math.abs(difference) <= Math.max(2 * error, nothing)) return 'same';
  return difference > 0 ? 'up' : 'down';
}

/** Of values that ascend: on the straight line between the two that lie next to the place. */
function quantile(values: readonly number[], share: number): number {
  const place = share * (values.length - 1);
  const whole = Math.trunc(place);
  const [low = 0, high = low] = values.slice(whole, whole + 2);
  return low * (1 - (place - whole)) + high * (place - whole);
}
