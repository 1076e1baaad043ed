import type { ErrorCode } from '../../shared/errors.ts';
import { secondsPerDay } from '../../shared/time.ts';

/** A span of time, UTC seconds, `end` not in it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first of ascending items that satisfies a condition, as all after it do; `items.length` when none does. */
export function firstIndex<T>(items: readonly T[], isBehind: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The index of the first that ends after an instant, of spans that are disjoint and ascending; their number where none does. */
export function firstEndingAfter(spans: readonly Span[], at: number): number {
  return firstIndex(spans, ({ end }) => end > at);
}

/** The longest day there is, where clocks go back: no sample of a figure lasts longer, and one that does covers nothing. */
export const longestSpanSeconds = 25 * 3600;

/** 1900-01-01: an earlier date was written with another calendar, or by a fault. */
export const earliestAt = -2_208_988_800;

/** Zones and clocks that drift put no date further ahead. */
export const clockSlackSeconds = secondsPerDay;

/**
 * When an export was made, UTC seconds: no later than its import, if the clock of the phone or of this computer was wrong. Otherwise it would
 * count as the newest export until its date has come.
 */
export const exportedAt = (printed: number, importedAt: number): number =>
  printed > importedAt + clockSlackSeconds ? importedAt : printed;

/** Samples may be taken while an export is being made. */
const exportSeconds = 3600;

/** Whether no sample can have been taken then. Instants are UTC seconds; `exportAt` null where no export says when it was made. */
export function isOddInstant(start: number, exportAt: number | null): boolean {
  return start < earliestAt || (exportAt !== null && start > exportAt + exportSeconds);
}

/**
 * When a sample was first written, which shows how long its source has existed; its start if no such date is printed.
 * Null if it ends before it begins or is too early.
 */
export function writtenAt(start: number, duration: number, created: number | null): number | null {
  if (duration < 0 || start < earliestAt) return null;
  return created !== null && created >= earliestAt ? created : start;
}

/**
 * Why a record is kept and not counted, null for all others (README.md, "How figures are made"). `isCounted`: the type
 * is limited to a day (shared/domain/mean-kind.ts, `isLimited`); means and other categories count a longer sample on its first day.
 */
export function oddSpanOf(
  start: number,
  duration: number,
  exportAt: number,
  isCounted: boolean,
): ErrorCode | null {
  if (duration < 0) return 'record.ends_before_start';
  if (start < earliestAt) return 'record.too_early';
  if (isOddInstant(start, exportAt)) return 'record.after_export';
  return isCounted && duration > longestSpanSeconds ? 'record.longer_than_day' : null;
}
