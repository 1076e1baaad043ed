// Days and times in the home zone, which need not be the computer's (outbox/README, Holds). Instants are UTC
// seconds, days YYYY-MM-DD; a zone of null is the computer's own, until the home zone is known.
import { fromAbsolute, getLocalTimeZone, parseDate, toCalendarDate } from '@internationalized/date';

const forms = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  exact: { dateStyle: 'medium', timeStyle: 'medium' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;
type Form = keyof typeof forms;

const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(form: Form, zone: string | null): Intl.DateTimeFormat {
  const key = `${form} ${zone ?? ''}`;
  const format =
    made.get(key) ??
    new Intl.DateTimeFormat(undefined, { ...forms[form], ...(zone === null ? {} : { timeZone: zone }) });
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
  if (end - start >= 86_400) return `${from} – ${zonedText(end, 'day', zone)}`;
  const isOvernight = dayIn(start, zone) !== dayIn(end, zone);
  return isOvernight ? `${from} – ${to}` : formatOf('time', zone).formatRange(start * 1000, end * 1000);
}

/** The day that an instant falls into. */
export function dayIn(at: number, zone: string | null): string {
  return toCalendarDate(fromAbsolute(at * 1000, zone ?? getLocalTimeZone())).toString();
}

/** The midnight at which a day begins, `plus` days on: calendar arithmetic, so clock changes fit. */
export function dayStartIn(day: string, plus: number, zone: string | null): number {
  const midnight = parseDate(day)
    .add({ days: plus })
    .toDate(zone ?? getLocalTimeZone());
  return Math.floor(midnight.getTime() / 1000);
}
