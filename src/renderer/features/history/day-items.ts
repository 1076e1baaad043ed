import { dayIn, dayStartIn } from '../../components/zone-formats.ts';

export interface Dated {
  readonly id: number;
  readonly start: number;
  /** The item's day, `YYYY-MM-DD`, if it isn't the day of its start (a night event belongs to its evening). */
  readonly day?: string;
}

/** A list with a heading above each day's first row. `row` is the index among the rows, for the keyboard. */
export type DayItem<T> =
  | { readonly kind: 'day'; readonly at: number }
  | { readonly kind: 'row'; readonly row: T; readonly index: number };

/** Noon of a day on the computer's clock: an instant that formats as that day. */
function noonOf(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, 12).getTime() / 1000;
}

/** An instant that formats as the row's day on the computer's clock. */
export const dayAtOf = (row: Dated, zone: string | null) => noonOf(row.day ?? dayIn(row.start, zone));

/** Inserts headings of the zone's days between rows in ascending or descending order. */
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
