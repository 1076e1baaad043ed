import { CodedError } from '../../shared/errors.ts';
import { isoAtOffset, secondsPerDay } from '../../shared/time.ts';

/** No zone is further from UTC than this; local mean times included. */
const widestOffset = 16 * 3600;

/** Offsets of one UTC day: `before` until `at`, `after` from then on. */
interface DayOffsets {
  readonly before: number;
  readonly at: number;
  readonly after: number;
}

/** Local days of an IANA zone, as days since 1970-01-01 of the local calendar. Instants are UTC seconds. */
export interface Zone {
  readonly name: string;
  /** The local day that holds an instant. */
  dayOf(at: number): number;
  /** Its first instant: midnight, or the first one there is where clocks skip it. */
  startOf(day: number): number;
  /** The first instant of a local day at which its clock shows 12:00 or later. */
  noonOf(day: number): number;
  /** Seconds by which its clock is ahead of UTC. */
  offsetAt(at: number): number;
  /** The clock of the zone at an instant, seconds since midnight. */
  clockOf(at: number): number;
}

/** Whether a name is an IANA zone that this program knows; a bare offset is none. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,99}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const zones = new Map<string, Zone>();

/** The zone of a name, made once. Errors: settings.unknown_zone. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  if (!isZone(name)) throw new CodedError('settings.unknown_zone');
  const zone = makeZone(name);
  zones.set(name, zone);
  return zone;
}

/**
 * `2025-03-01T09:00:00+01:00` (RFC 3339) of UTC seconds in a zone, `…Z` in none. Local mean times, whose offsets have seconds, are given with
 * the whole minutes of theirs: the instant stays the same.
 */
export function zonedIso(at: number, zone: string | null): string {
  return isoAtOffset(at, zone === null ? null : Math.trunc(zoneOf(zone).offsetAt(at) / 60));
}

/** Calendar arithmetic only, never + 24 h (trendy/README §3.4): offsets come from Intl, once for each UTC day. */
function makeZone(name: string): Zone {
  const offsetAt = offsetReader(name);
  /** At the first instant of each UTC day: calling Intl takes longer than everything else that counts a day. */
  const midnights = new Map<number, number>();
  const offsets = new Map<number, DayOffsets>();
  const starts = new Map<number, number>();

  function offsetAtMidnight(day: number): number {
    let offset = midnights.get(day);
    if (offset === undefined) {
      offset = offsetAt(day * secondsPerDay);
      midnights.set(day, offset);
    }
    return offset;
  }

  function offsetsOf(day: number): DayOffsets {
    const known = offsets.get(day);
    if (known) return known;
    let low = day * secondsPerDay;
    let high = low + secondsPerDay;
    const before = offsetAtMidnight(day);
    const after = offsetAtMidnight(day + 1);
    if (before !== after) {
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (offsetAt(middle) === before) low = middle;
        else high = middle;
      }
    }
    const found = { before, at: high, after };
    offsets.set(day, found);
    return found;
  }

  /** Seconds since 1970 of the local clock. */
  function clockAt(at: number): number {
    const { before, at: change, after } = offsetsOf(Math.floor(at / secondsPerDay));
    return at + (at < change ? before : after);
  }

  /** The first instant at which the local clock shows `clock` or more. */
  function firstAt(clock: number): number {
    let low = clock - widestOffset;
    let high = clock + widestOffset;
    const candidates = [clock - (clockAt(low) - low), clock - (clockAt(high) - high)];
    const earlier = Math.min(...candidates);
    if (clockAt(earlier) === clock) return earlier;
    const later = Math.max(...candidates);
    if (clockAt(later) === clock) return later;
    // The clock skips this time: the instant of the change is used instead.
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (clockAt(middle) < clock) low = middle;
      else high = middle;
    }
    return high;
  }

  function startOf(day: number): number {
    let start = starts.get(day);
    if (start === undefined) {
      start = firstAt(day * secondsPerDay);
      starts.set(day, start);
    }
    return start;
  }

  return {
    name,
    startOf,
    offsetAt: (at) => clockAt(at) - at,
    clockOf: (at) => ((clockAt(at) % secondsPerDay) + secondsPerDay) % secondsPerDay,
    noonOf: (day) => firstAt(day * secondsPerDay + secondsPerDay / 2),
    dayOf(at) {
      let day = Math.floor(clockAt(at) / secondsPerDay);
      // Where clocks go back over midnight the repeated hour belongs to the day that had begun.
      while (at >= startOf(day + 1)) day++;
      while (at < startOf(day)) day--;
      return day;
    },
  };
}

/** Intl's `GMT`, `GMT-03:00` or, of a local mean time, `GMT+00:53:28`. */
const offsetText = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Seconds by which the zone's clock is ahead of UTC. Getting the offset takes a third of the time for the date. */
function offsetReader(name: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  return (at) => {
    const [, sign, hours = 0, minutes = 0, seconds = 0] = offsetText.exec(format.format(at * 1000)) ?? [];
    const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return sign === '-' ? -size : size;
  };
}
