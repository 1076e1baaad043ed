import type { WorkoutEvent } from '../../shared/domain/workout.ts';
import type { Pause } from '../../shared/domain/workout-figures.ts';
import { firstEndingAfter } from '../events/spans.ts';

const prefix = 'HKWorkoutEventType';

/** Events that begin and end a pause (developer.apple.com, HKWorkoutEventType): by the user, and by a Watch that detected no motion. */
const kinds = [
  { cause: 'pause', begin: `${prefix}Pause`, end: `${prefix}Resume` },
  { cause: 'motion', begin: `${prefix}MotionPaused`, end: `${prefix}MotionResumed` },
] as const;

/**
 * The pauses of a workout from `start` to `end` (UTC seconds), disjoint and ascending. A pause that is never resumed lasts to the end; one with its
 * own length lasts that long; nested pauses are one, with the first cause. Exports repeat events, so a second beginning is ignored.
 */
export function pausesOf(events: readonly WorkoutEvent[], start: number, end: number): Pause[] {
  const found: Pause[] = [];
  const ascending = events.toSorted((a, b) => a.at - b.at);
  for (const { cause, begin, end: resume } of kinds) {
    let since: number | null = null;
    for (const { type, at, duration } of ascending) {
      if (type === begin && duration !== null && duration > 0)
        found.push({ start: at, end: at + duration, cause });
      else if (type === begin) since ??= at;
      else if (type === resume && since !== null) {
        found.push({ start: since, end: at, cause });
        since = null;
      }
    }
    if (since !== null) found.push({ start: since, end, cause });
  }
  const united: Pause[] = [];
  for (const pause of found.toSorted((a, b) => a.start - b.start)) {
    const clipped = { ...pause, start: Math.max(start, pause.start), end: Math.min(end, pause.end) };
    const last = united.at(-1);
    if (clipped.end <= clipped.start) continue;
    if (last && clipped.start <= last.end) last.end = Math.max(last.end, clipped.end);
    else united.push(clipped);
  }
  return united;
}

/** Seconds of [from, to) outside all pauses; the pauses are disjoint and ascending. */
export function activeSeconds(pauses: readonly Pause[], from: number, to: number): number {
  let seconds = Math.max(0, to - from);
  for (let i = firstEndingAfter(pauses, from); i < pauses.length; i++) {
    const pause = pauses[i] as Pause;
    if (pause.start >= to) break;
    seconds -= Math.min(to, pause.end) - Math.max(from, pause.start);
  }
  return seconds;
}
