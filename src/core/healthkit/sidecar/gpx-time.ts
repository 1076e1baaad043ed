import { routeTimes } from '../byte-values.ts';
import { type DateStyle, gregorian, gregorianDay } from '../date.ts';
import { parsePrintedDate, plainForm } from '../printed.ts';

const form = /^(\d{1,4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)([.,]\d+)?(?:Z|([+-])(\d\d):?(\d\d))$/;

/** A route usually spans one day, so the last day is cached. */
let lastDay = '';
let lastMidnight = 0;

/**
 * A GPX time (`2019-06-11T19:00:00Z`, fractions allowed, UTC by the format; healthkit/README §1.6) as UTC seconds to the millisecond, also with
 * digits of any script and on a 12-hour clock (`4:00:00 PMZ`); null for anything else, including years of a calendar that is neither Gregorian nor that of the export (`style`).
 */
export function gpxTime(text: string, style: DateStyle = gregorian): number | null {
  const plain = plainForm(text.trim());
  const at = isoTime(plain, style) ?? parsePrintedDate(plain.replace(/Z$/, ' +0000'), style)?.at ?? null;
  return at !== null && at >= routeTimes.first && at < routeTimes.end ? at : null;
}

function isoTime(text: string, style: DateStyle): number | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [, day = '', hour, minute, second, fraction, sign, zoneHour = '0', zoneMinute = '0'] = match;
  const gregorianText = gregorianDay(day, gregorian) ?? gregorianDay(day, style);
  const midnight = gregorianText === null ? null : midnightOf(gregorianText);
  if (midnight === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -60 : 60);
  const seconds = midnight + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  if (fraction === undefined) return seconds;
  return seconds + Math.round(Number(`0.${fraction.slice(1)}`) * 1000) / 1000;
}

/** UTC seconds of a day's start; null for an impossible day. */
function midnightOf(day: string): number | null {
  if (day === lastDay) return lastMidnight;
  const ms = Date.parse(`${day}T00:00:00Z`);
  // Date.parse reads 31 February as a day in March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return null;
  lastDay = day;
  lastMidnight = ms / 1000;
  return lastMidnight;
}
