// Days and times in the home zone, which may differ from the computer's (outbox/README, Holds). Instants are UTC
// seconds, days YYYY-MM-DD. A zone of null means the computer's own, until the home zone is known.

import { fromAbsolute, getLocalTimeZone, parseDate, toCalendarDate } from '@internationalized/date';
import { formatLocale } from '../../shared/language.ts';
import { isoAtOffset, secondsPerDay } from '../../shared/time.ts';
import { agoText, daysAgoText } from './formats.ts';

const forms = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  dayTime: { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' },
  exact: { dateStyle: 'medium', timeStyle: 'medium' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;
type Form = keyof typeof forms;

const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(form: Form, zone: string | null): Intl.DateTimeFormat {
  const key = `${form} ${zone ?? ''}`;
  const format =
    made.get(key) ??
    new Intl.DateTimeFormat(formatLocale(), { ...forms[form], ...(zone === null ? {} : { timeZone: zone }) });
  made.set(key, format);
  return format;
}

export function zonedText(at: number, form: Form, zone: string | null): string {
  return formatOf(form, zone).format(at * 1000);
}

/** `14:03` or `14:03 – 14:10`; an end more than a day later carries its day. */
export function zonedSpanText(start: number, end: number, zone: string | null): string {
  const [from, to] = [zonedText(start, 'time', zone), zonedText(end, 'time', zone)];
  if (end <= start || (from === to && end - start < 3600)) return from;
  if (end - start >= secondsPerDay) return `${from} – ${zonedText(end, 'day', zone)}`;
  const isOvernight = dayIn(start, zone) !== dayIn(end, zone);
  return isOvernight ? `${from} – ${to}` : formatOf('time', zone).formatRange(start * 1000, end * 1000);
}

const ofDay = { timeZone: 'UTC' } as const;
const dayForm = new Intl.DateTimeFormat(formatLocale(), { ...ofDay, ...forms.day });
const shortDayForm = new Intl.DateTimeFormat(formatLocale(), { ...ofDay, day: 'numeric', month: 'short' });
const monthForm = new Intl.DateTimeFormat(formatLocale(), { ...ofDay, month: 'long', year: 'numeric' });
const instantOfDay = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** A calendar day (not an instant), in the locale's format: `14 Nov 2026`. */
export const calendarDayText = (day: string): string => dayForm.format(instantOfDay(day));
/** `14 Nov` */
export const calendarShortText = (day: string): string => shortDayForm.format(instantOfDay(day));
/** `November 2026`, for any day in it. */
export const calendarMonthText = (day: string): string => monthForm.format(instantOfDay(day));
/** `18 Oct – 14 Nov 2026` */
export const calendarSpanText = (from: string, to: string): string =>
  dayForm.formatRange(instantOfDay(from), instantOfDay(to));

/** The day that an instant falls on. */
export function dayIn(at: number, zone: string | null): string {
  return toCalendarDate(fromAbsolute(at * 1000, zone ?? getLocalTimeZone())).toString();
}

/** How long ago, beside the day itself: `2 hours ago`, `392 days ago`, never the date. */
export function agoBesideDay(at: number, now: number, zone: string | null): string {
  return now - at < 7 * secondsPerDay ? agoText(at, now) : daysAgoText(dayIn(at, zone), dayIn(now, zone));
}

/** For files: `2025-03-01T09:00:00+01:00`, as the data program writes them; UTC until the home zone is known. */
export function zonedIso(at: number, zone: string | null): string {
  return isoAtOffset(at, zone === null ? null : Math.trunc(fromAbsolute(at * 1000, zone).offset / 60_000));
}

/** The evening whose night an instant belongs to: nights go from noon to noon. */
export function eveningIn(at: number, zone: string | null): string {
  const time = fromAbsolute(at * 1000, zone ?? getLocalTimeZone());
  const day = toCalendarDate(time);
  return (time.hour < 12 ? day.subtract({ days: 1 }) : day).toString();
}

/** The midnight at which a day begins, `plus` days later. Uses calendar arithmetic, so clock changes fit. */
export function dayStartIn(day: string, plus: number, zone: string | null): number {
  const midnight = parseDate(day)
    .add({ days: plus })
    .toDate(zone ?? getLocalTimeZone());
  return Math.floor(midnight.getTime() / 1000);
}
