const secondsPerDay = 86_400;
const twoDigits = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
const days = new Map<number, string>();

/** UTC seconds as `2024-03-01T07:05:00Z`, with milliseconds where there are any. '' for what no calendar holds. */
export function utcText(at: number): string {
  if (!Number.isInteger(at)) {
    const ms = Math.round(at * 1000);
    return Number.isNaN(new Date(ms).getTime()) ? '' : new Date(ms).toISOString();
  }
  const day = Math.floor(at / secondsPerDay);
  const second = at - day * secondsPerDay;
  const prefix = days.get(day) ?? dayText(day);
  if (prefix === '') return '';
  return `${prefix}${twoDigits[Math.floor(second / 3600)]}:${twoDigits[Math.floor(second / 60) % 60]}:${twoDigits[second % 60]}Z`;
}

/** `2024-03-01T`; days repeat, so they are remembered. */
function dayText(day: number): string {
  const date = new Date(day * secondsPerDay * 1000);
  const text = Number.isNaN(date.getTime()) ? '' : `${date.toISOString().split('T')[0]}T`;
  if (days.size > 50_000) days.clear();
  days.set(day, text);
  return text;
}
