export interface Dated {
  readonly id: number;
  readonly start: number;
  /** The day it belongs to, `YYYY-MM-DD`, where that is not the computer's own day of its start (events: home zone). */
  readonly day?: string;
}

/** A list with a heading above the first row of each day. `row` is the place among the rows, for the keyboard. */
export type DayItem<T> =
  | { readonly kind: 'day'; readonly at: number }
  | { readonly kind: 'row'; readonly row: T; readonly index: number };

/** Midnights around an instant in the computer's zone, in UTC seconds; a day may have 23 or 25 hours. */
function dayAround(at: number): { readonly from: number; readonly to: number } {
  const date = new Date(at * 1000);
  const midnight = (plus: number) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + plus).getTime() / 1000;
  return { from: midnight(0), to: midnight(1) };
}

/** Noon of a named day on the computer's clock: an instant that is written as that day. */
function noonOf(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12).getTime() / 1000;
}

/** An instant that is written as the day a row belongs to. */
export const dayAtOf = (row: Dated) => (row.day === undefined ? row.start : noonOf(row.day));

/** Puts day headings between rows that are in order of time, either way. */
export function dayItems<T extends Dated>(rows: readonly T[]): { items: DayItem<T>[]; itemOfRow: number[] } {
  const items: DayItem<T>[] = [];
  const itemOfRow: number[] = [];
  let day = { from: 0, to: 0 };
  let named: string | undefined;
  for (const [index, row] of rows.entries()) {
    if (row.day !== undefined) {
      if (row.day !== named) items.push({ kind: 'day', at: noonOf(row.day) });
      named = row.day;
    } else if (index === 0 || row.start < day.from || row.start >= day.to) {
      day = dayAround(row.start);
      items.push({ kind: 'day', at: row.start });
    }
    itemOfRow.push(items.length);
    items.push({ kind: 'row', row, index });
  }
  return { items, itemOfRow };
}
