import { twoDigits } from './text.ts';

/** Seconds in a day. Days are numbered from 1970-01-01, instants are UTC seconds. */
export const daySeconds = 86_400;

/** The number of the day `YYYY-MM-DD`. */
export function dayOf(date: string): number {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(at)) throw new RangeError(`not a date: ${date}`);
  return at / 1000 / daySeconds;
}

/** `YYYY-MM-DD` of a day's number. */
export function dateOf(day: number): string {
  return new Date(day * daySeconds * 1000).toISOString().slice(0, 10);
}

const clock: string[] = [];
for (let s = 0; s < daySeconds; s++)
  clock.push(`${twoDigits((s / 3600) | 0)}:${twoDigits(((s / 60) | 0) % 60)}:${twoDigits(s % 60)}`);

/** `HH:MM:SS` of a second of the day. */
export function clockOf(second: number): string {
  return clock[second] ?? '00:00:00';
}

/** Where the person is on a day: at home, two weeks of every July in New York, one of every November in Kolkata. */
export function zoneOn(day: number, home: string, travelBefore: number): string {
  if (day >= travelBefore) return home;
  const year = new Date(day * daySeconds * 1000).getUTCFullYear();
  const dayOfYear = day - Date.UTC(year, 0, 1) / 1000 / daySeconds;
  if (dayOfYear >= 200 && dayOfYear < 214) return 'America/New_York';
  if (dayOfYear >= 320 && dayOfYear < 327) return 'Asia/Kolkata';
  return home;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that `zone` is ahead of UTC at an instant. */
export function offsetMinutesAt(zone: string, at: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(at * 1000).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  return (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1);
}

/** The UTC second at which a day begins in a zone. */
export function midnight(day: number, zone: string): number {
  const guess = day * daySeconds;
  return guess - offsetMinutesAt(zone, guess - offsetMinutesAt(zone, guess) * 60) * 60;
}

/** Prints an instant as `YYYY-MM-DD HH:MM:SS ±HHMM`. */
export type PrintDate = (at: number) => string;

/** A printer for one offset, as real exports have it: one for the whole file (healthkit/README §1.6). */
export function printWithOffset(offsetMinutes: number): PrintDate {
  const dates = new Map<number, string>();
  const size = Math.abs(offsetMinutes);
  const suffix = ` ${offsetMinutes < 0 ? '-' : '+'}${twoDigits((size / 60) | 0)}${twoDigits(size % 60)}`;
  return (at) => {
    const local = Math.floor(at) + offsetMinutes * 60;
    const day = Math.floor(local / daySeconds);
    let date = dates.get(day);
    if (date === undefined) {
      date = `${dateOf(day)} `;
      dates.set(day, date);
    }
    return date + clockOf(local - day * daySeconds) + suffix;
  };
}
