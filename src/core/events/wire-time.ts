const secondsPerDay = 86_400;

/** `2025-01-15T08:00:00Z`: whole seconds, as the phone writes and reads every date (trendy/README §2.4). */
export function wireTime(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}

/** `YYYY-MM-DD` of a day since 1970-01-01. */
export function dayText(day: number): string {
  return new Date(day * secondsPerDay * 1000).toISOString().slice(0, 10);
}

/** The UTC date of an instant: the phone prints local midnights so, in the ids of daily samples (trendy/README §3.4). */
export function utcDate(at: number): string {
  return dayText(Math.floor(at / secondsPerDay));
}

/**
 * Six decimals, and a number that is not `-0`: sums of the same samples read in another order differ in their last bits,
 * which must not look like a change. Far finer than anything Health prints (six significant digits).
 */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
