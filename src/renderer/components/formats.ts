// Numbers and dates in the user's locale and time zone. Instants are UTC seconds.
import { formatLocale, languageNow, t } from '../../shared/language.ts';
import { msPerDay, secondsPerDay } from '../../shared/time.ts';

const whole = new Intl.NumberFormat(formatLocale());
const compact = new Intl.NumberFormat(formatLocale(), { notation: 'compact', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(formatLocale(), { day: 'numeric', month: 'short', year: 'numeric' });
const longDay = new Intl.DateTimeFormat(formatLocale(), {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const year = new Intl.DateTimeFormat(formatLocale(), { year: 'numeric' });
const time = new Intl.DateTimeFormat(formatLocale(), { hour: 'numeric', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium', timeStyle: 'medium' });
// In the language of the surrounding sentence: `Last delivered 2 minutes ago`.
const relative = new Intl.RelativeTimeFormat(languageNow(), { numeric: 'auto' });

const date = (seconds: number) => new Date(seconds * 1000);

export const countText = (count: number) => whole.format(count);
export const compactText = (count: number) => compact.format(count);
export const dayText = (at: number) => day.format(date(at));
export const longDayText = (at: number) => longDay.format(date(at));
export const timeText = (at: number) => time.format(date(at));
export const exactText = (at: number) => exact.format(date(at));

/** `2019 – 2026`, or one year if both ends are in it. */
export function yearSpanText(first: number, last: number): string {
  return year.formatRange(date(first), date(last));
}

export function percentOf(part: number, total: number): number {
  return total <= 0 ? 0 : Math.min(100, Math.max(0, (part / total) * 100));
}

const steps = [
  [60, 'second'],
  [3600, 'minute'],
  [secondsPerDay, 'hour'],
  [7 * secondsPerDay, 'day'],
] as const;

/** `2 minutes ago` within the last week, otherwise the date. */
export function agoText(at: number, now: number): string {
  const passed = now - at;
  if (passed < 45) return relative.format(0, 'second');
  let unit = 1;
  for (const [limit, name] of steps) {
    if (passed < limit) return relative.format(-Math.round(passed / unit), name);
    unit = limit === 7 * secondsPerDay ? unit : limit;
  }
  return dayText(at);
}

/** `12%`, as the language writes it. */
export const percentText = (percent: number): string => t('{percent}%', { percent: countText(percent) });

/** `today`, `yesterday`, `5 days ago`; both days are YYYY-MM-DD. */
export function daysAgoText(day: string, today: string): string {
  return relative.format(Math.round((Date.parse(day) - Date.parse(today)) / msPerDay), 'day');
}

// Lists use the language of the surrounding sentence.
const commas = new Intl.ListFormat(languageNow(), { type: 'conjunction', style: 'narrow' });
const conjunction = new Intl.ListFormat(languageNow(), { type: 'conjunction' });

/** `a, b, c` */
export const listText = (items: readonly string[]): string => commas.format(items);
/** `a, b, and c` */
export const listAndText = (items: readonly string[]): string => conjunction.format(items);
/** `a and b and c`, for parts that contain commas. */
export const andText = (items: readonly string[]): string =>
  items.length === 0 ? '' : items.reduce((former, next) => conjunction.format([former, next]));

/** A title or label within a sentence: lowercase in English unless it is an abbreviation. Other languages keep its capital: German needs it. */
export const insideSentence = (title: string): string =>
  languageNow() === 'en' && !/^\p{Lu}[\p{Lu}\p{N}₀-₉]/u.test(title)
    ? `${title.charAt(0).toLowerCase()}${title.slice(1)}`
    : title;

/** `0:42`, `12:05`, `1:02:10`; null once the time has come. */
export function countdownText(leftMs: number): string | null {
  const left = Math.ceil(leftMs / 1000);
  if (left <= 0) return null;
  const part = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  return hours > 0 ? `${hours}:${part(minutes)}:${part(left % 60)}` : `${minutes}:${part(left % 60)}`;
}
