// Numbers and dates in the person's own locale and zone (UI.md "States and words"). Instants are UTC seconds.

const whole = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const longDay = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const month = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric' });
const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const date = (seconds: number) => new Date(seconds * 1000);

export const countText = (count: number) => whole.format(count);
export const compactText = (count: number) => compact.format(count);
export const dayText = (at: number) => day.format(date(at));
export const longDayText = (at: number) => longDay.format(date(at));
export const monthText = (at: number) => month.format(date(at));
export const timeText = (at: number) => time.format(date(at));
export const exactText = (at: number) => exact.format(date(at));

/** `14:03` or `14:03 – 14:10`; the end carries its day when it is another. */
export function timeSpanText(start: number, end: number): string {
  if (end <= start || timeText(start) === timeText(end)) return timeText(start);
  return time.formatRange(date(start), date(end));
}

/** `Mar 2019 – Jan 2026`, or one month when both ends lie in it. */
export function monthSpanText(first: number, last: number): string {
  return month.formatRange(date(first), date(last));
}

export function percentOf(part: number, total: number): number {
  return total <= 0 ? 0 : Math.min(100, Math.max(0, (part / total) * 100));
}

const steps = [
  [60, 'second'],
  [3600, 'minute'],
  [86_400, 'hour'],
  [7 * 86_400, 'day'],
] as const;

/** `2 minutes ago` within the last week, the date before that. */
export function agoText(at: number, now: number): string {
  const passed = now - at;
  if (passed < 45) return relative.format(0, 'second');
  let unit = 1;
  for (const [limit, name] of steps) {
    if (passed < limit) return relative.format(-Math.round(passed / unit), name);
    unit = limit === 7 * 86_400 ? unit : limit;
  }
  return dayText(at);
}

/** `1 record`, `3 records`: the plural is given where an s does not do. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}
