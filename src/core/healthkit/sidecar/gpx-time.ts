import { routeTimes } from '../byte-values.ts';
import { parsePrintedDate, plainForm } from '../printed.ts';

const form = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)([.,]\d+)?(?:Z|([+-])(\d\d):?(\d\d))$/;

/** One day is what a route spans, so the last day read is the next one's too. */
let lastDay = '';
let lastMidnight = 0;

/**
 * A GPX time (`2019-06-11T19:00:00Z`, fractions allowed, UTC by the format; healthkit/README §1.6) as UTC seconds
 * to the millisecond, with the digits of any script and on a clock of twelve hours (`4:00:00 PMZ`) too; null for anything
 * else, years of another calendar included.
 */
export function gpxTime(text: string): number | null {
  const plain = plainForm(text.trim());
  const at = isoTime(plain) ?? parsePrintedDate(plain.replace(/Z$/, ' +0000'))?.at ?? null;
  return at !== null && at >= routeTimes.first && at < routeTimes.end ? at : null;
}

function isoTime(text: string): number | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [, day = '', hour, minute, second, fraction, sign, zoneHour = '0', zoneMinute = '0'] = match;
  const midnight = midnightOf(day);
  if (midnight === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -60 : 60);
  const seconds = midnight + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  if (fraction === undefined) return seconds;
  return seconds + Math.round(Number(`0.${fraction.slice(1)}`) * 1000) / 1000;
}

/** UTC seconds at which a day begins; null when there is no such day. */
function midnightOf(day: string): number | null {
  if (day === lastDay) return lastMidnight;
  const ms = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes 31 February for a day in March.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) return null;
  lastDay = day;
  lastMidnight = ms / 1000;
  return lastMidnight;
}
