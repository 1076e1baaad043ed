import type { Sleep } from '../../../shared/domain/nights.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import { dayIn } from '../../components/zone-formats.ts';

const [hour, day] = [3600, secondsPerDay];

/** A sleep in clock time: seconds after noon of its evening as clocks show them, so nights with a clock change fit. */
export interface ClockBar {
  readonly from: number;
  readonly to: number;
}

export function clockBarOf(sleep: Sleep, zone: string): ClockBar {
  const midnight = Date.parse(sleep.day) / 1000;
  const place = (at: number, clock: number): number =>
    Date.parse(dayIn(at, zone)) / 1000 - midnight + clock - day / 2;
  const from = place(sleep.start, sleep.startClock);
  // If clocks go back during a sleep of a few minutes, the end may come before the start.
  return { from, to: Math.max(from, place(sleep.end, sleep.endClock)) };
}

/** Whole hours that contain every bar, and at least 22:00 to 7:00. */
export function clockRangeOf(bars: readonly ClockBar[]): ClockBar {
  const from = Math.min(10 * hour, ...bars.map((bar) => bar.from));
  const to = Math.max(19 * hour, ...bars.map((bar) => bar.to));
  return { from: Math.floor(from / hour) * hour, to: Math.ceil(to / hour) * hour };
}

/** Axis marks between two positions, every 1, 2, 3, 4, 6, or 12 hours, at most `most` of them. */
export function hourMarks({ from, to }: ClockBar, most: number): number[] {
  const step = ([1, 2, 3, 4, 6, 12].find((hours) => (to - from) / hour / hours <= most - 1) ?? 24) * hour;
  const marks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) marks.push(at);
  return marks;
}

/** The time on a clock this many seconds after noon, in seconds since midnight. */
export function clockAfterNoon(place: number): number {
  return (((place + day / 2) % day) + day) % day;
}

/** Full hours within a span of instants, by the zone's clock at its start. */
export function instantMarks(start: number, end: number, startClock: number, most: number): number[] {
  const marks = hourMarks({ from: startClock, to: startClock + end - start }, most);
  return marks.map((mark) => start + mark - startClock);
}
