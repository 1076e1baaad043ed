export interface Dated {
  readonly id: number;
  readonly start: number;
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

/** Puts day headings between rows that are in order of time, either way. */
export function dayItems<T extends Dated>(rows: readonly T[]): { items: DayItem<T>[]; itemOfRow: number[] } {
  const items: DayItem<T>[] = [];
  const itemOfRow: number[] = [];
  let day = { from: 0, to: 0 };
  for (const [index, row] of rows.entries()) {
    if (index === 0 || row.start < day.from || row.start >= day.to) {
      day = dayAround(row.start);
      items.push({ kind: 'day', at: row.start });
    }
    itemOfRow.push(items.length);
    items.push({ kind: 'row', row, index });
  }
  return { items, itemOfRow };
}
