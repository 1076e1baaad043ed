import { dayIn, dayStartIn } from '../../components/zone-formats.ts';

export interface Dated {
  readonly id: number;
  readonly start: number;
  /** The day it belongs to, `YYYY-MM-DD`, where that is not the day of its start (events: a night is its evening's). */
  readonly day?: string;
}

/** A list with a heading above the first row of each day. `row` is the place among the rows, for the keyboard. */
export type DayItem<T> =
  | { readonly kind: 'day'; readonly at: number }
  | { readonly kind: 'row'; readonly row: T; readonly index: number };

/** Noon of a named day on the computer's clock: an instant that is written as that day. */
function noonOf(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12).getTime() / 1000;
}

/** An instant that the computer's clock writes as the day a row belongs to. */
export const dayAtOf = (row: Dated, zone: string | null) => noonOf(row.day ?? dayIn(row.start, zone));

/** Puts headings of the zone's days between rows that are in order of time, either way. */
export function dayItems<T extends Dated>(
  rows: readonly T[],
  zone: string | null,
): { items: DayItem<T>[]; itemOfRow: number[] } {
  const items: DayItem<T>[] = [];
  const itemOfRow: number[] = [];
  let span = { from: 0, to: 0 };
  let named: string | undefined;
  for (const [index, row] of rows.entries()) {
    if (row.day !== undefined) {
      if (row.day !== named) items.push({ kind: 'day', at: noonOf(row.day) });
      named = row.day;
    } else if (index === 0 || row.start < span.from || row.start >= span.to) {
      const day = dayIn(row.start, zone);
      span = { from: dayStartIn(day, 0, zone), to: dayStartIn(day, 1, zone) };
      items.push({ kind: 'day', at: noonOf(day) });
    }
    itemOfRow.push(items.length);
    items.push({ kind: 'row', row, index });
  }
  return { items, itemOfRow };
}
