export const secondsPerDay = 86_400;
export const msPerDay = 86_400_000;

const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
const dateParts = new Map<number, string>();

/** Days from 1970-01-01 to `YYYY-MM-DD`. NaN for a text that is no date. */
export function dayNumber(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / msPerDay;
}

/** `YYYY-MM-DD` of a day since 1970-01-01. Errors: RangeError for a day that no calendar has. */
export function dayText(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

/** The day so many days after `YYYY-MM-DD`. */
export function plusDays(day: string, days: number): string {
  return dayText(dayNumber(day) + days);
}

/** Whether a text is an existing day, YYYY-MM-DD: February has no 31st. */
export function isDay(text: string | undefined): text is string {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The weekday of a day since 1970-01-01, which was a Thursday: 0 Sunday … 6 Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The first day of the week, month or year that contains a day, all as days since 1970-01-01. `weekStart`: 0 Sunday … 6 Saturday. */
export function spanStart(day: number, by: 'day' | 'week' | 'month' | 'year', weekStart: number): number {
  if (by === 'day') return day;
  if (by === 'week') return day - ((weekdayOf(day) - weekStart + 7) % 7);
  const date = new Date(day * msPerDay);
  return Date.UTC(date.getUTCFullYear(), by === 'month' ? date.getUTCMonth() : 0) / msPerDay;
}

/** The UTC date of an instant in seconds. */
export function utcDate(at: number): string {
  return dayText(Math.floor(at / secondsPerDay));
}

/**
 * UTC seconds as `2025-01-15T08:00:00Z`: whole seconds, as Trendy's phone writes every date and the only form that its feed reader
 * parses (core/targets/trendy/README §0.14, §2.4).
 */
export function wireTime(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
}

/** UTC seconds as `2024-03-01T07:05:00Z`, with milliseconds if there are any. '' for what no calendar holds. */
export function utcText(at: number): string {
  if (!Number.isInteger(at)) {
    const ms = Math.round(at * 1000);
    return Number.isNaN(new Date(ms).getTime()) ? '' : new Date(ms).toISOString();
  }
  const day = Math.floor(at / secondsPerDay);
  const second = at - day * secondsPerDay;
  const prefix = dateParts.get(day) ?? datePart(day);
  if (prefix === '') return '';
  return `${prefix}${twoDigits[Math.floor(second / 3600)]}:${twoDigits[Math.floor(second / 60) % 60]}:${twoDigits[second % 60]}Z`;
}

/** `2025-03-01T09:00:00+01:00` (RFC 3339) of UTC seconds, in whole minutes east of UTC; `…Z` without an offset. */
export function isoAtOffset(at: number, minutes: number | null): string {
  const isoOf = (clock: number, offset: string) =>
    new Date(clock * 1000).toISOString().replace(/(\.000)?Z$/, offset);
  if (minutes === null) return isoOf(at, 'Z');
  const two = (figure: number) => String(Math.trunc(figure)).padStart(2, '0');
  const size = Math.abs(minutes);
  return isoOf(at + minutes * 60, `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`);
}

/** `2024-03-01T`; kept, because the records of a chunk repeat their days. */
function datePart(day: number): string {
  const date = new Date(day * msPerDay);
  const text = Number.isNaN(date.getTime()) ? '' : `${date.toISOString().split('T')[0]}T`;
  if (dateParts.size > 50_000) dateParts.clear();
  dateParts.set(day, text);
  return text;
}
