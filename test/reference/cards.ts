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
}

const msPerDay = 86_400_000;
const daysBefore = (day: string, count: number): string =>
  new Date(Date.parse(day) - count * msPerDay).toISOString().slice(0, 10);

/** Of the sleeps of evenings: the longest of each, if it lasts three hours. All others are naps. */
export const nightsOf = (sleeps: readonly PlainDay[]): PlainDay[] =>
  [...Map.groupBy(sleeps, ({ day }) => day)]
    .map(([day, its]) => ({ day, value: Math.max(...its.map(({ value }) => value)) }))
    .filter(({ value }) => value >= 3 * 3600);

/** `until`: the last day that is whole. `isWeekly`: sums of weeks, of which each counts, instead of days with data. */
export function plainCard(days: readonly PlainDay[], until: string, isWeekly = false): PlainCard {
  const sorted = days.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const last = sorted.at(-1);
  if (last === undefined) throw new Error('a card needs a day');
  const valuesOf = (newest: string, count: number): number[] =>
    sorted.filter(({ day }) => day <= newest && day > daysBefore(newest, count)).map(({ value }) => value);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const mean = (newest: string): number | null => {
    const values = valuesOf(newest, 28);
    if (values.length === 0) return null;
    return isWeekly ? total(values) / 4 : total(values) / values.length;
  };
  const lately = valuesOf(until, 90).sort((a, b) => a - b);
  return {
    last,
    usual: lately.length < 7 ? null : [quantile(lately, 0.1), quantile(lately, 0.9)],
    recent: mean(until),
    before: mean(daysBefore(until, 28)),
  };
}

/** Of values that ascend: on the straight line between the two that lie next to the place. */
function quantile(values: readonly number[], share: number): number {
  const place = share * (values.length - 1);
  const whole = Math.trunc(place);
  const [low = 0, high = low] = values.slice(whole, whole + 2);
  return low * (1 - (place - whole)) + high * (place - whole);
}
