import { type CalendarDate, parseDate } from '@internationalized/date';
import type { Figure, FigureSpan } from '../../../shared/domain/figures.ts';
import { formatLocale } from '../../../shared/language.ts';
import { dayNumber, dayText, spanStart } from '../../../shared/time.ts';
import { dayIn, dayStartIn } from '../../components/zone-formats.ts';

/** Ranges that the page of a type shows at once. */
export const typeRanges = ['day', 'week', 'month', 'half', 'year', 'all'] as const;
export type TypeRange = (typeof typeRanges)[number];

/** Days of the home zone, both inclusive, YYYY-MM-DD. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** One place on the chart: its days and instants, UTC seconds, the end exclusive. */
export interface Slot extends Days {
  readonly start: number;
  readonly end: number;
}

interface Asked {
  readonly range: TypeRange;
  /** A day in it. */
  readonly at: string;
  /** 0 Sunday … 6 Saturday. */
  readonly weekStart: number;
  /** All there is. */
  readonly whole: Days;
}

const months: Partial<Readonly<Record<TypeRange, number>>> = { month: 1, half: 6, year: 12 };

function weekOf(day: CalendarDate, weekStart: number): CalendarDate {
  return parseDate(dayText(spanStart(dayNumber(day.toString()), 'week', weekStart)));
}

const daysFrom = (from: CalendarDate, to: CalendarDate): Days => ({
  from: from.toString(),
  to: to.toString(),
});

/**
 * The days of a range: a day, a week, a calendar month or year; six months end with the month of `at`; all is whole months, so that
 * the first bar is a month as all others.
 */
export function daysOf({ range, at, weekStart, whole }: Asked): Days {
  const day = parseDate(at);
  if (range === 'day') return { from: at, to: at };
  if (range === 'week') {
    const first = weekOf(day, weekStart);
    return daysFrom(first, first.add({ days: 6 }));
  }
  const last = parseDate(range === 'all' ? whole.to : at);
  const end = (range === 'year' ? last.set({ month: 12 }) : last)
    .set({ day: 1 })
    .add({ months: 1 })
    .subtract({ days: 1 });
  if (range === 'all') return daysFrom(parseDate(whole.from).set({ day: 1 }), end);
  return daysFrom(end.add({ days: 1 }).subtract({ months: months[range] ?? 1 }), end);
}

/** A day in the range that lies `steps` ranges on; null where there is none: all is all. */
export function stepped(asked: Asked, steps: number): string | null {
  const { from } = daysOf(asked);
  const first = parseDate(from);
  const { range } = asked;
  if (range === 'all') return null;
  if (range === 'day') return first.add({ days: steps }).toString();
  if (range === 'week') return first.add({ weeks: steps }).toString();
  // Six months are named by their last.
  const named = range === 'half' ? first.add({ months: 5 }) : first;
  return named.add({ months: (months[range] ?? 1) * steps }).toString();
}

/** The same range a year earlier: of a week the one 52 weeks before, so that weekdays stand over each other. */
export function yearBefore(asked: Asked): Days | null {
  if (asked.range === 'all') return null;
  const at = parseDate(daysOf(asked).to);
  const before = asked.range === 'week' ? at.subtract({ weeks: 52 }) : at.subtract({ years: 1 });
  return daysOf({ ...asked, at: before.toString() });
}

/** Months of up to twelve years: more would be too narrow to point at. */
const maxMonths = 144;

/** What one bar of a range is. */
export function barsOf(range: TypeRange, { from, to }: Days): FigureSpan {
  if (range === 'day') return 'hour';
  if (range === 'week' || range === 'month') return 'day';
  if (range === 'half') return 'week';
  if (range === 'year') return 'month';
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1;
  return years * 12 > maxMonths ? 'year' : 'month';
}

function nextFirst(day: CalendarDate, by: FigureSpan, weekStart: number): CalendarDate {
  if (by === 'week') return weekOf(day, weekStart).add({ weeks: 1 });
  if (by === 'month') return day.set({ day: 1 }).add({ months: 1 });
  if (by === 'year') return day.set({ month: 1, day: 1 }).add({ years: 1 });
  return day.add({ days: 1 });
}

/** Every place of a range, those without samples too, in order. A day has 23 or 25 hours where its clock changes. */
export function slotsOf(days: Days, by: FigureSpan, weekStart: number, zone: string | null): Slot[] {
  const slots: Slot[] = [];
  if (by === 'hour') {
    const end = dayStartIn(days.to, 1, zone);
    for (let at = dayStartIn(days.from, 0, zone); at < end; ) {
      const next = Math.min(end, at + 3600);
      const day = dayIn(at, zone);
      slots.push({ from: day, to: day, start: at, end: next });
      at = next;
    }
    return slots;
  }
  const last = parseDate(days.to);
  for (let first = parseDate(days.from); first.compare(last) <= 0; ) {
    const next = nextFirst(first, by, weekStart);
    const to = next.compare(last) > 0 ? last : next.subtract({ days: 1 });
    slots.push({
      ...daysFrom(first, to),
      start: dayStartIn(first.toString(), 0, zone),
      end: dayStartIn(to.toString(), 1, zone),
    });
    first = next;
  }
  return slots;
}

/** The figure of each slot, null where there is none. Hours are told by their instants, all others by their days: a night begins at noon. */
export function inSlots(
  slots: readonly Slot[],
  by: FigureSpan,
  figures: readonly Figure[],
): (Figure | null)[] {
  const isBefore = (figure: Figure, { from, start }: Slot) =>
    by === 'hour' ? figure.start < start : figure.day < from;
  const isIn = (figure: Figure, { to, end }: Slot) => (by === 'hour' ? figure.start < end : figure.day <= to);
  let next = 0;
  return slots.map((slot) => {
    for (; ; next++) {
      const figure = figures[next];
      if (figure === undefined) return null;
      if (!isBefore(figure, slot)) return isIn(figure, slot) ? figure : null;
    }
  });
}

const utc = { timeZone: 'UTC' } as const;
const formats = {
  day: new Intl.DateTimeFormat(formatLocale(), {
    ...utc,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }),
  days: new Intl.DateTimeFormat(formatLocale(), { ...utc, day: 'numeric', month: 'short', year: 'numeric' }),
  month: new Intl.DateTimeFormat(formatLocale(), { ...utc, month: 'long', year: 'numeric' }),
  months: new Intl.DateTimeFormat(formatLocale(), { ...utc, month: 'short', year: 'numeric' }),
  year: new Intl.DateTimeFormat(formatLocale(), { ...utc, year: 'numeric' }),
  weekday: new Intl.DateTimeFormat(formatLocale(), { ...utc, weekday: 'short', day: 'numeric' }),
  dayOfMonth: new Intl.DateTimeFormat(formatLocale(), { ...utc, day: 'numeric' }),
  dayAndMonth: new Intl.DateTimeFormat(formatLocale(), { ...utc, day: 'numeric', month: 'short' }),
  monthAlone: new Intl.DateTimeFormat(formatLocale(), { ...utc, month: 'short' }),
} as const;

/** Noon in UTC: an instant that the formats above write as that day. */
const noonOf = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** The title of a range: `May 2025`, `5 – 11 May 2025`. */
export function rangeText(range: TypeRange, { from, to }: Days): string {
  const [first, last] = [noonOf(from), noonOf(to)];
  if (range === 'day') return formats.day.format(first);
  if (range === 'week') return formats.days.formatRange(first, last);
  if (range === 'month') return formats.month.format(first);
  if (range === 'year') return formats.year.format(first);
  return formats.months.formatRange(first, last);
}

const hourFormats = new Map<string, Intl.DateTimeFormat>();

function hourFormat(zone: string | null, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone ?? ''} ${JSON.stringify(options)}`;
  const format =
    hourFormats.get(key) ??
    new Intl.DateTimeFormat(formatLocale(), { ...options, ...(zone === null ? {} : { timeZone: zone }) });
  hourFormats.set(key, format);
  return format;
}

/** `14:00 – 15:00`; on the day that clocks go back, the two hours of one name tell their offsets. */
function hourText({ start, end }: Slot, zone: string | null): string {
  const format = hourFormat(zone, { hour: 'numeric', minute: '2-digit' });
  const text = format.format(start * 1000);
  const isTwice = [start - 3600, start + 3600].some((at) => format.format(at * 1000) === text);
  const offset = { timeZoneName: 'shortOffset' } as const;
  const first = isTwice
    ? hourFormat(zone, { hour: 'numeric', minute: '2-digit', ...offset }).format(start * 1000)
    : text;
  return `${first} – ${format.format(end * 1000)}`;
}

/** A slot in words: `14:00 – 15:00`, `Mon, 5 May 2025`, `5 – 11 May 2025`, `May 2025`. */
export function slotText(slot: Slot, by: FigureSpan, zone: string | null): string {
  if (by === 'hour') return hourText(slot, zone);
  if (by === 'week') return formats.days.formatRange(noonOf(slot.from), noonOf(slot.to));
  return formats[by].format(noonOf(slot.from));
}

/** The same on an axis, as short as it can be. */
export function slotMark(slot: Slot, by: FigureSpan, range: TypeRange, zone: string | null): string {
  const noon = noonOf(slot.from);
  if (by === 'hour') return hourFormat(zone, { hour: 'numeric' }).format(slot.start * 1000);
  if (range === 'week') return formats.weekday.format(noon);
  if (by === 'day') return formats.dayOfMonth.format(noon);
  if (by === 'week') return formats.dayAndMonth.format(noon);
  if (by === 'month') return (range === 'all' ? formats.months : formats.monthAlone).format(noon);
  return formats.year.format(noon);
}
